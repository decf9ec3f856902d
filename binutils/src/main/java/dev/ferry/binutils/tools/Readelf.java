package dev.ferry.binutils.tools;

import dev.ferry.binutils.ar.Archive;
import dev.ferry.binutils.elf.ElfFormatException;
import java.util.ArrayList;
import java.util.List;

/** The {@code readelf} command. */
public final class Readelf {
  private Readelf() {}

  /** What is to be shown. */
  static final class Options {
    boolean header;
    boolean sections;
    boolean segments;
    boolean symbols;
    boolean dynamicSymbols;
    boolean relocations;
    boolean dynamic;
    boolean versions;
    boolean notes;
    boolean architecture;
    boolean groups;
    boolean unwind;
    boolean histogram;
    boolean wide;
    final List<String> hexDumps = new ArrayList<>();
    final List<String> stringDumps = new ArrayList<>();

    boolean any() {
      return header
          || sections
          || segments
          || symbols
          || dynamicSymbols
          || relocations
          || dynamic
          || versions
          || notes
          || architecture
          || groups
          || unwind
          || histogram
          || !hexDumps.isEmpty()
          || !stringDumps.isEmpty();
    }
  }

  /** Runs it; 0 when every file could be read. */
  public static int run(String[] args, ToolContext context) {
    Options options = new Options();
    List<String> files = new ArrayList<>();
    try {
      parse(ArgumentFiles.expand(List.of(args), context.directory()), options, files, context);
    } catch (ToolException e) {
      context.err().println(context.program() + ": " + e.getMessage());
      return 1;
    }
    if (files.isEmpty() || !options.any()) {
      if (files.isEmpty() && args.length > 0 && isInformation(args[0])) {
        return 0;
      }
      context.err().println(context.program() + ": Warning: Nothing to do.");
      context.err().println("Usage: readelf <option(s)> elf-file(s)");
      return 1;
    }
    int status = 0;
    for (String file : files) {
      status |= show(file, files.size() > 1, options, context);
    }
    return status;
  }

  private static boolean isInformation(String argument) {
    return argument.equals("--help")
        || argument.equals("-H")
        || argument.equals("--version")
        || argument.equals("-v");
  }

  private static int show(String file, boolean named, Options options, ToolContext context) {
    try {
      byte[] bytes = ToolFiles.read(context, file);
      boolean archive = Archive.isArchive(bytes);
      ToolFiles.forEach(
          context,
          file,
          bytes,
          (name, content) -> {
            String shown = archive ? file + "(" + name + ")" : name;
            if (named || archive) {
              context.out().println("\nFile: " + shown);
            }
            if (!dev.ferry.binutils.elf.ElfFile.isElf(content, 0, content.length)) {
              throw new ToolException(
                  "Error: Not an ELF file - it has the wrong magic bytes at the start");
            }
            new ReadelfPrinter(ToolFiles.elf(shown, content), options, context.out()).print();
          });
      return 0;
    } catch (ToolException e) {
      String text = String.valueOf(e.getMessage());
      context
          .err()
          .println(context.program() + ": " + (text.startsWith("Error") ? "" : "Error: ") + text);
      return 1;
    } catch (ElfFormatException e) {
      context.err().println(context.program() + ": Error: " + e.report());
      return 1;
    }
  }

  private static void parse(
      List<String> args, Options options, List<String> files, ToolContext context) {
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.startsWith("--") && arg.length() > 2) {
        i += longOption(arg, i + 1 < args.size() ? args.get(i + 1) : null, options, context);
      } else if (arg.startsWith("-") && arg.length() > 1) {
        i += shortOptions(arg, i + 1 < args.size() ? args.get(i + 1) : null, options, context);
      } else {
        files.add(arg);
      }
    }
  }

  private static int longOption(
      String arg,
      @org.jspecify.annotations.Nullable String next,
      Options options,
      ToolContext context) {
    int equals = arg.indexOf('=');
    String name = equals < 0 ? arg.substring(2) : arg.substring(2, equals);
    switch (name) {
      case "all" -> all(options);
      case "file-header" -> options.header = true;
      case "program-headers", "segments" -> options.segments = true;
      case "section-headers", "sections" -> options.sections = true;
      case "section-groups" -> options.groups = true;
      case "headers" -> headers(options);
      case "symbols", "syms" -> {
        options.symbols = true;
        options.dynamicSymbols = true;
      }
      case "dyn-syms" -> options.dynamicSymbols = true;
      case "notes" -> options.notes = true;
      case "relocs" -> options.relocations = true;
      case "unwind" -> options.unwind = true;
      case "dynamic" -> options.dynamic = true;
      case "version-info" -> options.versions = true;
      case "arch-specific" -> options.architecture = true;
      case "histogram" -> options.histogram = true;
      case "wide" -> options.wide = true;
      case "silent-truncation", "use-dynamic", "demangle", "no-demangle", "section-details" -> {}
      case "hex-dump", "string-dump" -> {
        String value = equals < 0 ? next : arg.substring(equals + 1);
        if (value != null) {
          (name.equals("hex-dump") ? options.hexDumps : options.stringDumps).add(value);
        }
        return equals < 0 ? 1 : 0;
      }
      case "help" -> usage(context);
      case "version" -> context.out().println("GNU readelf compatible (Ferry) 2.40");
      default -> throw new ToolException("unrecognized option '" + arg + "'");
    }
    return 0;
  }

  private static int shortOptions(
      String arg,
      @org.jspecify.annotations.Nullable String next,
      Options options,
      ToolContext context) {
    for (int i = 1; i < arg.length(); i++) {
      switch (arg.charAt(i)) {
        case 'a' -> all(options);
        case 'h' -> options.header = true;
        case 'l' -> options.segments = true;
        case 'S' -> options.sections = true;
        case 'g' -> options.groups = true;
        case 't' -> options.sections = true;
        case 'e' -> headers(options);
        case 's' -> {
          options.symbols = true;
          options.dynamicSymbols = true;
        }
        case 'n' -> options.notes = true;
        case 'r' -> options.relocations = true;
        case 'u' -> options.unwind = true;
        case 'd' -> options.dynamic = true;
        case 'V' -> options.versions = true;
        case 'A' -> options.architecture = true;
        case 'I' -> options.histogram = true;
        case 'W' -> options.wide = true;
        case 'D', 'T', 'C', 'c', 'z', 'L', 'X' -> {}
        case 'x', 'p' -> {
          boolean joined = i + 1 < arg.length();
          String value = joined ? arg.substring(i + 1) : next;
          if (value == null) {
            throw new ToolException("option requires an argument -- '" + arg.charAt(i) + "'");
          }
          (arg.charAt(i) == 'x' ? options.hexDumps : options.stringDumps).add(value);
          return joined ? 0 : 1;
        }
        case 'v' -> context.out().println("GNU readelf compatible (Ferry) 2.40");
        case 'H' -> usage(context);
        default -> throw new ToolException("invalid option -- '" + arg.charAt(i) + "'");
      }
    }
    return 0;
  }

  private static void all(Options options) {
    headers(options);
    options.symbols = true;
    options.dynamicSymbols = true;
    options.relocations = true;
    options.unwind = true;
    options.dynamic = true;
    options.groups = true;
    options.histogram = true;
    options.versions = true;
    options.notes = true;
    options.architecture = true;
  }

  private static void headers(Options options) {
    options.header = true;
    options.sections = true;
    options.segments = true;
  }

  private static void usage(ToolContext context) {
    context
        .out()
        .print(
            """
            Usage: readelf <option(s)> elf-file(s)
             Display information about the contents of ELF format files
             Options are:
              -a --all               Equivalent to: -h -l -S -s -r -d -V -A -I
              -h --file-header       Display the ELF file header
              -l --program-headers   Display the program headers
              -S --section-headers   Display the sections' header
              -g --section-groups    Display the section groups
              -e --headers           Equivalent to: -h -l -S
              -s --syms              Display the symbol table
                 --dyn-syms          Display the dynamic symbol table
              -n --notes             Display the contents of note sections (if present)
              -r --relocs            Display the relocations (if present)
              -d --dynamic           Display the dynamic section (if present)
              -V --version-info      Display the version sections (if present)
              -A --arch-specific     Display architecture specific information (if any)
              -x --hex-dump=<number|name>
              -p --string-dump=<number|name>
              -W --wide              Allow output width to exceed 80 characters
            """);
  }
}
