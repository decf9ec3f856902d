package dev.ferry.binutils.tools;

import dev.ferry.binutils.ar.Archive;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ElfFormatException;
import dev.ferry.binutils.elf.SectionHeader;
import java.util.ArrayList;
import java.util.List;

/** The {@code size} command. */
public final class Size {
  private enum Format {
    BERKELEY,
    SYSV,
    GNU
  }

  private final ToolContext context;
  private Format format = Format.BERKELEY;
  private int radix = 10;
  private boolean totals;
  private long text;
  private long data;
  private long bss;

  private Size(ToolContext context) {
    this.context = context;
  }

  /** Runs it; 0 when every file could be read. */
  public static int run(String[] args, ToolContext context) {
    Size size = new Size(context);
    List<String> files = new ArrayList<>();
    try {
      for (String arg : ArgumentFiles.expand(List.of(args), context.directory())) {
        size.option(arg, files);
      }
    } catch (ToolException e) {
      context.err().println(context.program() + ": " + e.getMessage());
      return 1;
    }
    if (files.isEmpty()) {
      files.add("a.out");
    }
    return size.showAll(files);
  }

  private void option(String arg, List<String> files) {
    switch (arg) {
      case "-A", "--format=sysv", "--format=SysV" -> format = Format.SYSV;
      case "-B", "--format=berkeley" -> format = Format.BERKELEY;
      case "-G", "--format=gnu" -> format = Format.GNU;
      case "-d", "--radix=10" -> radix = 10;
      case "-o", "--radix=8" -> radix = 8;
      case "-x", "--radix=16" -> radix = 16;
      case "-t", "--totals" -> totals = true;
      case "--common" -> {}
      case "-V", "--version" -> context.out().println("GNU size compatible (Ferry) 2.40");
      default -> {
        if (arg.startsWith("-") && arg.length() > 1) {
          throw new ToolException("unrecognized option '" + arg + "'");
        }
        files.add(arg);
      }
    }
  }

  private int showAll(List<String> files) {
    if (format == Format.BERKELEY) {
      context
          .out()
          .println(
              radix == 8
                  ? "   text\t   data\t    bss\t    oct\t    hex\tfilename"
                  : "   text\t   data\t    bss\t    dec\t    hex\tfilename");
    } else if (format == Format.GNU) {
      context.out().println("      text       data        bss      total filename");
    }
    int status = 0;
    for (String file : files) {
      status |= show(file);
    }
    if (totals && format != Format.SYSV) {
      printCounts(text, data, bss, "(TOTALS)");
    }
    return status;
  }

  private int show(String file) {
    try {
      byte[] bytes = ToolFiles.read(context, file);
      boolean archive = Archive.isArchive(bytes);
      ToolFiles.forEach(
          context,
          file,
          bytes,
          (name, content) -> {
            ElfFile elf = ToolFiles.elf(name, content);
            if (format == Format.SYSV) {
              printSysv(elf, archive ? name + "   (ex " + file + ")" : name + "  ");
            } else {
              printShort(elf, archive ? name + " (ex " + file + ")" : name);
            }
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

  private void printShort(ElfFile file, String name) {
    long textSize = 0;
    long dataSize = 0;
    long bssSize = 0;
    for (SectionHeader section : BfdView.sections(file)) {
      if (!section.hasFlag(Elf.SHF_ALLOC)) {
        continue;
      }
      if (BfdView.isCode(section) || BfdView.isReadOnly(section) && format == Format.BERKELEY) {
        textSize += section.size();
      } else if (BfdView.hasContents(section)) {
        dataSize += section.size();
      } else {
        bssSize += section.size();
      }
    }
    text += textSize;
    data += dataSize;
    bss += bssSize;
    printCounts(textSize, dataSize, bssSize, name);
  }

  private void printCounts(long textSize, long dataSize, long bssSize, String name) {
    long total = textSize + dataSize + bssSize;
    if (format == Format.GNU) {
      context
          .out()
          .printf(
              "%10s %10s %10s %10s %s%n",
              number(textSize), number(dataSize), number(bssSize), number(total), name);
      return;
    }
    String sum = radix == 8 ? Long.toOctalString(total) : Long.toString(total);
    context
        .out()
        .printf(
            "%7s\t%7s\t%7s\t%7s\t%7s\t%s%n",
            number(textSize),
            number(dataSize),
            number(bssSize),
            sum,
            Long.toHexString(total),
            name);
  }

  private String number(long value) {
    return switch (radix) {
      case 8 -> value == 0 ? "0" : "0" + Long.toOctalString(value);
      case 16 -> "0x" + Long.toHexString(value);
      default -> Long.toString(value);
    };
  }

  private void printSysv(ElfFile file, String title) {
    List<SectionHeader> sections = new ArrayList<>();
    int nameWidth = "section".length();
    long total = 0;
    long largest = 0;
    for (SectionHeader section : BfdView.sections(file)) {
      sections.add(section);
      nameWidth = Math.max(nameWidth, section.name().length());
      largest = Math.max(largest, section.address());
      total += section.size();
    }
    int sizeWidth = Math.max("size".length(), number(total).length());
    int addressWidth = Math.max("addr".length(), number(largest).length());
    String row = "%-" + nameWidth + "s   %" + sizeWidth + "s   %" + addressWidth + "s%n";
    context.out().println(title + ":");
    context.out().printf(row, "section", "size", "addr");
    for (SectionHeader section : sections) {
      context.out().printf(row, section.name(), number(section.size()), number(section.address()));
    }
    context.out().printf("%-" + nameWidth + "s   %" + sizeWidth + "s%n", "Total", number(total));
    context.out().println();
    context.out().println();
  }
}
