package dev.ferry.binutils.tools;

import dev.ferry.binutils.ar.Archive;
import dev.ferry.binutils.ar.ArchiveFormatException;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ElfFormatException;
import dev.ferry.binutils.elf.SectionHeader;
import dev.ferry.binutils.elf.SymbolTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code nm} command. */
public final class Nm {
  private record Entry(
      String name, String suffix, long value, long size, char type, String kind, String section) {}

  private final ToolContext context;
  private boolean debug;
  private boolean dynamic;
  private boolean externalOnly;
  private boolean definedOnly;
  private boolean undefinedOnly;
  private boolean noWeak;
  private boolean numeric;
  private boolean unsorted;
  private boolean sizeSort;
  private boolean reverse;
  private boolean printSize;
  private boolean printFile;
  private boolean printIndex;
  private boolean special;
  private boolean quiet;
  private char format = 'b';
  private char radix = 'x';
  private boolean severalFiles;

  private Nm(ToolContext context) {
    this.context = context;
  }

  /** Runs it; 0 when every file could be read. */
  public static int run(String[] args, ToolContext context) {
    Nm nm = new Nm(context);
    List<String> files = new ArrayList<>();
    try {
      if (nm.parse(ArgumentFiles.expand(List.of(args), context.directory()), files)) {
        return 0;
      }
    } catch (ToolException e) {
      context.err().println(context.program() + ": " + e.getMessage());
      return 1;
    }
    if (files.isEmpty()) {
      files.add("a.out");
    }
    nm.severalFiles = files.size() > 1;
    int status = 0;
    for (String file : files) {
      status |= nm.show(file);
    }
    return status;
  }

  private boolean parse(List<String> args, List<String> files) {
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.startsWith("--")) {
        if (longOption(arg.substring(2))) {
          return true;
        }
      } else if (arg.startsWith("-") && arg.length() > 1) {
        for (int k = 1; k < arg.length(); k++) {
          char c = arg.charAt(k);
          if (c == 'f' || c == 't') {
            boolean joined = k + 1 < arg.length();
            String value = joined ? arg.substring(k + 1) : i + 1 < args.size() ? args.get(++i) : "";
            setValue(c == 'f' ? "format" : "radix", value);
            break;
          }
          shortOption(c);
        }
      } else {
        files.add(arg);
      }
    }
    return false;
  }

  private boolean longOption(String option) {
    int equals = option.indexOf('=');
    String name = equals < 0 ? option : option.substring(0, equals);
    String value = equals < 0 ? "" : option.substring(equals + 1);
    switch (name) {
      case "debug-syms" -> debug = true;
      case "print-file-name" -> printFile = true;
      case "dynamic" -> dynamic = true;
      case "extern-only" -> externalOnly = true;
      case "defined-only" -> definedOnly = true;
      case "undefined-only" -> undefinedOnly = true;
      case "no-weak" -> noWeak = true;
      case "numeric-sort" -> numeric = true;
      case "no-sort" -> unsorted = true;
      case "size-sort" -> sizeSort = true;
      case "reverse-sort" -> reverse = true;
      case "print-size" -> printSize = true;
      case "print-armap" -> printIndex = true;
      case "portability" -> format = 'p';
      case "special-syms" -> special = true;
      case "just-symbols" -> format = 'j';
      case "quiet" -> quiet = true;
      case "format", "radix" -> setValue(name, value);
      case "demangle",
          "no-demangle",
          "line-numbers",
          "synthetic",
          "plugin",
          "target",
          "with-symbol-versions",
          "without-symbol-versions",
          "recurse-limit",
          "no-recurse-limit",
          "unicode" -> {}
      case "version" -> {
        context.out().println("GNU nm compatible (Ferry) 2.40");
        return true;
      }
      case "help" -> {
        context.out().println("Usage: nm [option(s)] [file(s)]\n  @FILE  Read options from FILE");
        return true;
      }
      default -> throw new ToolException("unrecognized option '--" + option + "'");
    }
    return false;
  }

  private void setValue(String name, String value) {
    if (value.isEmpty()) {
      throw new ToolException("option requires an argument -- '" + name + "'");
    }
    char first = Character.toLowerCase(value.charAt(0));
    if (name.equals("format")) {
      if ("bpsj".indexOf(first) < 0) {
        throw new ToolException(value + ": invalid output format");
      }
      format = first;
    } else {
      if ("dox".indexOf(first) < 0) {
        throw new ToolException(value + ": invalid radix");
      }
      radix = first;
    }
  }

  private void shortOption(char option) {
    switch (option) {
      case 'a' -> debug = true;
      case 'A', 'o' -> printFile = true;
      case 'B' -> format = 'b';
      case 'D' -> dynamic = true;
      case 'g' -> externalOnly = true;
      case 'j' -> format = 'j';
      case 'n', 'v' -> numeric = true;
      case 'p' -> unsorted = true;
      case 'P' -> format = 'p';
      case 'r' -> reverse = true;
      case 'S' -> printSize = true;
      case 's' -> printIndex = true;
      case 'u' -> undefinedOnly = true;
      case 'U' -> definedOnly = true;
      case 'W' -> noWeak = true;
      case 'C', 'l', 'F' -> {}
      case 'V' -> context.out().println("GNU nm compatible (Ferry) 2.40");
      default -> throw new ToolException("invalid option -- '" + option + "'");
    }
  }

  private int show(String file) {
    try {
      byte[] bytes = ToolFiles.read(context, file);
      boolean archive = Archive.isArchive(bytes);
      if (archive && printIndex) {
        printIndex(file);
      }
      int[] status = {0};
      ToolFiles.forEach(
          context,
          file,
          bytes,
          (name, content) -> {
            if (!ElfFile.isElf(content, 0, content.length)) {
              context
                  .err()
                  .println(context.program() + ": " + name + ": file format not recognized");
              status[0] = archive ? status[0] : 1;
              return;
            }
            show(ToolFiles.elf(name, content), archive ? file : null, name);
          });
      return status[0];
    } catch (ToolException e) {
      context.err().println(context.program() + ": " + e.getMessage());
      return 1;
    } catch (ElfFormatException e) {
      context.err().println(context.program() + ": " + e.report());
      return 1;
    }
  }

  private void printIndex(String file) {
    try (Archive archive = Archive.open(file, context.resolve(file))) {
      context.out().println();
      context.out().println("Archive index:");
      for (int i = 0; i < archive.indexSize(); i++) {
        String member = archive.memberAt(archive.indexMember(i)).name();
        context.out().println(archive.indexName(i) + " in " + member);
      }
    } catch (IOException e) {
      throw new ToolException(file + ": " + e.getMessage());
    } catch (ArchiveFormatException e) {
      throw new ToolException(e.report());
    }
  }

  private void show(ElfFile file, @Nullable String archive, String name) {
    SectionHeader section = file.sectionOfType(dynamic ? Elf.SHT_DYNSYM : Elf.SHT_SYMTAB);
    List<Entry> entries =
        section == null ? new ArrayList<>() : collect(file, file.symbols(section));
    sort(entries);
    printTitle(archive, name, file.is64());
    if (section == null || file.symbols(section).size() <= 1) {
      if (!quiet) {
        context.err().println(context.program() + ": " + name + ": no symbols");
      }
    }
    String prefix = !printFile ? "" : archive == null ? name + ":" : archive + ":" + name + ":";
    if (format == 'p' && printFile) {
      prefix = archive == null ? name + ": " : archive + "[" + name + "]: ";
    }
    for (Entry entry : entries) {
      print(entry, prefix, file.is64());
    }
  }

  private void printTitle(@Nullable String archive, String name, boolean is64) {
    if (printFile) {
      return;
    }
    switch (format) {
      case 's' -> {
        context.out().println();
        context.out().println();
        context
            .out()
            .println(
                (undefinedOnly ? "Undefined symbols from " : "Symbols from ")
                    + (archive == null ? name : archive + "[" + name + "]")
                    + ":");
        context.out().println();
        context
            .out()
            .println(
                is64
                    ? "Name                  Value           Class        Type         Size            "
                        + " Line  Section"
                    : "Name                  Value   Class        Type         Size     Line  Section");
        context.out().println();
      }
      case 'p' -> {
        if (archive != null) {
          context.out().println(archive + "[" + name + "]:");
        } else if (severalFiles) {
          context.out().println(name + ":");
        }
      }
      default -> {
        if (archive != null || severalFiles) {
          context.out().println();
          context.out().println(name + ":");
        }
      }
    }
  }

  private List<Entry> collect(ElfFile file, SymbolTable table) {
    List<Entry> entries = new ArrayList<>();
    Versions versions = dynamic ? new Versions(file) : null;
    for (int i = 1; i < table.size(); i++) {
      if (!isWanted(table, i)) {
        continue;
      }
      char letter = BfdView.symbolClass(file, table, i);
      String suffix = versions == null ? "" : versionSuffix(versions, table, i);
      entries.add(
          new Entry(
              name(file, table, i),
              suffix,
              value(file, table, i),
              table.size(i),
              letter,
              table.type(i) == Elf.STT_GNU_IFUNC
                  ? "<OS specific>: 10"
                  : ElfNames.symbolType(table.type(i)),
              sectionName(file, table, i)));
    }
    return entries;
  }

  private static String name(ElfFile file, SymbolTable table, int i) {
    String name = table.name(i);
    if (name.isEmpty() && table.type(i) == Elf.STT_SECTION) {
      int index = table.sectionIndex(i);
      return index > 0 && index < file.sections().size() ? file.sections().get(index).name() : "";
    }
    return name;
  }

  /** A common symbol's value is its size, as everywhere in the traditional tools. */
  private static long value(ElfFile file, SymbolTable table, int i) {
    if (table.rawSectionIndex(i) == Elf.SHN_COMMON) {
      return table.size(i);
    }
    // Thread-local values are offsets in the template, shown as such.
    return table.value(i);
  }

  private static String sectionName(ElfFile file, SymbolTable table, int i) {
    return switch (table.rawSectionIndex(i)) {
      case Elf.SHN_UNDEF -> "*UND*";
      case Elf.SHN_ABS -> "*ABS*";
      case Elf.SHN_COMMON -> "*COM*";
      default -> {
        int index = table.sectionIndex(i);
        yield index > 0 && index < file.sections().size() ? file.sections().get(index).name() : "";
      }
    };
  }

  private static String versionSuffix(Versions versions, SymbolTable table, int i) {
    int index = versions.index(i);
    String version = versions.name(index);
    if (version == null || version.equals(table.name(i))) {
      return "";
    }
    boolean defaultOne =
        !versions.isNeeded(index)
            && (index & Elf.VERSYM_HIDDEN) == 0
            && table.rawSectionIndex(i) != Elf.SHN_UNDEF;
    return (defaultOne ? "@@" : "@") + version;
  }

  private boolean isWanted(SymbolTable table, int i) {
    int type = table.type(i);
    int binding = table.binding(i);
    boolean undefined = table.rawSectionIndex(i) == Elf.SHN_UNDEF;
    if (!debug && (type == Elf.STT_SECTION || type == Elf.STT_FILE)) {
      return false;
    }
    if (!special && !debug && isSpecial(table.name(i))) {
      return false;
    }
    if (undefinedOnly && !undefined || definedOnly && undefined) {
      return false;
    }
    if (externalOnly && binding == Elf.STB_LOCAL) {
      return false;
    }
    return !(noWeak && binding == Elf.STB_WEAK) && !(sizeSort && (undefined || table.size(i) == 0));
  }

  /** Assembler labels and mapping symbols. */
  private static boolean isSpecial(String name) {
    return name.isEmpty()
        || name.startsWith(".L")
        || name.equals("$d")
        || name.equals("$x")
        || name.startsWith("$d.")
        || name.startsWith("$x.")
        || name.startsWith("$xrv");
  }

  private void sort(List<Entry> entries) {
    if (unsorted) {
      return;
    }
    Comparator<Entry> byName = Comparator.comparing(Entry::name);
    Comparator<Entry> order = byName;
    if (sizeSort) {
      order =
          ((Comparator<Entry>) (a, b) -> Long.compareUnsigned(a.size(), b.size()))
              .thenComparing(order);
    } else if (numeric) {
      Comparator<Entry> byValue =
          (a, b) -> {
            boolean undefinedA = isUndefined(a.type());
            boolean undefinedB = isUndefined(b.type());
            if (undefinedA != undefinedB) {
              return undefinedA ? -1 : 1;
            }
            return Long.compareUnsigned(a.value(), b.value());
          };
      order = byValue.thenComparing(byName);
    }
    entries.sort(reverse ? order.reversed() : order);
  }

  private static boolean isUndefined(char type) {
    return type == 'U' || type == 'w' || type == 'v';
  }

  private String number(long value, int width) {
    return switch (radix) {
      case 'd' -> String.format("%0" + width + "d", value);
      case 'o' -> String.format("%0" + width + "o", value);
      default -> String.format("%0" + width + "x", value);
    };
  }

  private void print(Entry entry, String prefix, boolean is64) {
    int width = is64 ? 16 : 8;
    boolean undefined = isUndefined(entry.type());
    String name = entry.name() + entry.suffix();
    StringBuilder line = new StringBuilder(prefix);
    switch (format) {
      case 'j' -> line.append(name);
      case 'p' -> {
        line.append(name).append(' ').append(entry.type()).append(' ');
        if (undefined) {
          line.append("        ");
        } else {
          line.append(plain(entry.value())).append(' ');
          line.append(entry.size() != 0 ? plain(entry.size()) : "");
        }
      }
      case 's' -> {
        line.append(String.format("%-20s|", name));
        line.append(undefined ? " ".repeat(width) : number(entry.value(), width));
        line.append(String.format("|   %c  |%18s|", entry.type(), entry.kind()));
        line.append(entry.size() != 0 ? number(entry.size(), width) : " ".repeat(width));
        line.append("|     |").append(entry.section());
      }
      default -> {
        if (sizeSort && !printSize) {
          line.append(number(entry.size(), width));
        } else if (undefined) {
          line.append(" ".repeat(width));
        } else {
          line.append(number(entry.value(), width));
          if (printSize && entry.size() != 0) {
            line.append(' ').append(number(entry.size(), width));
          }
        }
        line.append(' ').append(entry.type()).append(' ').append(name);
      }
    }
    context.out().println(line);
  }

  private String plain(long value) {
    return switch (radix) {
      case 'd' -> Long.toString(value);
      case 'o' -> Long.toOctalString(value);
      default -> Long.toHexString(value);
    };
  }
}
