package dev.ferry.binutils.elf;

import org.jspecify.annotations.Nullable;

/** A SYMTAB or DYNSYM section, read field by field without an object for each symbol. */
public final class SymbolTable {
  private final ElfFile file;
  private final SectionHeader header;
  private final byte[] bytes;
  private final int base;
  private final int entry;
  private final int count;
  private final Contents names;
  private final @Nullable Contents extendedIndexes;

  SymbolTable(ElfFile file, SectionHeader header) {
    this.file = file;
    this.header = header;
    Contents contents = file.contents(header);
    this.bytes = contents.array();
    this.base = contents.arrayOffset();
    this.entry = file.is64() ? 24 : 16;
    if (header.entrySize() != entry) {
      throw file.bad(header.offset(), "symbol size " + header.entrySize() + " instead of " + entry);
    }
    this.count = contents.size() / entry;
    this.names = file.contents(file.section(header.link(), header.offset()));
    this.extendedIndexes = extendedIndexes();
  }

  private @Nullable Contents extendedIndexes() {
    for (SectionHeader section : file.sections()) {
      if (section.type() == Elf.SHT_SYMTAB_SHNDX && section.link() == header.index()) {
        return file.contents(section);
      }
    }
    return null;
  }

  public SectionHeader header() {
    return header;
  }

  /** How many symbols, the null symbol at index 0 included. */
  public int size() {
    return count;
  }

  /** Offset of symbol {@code i} in the file, for messages. */
  public long position(int i) {
    return header.offset() + (long) i * entry;
  }

  public int nameOffset(int i) {
    return LittleEndian.i32(bytes, base + i * entry);
  }

  public String name(int i) {
    return file.string(names, nameOffset(i) & 0xffff_ffffL);
  }

  public int info(int i) {
    return bytes[base + i * entry + (file.is64() ? 4 : 12)] & 0xff;
  }

  public int type(int i) {
    return info(i) & 15;
  }

  public int binding(int i) {
    return info(i) >> 4;
  }

  public int other(int i) {
    return bytes[base + i * entry + (file.is64() ? 5 : 13)] & 0xff;
  }

  /** st_shndx as it stands in the file: a section's index or an SHN_ number. */
  public int rawSectionIndex(int i) {
    return LittleEndian.u16(bytes, base + i * entry + (file.is64() ? 6 : 14));
  }

  /** The section's index, looked up in the extension table when it does not fit 16 bits. */
  public int sectionIndex(int i) {
    int raw = rawSectionIndex(i);
    if (raw != Elf.SHN_XINDEX || extendedIndexes == null) {
      return raw;
    }
    if (4L * i + 4 > extendedIndexes.size()) {
      throw file.bad(position(i), "symbol without an extended section index");
    }
    return extendedIndexes.i32(4L * i);
  }

  public long value(int i) {
    int at = base + i * entry;
    return file.is64()
        ? LittleEndian.i64(bytes, at + 8)
        : LittleEndian.i32(bytes, at + 4) & 0xffff_ffffL;
  }

  public long size(int i) {
    int at = base + i * entry;
    return file.is64()
        ? LittleEndian.i64(bytes, at + 16)
        : LittleEndian.i32(bytes, at + 8) & 0xffff_ffffL;
  }
}
