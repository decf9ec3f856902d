package dev.ferry.binutils.tools;

import dev.ferry.binutils.ar.Archive;
import dev.ferry.binutils.disasm.DisassemblerOptions;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ElfFormatException;
import java.util.ArrayList;
import java.util.List;

/** The {@code objdump} command. */
public final class Objdump {
  private Objdump() {}

  /** What is to be shown. */
  static final class Options {
    boolean archiveHeader;
    boolean fileHeader;
    boolean privateHeaders;
    boolean sectionHeaders;
    boolean symbols;
    boolean dynamicSymbols;
    boolean relocations;
    boolean dynamicRelocations;
    boolean contents;
    boolean disassemble;
    boolean disassembleAll;
    boolean source;
    boolean lineNumbers;
    boolean rawInstructions = true;
    boolean allZeros;
    boolean wide;
    boolean prefixAddresses;
    boolean aliases = true;
    boolean numeric;
    long start;
    long stop = -1;
    final List<String> sections = new ArrayList<>();
    final List<String> functions = new ArrayList<>();

    DisassemblerOptions disassembler() {
      return new DisassemblerOptions(aliases, numeric);
    }

    boolean any() {
      return archiveHeader
          || fileHeader
          || privateHeaders
          || sectionHeaders
          || symbols
          || dynamicSymbols
          || relocations
          || dynamicRelocations
          || contents
          || disassemble;
    }

    boolean wants(String section) {
      if (sections.isEmpty()) {
        return true;
      }
      for (String pattern : sections) {
        if (GlobPattern.matches(pattern, section)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Runs it; 0 when every file could be read. */
  public static int run(String[] args, ToolContext context) {
    Options options = new Options();
    List<String> files = new ArrayList<>();
    try {
      if (new Parser(options, files, context)
          .parse(ArgumentFiles.expand(List.of(args), context.directory()))) {
        return 0;
      }
    } catch (ToolException e) {
      context.err().println(context.program() + ": " + e.getMessage());
      return 1;
    }
    if (!options.any()) {
      context.err().println("Usage: objdump <option(s)> <file(s)>");
      context.err().println(" At least one of the following switches must be given:");
      context.err().println("  -a -d -D -f -h -p -r -R -s -S -t -T -x");
      return 2;
    }
    if (files.isEmpty()) {
      files.add("a.out");
    }
    int status = 0;
    for (String file : files) {
      status |= show(file, options, context);
    }
    return status;
  }

  private static int show(String file, Options options, ToolContext context) {
    try {
      byte[] bytes = ToolFiles.read(context, file);
      if (Archive.isArchive(bytes)) {
        context.out().println("In archive " + file + ":");
      }
      ToolFiles.forEach(
          context,
          file,
          bytes,
          (name, content) -> {
            if (!ElfFile.isElf(content, 0, content.length)) {
              throw new ToolException(name + ": file format not recognized");
            }
            ElfFile elf = ToolFiles.elf(name, content);
            new ObjdumpPrinter(elf, options, context).print();
          });
      return 0;
    } catch (ToolException e) {
      context.err().println(context.program() + ": " + e.getMessage());
      return 1;
    } catch (ElfFormatException e) {
      context.err().println(context.program() + ": " + e.report());
      return 1;
    }
  }

  private static final class Parser {
    private final Options options;
    private final List<String> files;
    private final ToolContext context;

    Parser(Options options, List<String> files, ToolContext context) {
      this.options = options;
      this.files = files;
      this.context = context;
    }

    boolean parse(List<String> args) {
      for (int i = 0; i < args.size(); i++) {
        String arg = args.get(i);
        String next = i + 1 < args.size() ? args.get(i + 1) : "";
        if (arg.startsWith("--")) {
          int used = longOption(arg, next);
          if (used < 0) {
            return true;
          }
          i += used;
        } else if (arg.startsWith("-") && arg.length() > 1) {
          i += shortOptions(arg, next);
        } else {
          files.add(arg);
        }
      }
      return false;
    }

    private int longOption(String arg, String next) {
      int equals = arg.indexOf('=');
      String name = equals < 0 ? arg.substring(2) : arg.substring(2, equals);
      String value = equals < 0 ? next : arg.substring(equals + 1);
      int used = equals < 0 ? 1 : 0;
      switch (name) {
        case "archive-headers" -> options.archiveHeader = true;
        case "file-headers" -> options.fileHeader = true;
        case "private-headers" -> options.privateHeaders = true;
        case "section-headers", "headers" -> options.sectionHeaders = true;
        case "all-headers" -> all();
        case "syms" -> options.symbols = true;
        case "dynamic-syms" -> options.dynamicSymbols = true;
        case "reloc" -> options.relocations = true;
        case "dynamic-reloc" -> options.dynamicRelocations = true;
        case "full-contents" -> options.contents = true;
        case "disassemble-all" -> {
          options.disassemble = true;
          options.disassembleAll = true;
        }
        case "disassemble" -> {
          options.disassemble = true;
          if (equals >= 0) {
            options.functions.add(value);
          }
        }
        case "source" -> {
          options.disassemble = true;
          options.source = true;
        }
        case "line-numbers" -> options.lineNumbers = true;
        case "no-show-raw-insn" -> options.rawInstructions = false;
        case "show-raw-insn" -> options.rawInstructions = true;
        case "disassemble-zeroes" -> options.allZeros = true;
        case "wide" -> options.wide = true;
        case "prefix-addresses" -> options.prefixAddresses = true;
        case "demangle",
            "no-demangle",
            "special-syms",
            "file-start-context",
            "inlines",
            "no-addresses",
            "visualize-jumps",
            "disassembler-color" -> {}
        case "version" -> {
          context.out().println("GNU objdump compatible (Ferry) 2.40");
          return -1;
        }
        case "help" -> {
          context.out().println("Usage: objdump <option(s)> <file(s)>");
          return -1;
        }
        case "section" -> {
          options.sections.add(value);
          return used;
        }
        case "disassembler-options" -> {
          disassemblerOptions(value);
          return used;
        }
        case "start-address" -> {
          options.start = number(value);
          return used;
        }
        case "stop-address" -> {
          options.stop = number(value);
          return used;
        }
        case "architecture", "target", "endian" -> {
          return used;
        }
        default -> throw new ToolException("unrecognized option '" + arg + "'");
      }
      return 0;
    }

    private static long number(String text) {
      try {
        return Long.decode(text);
      } catch (NumberFormatException e) {
        throw new ToolException("bad number: " + text);
      }
    }

    private void disassemblerOptions(String value) {
      for (String word : value.split(",", -1)) {
        switch (word) {
          case "no-aliases" -> options.aliases = false;
          case "numeric" -> options.numeric = true;
          default -> {
            if (!word.startsWith("priv-spec=")) {
              context
                  .err()
                  .println(context.program() + ": unrecognized disassembler option: " + word);
            }
          }
        }
      }
    }

    private void all() {
      options.archiveHeader = true;
      options.fileHeader = true;
      options.privateHeaders = true;
      options.sectionHeaders = true;
      options.relocations = true;
      options.symbols = true;
    }

    private int shortOptions(String arg, String next) {
      for (int i = 1; i < arg.length(); i++) {
        String joined = arg.substring(i + 1);
        switch (arg.charAt(i)) {
          case 'a' -> options.archiveHeader = true;
          case 'f' -> options.fileHeader = true;
          case 'p' -> options.privateHeaders = true;
          case 'h' -> options.sectionHeaders = true;
          case 'x' -> all();
          case 't' -> options.symbols = true;
          case 'T' -> options.dynamicSymbols = true;
          case 'r' -> options.relocations = true;
          case 'R' -> options.dynamicRelocations = true;
          case 's' -> options.contents = true;
          case 'd' -> options.disassemble = true;
          case 'D' -> {
            options.disassemble = true;
            options.disassembleAll = true;
          }
          case 'S' -> {
            options.disassemble = true;
            options.source = true;
          }
          case 'l' -> options.lineNumbers = true;
          case 'z' -> options.allZeros = true;
          case 'w' -> options.wide = true;
          case 'C', 'F', 'g', 'e' -> {}
          case 'j' -> {
            options.sections.add(joined.isEmpty() ? next : joined);
            return joined.isEmpty() ? 1 : 0;
          }
          case 'M' -> {
            disassemblerOptions(joined.isEmpty() ? next : joined);
            return joined.isEmpty() ? 1 : 0;
          }
          case 'm', 'b', 'E' -> {
            return joined.isEmpty() ? 1 : 0;
          }
          default -> throw new ToolException("invalid option -- '" + arg.charAt(i) + "'");
        }
      }
      return 0;
    }
  }
}
