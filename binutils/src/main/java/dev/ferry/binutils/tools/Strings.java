package dev.ferry.binutils.tools;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ElfFormatException;
import dev.ferry.binutils.elf.SectionHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The {@code strings} command: runs of printable characters. */
public final class Strings {
  private final ToolContext context;
  private int minimum = 4;
  private boolean dataOnly;
  private boolean printName;
  private boolean allSpace;
  private char radix;
  private char encoding = 's';
  private String separator = "\n";

  private Strings(ToolContext context) {
    this.context = context;
  }

  /** Runs it; 0 when every file could be read. */
  public static int run(String[] args, ToolContext context) {
    Strings strings = new Strings(context);
    List<String> files = new ArrayList<>();
    try {
      strings.parse(ArgumentFiles.expand(List.of(args), context.directory()), files);
      if (files.isEmpty()) {
        strings.scan("{standard input}", Contents.of(context.in().readAllBytes()), 0);
      }
    } catch (ToolException e) {
      context.err().println(context.program() + ": " + e.getMessage());
      return 1;
    } catch (IOException e) {
      context.err().println(context.program() + ": " + e.getMessage());
      return 1;
    }
    int status = 0;
    for (String file : files) {
      status |= strings.show(file);
    }
    return status;
  }

  private void parse(List<String> args, List<String> files) {
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.equals("-") || !arg.startsWith("-")) {
        if (!arg.equals("-")) {
          files.add(arg);
        }
      } else if (Character.isDigit(arg.charAt(1))) {
        minimum = number(arg.substring(1));
      } else if (arg.startsWith("--")) {
        longOption(arg);
      } else {
        i += shortOption(arg, i + 1 < args.size() ? args.get(i + 1) : "");
      }
    }
  }

  private static int number(String text) {
    try {
      int value = Integer.parseInt(text);
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new ToolException("invalid integer argument " + text);
    }
    throw new ToolException("invalid minimum string length " + text);
  }

  private void longOption(String arg) {
    if (arg.startsWith("--bytes=")) {
      minimum = number(arg.substring(8));
    } else if (arg.startsWith("--radix=")) {
      radix = arg.charAt(8);
    } else if (arg.startsWith("--encoding=")) {
      encoding = arg.charAt(11);
    } else if (arg.startsWith("--output-separator=")) {
      separator = arg.substring(19);
    } else {
      switch (arg) {
        case "--all" -> dataOnly = false;
        case "--data" -> dataOnly = true;
        case "--print-file-name" -> printName = true;
        case "--include-all-whitespace" -> allSpace = true;
        default -> throw new ToolException("unrecognized option '" + arg + "'");
      }
    }
  }

  private int shortOption(String arg, String next) {
    boolean joined = arg.length() > 2;
    String value = joined ? arg.substring(2) : next;
    int used = joined ? 0 : 1;
    switch (arg.charAt(1)) {
      case 'a' -> dataOnly = false;
      case 'd' -> dataOnly = true;
      case 'f' -> printName = true;
      case 'w' -> allSpace = true;
      case 'o' -> radix = 'o';
      case 'n' -> {
        minimum = number(value);
        return used;
      }
      case 't' -> {
        radix = value.isEmpty() ? 'x' : value.charAt(0);
        return used;
      }
      case 'e' -> {
        encoding = value.isEmpty() ? 's' : value.charAt(0);
        return used;
      }
      case 's' -> {
        separator = value;
        return used;
      }
      default -> throw new ToolException("invalid option -- '" + arg.charAt(1) + "'");
    }
    return 0;
  }

  private int show(String file) {
    try {
      byte[] bytes = ToolFiles.read(context, file);
      if (dataOnly && ElfFile.isElf(bytes, 0, bytes.length)) {
        ElfFile elf = ToolFiles.elf(file, bytes);
        for (SectionHeader section : elf.sections()) {
          if (section.hasFlag(Elf.SHF_ALLOC) && section.type() != Elf.SHT_NOBITS) {
            scan(file, elf.contents(section), section.offset());
          }
        }
      } else {
        scan(file, Contents.of(bytes), 0);
      }
      return 0;
    } catch (ToolException e) {
      context.err().println(context.program() + ": " + e.getMessage());
      return 1;
    } catch (ElfFormatException e) {
      context.err().println(context.program() + ": " + e.report());
      return 1;
    }
  }

  private void scan(String name, Contents in, long base) {
    int width = encoding == 'l' || encoding == 'b' ? 2 : encoding == 'L' || encoding == 'B' ? 4 : 1;
    byte[] run = new byte[256];
    int length = 0;
    int start = 0;
    int at = 0;
    while (at + width <= in.size()) {
      int c = character(in, at, width);
      if (isGraphic(c)) {
        if (length == 0) {
          start = at;
        }
        if (length == run.length) {
          run = java.util.Arrays.copyOf(run, length * 2);
        }
        run[length++] = (byte) c;
        at += width;
      } else {
        at += length > 0 ? width : 1;
        print(name, base + start, run, length);
        length = 0;
      }
    }
    print(name, base + start, run, length);
  }

  private int character(Contents in, int at, int width) {
    int value = 0;
    boolean big = encoding == 'b' || encoding == 'B';
    for (int i = 0; i < width; i++) {
      value |= in.u8(at + i) << 8 * (big ? width - 1 - i : i);
    }
    return value;
  }

  private boolean isGraphic(int c) {
    return c >= 32 && c < 127
        || c == '\t'
        || encoding == 'S' && c > 127 && c < 256
        || allSpace && (c == '\n' || c == '\r' || c == '\f' || c == 11);
  }

  private void print(String name, long offset, byte[] run, int length) {
    if (length < minimum) {
      return;
    }
    if (printName) {
      context.out().print(name + ": ");
    }
    switch (radix) {
      case 'd' -> context.out().printf("%7d ", offset);
      case 'o' -> context.out().printf("%7o ", offset);
      case 'x' -> context.out().printf("%7x ", offset);
      default -> {}
    }
    context.out().write(run, 0, length);
    context.out().print(separator);
  }
}
