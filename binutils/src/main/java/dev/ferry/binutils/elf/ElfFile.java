package dev.ferry.binutils.elf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ELF file as its bytes say it: header, section headers, program headers, and checked access to
 * what they point to. Everything higher (objects, executables, shared libraries, the tools) reads
 * through it. Little-endian files of both classes and any machine.
 */
public final class ElfFile {
  /** Upper limit for section and program headers, so that a small hostile file stays small. */
  private static final int MAX_HEADERS = 1 << 22;

  private final String name;
  private final byte[] bytes;
  private final int start;
  private final int length;
  private final boolean is64;
  private final List<SectionHeader> sections = new ArrayList<>();
  private final List<ProgramHeader> segments = new ArrayList<>();
  private long stringBudget;
  private int sectionNameTable;

  private ElfFile(String name, byte[] bytes, int start, int length) {
    this.name = name;
    this.bytes = bytes;
    this.start = start;
    this.length = length;
    this.stringBudget = 16L * length + (1 << 20);
    if (!isElf(bytes, start, length)) {
      throw bad(0, "not an ELF file");
    }
    int elfClass = bytes[start + 4];
    if (elfClass != Elf.ELFCLASS32 && elfClass != Elf.ELFCLASS64) {
      throw bad(4, "unknown ELF class " + elfClass);
    }
    this.is64 = elfClass == Elf.ELFCLASS64;
    if (bytes[start + 5] != 1) {
      throw bad(5, "not a little-endian ELF file");
    }
    if (length < headerSize()) {
      throw bad(length, "truncated ELF header");
    }
  }

  /** Whether the bytes begin with the ELF magic number. */
  public static boolean isElf(byte[] bytes, int start, int length) {
    return length >= 16
        && bytes[start] == 0x7f
        && bytes[start + 1] == 'E'
        && bytes[start + 2] == 'L'
        && bytes[start + 3] == 'F';
  }

  /** Reads the headers of a whole file. */
  public static ElfFile parse(String name, byte[] bytes) {
    return parse(name, bytes, 0, bytes.length);
  }

  /**
   * Reads the headers of the file that lies at {@code start} in {@code bytes}.
   *
   * @throws ElfFormatException for anything that is not well-formed
   */
  public static ElfFile parse(String name, byte[] bytes, int start, int length) {
    ElfFile file = new ElfFile(name, bytes, start, length);
    file.readSections();
    file.readSegments();
    return file;
  }

  public String name() {
    return name;
  }

  public boolean is64() {
    return is64;
  }

  /** The array that holds the file, from {@link #start}. */
  public byte[] bytes() {
    return bytes;
  }

  /** Index in {@link #bytes} of the file's byte 0. */
  public int start() {
    return start;
  }

  /** Size of the file in bytes. */
  public int length() {
    return length;
  }

  public int osAbi() {
    return u8(7);
  }

  public int abiVersion() {
    return u8(8);
  }

  public int type() {
    return u16(16);
  }

  public int machine() {
    return u16(18);
  }

  public int version() {
    return i32(20);
  }

  public long entry() {
    return word(24);
  }

  public long programHeaderOffset() {
    return is64 ? i64(32) : u32(28);
  }

  public long sectionHeaderOffset() {
    return is64 ? i64(40) : u32(32);
  }

  public int flags() {
    return i32(is64 ? 48 : 36);
  }

  public int headerSizeField() {
    return u16(is64 ? 52 : 40);
  }

  public int programHeaderSize() {
    return u16(is64 ? 54 : 42);
  }

  public int programHeaderCountField() {
    return u16(is64 ? 56 : 44);
  }

  public int sectionHeaderSize() {
    return u16(is64 ? 58 : 46);
  }

  public int sectionHeaderCountField() {
    return u16(is64 ? 60 : 48);
  }

  public int sectionNameTableField() {
    return u16(is64 ? 62 : 50);
  }

  /** Index of the section header string table. */
  public int sectionNameTable() {
    return sectionNameTable;
  }

  /** All section headers, the null one at index 0 too; empty when the file has none. */
  public List<SectionHeader> sections() {
    return sections;
  }

  public List<ProgramHeader> segments() {
    return segments;
  }

  /** The first section of a type, or null. */
  public @Nullable SectionHeader sectionOfType(int type) {
    for (SectionHeader section : sections) {
      if (section.type() == type) {
        return section;
      }
    }
    return null;
  }

  /** The first section of that name, or null. */
  public @Nullable SectionHeader section(String wanted) {
    for (SectionHeader section : sections) {
      if (section.name().equals(wanted)) {
        return section;
      }
    }
    return null;
  }

  /** The section with that index. */
  public SectionHeader section(int index, long referredAt) {
    if (index < 0 || index >= sections.size()) {
      throw bad(referredAt, "section index " + index + " out of range");
    }
    return sections.get(index);
  }

  /** The bytes of a section, a window that copies nothing; empty for NOBITS and NULL. */
  public Contents contents(SectionHeader section) {
    if (section.type() == Elf.SHT_NOBITS || section.type() == Elf.SHT_NULL) {
      return new Contents();
    }
    check(section.offset(), section.size(), "section '" + section.name() + "'");
    return Contents.windowOn(bytes, start + (int) section.offset(), (int) section.size());
  }

  /** The bytes of a segment in the file. */
  public Contents contents(ProgramHeader segment) {
    check(segment.offset(), segment.fileSize(), "segment");
    return Contents.windowOn(bytes, start + (int) segment.offset(), (int) segment.fileSize());
  }

  /** The string at {@code offset} of a string table. */
  public String string(Contents table, long offset) {
    if (offset == 0 && table.size() == 0) {
      return "";
    }
    if (offset < 0 || offset >= table.size()) {
      throw bad(table.arrayOffset() - start, "string offset " + offset + " out of range");
    }
    byte[] array = table.array();
    int from = table.arrayOffset() + (int) offset;
    int limit = table.arrayOffset() + table.size();
    int end = from;
    while (end < limit && array[end] != 0) {
      end++;
    }
    if (end == limit) {
      throw bad(from - start, "unterminated string");
    }
    stringBudget -= end - from;
    if (stringBudget < 0) {
      throw bad(from - start, "names take more room than the file could honestly need");
    }
    return new String(array, from, end - from, StandardCharsets.UTF_8);
  }

  /** The symbols of a SYMTAB or DYNSYM section. */
  public SymbolTable symbols(SectionHeader section) {
    return new SymbolTable(this, section);
  }

  /** An exception about this file. */
  public ElfFormatException bad(long position, String message) {
    return new ElfFormatException(name, position, message);
  }

  private int headerSize() {
    return is64 ? 64 : 52;
  }

  private void check(long offset, long size, String what) {
    if (offset < 0 || size < 0 || offset > length || size > length - offset) {
      throw bad(offset, what + " lies outside the file");
    }
  }

  private void readSections() {
    long table = sectionHeaderOffset();
    if (table == 0) {
      return;
    }
    int entry = is64 ? 64 : 40;
    if (sectionHeaderSize() != entry) {
      throw bad(0, "section header size " + sectionHeaderSize() + " instead of " + entry);
    }
    check(table, entry, "section header table");
    int first = (int) table;
    long count = sectionHeaderCountField();
    if (count == 0) {
      count = word(first + (is64 ? 32 : 20));
    }
    sectionNameTable = sectionNameTableField();
    if (sectionNameTable == Elf.SHN_XINDEX) {
      sectionNameTable = i32(first + (is64 ? 40 : 24));
    }
    if (count < 0 || count > MAX_HEADERS) {
      throw bad(table, "too many sections");
    }
    check(table, count * entry, "section header table");
    Contents names = sectionNames(first, entry, count);
    for (int i = 0; i < count; i++) {
      int at = first + i * entry;
      sections.add(sectionHeader(i, at, names == null ? "" : string(names, u32(at))));
    }
  }

  private @Nullable Contents sectionNames(int first, int entry, long count) {
    if (sectionNameTable == 0) {
      return null;
    }
    if (sectionNameTable < 0 || sectionNameTable >= count) {
      throw bad(0, "section name table index " + sectionNameTable + " out of range");
    }
    return contents(sectionHeader(sectionNameTable, first + sectionNameTable * entry, ""));
  }

  private SectionHeader sectionHeader(int index, int at, String sectionName) {
    return is64
        ? new SectionHeader(
            index,
            sectionName,
            i32(at + 4),
            i64(at + 8),
            i64(at + 16),
            i64(at + 24),
            i64(at + 32),
            i32(at + 40),
            i32(at + 44),
            i64(at + 48),
            i64(at + 56))
        : new SectionHeader(
            index,
            sectionName,
            i32(at + 4),
            u32(at + 8),
            u32(at + 12),
            u32(at + 16),
            u32(at + 20),
            i32(at + 24),
            i32(at + 28),
            u32(at + 32),
            u32(at + 36));
  }

  private void readSegments() {
    long table = programHeaderOffset();
    int count = programHeaderCountField();
    if (table == 0 || count == 0) {
      return;
    }
    int entry = is64 ? 56 : 32;
    if (programHeaderSize() != entry) {
      throw bad(0, "program header size " + programHeaderSize() + " instead of " + entry);
    }
    check(table, (long) count * entry, "program header table");
    for (int i = 0; i < count; i++) {
      int at = (int) table + i * entry;
      segments.add(
          is64
              ? new ProgramHeader(
                  i32(at),
                  i32(at + 4),
                  i64(at + 8),
                  i64(at + 16),
                  i64(at + 24),
                  i64(at + 32),
                  i64(at + 40),
                  i64(at + 48))
              : new ProgramHeader(
                  i32(at),
                  i32(at + 24),
                  u32(at + 4),
                  u32(at + 8),
                  u32(at + 12),
                  u32(at + 16),
                  u32(at + 20),
                  u32(at + 28)));
    }
  }

  private int u8(int at) {
    return bytes[start + at] & 0xff;
  }

  private int u16(int at) {
    return LittleEndian.u16(bytes, start + at);
  }

  private int i32(int at) {
    return LittleEndian.i32(bytes, start + at);
  }

  private long u32(int at) {
    return LittleEndian.i32(bytes, start + at) & 0xffff_ffffL;
  }

  private long i64(int at) {
    return LittleEndian.i64(bytes, start + at);
  }

  private long word(int at) {
    return is64 ? i64(at) : u32(at);
  }
}
