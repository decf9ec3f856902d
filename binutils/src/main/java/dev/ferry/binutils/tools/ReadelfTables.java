package dev.ferry.binutils.tools;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.RiscvAttributes;
import dev.ferry.binutils.elf.SectionHeader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** readelf's views of tables: dynamic section, versions, notes, attributes, hash tables, dumps. */
final class ReadelfTables {
  private final ElfFile file;
  private final Versions versions;
  private final PrintStream out;
  private final boolean wide;

  ReadelfTables(ElfFile file, Versions versions, PrintStream out, boolean wide) {
    this.wide = wide;
    this.file = file;
    this.versions = versions;
    this.out = out;
  }

  private String hex(long value) {
    return String.format(file.is64() ? "%016x" : "%08x", value);
  }

  void printDynamic() {
    SectionHeader section = file.sectionOfType(Elf.SHT_DYNAMIC);
    if (section == null) {
      out.println();
      out.println("There is no dynamic section in this file.");
      return;
    }
    Contents contents = file.contents(section);
    Contents strings = file.contents(file.section(section.link(), section.offset()));
    int width = file.is64() ? 8 : 4;
    int count = 0;
    for (int at = 0; at + 2 * width <= contents.size(); at += 2 * width) {
      count++;
      if (contents.get(at, width) == Elf.DT_NULL) {
        break;
      }
    }
    out.println();
    out.printf(
        "Dynamic section at offset 0x%x contains %d %s:%n",
        section.offset(), count, count == 1 ? "entry" : "entries");
    out.println("  Tag        Type                         Name/Value");
    for (int i = 0; i < count; i++) {
      long at = 2L * width * i;
      long tag = contents.get(at, width);
      String name = ElfNames.dynamicTag(tag);
      int pad = Math.max(0, (file.is64() ? 19 : 27) - name.length());
      out.printf(" 0x%s (%s)%s", hex(tag), name, " ".repeat(pad));
      out.println(dynamicValue(tag, contents.get(at + width, width), strings));
    }
  }

  private String dynamicValue(long tag, long value, Contents strings) {
    return switch ((int) tag) {
      case Elf.DT_NEEDED -> "Shared library: [" + file.string(strings, value) + "]";
      case Elf.DT_SONAME -> "Library soname: [" + file.string(strings, value) + "]";
      case Elf.DT_RPATH -> "Library rpath: [" + file.string(strings, value) + "]";
      case Elf.DT_RUNPATH -> "Library runpath: [" + file.string(strings, value) + "]";
      case Elf.DT_PLTRELSZ,
          Elf.DT_RELASZ,
          Elf.DT_RELAENT,
          Elf.DT_STRSZ,
          Elf.DT_SYMENT,
          Elf.DT_INIT_ARRAYSZ,
          Elf.DT_FINI_ARRAYSZ,
          Elf.DT_PREINIT_ARRAYSZ,
          18,
          19,
          35,
          37 ->
          value + " (bytes)";
      case Elf.DT_PLTREL -> value == Elf.DT_RELA ? "RELA" : value == 17 ? "REL" : "0x" + value;
      case Elf.DT_VERDEFNUM, Elf.DT_VERNEEDNUM, Elf.DT_RELACOUNT -> String.valueOf(value);
      case Elf.DT_FLAGS -> flagNames(value);
      case Elf.DT_FLAGS_1 -> "Flags:" + flags1Names(value);
      default -> "0x" + Long.toHexString(value);
    };
  }

  private static String flagNames(long value) {
    List<String> names = new ArrayList<>();
    String[] all = {"ORIGIN", "SYMBOLIC", "TEXTREL", "BIND_NOW", "STATIC_TLS"};
    for (int i = 0; i < all.length; i++) {
      if ((value >> i & 1) != 0) {
        names.add(all[i]);
      }
    }
    return String.join(" ", names);
  }

  private static String flags1Names(long value) {
    String[] all = {
      "NOW",
      "GLOBAL",
      "GROUP",
      "NODELETE",
      "LOADFLTR",
      "INITFIRST",
      "NOOPEN",
      "ORIGIN",
      "DIRECT",
      "TRANS",
      "INTERPOSE",
      "NODEFLIB",
      "NODUMP",
      "CONFALT",
      "ENDFILTEE",
      "DISPRELDNE",
      "DISPRELPND",
      "NODIRECT",
      "IGNMULDEF",
      "NOKSYMS",
      "NOHDR",
      "EDITED",
      "NORELOC",
      "SYMINTPOSE",
      "GLOBAUDIT",
      "SINGLETON",
      "STUB",
      "PIE"
    };
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < all.length; i++) {
      if ((value >> i & 1) != 0) {
        names.append(' ').append(all[i]);
      }
    }
    return names.toString();
  }

  void printHistograms() {
    SectionHeader sysv = file.sectionOfType(Elf.SHT_HASH);
    if (sysv != null) {
      printSysvHistogram(file.contents(sysv));
    }
    SectionHeader gnu = file.sectionOfType(Elf.SHT_GNU_HASH);
    if (gnu != null) {
      printGnuHistogram(gnu, file.contents(gnu));
    }
  }

  private void printSysvHistogram(Contents in) {
    if (in.size() < 8) {
      return;
    }
    int buckets = in.i32(0);
    int chains = in.i32(4);
    if (buckets <= 0 || buckets > in.size() / 4 || chains < 0 || chains > in.size() / 4) {
      return;
    }
    int[] lengths = new int[buckets];
    for (int i = 0; i < buckets && 8 + 4L * i + 4 <= in.size(); i++) {
      int symbol = in.i32(8 + 4L * i);
      for (int guard = 0; symbol > 0 && symbol < chains && guard <= chains; guard++) {
        lengths[i]++;
        long at = 8 + 4L * buckets + 4L * symbol;
        symbol = at + 4 <= in.size() ? in.i32(at) : 0;
      }
    }
    printHistogram("Histogram for bucket list length", lengths);
  }

  private void printGnuHistogram(SectionHeader section, Contents in) {
    if (in.size() < 16) {
      return;
    }
    int buckets = in.i32(0);
    int first = in.i32(4);
    long bloom = in.i32(8) * (file.is64() ? 8L : 4L);
    long base = 16 + bloom;
    if (buckets <= 0 || bloom < 0 || base + 4L * buckets > in.size()) {
      return;
    }
    int[] lengths = new int[buckets];
    for (int i = 0; i < buckets; i++) {
      int symbol = in.i32(base + 4L * i);
      for (long at = base + 4L * buckets + 4L * (symbol - first);
          symbol >= first && symbol != 0 && at >= 0 && at + 4 <= in.size();
          at += 4) {
        lengths[i]++;
        if ((in.i32(at) & 1) != 0) {
          break;
        }
      }
    }
    printHistogram("Histogram for `" + section.name() + "' bucket list length", lengths);
  }

  private void printHistogram(String title, int[] lengths) {
    int most = 0;
    int symbols = 0;
    for (int length : lengths) {
      most = Math.max(most, length);
      symbols += length;
    }
    int[] counts = new int[most + 1];
    for (int length : lengths) {
      counts[length]++;
    }
    out.println();
    out.printf(
        "%s (total of %d bucket%s):%n", title, lengths.length, lengths.length == 1 ? "" : "s");
    out.println(" Length  Number     % of total  Coverage");
    out.printf("      0  %-10d (%5.1f%%)%n", counts[0], 100.0 * counts[0] / lengths.length);
    int covered = 0;
    for (int i = 1; i <= most; i++) {
      covered += counts[i] * i;
      out.printf(
          "%7d  %-10d (%5.1f%%)    %5.1f%%%n",
          i, counts[i], 100.0 * counts[i] / lengths.length, 100.0 * covered / symbols);
    }
  }

  void printVersions() {
    boolean any = false;
    for (SectionHeader section : file.sections()) {
      switch (section.type()) {
        case Elf.SHT_GNU_VERSYM -> {
          any = true;
          printVersym(section);
        }
        case Elf.SHT_GNU_VERDEF -> {
          any = true;
          printDefinitions(section);
        }
        case Elf.SHT_GNU_VERNEED -> {
          any = true;
          printNeeds(section);
        }
        default -> {}
      }
    }
    if (!any) {
      out.println();
      out.println("No version information found in this file.");
    }
  }

  private void printPlace(SectionHeader section) {
    out.printf(
        " Addr: 0x%s  Offset: 0x%08x  Link: %d (%s)%n",
        String.format("%016x", section.address()),
        section.offset(),
        section.link(),
        file.section(section.link(), section.offset()).name());
  }

  private void printVersym(SectionHeader section) {
    int count = versions.count();
    out.println();
    out.printf(
        "Version symbols section '%s' contains %d %s:%n",
        section.name(), count, count == 1 ? "entry" : "entries");
    printPlace(section);
    for (int row = 0; row < count; row += 4) {
      out.printf("  %03x:", row);
      for (int i = row; i < Math.min(row + 4, count); i++) {
        int index = versions.index(i);
        switch (index) {
          case 0 -> out.print("   0 (*local*)    ");
          case 1 -> out.print("   1 (*global*)   ");
          default -> {
            String name = versions.name(index);
            String number =
                String.format("%4x%c", index & 0x7fff, (index & 0x8000) != 0 ? 'h' : ' ');
            String text = "(" + (name == null ? "*invalid*" : name) + ")";
            out.print(number + text);
            int pad = 13 - text.length();
            out.print(pad > 0 ? " ".repeat(pad) : "");
          }
        }
      }
      out.println();
    }
  }

  private void printDefinitions(SectionHeader section) {
    out.println();
    out.printf(
        "Version definition section '%s' contains %d %s:%n",
        section.name(), section.info(), section.info() == 1 ? "entry" : "entries");
    printPlace(section);
    for (Versions.Definition definition : versions.definitions) {
      out.printf(
          "  %s: Rev: 1  Flags: %s  Index: %d  Cnt: %d  Name: %s%n",
          alternate(definition.offset()),
          versionFlags(definition.flags()),
          definition.index(),
          definition.names().size(),
          definition.names().isEmpty() ? "<none>" : definition.names().get(0));
      for (int i = 1; i < definition.names().size(); i++) {
        out.printf(
            "  0x%04x: Parent %d: %s%n", definition.offsets().get(i), i, definition.names().get(i));
      }
    }
  }

  /** C's {@code %#06x}: no prefix for zero. */
  private static String alternate(long value) {
    return value == 0 ? "000000" : String.format("0x%04x", value);
  }

  private static String versionFlags(int flags) {
    if (flags == 0) {
      return "none";
    }
    return ((flags & Elf.VER_FLG_BASE) != 0 ? "BASE " : "")
        .concat((flags & Elf.VER_FLG_WEAK) != 0 ? "WEAK " : "")
        .strip();
  }

  private void printNeeds(SectionHeader section) {
    out.println();
    out.printf(
        "Version needs section '%s' contains %d %s:%n",
        section.name(), section.info(), section.info() == 1 ? "entry" : "entries");
    printPlace(section);
    for (Versions.Need need : versions.needs) {
      out.printf(
          "  %s: Version: %d  File: %s  Cnt: %d%n",
          alternate(need.offset()), need.version(), need.file(), need.versions().size());
      for (Versions.Needed version : need.versions()) {
        out.printf(
            "  0x%04x:   Name: %s  Flags: %s  Version: %d%n",
            version.offset(), version.name(), versionFlags(version.flags()), version.index());
      }
    }
  }

  void printNotes() {
    for (SectionHeader section : file.sections()) {
      if (section.type() == Elf.SHT_NOTE && section.size() > 0) {
        printNotes(section);
      }
    }
  }

  private void printNotes(SectionHeader section) {
    Contents in = file.contents(section);
    out.println();
    out.println("Displaying notes found in: " + section.name());
    out.println("  Owner                Data size \tDescription");
    long at = 0;
    while (at + 12 <= in.size()) {
      long nameSize = in.get(at, 4);
      long size = in.get(at + 4, 4);
      int type = in.i32(at + 8);
      long descriptor = at + 12 + (nameSize + 3 & -4L);
      if (descriptor + size > in.size() || nameSize < 0) {
        return;
      }
      StringBuilder name = new StringBuilder();
      for (int i = 0; i < nameSize && in.u8(at + 12 + i) != 0; i++) {
        name.append((char) in.u8(at + 12 + i));
      }
      out.printf(
          "  %-20s 0x%08x\t%s%s", name, size, noteType(name.toString(), type), wide ? "\t" : "\n");
      printNote(name.toString(), type, in, descriptor, size);
      at = descriptor + (size + 3 & -4L);
    }
  }

  private static String noteType(String owner, int type) {
    if (owner.equals("GNU")) {
      return switch (type) {
        case Elf.NT_GNU_ABI_TAG -> "NT_GNU_ABI_TAG (ABI version tag)";
        case 2 -> "NT_GNU_HWCAP (DSO-supplied software HWCAP info)";
        case Elf.NT_GNU_BUILD_ID -> "NT_GNU_BUILD_ID (unique build ID bitstring)";
        case 4 -> "NT_GNU_GOLD_VERSION (gold version)";
        case Elf.NT_GNU_PROPERTY_TYPE_0 -> "NT_GNU_PROPERTY_TYPE_0";
        default -> String.format("Unknown note type: (0x%08x)", type);
      };
    }
    return String.format("Unknown note type: (0x%08x)", type);
  }

  private void printNote(String owner, int type, Contents in, long at, long size) {
    if (owner.equals("GNU") && type == Elf.NT_GNU_BUILD_ID) {
      StringBuilder id = new StringBuilder();
      for (long i = 0; i < size; i++) {
        id.append(String.format("%02x", in.u8(at + i)));
      }
      out.println("    Build ID: " + id);
    } else if (owner.equals("GNU") && type == Elf.NT_GNU_ABI_TAG && size >= 16) {
      String[] systems = {"Linux", "Hurd", "Solaris", "FreeBSD", "NetBSD", "Syllable", "NaCl"};
      int os = in.i32(at);
      out.printf(
          "    OS: %s, ABI: %d.%d.%d%n",
          os >= 0 && os < systems.length ? systems[os] : "Unknown",
          in.i32(at + 4),
          in.i32(at + 8),
          in.i32(at + 12));
    } else if (size > 0) {
      out.print("   description data: ");
      for (long i = 0; i < size; i++) {
        out.printf("%02x ", in.u8(at + i));
      }
      out.println();
    }
  }

  void printAttributes() {
    for (SectionHeader section : file.sections()) {
      if (section.type() == Elf.SHT_RISCV_ATTRIBUTES) {
        RiscvAttributes attributes =
            RiscvAttributes.parse(file.name(), file.contents(section), section.offset());
        out.println("Attribute Section: riscv");
        out.println("File Attributes");
        for (RiscvAttributes.Attribute attribute : attributes.all()) {
          printAttribute(attribute);
        }
      }
    }
  }

  private void printAttribute(RiscvAttributes.Attribute attribute) {
    long number = attribute.number();
    switch (attribute.tag()) {
      case RiscvAttributes.TAG_ARCH ->
          out.println("  Tag_RISCV_arch: \"" + attribute.text() + "\"");
      case RiscvAttributes.TAG_STACK_ALIGN ->
          out.println("  Tag_RISCV_stack_align: " + number + "-bytes");
      case RiscvAttributes.TAG_UNALIGNED_ACCESS ->
          out.println(
              "  Tag_RISCV_unaligned_access: "
                  + (number == 0 ? "No unaligned access" : "Unaligned access"));
      case RiscvAttributes.TAG_PRIV_SPEC -> out.println("  Tag_RISCV_priv_spec: " + number);
      case RiscvAttributes.TAG_PRIV_SPEC_MINOR ->
          out.println("  Tag_RISCV_priv_spec_minor: " + number);
      case RiscvAttributes.TAG_PRIV_SPEC_REVISION ->
          out.println("  Tag_RISCV_priv_spec_revision: " + number);
      default ->
          out.println(
              "  Tag_unknown_"
                  + attribute.tag()
                  + ": "
                  + (attribute.text() != null
                      ? "\"" + attribute.text() + "\""
                      : number + " (0x" + Long.toHexString(number) + ")"));
    }
  }

  private @Nullable SectionHeader find(String nameOrNumber) {
    boolean digits = !nameOrNumber.isEmpty();
    for (int i = 0; i < nameOrNumber.length(); i++) {
      digits &= Character.isDigit(nameOrNumber.charAt(i));
    }
    if (digits && nameOrNumber.length() < 9) {
      int index = Integer.parseInt(nameOrNumber);
      return index < file.sections().size() ? file.sections().get(index) : null;
    }
    return file.section(nameOrNumber);
  }

  void hexDump(String which) {
    SectionHeader section = find(which);
    if (section == null) {
      return;
    }
    if (section.size() == 0 || section.type() == Elf.SHT_NOBITS) {
      out.println("Section '" + section.name() + "' has no data to dump.");
      return;
    }
    out.println();
    out.println("Hex dump of section '" + section.name() + "':");
    if (hasRelocations(section)) {
      out.println(
          " NOTE: This section has relocations against it, but these have NOT been applied to this"
              + " dump.");
    }
    Contents in = file.contents(section);
    for (int at = 0; at < in.size(); at += 16) {
      out.printf("  0x%08x ", section.address() + at);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 16; i++) {
        if (at + i < in.size()) {
          int b = in.u8(at + i);
          out.printf("%02x", b);
          text.append(b >= 32 && b < 127 ? (char) b : '.');
        } else {
          out.print("  ");
        }
        if (i % 4 == 3) {
          out.print(" ");
        }
      }
      out.println(text);
    }
    out.println();
  }

  private boolean hasRelocations(SectionHeader target) {
    for (SectionHeader section : file.sections()) {
      if (section.type() == Elf.SHT_RELA
          && section.info() == target.index()
          && section.size() > 0
          && file.type() == Elf.ET_REL) {
        return true;
      }
    }
    return false;
  }

  void stringDump(String which) {
    SectionHeader section = find(which);
    if (section == null) {
      return;
    }
    if (section.size() == 0 || section.type() == Elf.SHT_NOBITS) {
      out.println("Section '" + section.name() + "' has no data to dump.");
      return;
    }
    out.println();
    out.println("String dump of section '" + section.name() + "':");
    Contents in = file.contents(section);
    boolean any = false;
    int at = 0;
    while (at < in.size()) {
      while (at < in.size() && !isPrintable(in.u8(at))) {
        at++;
      }
      int start = at;
      while (at < in.size() && in.u8(at) != 0) {
        at++;
      }
      if (at > start) {
        any = true;
        out.printf("  [%6x]  ", start);
        printVisible(in, start, at);
        out.println();
      }
    }
    if (!any) {
      out.println("  No strings found in this section.");
    }
    out.println();
  }

  private static boolean isPrintable(int b) {
    return b >= 32 && b < 127;
  }

  private void printVisible(Contents in, int from, int to) {
    for (int i = from; i < to; i++) {
      int b = in.u8(i);
      if (b == '\n') {
        out.print("\\n");
      } else if (b < 32) {
        out.print("^" + (char) (b + 64));
      } else if (b == 127) {
        out.print("^?");
      } else {
        out.write(b);
      }
    }
  }
}
