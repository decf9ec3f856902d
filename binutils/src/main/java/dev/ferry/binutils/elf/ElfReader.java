package dev.ferry.binutils.elf;

import org.jspecify.annotations.Nullable;

/**
 * Bytes of an ELF file to the {@link ObjectFile} model. Section contents stay windows on the bytes
 * given, which must not change afterwards. Whatever the bytes are, the outcome is a model or an
 * {@link ElfFormatException}, and the memory taken is a small multiple of the file's size.
 */
public final class ElfReader {
  private final ElfFile file;
  private final ObjectFile object;
  private final @Nullable Section[] sectionOf;
  private @Nullable SectionHeader symtab;
  private @Nullable Symbol[] symbolOf = new @Nullable Symbol[1];

  private ElfReader(ElfFile file) {
    this.file = file;
    this.object = new ObjectFile(file.name(), file.is64());
    this.sectionOf = new @Nullable Section[file.sections().size()];
  }

  /** Reads a file of any type, whole. */
  public static ObjectFile read(String name, byte[] bytes) {
    return read(ElfFile.parse(name, bytes));
  }

  /** Reads the file that lies at {@code start} in {@code bytes}. */
  public static ObjectFile read(String name, byte[] bytes, int start, int length) {
    return read(ElfFile.parse(name, bytes, start, length));
  }

  /** Reads sections, symbols, relocations and groups of a file whose headers are known. */
  public static ObjectFile read(ElfFile file) {
    ElfReader reader = new ElfReader(file);
    reader.object.setType(file.type());
    reader.object.setMachine(file.machine());
    reader.object.setFlags(file.flags());
    reader.object.setOsAbi(file.osAbi());
    reader.readSections();
    reader.readSymbols();
    for (SectionHeader header : file.sections()) {
      if (reader.isAbsorbedRela(header)) {
        reader.readRelocations(header);
      } else if (header.type() == Elf.SHT_GROUP) {
        reader.readGroup(header);
      }
    }
    return reader.object;
  }

  private void readSections() {
    symtab = file.sectionOfType(Elf.SHT_SYMTAB);
    for (SectionHeader header : file.sections()) {
      if (isModelled(header)) {
        readSection(header);
      }
    }
    for (SectionHeader header : file.sections()) {
      Section section = sectionOf[header.index()];
      if (section != null && header.link() != 0) {
        section.setLinkedTo(sectionOf[file.section(header.link(), header.offset()).index()]);
      }
    }
  }

  private void readSection(SectionHeader header) {
    long alignment = Math.max(1, header.alignment());
    if (Long.bitCount(alignment) != 1) {
      throw file.bad(header.offset(), "alignment " + alignment + " is not a power of two");
    }
    Section section = new Section(header.name(), header.type(), header.flags(), alignment);
    section.setEntrySize(header.entrySize());
    section.setAddress(header.address());
    section.setInfo(header.info());
    if (section.isNobits()) {
      if (header.size() < 0) {
        throw file.bad(header.offset(), "section '" + header.name() + "' is too large");
      }
      section.setNobitsSize(header.size());
    } else {
      section.setContents(file.contents(header));
    }
    if (header.type() == Elf.SHT_RISCV_ATTRIBUTES && file.machine() == Elf.EM_RISCV) {
      object.setAttributes(RiscvAttributes.parse(file.name(), section.contents(), header.offset()));
    }
    object.addSection(section);
    sectionOf[header.index()] = section;
  }

  /** Whether a section is one of the model, not one of the tables that the writer makes. */
  private boolean isModelled(SectionHeader header) {
    return switch (header.type()) {
      case Elf.SHT_NULL, Elf.SHT_SYMTAB, Elf.SHT_SYMTAB_SHNDX, Elf.SHT_GROUP -> false;
      case Elf.SHT_STRTAB ->
          header.hasFlag(Elf.SHF_ALLOC)
              || header.index() != file.sectionNameTable()
                  && (symtab == null || header.index() != symtab.link());
      case Elf.SHT_RELA -> !isAbsorbedRela(header);
      default -> true;
    };
  }

  private boolean isAbsorbedRela(SectionHeader header) {
    return header.type() == Elf.SHT_RELA
        && symtab != null
        && header.link() == symtab.index()
        && header.info() > 0
        && !header.hasFlag(Elf.SHF_ALLOC);
  }

  private void readSymbols() {
    if (symtab == null) {
      return;
    }
    SymbolTable table = file.symbols(symtab);
    symbolOf = new @Nullable Symbol[Math.max(1, table.size())];
    // Names by string offset: a compiler repeats ".L0 " thousands of times.
    int cacheMask = Integer.highestOneBit(Math.max(16, table.size())) * 2 - 1;
    int[] cachedOffsets = new int[cacheMask + 1];
    @Nullable String[] cachedNames = new @Nullable String[cacheMask + 1];
    for (int i = 1; i < table.size(); i++) {
      int offset = table.nameOffset(i);
      int slot = offset & cacheMask;
      String name = cachedNames[slot];
      if (name == null || cachedOffsets[slot] != offset) {
        name = table.name(i);
        cachedNames[slot] = name;
        cachedOffsets[slot] = offset;
      }
      readSymbol(table, i, name);
    }
  }

  private void readSymbol(SymbolTable table, int i, String name) {
    Symbol symbol = new Symbol(name);
    symbol.setBinding(table.binding(i));
    symbol.setType(table.type(i));
    symbol.setOther(table.other(i));
    int raw = table.rawSectionIndex(i);
    int index = table.sectionIndex(i);
    if (raw == Elf.SHN_UNDEF) {
      symbol.setValue(table.value(i));
    } else if (raw == Elf.SHN_ABS) {
      symbol.defineAbsolute(table.value(i));
    } else if (raw == Elf.SHN_COMMON) {
      symbol.defineCommon(table.size(i), Math.max(1, table.value(i)));
    } else if (raw >= Elf.SHN_LORESERVE && raw != Elf.SHN_XINDEX) {
      throw file.bad(table.position(i), "symbol '" + name + "' has a reserved section index");
    } else {
      Section section = sectionOf[file.section(index, table.position(i)).index()];
      if (section != null) {
        symbol.define(section, table.value(i));
      } else if (symbol.type() == Elf.STT_SECTION) {
        // The assembler's symbol of a group or table section: nothing can refer to it.
        return;
      } else {
        symbol.defineAbsolute(table.value(i));
      }
    }
    symbol.setSize(table.size(i));
    symbolOf[i] = object.addSymbol(symbol);
  }

  private void readRelocations(SectionHeader header) {
    SectionHeader targetHeader = file.section(header.info(), header.offset());
    Section target = sectionOf[targetHeader.index()];
    if (target == null) {
      throw file.bad(header.offset(), "relocations for '" + targetHeader.name() + "'");
    }
    int entry = file.is64() ? 24 : 12;
    if (header.entrySize() != entry) {
      throw file.bad(header.offset(), "relocation size " + header.entrySize());
    }
    Contents contents = file.contents(header);
    byte[] bytes = contents.array();
    int count = contents.size() / entry;
    Relocations relocations = target.relocations();
    relocations.reserve(relocations.size() + count);
    int at = contents.arrayOffset();
    for (int i = 0; i < count; i++, at += entry) {
      if (file.is64()) {
        long info = LittleEndian.i64(bytes, at + 8);
        relocations.add(
            LittleEndian.i64(bytes, at),
            (int) info,
            symbolAt(info >>> 32, at),
            LittleEndian.i64(bytes, at + 16));
      } else {
        int info = LittleEndian.i32(bytes, at + 4);
        relocations.add(
            LittleEndian.i32(bytes, at) & 0xffff_ffffL,
            info & 0xff,
            symbolAt(info >>> 8, at),
            LittleEndian.i32(bytes, at + 8));
      }
    }
  }

  private @Nullable Symbol symbolAt(long index, int at) {
    if (index == 0) {
      return null;
    }
    Symbol symbol = index < symbolOf.length ? symbolOf[(int) index] : null;
    if (symbol == null) {
      throw file.bad(at - file.start(), "relocation with bad symbol index " + index);
    }
    return symbol;
  }

  private void readGroup(SectionHeader header) {
    Contents contents = file.contents(header);
    if (contents.size() < 4) {
      throw file.bad(header.offset(), "empty section group");
    }
    if (symtab == null || header.link() != symtab.index()) {
      throw file.bad(header.offset(), "section group without symbol table");
    }
    int flags = contents.i32(0);
    SectionGroup group = new SectionGroup(groupSignature(header), (flags & Elf.GRP_COMDAT) != 0);
    for (int at = 4; at + 4 <= contents.size(); at += 4) {
      long where = header.offset() + at;
      Section member = sectionOf[file.section(contents.i32(at), where).index()];
      if (member != null) {
        if (member.group() != null) {
          throw file.bad(where, "section '" + member.name() + "' is in two groups");
        }
        group.add(member);
      }
    }
    object.addGroup(group);
  }

  /** The signature symbol; for a section symbol the signature is the section's name. */
  private Symbol groupSignature(SectionHeader header) {
    Symbol symbol =
        header.info() > 0 && header.info() < symbolOf.length ? symbolOf[header.info()] : null;
    if (symbol == null) {
      throw file.bad(header.offset(), "section group with bad signature symbol");
    }
    return symbol;
  }
}
