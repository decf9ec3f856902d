package dev.ferry.binutils.elf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ObjectFile} model to the bytes of a relocatable file, laid out as GNU as does: group
 * sections, then each section with its relocations behind it in the header table, the symbol and
 * string tables last; in the file the contents come first, then symbols, then relocations.
 */
public final class ElfWriter {
  private final ObjectFile object;
  private final boolean is64;
  private final Contents out = new Contents();
  private final StringTable sectionNames = new StringTable();
  private final StringTable symbolNames = new StringTable();
  private final List<Header> headers = new ArrayList<>();
  private final int[] headerOf;
  private final int[] relaOf;
  private final int[] symbolIndex;
  private int localSymbols = 1;

  /** A section header while offsets are being decided. */
  private static final class Header {
    final int name;
    final int type;
    final long flags;
    final long alignment;
    final long entrySize;
    long address;
    long offset;
    long size;
    int link;
    int info;

    Header(int name, int type, long flags, long alignment, long entrySize) {
      this.name = name;
      this.type = type;
      this.flags = flags;
      this.alignment = alignment;
      this.entrySize = entrySize;
    }
  }

  private ElfWriter(ObjectFile object) {
    this.object = object;
    this.is64 = object.is64();
    this.headerOf = new int[object.sections().size()];
    this.relaOf = new int[object.sections().size()];
    this.symbolIndex = new int[object.symbols().size()];
  }

  /** The file's bytes. */
  public static byte[] write(ObjectFile object) {
    return new ElfWriter(object).write();
  }

  private byte[] write() {
    out.fill(is64 ? 64 : 52, 0);
    headers.add(new Header(sectionNames.add(""), Elf.SHT_NULL, 0, 0, 0));
    if (!object.symbols().isEmpty() || hasRelocations()) {
      sectionNames.add(".symtab");
      sectionNames.add(".strtab");
    }
    sectionNames.add(".shstrtab");
    List<Symbol> symbols = orderSymbols();
    planHeaders();
    Header attributes = planAttributes();
    if (object.symbols().isEmpty() && !hasRelocations()) {
      return writeWithoutSymbols(attributes);
    }
    int symtab = headers.size();
    Header symtabHeader = plan(".symtab", Elf.SHT_SYMTAB, 0, is64 ? 8 : 4, is64 ? 24 : 16);
    boolean extended = headers.size() >= Elf.SHN_LORESERVE;
    Header extendedHeader = extended ? plan(".symtab_shndx", Elf.SHT_SYMTAB_SHNDX, 0, 4, 4) : null;
    Header strtab = plan(".strtab", Elf.SHT_STRTAB, 0, 1, 0);
    symtabHeader.link = headers.size() - 1;
    symtabHeader.info = localSymbols;
    if (extendedHeader != null) {
      extendedHeader.link = symtab;
    }
    Header shstrtab = plan(".shstrtab", Elf.SHT_STRTAB, 0, 1, 0);
    writeGroups(symtab);
    writeContents();
    if (attributes != null && object.attributes() != null) {
      writeBytes(attributes, object.attributes().encode());
    }
    writeSymbols(symbols, symtabHeader, extendedHeader);
    writeBytes(strtab, symbolNames.toByteArray());
    writeRelocations(symtab);
    sectionNames.layOut();
    writeBytes(shstrtab, sectionNames.toByteArray());
    writeHeaders();
    return out.toByteArray();
  }

  private boolean hasRelocations() {
    for (Section section : object.sections()) {
      if (!section.relocations().isEmpty()) {
        return true;
      }
    }
    return !object.groups().isEmpty();
  }

  /** A stripped object has no symbol table at all. */
  private byte[] writeWithoutSymbols(@Nullable Header attributes) {
    Header shstrtab = plan(".shstrtab", Elf.SHT_STRTAB, 0, 1, 0);
    writeContents();
    if (attributes != null && object.attributes() != null) {
      writeBytes(attributes, object.attributes().encode());
    }
    sectionNames.layOut();
    writeBytes(shstrtab, sectionNames.toByteArray());
    writeHeaders();
    return out.toByteArray();
  }

  private Header plan(String name, int type, long flags, long alignment, long entrySize) {
    Header header = new Header(sectionNames.add(name), type, flags, alignment, entrySize);
    headers.add(header);
    return header;
  }

  /** Locals first, in order; gABI "Symbol Table": sh_info is the index of the first other one. */
  private List<Symbol> orderSymbols() {
    List<Symbol> ordered = new ArrayList<>(object.symbols().size());
    for (Symbol symbol : object.symbols()) {
      if (symbol.isLocal()) {
        ordered.add(symbol);
      }
    }
    localSymbols = ordered.size() + 1;
    for (Symbol symbol : object.symbols()) {
      if (!symbol.isLocal()) {
        ordered.add(symbol);
      }
    }
    for (int i = 0; i < ordered.size(); i++) {
      symbolIndex[ordered.get(i).id()] = i + 1;
    }
    return ordered;
  }

  private void planHeaders() {
    for (int i = 0; i < object.groups().size(); i++) {
      plan(".group", Elf.SHT_GROUP, 0, 4, 4);
    }
    for (Section section : object.sections()) {
      headerOf[section.id()] = headers.size();
      Header header =
          plan(
              section.name(),
              section.type(),
              section.flags(),
              section.alignment(),
              section.entrySize());
      header.address = section.address();
      header.info = section.info();
      if (!section.relocations().isEmpty()) {
        long group = section.flags() & Elf.SHF_GROUP;
        relaOf[section.id()] = headers.size();
        plan(
            ".rela" + section.name(),
            Elf.SHT_RELA,
            Elf.SHF_INFO_LINK | group,
            is64 ? 8 : 4,
            is64 ? 24 : 12);
      }
    }
    for (Section section : object.sections()) {
      Section linked = section.linkedTo();
      if (linked != null) {
        headers.get(headerOf[section.id()]).link = headerOf[linked.id()];
      }
    }
  }

  private @Nullable Header planAttributes() {
    if (object.attributes() == null || object.section(".riscv.attributes") != null) {
      return null;
    }
    return plan(".riscv.attributes", Elf.SHT_RISCV_ATTRIBUTES, 0, 1, 0);
  }

  private void place(Header header) {
    out.align((int) Math.max(1, Math.min(header.alignment, 1 << 20)));
    header.offset = out.size();
  }

  private void writeBytes(Header header, byte[] bytes) {
    place(header);
    header.size = bytes.length;
    out.put(bytes);
  }

  private void writeGroups(int symtab) {
    for (int i = 0; i < object.groups().size(); i++) {
      SectionGroup group = object.groups().get(i);
      Header header = headers.get(1 + i);
      place(header);
      header.link = symtab;
      header.info = symbolIndex[group.signature().id()];
      out.put32(group.isComdat() ? Elf.GRP_COMDAT : 0);
      for (Section member : group.members()) {
        out.put32(headerOf[member.id()]);
        if (relaOf[member.id()] != 0) {
          out.put32(relaOf[member.id()]);
        }
      }
      header.size = out.size() - header.offset;
    }
  }

  private void writeContents() {
    for (Section section : object.sections()) {
      Header header = headers.get(headerOf[section.id()]);
      place(header);
      header.size = section.size();
      Contents contents = section.contents();
      if (!section.isNobits()) {
        out.put(contents.array(), contents.arrayOffset(), contents.size());
      }
    }
  }

  private void writeSymbols(List<Symbol> symbols, Header header, @Nullable Header extended) {
    int[] names = new int[symbols.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = symbolNames.add(symbols.get(i).name());
    }
    symbolNames.layOut();
    place(header);
    out.fill(is64 ? 24 : 16, 0);
    Contents extendedIndexes = new Contents();
    extendedIndexes.put32(0);
    for (int i = 0; i < names.length; i++) {
      int index = sectionIndexOf(symbols.get(i));
      boolean large = index >= Elf.SHN_LORESERVE && symbols.get(i).section() != null;
      extendedIndexes.put32(large ? index : 0);
      writeSymbol(symbols.get(i), symbolNames.offset(names[i]), large ? Elf.SHN_XINDEX : index);
    }
    header.size = out.size() - header.offset;
    if (extended != null) {
      writeBytes(extended, extendedIndexes.toByteArray());
    }
  }

  private int sectionIndexOf(Symbol symbol) {
    return switch (symbol.place()) {
      case UNDEFINED -> Elf.SHN_UNDEF;
      case ABSOLUTE -> Elf.SHN_ABS;
      case COMMON -> Elf.SHN_COMMON;
      case SECTION -> {
        Section section = symbol.section();
        yield section == null ? Elf.SHN_ABS : headerOf[section.id()];
      }
    };
  }

  private void writeSymbol(Symbol symbol, int name, int sectionIndex) {
    int info = symbol.binding() << 4 | symbol.type();
    out.put32(name);
    if (is64) {
      out.put8(info);
      out.put8(symbol.other());
      out.put16(sectionIndex);
      out.put64(symbol.value());
      out.put64(symbol.size());
    } else {
      out.put32((int) symbol.value());
      out.put32((int) symbol.size());
      out.put8(info);
      out.put8(symbol.other());
      out.put16(sectionIndex);
    }
  }

  private void writeRelocations(int symtab) {
    for (Section section : object.sections()) {
      if (relaOf[section.id()] == 0) {
        continue;
      }
      Header header = headers.get(relaOf[section.id()]);
      header.link = symtab;
      header.info = headerOf[section.id()];
      place(header);
      Relocations relocations = section.relocations();
      for (int i = 0; i < relocations.size(); i++) {
        Symbol symbol = relocations.symbol(i);
        long index = symbol == null ? 0 : symbolIndex[symbol.id()];
        if (is64) {
          out.put64(relocations.offset(i));
          out.put64(index << 32 | relocations.number(i) & 0xffff_ffffL);
          out.put64(relocations.addend(i));
        } else {
          out.put32((int) relocations.offset(i));
          out.put32((int) (index << 8) | relocations.number(i) & 0xff);
          out.put32((int) relocations.addend(i));
        }
      }
      header.size = out.size() - header.offset;
    }
  }

  private void writeHeaders() {
    out.align(is64 ? 8 : 4);
    long table = out.size();
    int count = headers.size();
    if (count >= Elf.SHN_LORESERVE) {
      headers.get(0).size = count;
      headers.get(0).link = count - 1;
    }
    for (Header header : headers) {
      writeHeader(header);
    }
    writeElfHeader(table, count);
  }

  private void writeHeader(Header header) {
    int width = is64 ? 8 : 4;
    out.put32(sectionNames.offset(header.name));
    out.put32(header.type);
    out.put(width, header.flags);
    out.put(width, header.address);
    out.put(width, header.offset);
    out.put(width, header.size);
    out.put32(header.link);
    out.put32(header.info);
    out.put(width, header.alignment);
    out.put(width, header.entrySize);
  }

  /** IFUNCs, unique symbols and retained sections are GNU extensions. */
  private int osAbi() {
    boolean gnu = false;
    for (Symbol symbol : object.symbols()) {
      gnu |=
          symbol.type() == Elf.STT_GNU_IFUNC && symbol.isDefined()
              || symbol.binding() == Elf.STB_GNU_UNIQUE;
    }
    for (Section section : object.sections()) {
      gnu |= section.hasFlag(Elf.SHF_GNU_RETAIN) || section.hasFlag(Elf.SHF_GNU_MBIND);
    }
    return gnu ? Elf.ELFOSABI_GNU : object.osAbi();
  }

  private void writeElfHeader(long table, int count) {
    Contents header = new Contents();
    header.put32(0x464c457f);
    header.put8(is64 ? Elf.ELFCLASS64 : Elf.ELFCLASS32);
    header.put8(1);
    header.put8(1);
    header.put8(osAbi());
    header.fill(8, 0);
    header.put16(object.type());
    header.put16(object.machine());
    header.put32(1);
    int width = is64 ? 8 : 4;
    header.put(width, 0);
    header.put(width, 0);
    header.put(width, table);
    header.put32(object.flags());
    header.put16(is64 ? 64 : 52);
    header.put16(0);
    header.put16(0);
    header.put16(is64 ? 64 : 40);
    boolean large = count >= Elf.SHN_LORESERVE;
    header.put16(large ? 0 : count);
    header.put16(large ? Elf.SHN_XINDEX : count - 1);
    out.set(0, header.array(), header.arrayOffset(), header.size());
  }
}
