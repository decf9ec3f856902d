package dev.ferry.binutils.tools;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ProgramHeader;
import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.binutils.elf.SectionHeader;
import dev.ferry.binutils.elf.SymbolTable;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints one ELF file in readelf's form: headers, symbols, relocations; the rest in other classes.
 */
final class ReadelfPrinter {
  private final ElfFile file;
  private final Readelf.Options options;
  private final PrintStream out;
  private final boolean wide;
  private final Versions versions;

  ReadelfPrinter(ElfFile file, Readelf.Options options, PrintStream out) {
    this.file = file;
    this.options = options;
    this.out = out;
    this.wide = options.wide;
    this.versions = new Versions(file);
  }

  void print() {
    ReadelfTables tables = new ReadelfTables(file, versions, out, wide);
    if (options.header) {
      printHeader();
    }
    if (options.sections) {
      printSections();
    }
    if (options.groups) {
      printGroups();
    }
    if (options.segments) {
      printSegments();
    }
    if (options.dynamic) {
      tables.printDynamic();
    }
    if (options.relocations) {
      printRelocations();
    }
    if (options.unwind) {
      out.println();
      out.println(
          "The decoding of unwind sections for machine type RISC-V is not currently supported.");
    }
    if (options.symbols || options.dynamicSymbols) {
      printSymbols();
    }
    if (options.histogram) {
      tables.printHistograms();
    }
    if (options.versions) {
      tables.printVersions();
    }
    for (String section : options.hexDumps) {
      tables.hexDump(section);
    }
    for (String section : options.stringDumps) {
      tables.stringDump(section);
    }
    if (options.notes) {
      tables.printNotes();
    }
    if (options.architecture) {
      tables.printAttributes();
    }
  }

  private void printHeader() {
    out.println("ELF Header:");
    StringBuilder magic = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      magic.append(String.format("%02x ", file.bytes()[file.start() + i] & 0xff));
    }
    out.println("  Magic:   " + magic);
    field("Class:", file.is64() ? "ELF64" : "ELF32");
    field("Data:", "2's complement, little endian");
    field("Version:", (file.bytes()[file.start() + 6] & 0xff) + " (current)");
    field("OS/ABI:", osAbi());
    field("ABI Version:", String.valueOf(file.abiVersion()));
    field("Type:", typeName());
    field(
        "Machine:",
        file.machine() == Elf.EM_RISCV
            ? "RISC-V"
            : "<unknown>: 0x" + Integer.toHexString(file.machine()));
    field("Version:", "0x" + Integer.toHexString(file.version()));
    field("Entry point address:", "0x" + Long.toHexString(file.entry()));
    field("Start of program headers:", file.programHeaderOffset() + " (bytes into file)");
    field("Start of section headers:", file.sectionHeaderOffset() + " (bytes into file)");
    field("Flags:", "0x" + Integer.toHexString(file.flags()) + flags());
    field("Size of this header:", file.headerSizeField() + " (bytes)");
    field("Size of program headers:", file.programHeaderSize() + " (bytes)");
    field("Number of program headers:", String.valueOf(file.programHeaderCountField()));
    field("Size of section headers:", file.sectionHeaderSize() + " (bytes)");
    field("Number of section headers:", String.valueOf(file.sectionHeaderCountField()));
    field("Section header string table index:", String.valueOf(file.sectionNameTableField()));
  }

  private void field(String name, String value) {
    out.printf("  %-34s %s%n", name, value);
  }

  private String osAbi() {
    return switch (file.osAbi()) {
      case 0 -> "UNIX - System V";
      case 3 -> "UNIX - GNU";
      default -> String.format("<unknown: %x>", file.osAbi());
    };
  }

  private String typeName() {
    return switch (file.type()) {
      case 0 -> "NONE (None)";
      case Elf.ET_REL -> "REL (Relocatable file)";
      case Elf.ET_EXEC -> "EXEC (Executable file)";
      case Elf.ET_DYN ->
          isPie() ? "DYN (Position-Independent Executable file)" : "DYN (Shared object file)";
      case Elf.ET_CORE -> "CORE (Core file)";
      default -> String.format("<unknown>: %x", file.type());
    };
  }

  private boolean isPie() {
    SectionHeader dynamic = file.sectionOfType(Elf.SHT_DYNAMIC);
    if (dynamic == null) {
      return false;
    }
    Contents contents = file.contents(dynamic);
    int width = file.is64() ? 8 : 4;
    for (int at = 0; at + 2 * width <= contents.size(); at += 2 * width) {
      if (contents.get(at, width) == Elf.DT_FLAGS_1
          && (contents.get(at + width, width) & Elf.DF_1_PIE) != 0) {
        return true;
      }
    }
    return false;
  }

  private String flags() {
    StringBuilder text = new StringBuilder();
    if (file.machine() == Elf.EM_RISCV) {
      int flags = file.flags();
      text.append((flags & Elf.EF_RISCV_RVC) != 0 ? ", RVC" : "");
      text.append((flags & Elf.EF_RISCV_RVE) != 0 ? ", RVE" : "");
      text.append((flags & Elf.EF_RISCV_TSO) != 0 ? ", TSO" : "");
      text.append(", ").append(ElfNames.floatAbi(flags));
    }
    return text.toString();
  }

  private void printSections() {
    List<SectionHeader> sections = file.sections();
    if (sections.isEmpty()) {
      out.println();
      out.println("There are no sections in this file.");
      return;
    }
    if (!options.header) {
      out.printf(
          "There %s %d section header%s, starting at offset 0x%x:%n",
          sections.size() == 1 ? "is" : "are",
          sections.size(),
          sections.size() == 1 ? "" : "s",
          file.sectionHeaderOffset());
    }
    out.println();
    out.println(sections.size() > 1 ? "Section Headers:" : "Section Header:");
    if (!file.is64()) {
      out.println(
          "  [Nr] Name              Type            Addr     Off    Size   ES Flg Lk Inf Al");
    } else if (wide) {
      out.println(
          "  [Nr] Name              Type            Address          Off    Size   ES Flg Lk Inf"
              + " Al");
    } else {
      out.println("  [Nr] Name              Type             Address           Offset");
      out.println("       Size              EntSize          Flags  Link  Info  Align");
    }
    for (SectionHeader section : sections) {
      printSection(section);
    }
    printKey();
  }

  private void printSection(SectionHeader section) {
    String name = String.format("%-17s", wide ? section.name() : shorten(section.name(), 17));
    String type = ElfNames.sectionType(section.type());
    String flags = ElfNames.sectionFlags(section.flags(), file.osAbi() == 3);
    out.printf("  [%2d] %s ", section.index(), name);
    if (!file.is64()) {
      out.printf(wide ? "%-15s" : "%-15.15s", type);
      out.printf(
          " %08x %06x %06x %02x %3s %2d %3d %2d%n",
          section.address(),
          section.offset(),
          section.size(),
          section.entrySize(),
          flags,
          section.link(),
          section.info(),
          section.alignment());
    } else if (wide) {
      out.printf(
          "%-15s %016x %06x %06x %02x %3s %2d %3d %2d%n",
          type,
          section.address(),
          section.offset(),
          section.size(),
          section.entrySize(),
          flags,
          section.link(),
          section.info(),
          section.alignment());
    } else {
      out.printf("%-15.15s  %016x  %08x%n", type, section.address(), section.offset());
      out.printf(
          "       %016x  %016x %3s      %2d   %3d     %d%n",
          section.size(),
          section.entrySize(),
          flags,
          section.link(),
          section.info(),
          section.alignment());
    }
  }

  private void printKey() {
    out.print(
        """
        Key to Flags:
          W (write), A (alloc), X (execute), M (merge), S (strings), I (info),
          L (link order), O (extra OS processing required), G (group), T (TLS),
          C (compressed), x (unknown), o (OS specific), E (exclude),
        """);
    if (file.osAbi() == 3 || file.osAbi() == 0) {
      out.println(
          file.osAbi() == 3
              ? "  R (retain), D (mbind), p (processor specific)"
              : "  D (mbind), p (processor specific)");
    } else {
      out.println("  p (processor specific)");
    }
  }

  /** As readelf cuts names: five characters from the width become {@code [...]}. */
  static String shorten(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    return text.substring(0, Math.max(0, width - 5)) + "[...]";
  }

  private String fit(String text, int width) {
    return wide ? text : shorten(text, width);
  }

  private void printGroups() {
    boolean any = false;
    for (SectionHeader section : file.sections()) {
      if (section.type() != Elf.SHT_GROUP) {
        continue;
      }
      any = true;
      Contents contents = file.contents(section);
      SymbolTable table = file.symbols(file.section(section.link(), section.offset()));
      int signature = Math.min(Math.max(section.info(), 0), table.size() - 1);
      int count = contents.size() / 4 - 1;
      boolean comdat = contents.size() >= 4 && (contents.i32(0) & Elf.GRP_COMDAT) != 0;
      out.println();
      out.printf(
          "%sgroup section [%5d] `%s' [%s] contains %d sections:%n",
          comdat ? "COMDAT " : "",
          section.index(),
          section.name(),
          symbolName(table, signature),
          count);
      out.println("   [Index]    Name");
      for (int i = 1; i <= count; i++) {
        int member = contents.i32(4L * i);
        String name =
            member >= 0 && member < file.sections().size()
                ? file.sections().get(member).name()
                : "<corrupt>";
        out.printf("   [%5d]   %s%n", member, name);
      }
    }
    if (!any) {
      out.println();
      out.println("There are no section groups in this file.");
    }
  }

  private void printSegments() {
    if (file.segments().isEmpty()) {
      out.println();
      out.println("There are no program headers in this file.");
      return;
    }
    if (!options.header) {
      out.println();
      out.println("Elf file type is " + typeName());
      out.println("Entry point 0x" + Long.toHexString(file.entry()));
      int count = file.segments().size();
      out.printf(
          count == 1
              ? "There is %d program header, starting at offset %d%n"
              : "There are %d program headers, starting at offset %d%n",
          count,
          file.programHeaderOffset());
    }
    out.println();
    out.println(file.segments().size() > 1 ? "Program Headers:" : "Program Header:");
    if (!file.is64()) {
      out.println("  Type           Offset   VirtAddr   PhysAddr   FileSiz MemSiz  Flg Align");
    } else if (wide) {
      out.println(
          "  Type           Offset   VirtAddr           PhysAddr           FileSiz  MemSiz  "
              + " Flg Align");
    } else {
      out.println("  Type           Offset             VirtAddr           PhysAddr");
      out.println("                 FileSiz            MemSiz              Flags  Align");
    }
    for (ProgramHeader segment : file.segments()) {
      printSegment(segment);
    }
    printMapping();
  }

  private void printSegment(ProgramHeader segment) {
    String type = String.format("  %-14.14s ", ElfNames.segmentType(segment.type()));
    String flags =
        (segment.isReadable() ? "R" : " ")
            + (segment.isWritable() ? "W" : " ")
            + (segment.isExecutable() ? "E" : " ");
    out.print(type);
    if (!file.is64()) {
      out.printf(
          "0x%06x 0x%08x 0x%08x 0x%05x 0x%05x %s %s%n",
          segment.offset(),
          segment.address(),
          segment.physicalAddress(),
          segment.fileSize(),
          segment.memorySize(),
          flags,
          alternate(segment.alignment()));
    } else if (wide) {
      out.printf(
          "0x%06x 0x%016x 0x%016x 0x%06x 0x%06x %s 0x%x%n",
          segment.offset(),
          segment.address(),
          segment.physicalAddress(),
          segment.fileSize(),
          segment.memorySize(),
          flags,
          segment.alignment());
    } else {
      out.printf(
          "0x%016x 0x%016x 0x%016x%n",
          segment.offset(), segment.address(), segment.physicalAddress());
      out.printf(
          "                 0x%016x 0x%016x  %s    0x%x%n",
          segment.fileSize(), segment.memorySize(), flags, segment.alignment());
    }
    if (segment.type() == Elf.PT_INTERP) {
      String path =
          new String(file.contents(segment).toByteArray(), java.nio.charset.StandardCharsets.UTF_8);
      int end = path.indexOf('\0');
      out.println(
          "      [Requesting program interpreter: "
              + (end < 0 ? path : path.substring(0, end))
              + "]");
    }
  }

  private static String alternate(long value) {
    return value == 0 ? "0" : "0x" + Long.toHexString(value);
  }

  private void printMapping() {
    if (file.sections().isEmpty()) {
      return;
    }
    out.println();
    out.println(" Section to Segment mapping:");
    out.println("  Segment Sections...");
    int number = 0;
    for (ProgramHeader segment : file.segments()) {
      out.printf("   %02d     ", number++);
      for (SectionHeader section : file.sections()) {
        if (section.index() > 0 && SegmentMap.contains(segment, section)) {
          out.print(section.name() + " ");
        }
      }
      out.println();
    }
  }

  private void printRelocations() {
    boolean any = false;
    for (SectionHeader section : file.sections()) {
      if (section.type() == Elf.SHT_RELA && section.size() > 0) {
        any = true;
        printRelocations(section);
      }
    }
    if (!any) {
      out.println();
      out.println("There are no relocations in this file.");
    }
  }

  private void printRelocations(SectionHeader section) {
    Contents contents = file.contents(section);
    int entry = file.is64() ? 24 : 12;
    int count = contents.size() / entry;
    out.println();
    out.printf(
        "Relocation section '%s' at offset 0x%x contains %d %s:%n",
        section.name(), section.offset(), count, count == 1 ? "entry" : "entries");
    printRelocationTitle();
    SectionHeader link = file.section(section.link(), section.offset());
    SymbolTable table =
        link.type() == Elf.SHT_SYMTAB || link.type() == Elf.SHT_DYNSYM ? file.symbols(link) : null;
    for (int i = 0; i < count; i++) {
      printRelocation(contents, (long) i * entry, table);
    }
  }

  private void printRelocationTitle() {
    if (file.is64()) {
      out.println(
          wide
              ? "    Offset             Info             Type               Symbol's Value "
                  + " Symbol's Name + Addend"
              : "  Offset          Info           Type           Sym. Value    Sym. Name + Addend");
    } else {
      out.println(
          wide
              ? " Offset     Info    Type                Sym. Value  Symbol's Name + Addend"
              : " Offset     Info    Type            Sym.Value  Sym. Name + Addend");
    }
  }

  private void printRelocation(Contents contents, long at, @Nullable SymbolTable table) {
    int word = file.is64() ? 8 : 4;
    long offset = contents.get(at, word);
    long info = contents.get(at + word, word);
    long addend = file.is64() ? contents.i64(at + 16) : contents.i32(at + 8);
    int type = file.is64() ? (int) info : (int) info & 0xff;
    long index = file.is64() ? info >>> 32 : info >>> 8;
    if (!file.is64()) {
      out.printf("%08x  %08x ", offset, info);
    } else if (wide) {
      out.printf("%016x  %016x ", offset, info);
    } else {
      out.printf("%012x  %012x ", offset, info);
    }
    String name =
        RelocationType.of(type) == null
            ? String.format("unrecognized: %-7x", type)
            : RelocationType.nameOf(type);
    out.printf(wide ? "%-22s" : "%-17.17s", name);
    if (index > 0 && table != null && index < table.size()) {
      int symbol = (int) index;
      if (table.type(symbol) == Elf.STT_GNU_IFUNC) {
        out.printf(file.is64() ? " %-16s " : " %-8s   ", symbolName(table, symbol) + "()");
      } else {
        out.printf(file.is64() ? " %016x " : " %08x   ", table.value(symbol));
      }
      out.print(fit(symbolName(table, symbol), 22));
      printRelocationVersion(table, symbol);
      out.print(addend < 0 ? " - " + Long.toHexString(-addend) : " + " + Long.toHexString(addend));
    } else {
      int pad = file.is64() ? 20 : 12;
      out.print(" ".repeat(pad));
      out.print(Long.toHexString(file.is64() ? addend : addend & 0xffff_ffffL));
    }
    out.println();
  }

  private void printRelocationVersion(SymbolTable table, int symbol) {
    if (table.header().type() != Elf.SHT_DYNSYM) {
      return;
    }
    int index = versions.index(symbol);
    String version = versions.name(index);
    if (version != null) {
      boolean defined = !versions.isNeeded(index) && (index & Elf.VERSYM_HIDDEN) == 0;
      out.print((defined ? "@@" : "@") + version);
    }
  }

  private void printSymbols() {
    boolean any = false;
    for (SectionHeader section : file.sections()) {
      boolean dynamic = section.type() == Elf.SHT_DYNSYM;
      if (dynamic && options.dynamicSymbols
          || section.type() == Elf.SHT_SYMTAB && options.symbols) {
        any = true;
        printSymbolTable(section);
      }
    }
    if (!any && options.symbols && file.sections().isEmpty()) {
      out.println();
      out.println("Dynamic symbol information is not available for displaying symbols.");
    }
  }

  private void printSymbolTable(SectionHeader section) {
    SymbolTable table = file.symbols(section);
    out.println();
    out.printf(
        "Symbol table '%s' contains %d %s:%n",
        section.name(), table.size(), table.size() == 1 ? "entry" : "entries");
    out.println(
        file.is64()
            ? "   Num:    Value          Size Type    Bind   Vis      Ndx Name"
            : "   Num:    Value  Size Type    Bind   Vis      Ndx Name");
    for (int i = 0; i < table.size(); i++) {
      printSymbol(table, i);
    }
  }

  private void printSymbol(SymbolTable table, int i) {
    out.printf(file.is64() ? "%6d: %016x " : "%6d: %08x ", i, table.value(i));
    long size = table.size(i);
    out.print(size <= 99999 ? String.format("%5d", size) : "0x" + Long.toHexString(size));
    out.printf(
        " %-7s %-6s %-7s",
        ElfNames.symbolType(table.type(i)),
        ElfNames.symbolBinding(table.binding(i)),
        ElfNames.visibility(table.other(i) & 3));
    int rest = table.other(i) & ~3;
    if (rest != 0) {
      if (rest == Elf.STO_RISCV_VARIANT_CC) {
        out.print(" [VARIANT_CC]");
      } else {
        out.printf(" [<other>: %x]", rest);
      }
    }
    out.printf(" %4s ", sectionIndex(table, i));
    printSymbolName(table, i);
    out.println();
  }

  private static String sectionIndex(SymbolTable table, int i) {
    int raw = table.rawSectionIndex(i);
    return switch (raw) {
      case Elf.SHN_UNDEF -> "UND";
      case Elf.SHN_ABS -> "ABS";
      case Elf.SHN_COMMON -> "COM";
      default ->
          raw >= Elf.SHN_LORESERVE && raw != Elf.SHN_XINDEX
              ? String.format("RSV[0x%04x]", raw)
              : String.format("%3d", table.sectionIndex(i));
    };
  }

  private void printSymbolName(SymbolTable table, int i) {
    String name = symbolName(table, i);
    int available = 21;
    String suffix = "";
    if (table.header().type() == Elf.SHT_DYNSYM) {
      int index = versions.index(i);
      String version = versions.name(index);
      boolean shown = versions.isNeeded(index) || table.rawSectionIndex(i) != Elf.SHN_UNDEF;
      // The symbol that stands for a version itself is not said to have that version.
      if (version != null && shown && !version.equals(name)) {
        if (versions.isNeeded(index)) {
          suffix = "@" + version + " (" + (index & 0x7fff) + ")";
        } else {
          suffix = ((index & Elf.VERSYM_HIDDEN) != 0 ? "@" : "@@") + version;
        }
        available -= suffix.length();
      }
    }
    out.print(available <= 0 && !wide ? "" : fit(name, available));
    out.print(suffix);
  }

  /** The name; for a section symbol its section's. */
  private String symbolName(SymbolTable table, int i) {
    if (table.nameOffset(i) == 0 && table.type(i) == Elf.STT_SECTION) {
      int index = table.sectionIndex(i);
      return index > 0 && index < file.sections().size()
          ? file.sections().get(index).name()
          : "<corrupt>";
    }
    return table.name(i);
  }
}
