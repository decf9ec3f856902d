package dev.ferry.binutils.tools;

import dev.ferry.binutils.dwarf.DebugInfo;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ElfFormatException;
import dev.ferry.binutils.elf.SectionHeader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code addr2line} command. */
public final class Addr2line {
  private final ToolContext context;
  private String file = "a.out";
  private boolean functions;
  private boolean addresses;
  private boolean inlines;
  private boolean pretty;
  private boolean baseNames;
  private @Nullable String section;
  private final List<String> wanted = new ArrayList<>();

  private Addr2line(ToolContext context) {
    this.context = context;
  }

  /** Runs it; 0 when the file could be read. */
  public static int run(String[] args, ToolContext context) {
    Addr2line tool = new Addr2line(context);
    try {
      tool.parse(ArgumentFiles.expand(List.of(args), context.directory()));
      return tool.translate();
    } catch (ToolException e) {
      context.err().println(context.program() + ": " + e.getMessage());
    } catch (ElfFormatException e) {
      context.err().println(context.program() + ": " + e.report());
    } catch (IOException e) {
      context.err().println(context.program() + ": " + e.getMessage());
    }
    return 1;
  }

  private void parse(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.startsWith("--")) {
        longOption(arg);
      } else if (arg.startsWith("-") && arg.length() > 1) {
        i += shortOptions(arg, i + 1 < args.size() ? args.get(i + 1) : "");
      } else {
        wanted.add(arg);
      }
    }
  }

  private void longOption(String arg) {
    if (arg.startsWith("--exe=")) {
      file = arg.substring(6);
    } else if (arg.startsWith("--section=")) {
      section = arg.substring(10);
    } else {
      switch (arg) {
        case "--functions" -> functions = true;
        case "--addresses" -> addresses = true;
        case "--inlines" -> inlines = true;
        case "--pretty-print" -> pretty = true;
        case "--basenames" -> baseNames = true;
        case "--demangle" -> {}
        default -> throw new ToolException("unrecognized option '" + arg + "'");
      }
    }
  }

  private int shortOptions(String arg, String next) {
    for (int i = 1; i < arg.length(); i++) {
      String joined = arg.substring(i + 1);
      switch (arg.charAt(i)) {
        case 'e' -> {
          file = joined.isEmpty() ? next : joined;
          return joined.isEmpty() ? 1 : 0;
        }
        case 'j' -> {
          section = joined.isEmpty() ? next : joined;
          return joined.isEmpty() ? 1 : 0;
        }
        case 'f' -> functions = true;
        case 'a' -> addresses = true;
        case 'i' -> inlines = true;
        case 'p' -> pretty = true;
        case 's' -> baseNames = true;
        case 'C' -> {}
        default -> throw new ToolException("invalid option -- '" + arg.charAt(i) + "'");
      }
    }
    return 0;
  }

  private int translate() throws IOException {
    ElfFile elf = ToolFiles.elf(file, ToolFiles.read(context, file));
    DebugInfo info = DebugInfo.of(elf);
    FunctionSymbols symbols = new FunctionSymbols(elf);
    if (wanted.isEmpty()) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(context.in(), StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        print(elf, info, symbols, parseAddress(line.strip()));
      }
    }
    for (String address : wanted) {
      print(elf, info, symbols, parseAddress(address));
    }
    return 0;
  }

  private static long parseAddress(String text) {
    String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    int end = 0;
    while (end < digits.length() && Character.digit(digits.charAt(end), 16) >= 0 && end < 16) {
      end++;
    }
    return end == 0 ? 0 : Long.parseUnsignedLong(digits, 0, end, 16);
  }

  private void print(ElfFile elf, DebugInfo info, FunctionSymbols symbols, long given) {
    long address = given;
    String wantedSection = section;
    if (wantedSection != null) {
      SectionHeader header = elf.section(wantedSection);
      address += header == null ? 0 : header.address();
    }
    if (addresses) {
      context.out().printf(elf.is64() ? "0x%016x" : "0x%08x", address);
      context.out().print(pretty ? ": " : "\n");
    }
    List<DebugInfo.Location> chain = info.chain(address);
    if (chain.isEmpty()) {
      chain = List.of(new DebugInfo.Location(null, null, 0, 0, 0));
    }
    int count = inlines ? chain.size() : 1;
    for (int i = 0; i < count; i++) {
      printLocation(chain.get(i), i > 0, symbols, address);
    }
  }

  private void printLocation(
      DebugInfo.Location location, boolean inlinedBy, FunctionSymbols symbols, long address) {
    if (inlinedBy && pretty) {
      context.out().print(" (inlined by) ");
    }
    int symbol = location.file() == null ? symbols.at(address) : -1;
    if (functions) {
      String function = location.function();
      if (function == null) {
        int covering = symbols.at(address);
        function = covering < 0 ? null : symbols.name(covering);
      }
      context.out().print(function == null ? "??" : function);
      context.out().print(pretty ? " at " : "\n");
    }
    String path = location.file();
    if (path == null && symbol >= 0) {
      path = symbols.file(symbol);
    }
    if (path != null && baseNames) {
      path = path.substring(path.lastIndexOf('/') + 1);
    }
    context.out().print((path == null ? "??" : path) + ":");
    boolean known = location.file() != null || symbol >= 0;
    String line = location.line() == 0 ? (known ? "?" : "0") : String.valueOf(location.line());
    context.out().print(line);
    context
        .out()
        .println(
            location.discriminator() == 0
                ? ""
                : " (discriminator " + location.discriminator() + ")");
  }
}
