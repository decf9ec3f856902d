package dev.ferry.binutils.tools;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ProgramHeader;
import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.binutils.elf.SectionHeader;
import dev.ferry.binutils.elf.SymbolTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints one ELF file in objdump's form: headers, symbols, relocations, contents. */
final class ObjdumpPrinter {
  private final ElfFile file;
  private final Objdump.Options options;
  private final ToolContext context;
  private final PrintStream out;
  private final String addressFormat;
  private final Versions versions;

  ObjdumpPrinter(ElfFile file, Objdump.Options options, ToolContext context) {
    this.file = file;
    this.options = options;
    this.context = context;
    this.out = context.out();
    this.addressFormat = file.is64() ? "%016x" : "%08x";
    this.versions = new Versions(file);
  }

  void print() {
    out.println();
    out.println(file.name() + ":     file format " + format());
    if (options.archiveHeader) {
      out.println(file.name());
    }
    if (options.fileHeader) {
      printFileHeader();
    }
    if (options.privateHeaders) {
      printPrivateHeaders();
    }
    out.println();
    if (options.sectionHeaders) {
      printSections();
    }
    if (options.symbols) {
      out.println("SYMBOL TABLE:");
      printSymbols(file.sectionOfType(Elf.SHT_SYMTAB));
    }
    if (options.dynamicSymbols) {
      out.println("DYNAMIC SYMBOL TABLE:");
      printSymbols(file.sectionOfType(Elf.SHT_DYNSYM));
    }
    if (options.relocations && !options.disassemble) {
      printRelocations();
    }
    if (options.dynamicRelocations) {
      printDynamicRelocations();
    }
    if (options.contents) {
      printContents();
    }
    if (options.disassemble) {
      new ObjdumpDisassembly(file, options, context).print();
    }
  }

  private String format() {
    if (file.machine() != Elf.EM_RISCV) {
      return file.is64() ? "elf64-little" : "elf32-little";
    }
    return file.is64() ? "elf64-littleriscv" : "elf32-littleriscv";
  }

  private String address(long value) {
    return String.format(addressFormat, file.is64() ? value : value & 0xffff_ffffL);
  }

  private void printFileHeader() {
    int flags = 0;
    List<String> names = new ArrayList<>();
    boolean relocations = false;
    for (SectionHeader section : file.sections()) {
      relocations |= section.type() == Elf.SHT_RELA && file.type() == Elf.ET_REL;
    }
    if (relocations) {
      flags |= 1;
      names.add("HAS_RELOC");
    }
    if (file.type() == Elf.ET_EXEC) {
      flags |= 2;
      names.add("EXEC_P");
    }
    if (file.sectionOfType(Elf.SHT_SYMTAB) != null || file.sectionOfType(Elf.SHT_DYNSYM) != null) {
      flags |= 0x10;
      names.add("HAS_SYMS");
    }
    if (file.type() == Elf.ET_DYN) {
      flags |= 0x40;
      names.add("DYNAMIC");
    }
    if (file.type() == Elf.ET_EXEC || file.type() == Elf.ET_DYN) {
      flags |= 0x100;
      names.add("D_PAGED");
    }
    out.printf("architecture: riscv:rv%d, flags 0x%08x:%n", file.is64() ? 64 : 32, flags);
    out.println(String.join(", ", names));
    out.println("start address 0x" + address(file.entry()));
  }

  private void printPrivateHeaders() {
    if (!file.segments().isEmpty()) {
      out.println();
      out.println("Program Header:");
      for (ProgramHeader segment : file.segments()) {
        printSegment(segment);
      }
    }
    printDynamic();
    printVersions();
  }

  private void printSegment(ProgramHeader segment) {
    String type =
        switch (segment.type()) {
          case Elf.PT_GNU_EH_FRAME -> "EH_FRAME";
          case Elf.PT_GNU_STACK -> "STACK";
          case Elf.PT_GNU_RELRO -> "RELRO";
          case Elf.PT_NULL,
              Elf.PT_LOAD,
              Elf.PT_DYNAMIC,
              Elf.PT_INTERP,
              Elf.PT_NOTE,
              Elf.PT_SHLIB,
              Elf.PT_PHDR,
              Elf.PT_TLS ->
              ElfNames.segmentType(segment.type());
          default -> "0x" + Integer.toHexString(segment.type());
        };
    out.printf(
        "%8s off    0x%s vaddr 0x%s paddr 0x%s align 2**%d%n",
        type,
        address(segment.offset()),
        address(segment.address()),
        address(segment.physicalAddress()),
        log2(segment.alignment()));
    out.printf(
        "         filesz 0x%s memsz 0x%s flags %c%c%c%n",
        address(segment.fileSize()),
        address(segment.memorySize()),
        segment.isReadable() ? 'r' : '-',
        segment.isWritable() ? 'w' : '-',
        segment.isExecutable() ? 'x' : '-');
  }

  private static int log2(long alignment) {
    return alignment <= 1 ? 0 : 63 - Long.numberOfLeadingZeros(alignment);
  }

  private void printDynamic() {
    SectionHeader section = file.sectionOfType(Elf.SHT_DYNAMIC);
    if (section == null) {
      return;
    }
    Contents contents = file.contents(section);
    Contents strings = file.contents(file.section(section.link(), section.offset()));
    int width = file.is64() ? 8 : 4;
    out.println();
    out.println("Dynamic Section:");
    for (int at = 0; at + 2 * width <= contents.size(); at += 2 * width) {
      long tag = contents.get(at, width);
      long value = contents.get(at + width, width);
      if (tag == Elf.DT_NULL) {
        break;
      }
      boolean text =
          tag == Elf.DT_NEEDED
              || tag == Elf.DT_SONAME
              || tag == Elf.DT_RPATH
              || tag == Elf.DT_RUNPATH;
      String name = ElfNames.dynamicTag(tag);
      if (name.startsWith("<unknown>")) {
        name = "0x" + Long.toHexString(tag);
      }
      out.printf("  %-20s %s%n", name, text ? file.string(strings, value) : "0x" + address(value));
    }
  }

  private void printVersions() {
    if (!versions.definitions.isEmpty()) {
      out.println();
      out.println("Version definitions:");
      for (Versions.Definition definition : versions.definitions) {
        String name = definition.names().isEmpty() ? "" : definition.names().get(0);
        out.printf(
            "%d 0x%02x 0x%08x %s%n", definition.index(), definition.flags(), hash(name), name);
        for (int i = 1; i < definition.names().size(); i++) {
          out.println("\t" + definition.names().get(i) + " ");
        }
      }
    }
    if (!versions.needs.isEmpty()) {
      out.println();
      out.println("Version References:");
      for (Versions.Need need : versions.needs) {
        out.println("  required from " + need.file() + ":");
        for (Versions.Needed version : need.versions()) {
          out.printf(
              "    0x%08x 0x%02x %02d %s%n",
              hash(version.name()), version.flags(), version.index(), version.name());
        }
      }
    }
  }

  private static int hash(String name) {
    int h = 0;
    for (char c : name.toCharArray()) {
      h = (h << 4) + c;
      int high = h & 0xf0000000;
      h ^= high >>> 24;
      h &= ~high;
    }
    return h;
  }

  private void printSections() {
    out.println("Sections:");
    int width = 13;
    if (options.wide) {
      for (SectionHeader section : BfdView.sections(file)) {
        width = Math.max(width, section.name().length());
      }
    }
    String pad = " ".repeat(width - 4);
    if (file.is64()) {
      out.println(
          "Idx Name"
              + pad
              + " Size      VMA               LMA               File off  Algn"
              + (options.wide ? "  Flags" : ""));
    } else {
      out.println(
          "Idx Name"
              + pad
              + " Size      VMA       LMA       File off  Algn"
              + (options.wide ? "  Flags" : ""));
    }
    int number = 0;
    for (SectionHeader section : BfdView.sections(file)) {
      int index = number++;
      if (!options.wants(section.name())) {
        continue;
      }
      out.printf(
          "%3d %-" + width + "s %08x  %s  %s  %08x  2**%d",
          index,
          section.name(),
          section.size(),
          address(section.address()),
          address(loadAddress(section)),
          section.offset(),
          log2(section.alignment()));
      out.print(options.wide ? "  " : "\n                  ");
      out.println(flags(section));
    }
  }

  private long loadAddress(SectionHeader section) {
    if (!section.hasFlag(Elf.SHF_ALLOC)) {
      return section.address();
    }
    for (ProgramHeader segment : file.segments()) {
      if (segment.type() == Elf.PT_LOAD
          && Long.compareUnsigned(section.address(), segment.address()) >= 0
          && Long.compareUnsigned(
                  section.address() + section.size(), segment.address() + segment.memorySize())
              <= 0) {
        return section.address() - segment.address() + segment.physicalAddress();
      }
    }
    return section.address();
  }

  private String flags(SectionHeader section) {
    List<String> words = new ArrayList<>();
    boolean alloc = section.hasFlag(Elf.SHF_ALLOC);
    boolean contents = BfdView.hasContents(section);
    add(words, contents, "CONTENTS");
    add(words, alloc, "ALLOC");
    add(words, alloc && contents, "LOAD");
    add(words, hasRelocations(section), "RELOC");
    add(words, BfdView.isReadOnly(section) && contents, "READONLY");
    add(words, BfdView.isCode(section), "CODE");
    add(words, BfdView.isData(section), "DATA");
    add(words, BfdView.isDebugging(section), "DEBUGGING, OCTETS");
    add(words, section.hasFlag(Elf.SHF_EXCLUDE), "EXCLUDE");
    add(words, section.hasFlag(Elf.SHF_TLS), "THREAD_LOCAL");
    add(words, section.type() == Elf.SHT_GROUP, "GROUP, LINK_ONCE_DISCARD");
    return String.join(", ", words);
  }

  private static void add(List<String> words, boolean holds, String word) {
    if (holds) {
      words.add(word);
    }
  }

  private boolean hasRelocations(SectionHeader target) {
    for (SectionHeader section : file.sections()) {
      if (section.type() == Elf.SHT_RELA
          && section.info() == target.index()
          && !section.hasFlag(Elf.SHF_ALLOC)) {
        return true;
      }
    }
    return false;
  }

  private void printSymbols(@Nullable SectionHeader section) {
    SymbolTable table = section == null ? null : file.symbols(section);
    if (table == null || table.size() <= 1) {
      out.println("no symbols");
    } else {
      for (int i = 1; i < table.size(); i++) {
        if (!isSpecial(table, i)) {
          printSymbol(table, i);
        }
      }
    }
    out.println();
    out.println();
  }

  /** Assembler labels and mapping symbols are not shown. */
  private static boolean isSpecial(SymbolTable table, int i) {
    String name = table.name(i);
    return table.type(i) != Elf.STT_SECTION
        && (name.isEmpty() || name.startsWith(".L") || SymbolSorter.isMapping(name));
  }

  private void printSymbol(SymbolTable table, int i) {
    boolean common = table.rawSectionIndex(i) == Elf.SHN_COMMON;
    out.print(address(common ? table.size(i) : table.value(i)));
    out.print(" " + symbolFlags(table, i) + " " + sectionName(table, i) + "\t");
    out.print(address(common ? table.value(i) : table.size(i)));
    printVersion(table, i);
    int other = table.other(i);
    switch (other) {
      case 0 -> {}
      case Elf.STV_INTERNAL -> out.print(" .internal");
      case Elf.STV_HIDDEN -> out.print(" .hidden");
      case Elf.STV_PROTECTED -> out.print(" .protected");
      default -> out.printf(" 0x%02x", other);
    }
    out.println(" " + symbolName(table, i));
  }

  private void printVersion(SymbolTable table, int i) {
    if (versions.versymSection == null) {
      return;
    }
    boolean dynamic = table.header().type() == Elf.SHT_DYNSYM;
    int index = dynamic ? versions.index(i) : 0;
    String version = versions.name(index);
    boolean hidden = (index & Elf.VERSYM_HIDDEN) != 0 || versions.isNeeded(index);
    if (version == null) {
      version = (index & 0x7fff) == 1 ? "Base" : "";
      hidden = (index & Elf.VERSYM_HIDDEN) != 0;
    }
    if (hidden) {
      out.printf(" (%s)%s", version, " ".repeat(Math.max(0, 10 - version.length())));
    } else {
      out.printf("  %-11s", version);
    }
  }

  private static String symbolFlags(SymbolTable table, int i) {
    int type = table.type(i);
    int binding = table.binding(i);
    int raw = table.rawSectionIndex(i);
    char[] flags = "       ".toCharArray();
    boolean defined = raw != Elf.SHN_UNDEF && raw != Elf.SHN_COMMON;
    flags[0] =
        binding == Elf.STB_LOCAL
            ? 'l'
            : binding == Elf.STB_GLOBAL && defined
                ? 'g'
                : binding == Elf.STB_GNU_UNIQUE ? 'u' : ' ';
    flags[1] = binding == Elf.STB_WEAK ? 'w' : ' ';
    flags[4] = type == Elf.STT_GNU_IFUNC ? 'i' : ' ';
    boolean debugging = type == Elf.STT_SECTION || type == Elf.STT_FILE;
    flags[5] = debugging ? 'd' : table.header().type() == Elf.SHT_DYNSYM ? 'D' : ' ';
    flags[6] =
        switch (type) {
          case Elf.STT_FUNC -> 'F';
          case Elf.STT_FILE -> 'f';
          case Elf.STT_OBJECT, Elf.STT_COMMON -> 'O';
          default -> ' ';
        };
    return new String(flags);
  }

  private String sectionName(SymbolTable table, int i) {
    return switch (table.rawSectionIndex(i)) {
      case Elf.SHN_UNDEF -> "*UND*";
      case Elf.SHN_ABS -> "*ABS*";
      case Elf.SHN_COMMON -> "*COM*";
      default -> {
        int index = table.sectionIndex(i);
        yield index > 0 && index < file.sections().size()
            ? file.sections().get(index).name()
            : "*ABS*";
      }
    };
  }

  private String symbolName(SymbolTable table, int i) {
    String name = table.name(i);
    return name.isEmpty() && table.type(i) == Elf.STT_SECTION ? sectionName(table, i) : name;
  }

  private void printRelocations() {
    for (SectionHeader section : BfdView.sections(file)) {
      SectionHeader relocations = relocationsOf(section);
      if (relocations == null || !options.wants(section.name())) {
        continue;
      }
      out.println("RELOCATION RECORDS FOR [" + section.name() + "]:");
      printRelocationTable(relocations, false);
      out.println();
      out.println();
    }
  }

  private @Nullable SectionHeader relocationsOf(SectionHeader target) {
    for (SectionHeader section : file.sections()) {
      if (section.type() == Elf.SHT_RELA
          && section.info() == target.index()
          && !section.hasFlag(Elf.SHF_ALLOC)) {
        return section;
      }
    }
    return null;
  }

  private void printDynamicRelocations() {
    if (file.sectionOfType(Elf.SHT_DYNAMIC) == null) {
      throw new ToolException(file.name() + ": not a dynamic object");
    }
    out.println("DYNAMIC RELOCATION RECORDS");
    boolean any = false;
    for (SectionHeader section : file.sections()) {
      if (section.type() == Elf.SHT_RELA && section.hasFlag(Elf.SHF_ALLOC)) {
        if (!any) {
          out.println(
              file.is64()
                  ? "OFFSET           TYPE              VALUE"
                  : "OFFSET   TYPE              VALUE");
          any = true;
        }
        printRelocationRows(section, true);
      }
    }
    if (!any) {
      out.println("(none)");
    }
    out.println();
    out.println();
  }

  private void printRelocationTable(SectionHeader section, boolean dynamic) {
    out.println(
        file.is64()
            ? "OFFSET           TYPE              VALUE"
            : "OFFSET   TYPE              VALUE");
    printRelocationRows(section, dynamic);
  }

  private void printRelocationRows(SectionHeader section, boolean dynamic) {
    Contents in = file.contents(section);
    SymbolTable table = null;
    SectionHeader link = file.section(section.link(), section.offset());
    if (link.type() == Elf.SHT_SYMTAB || link.type() == Elf.SHT_DYNSYM) {
      table = file.symbols(link);
    }
    int entry = file.is64() ? 24 : 12;
    for (long at = 0; at + entry <= in.size(); at += entry) {
      long offset = in.get(at, file.is64() ? 8 : 4);
      out.printf(
          "%s %-16s  %s%n",
          address(offset), RelocationType.nameOf(type(in, at)), target(in, at, table, dynamic));
    }
  }

  private int type(Contents in, long at) {
    return file.is64() ? in.i32(at + 8) : in.u8(at + 4);
  }

  private String target(Contents in, long at, @Nullable SymbolTable table, boolean dynamic) {
    long index =
        file.is64() ? in.i32(at + 12) & 0xffff_ffffL : (in.i32(at + 4) & 0xffff_ffffL) >>> 8;
    long addend = file.is64() ? in.i64(at + 16) : in.i32(at + 8);
    String name = "*ABS*";
    if (index > 0 && table != null && index < table.size()) {
      name = symbolName(table, (int) index);
      if (dynamic && versions.versymSection != null) {
        int version = versions.index((int) index);
        String text = versions.name(version);
        boolean defined = text != null && !versions.isNeeded(version);
        name += (defined ? "@@" : "@") + (text == null ? "Base" : text);
      }
    }
    if (addend == 0) {
      return name;
    }
    return name + (addend < 0 ? "-0x" + address(-addend) : "+0x" + address(addend));
  }

  private void printContents() {
    for (SectionHeader section : BfdView.sections(file)) {
      if (!BfdView.hasContents(section) || section.size() == 0 || !options.wants(section.name())) {
        continue;
      }
      out.println("Contents of section " + section.name() + ":");
      Contents in = file.contents(section);
      long last = section.address() + in.size();
      int width = 4;
      for (long rest = last >>> 16; rest != 0; rest >>>= 4) {
        width++;
      }
      for (int at = 0; at < in.size(); at += 16) {
        out.printf(" %0" + width + "x ", section.address() + at);
        out.println(row(in, at));
      }
    }
  }

  private static String row(Contents in, int at) {
    StringBuilder hex = new StringBuilder();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      if (at + i < in.size()) {
        int b = in.u8(at + i);
        hex.append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
        text.append(b >= 32 && b < 127 ? (char) b : '.');
      } else {
        hex.append("  ");
        text.append(' ');
      }
      if (i % 4 == 3) {
        hex.append(' ');
      }
    }
    return hex.append(' ').append(text).toString();
  }
}
