package dev.ferry.binutils.tools;

import dev.ferry.binutils.ar.Archive;
import dev.ferry.binutils.ar.ArchiveFormatException;
import dev.ferry.binutils.ar.ArchiveWriter;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ElfFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code strip} and {@code objcopy} commands. */
public final class Objcopy {
  /** Called as strip. */
  private boolean strip;

  private final ToolContext context;
  private final CopyOptions options = new CopyOptions();
  private final List<String> files = new ArrayList<>();
  private List<String> args = List.of();
  private int at;

  private Objcopy(ToolContext context) {
    this.context = context;
  }

  /** Runs {@code strip}. */
  public static int runStrip(String[] args, ToolContext context) {
    return guarded(context, tool -> tool.strip(args));
  }

  /** Runs {@code objcopy}. */
  public static int run(String[] args, ToolContext context) {
    return guarded(context, tool -> tool.objcopy(args));
  }

  private interface Body {
    int run(Objcopy tool) throws IOException;
  }

  private static int guarded(ToolContext context, Body body) {
    try {
      return body.run(new Objcopy(context));
    } catch (ToolException e) {
      context.err().println(context.program() + ": " + e.getMessage());
    } catch (ElfFormatException e) {
      context.err().println(context.program() + ": " + e.report());
    } catch (ArchiveFormatException e) {
      context.err().println(context.program() + ": " + e.report());
    } catch (IOException e) {
      context.err().println(context.program() + ": " + e.getMessage());
    }
    return 1;
  }

  private int strip(String[] arguments) throws IOException {
    if (parse(arguments, true)) {
      return 0;
    }
    boolean chosen =
        options.strip != CopyOptions.Strip.NONE
            || options.discardLocals
            || options.discardTemporary
            || options.onlyKeepDebug
            || !options.stripSymbols.isEmpty();
    if (!chosen) {
      options.strip = CopyOptions.Strip.ALL;
    }
    if (files.isEmpty()) {
      context.err().println("Usage: strip <option(s)> in-file(s)");
      return 1;
    }
    int status = 0;
    for (String file : files) {
      String output = options.output == null ? file : options.output;
      status |= copyFile(file, output);
    }
    return status;
  }

  private int objcopy(String[] arguments) throws IOException {
    if (parse(arguments, false)) {
      return 0;
    }
    if (files.isEmpty() || files.size() > 2) {
      context.err().println("Usage: objcopy [option(s)] in-file [out-file]");
      return 1;
    }
    return copyFile(files.get(0), files.size() > 1 ? files.get(1) : files.get(0));
  }

  private int copyFile(String input, String output) throws IOException {
    Path source = context.resolve(input);
    byte[] bytes = ToolFiles.read(context, input);
    byte[] result;
    if ("binary".equals(options.inputTarget)) {
      boolean is64 = options.outputTarget == null || !options.outputTarget.contains("32");
      result = BinaryImage.toObject(input, bytes, is64);
    } else if (Archive.isArchive(bytes)) {
      result = copyArchive(input, bytes);
    } else {
      result = copyElf(input, bytes);
    }
    boolean executable = Files.isExecutable(source);
    Path target = context.resolve(output);
    Files.write(target, result);
    if (executable && !"binary".equals(options.outputTarget)) {
      target.toFile().setExecutable(true, false);
    }
    return 0;
  }

  private byte[] copyElf(String name, byte[] bytes) {
    if (!ElfFile.isElf(bytes, 0, bytes.length)) {
      throw new ToolException(name + ": file format not recognized");
    }
    return ElfCopier.copy(ElfFile.parse(name, bytes), options);
  }

  private byte[] copyArchive(String name, byte[] bytes) throws IOException {
    List<ArchiveWriter.Entry> entries = new ArrayList<>();
    Archive archive = Archive.of(name, bytes);
    for (Archive.Member member : archive.members()) {
      byte[] content = archive.read(member);
      boolean elf = ElfFile.isElf(content, 0, content.length);
      entries.add(
          new ArchiveWriter.Entry(
              member.name(),
              elf ? copyElf(member.name(), content) : content,
              member.date(),
              member.owner(),
              member.group(),
              member.mode()));
    }
    return ArchiveWriter.write(entries, true, false, 0);
  }

  private boolean parse(String[] arguments, boolean asStrip) {
    strip = asStrip;
    args = ArgumentFiles.expand(List.of(arguments), context.directory());
    at = 0;
    while (at < args.size()) {
      String arg = args.get(at++);
      if (arg.startsWith("--")) {
        if (longOption(arg)) {
          return true;
        }
      } else if (arg.startsWith("-") && arg.length() > 1) {
        shortOption(arg);
      } else {
        files.add(arg);
      }
    }
    return false;
  }

  private String value(@Nullable String joined, String option) {
    if (joined != null) {
      return joined;
    }
    if (at >= args.size()) {
      throw new ToolException("option '" + option + "' requires an argument");
    }
    return args.get(at++);
  }

  private void shortOption(String arg) {
    String joined = arg.length() > 2 ? arg.substring(2) : null;
    switch (arg.charAt(1)) {
      case 's' -> options.strip = CopyOptions.Strip.ALL;
      case 'S' -> options.strip = strip ? CopyOptions.Strip.DEBUG : CopyOptions.Strip.ALL;
      case 'g', 'd' -> options.strip = CopyOptions.Strip.DEBUG;
      case 'x' -> options.discardLocals = true;
      case 'X' -> options.discardTemporary = true;
      case 'p' -> options.preserveDates = true;
      case 'w', 'v', 'D', 'U' -> {}
      case 'o' -> options.output = value(joined, arg);
      case 'O' -> options.outputTarget = value(joined, arg);
      case 'I' -> options.inputTarget = value(joined, arg);
      case 'B', 'F' -> value(joined, arg);
      case 'j' -> options.onlySections.add(value(joined, arg));
      case 'R' -> options.removeSections.add(value(joined, arg));
      case 'K' -> options.keepSymbols.add(value(joined, arg));
      case 'N' -> options.stripSymbols.add(value(joined, arg));
      case 'L' -> options.localize.add(value(joined, arg));
      case 'G' -> options.keepGlobal.add(value(joined, arg));
      case 'W' -> options.weaken.add(value(joined, arg));
      case 'V' -> version();
      default -> throw new ToolException("invalid option -- '" + arg.charAt(1) + "'");
    }
  }

  /** libtool looks for "GNU strip". */
  private void version() {
    context.out().println("GNU " + (strip ? "strip" : "objcopy") + " compatible (Ferry) 2.40");
  }

  private boolean longOption(String arg) {
    int equals = arg.indexOf('=');
    String name = equals < 0 ? arg.substring(2) : arg.substring(2, equals);
    String joined = equals < 0 ? null : arg.substring(equals + 1);
    switch (name) {
      case "strip-all" -> options.strip = CopyOptions.Strip.ALL;
      case "strip-debug" -> options.strip = CopyOptions.Strip.DEBUG;
      case "strip-unneeded" -> options.strip = CopyOptions.Strip.UNNEEDED;
      case "only-keep-debug" -> options.onlyKeepDebug = true;
      case "discard-all" -> options.discardLocals = true;
      case "discard-locals" -> options.discardTemporary = true;
      case "weaken" -> options.weakenAll = true;
      case "preserve-dates",
          "enable-deterministic-archives",
          "disable-deterministic-archives",
          "wildcard",
          "verbose",
          "keep-file-symbols",
          "merge-notes",
          "no-merge-notes",
          "compress-debug-sections",
          "decompress-debug-sections",
          "keep-section-symbols" -> {}
      case "version" -> {
        version();
        return true;
      }
      case "help" -> {
        context
            .out()
            .println(
                strip
                    ? "Usage: strip <option(s)> in-file(s)\n  @FILE  Read options from FILE"
                    : "Usage: objcopy [option(s)] in-file [out-file]\n"
                        + "  @FILE  Read options from FILE");
        return true;
      }
      default -> valued(name, joined, arg);
    }
    return false;
  }

  private void valued(String name, @Nullable String joined, String arg) {
    String value = value(joined, arg);
    switch (name) {
      case "input-target", "target" -> options.inputTarget = value;
      case "output-target" -> options.outputTarget = value;
      case "remove-section" -> options.removeSections.add(value);
      case "only-section" -> options.onlySections.add(value);
      case "keep-section" -> options.keepSections.add(value);
      case "keep-symbol" -> options.keepSymbols.add(value);
      case "keep-symbols" -> options.keepSymbols.addAll(lines(value));
      case "strip-symbol" -> options.stripSymbols.add(value);
      case "strip-symbols" -> options.stripSymbols.addAll(lines(value));
      case "localize-symbol" -> options.localize.add(value);
      case "localize-symbols" -> options.localize.addAll(lines(value));
      case "globalize-symbol" -> options.globalize.add(value);
      case "keep-global-symbol" -> options.keepGlobal.add(value);
      case "keep-global-symbols" -> options.keepGlobal.addAll(lines(value));
      case "weaken-symbol" -> options.weaken.add(value);
      case "prefix-symbols" -> options.prefixSymbols = value;
      case "gap-fill" -> options.gapFill = (int) number(value);
      case "pad-to" -> options.padTo = number(value);
      case "output-file" -> options.output = value;
      case "redefine-sym" -> pair(value, (a, b) -> options.redefine.put(a, b));
      case "redefine-syms" -> {
        for (String line : lines(value)) {
          String[] words = line.split("\\s+", 2);
          if (words.length == 2) {
            options.redefine.put(words[0], words[1]);
          }
        }
      }
      case "rename-section" ->
          pair(
              value,
              (a, b) -> {
                int comma = b.indexOf(',');
                options.renameSections.put(a, comma < 0 ? b : b.substring(0, comma));
                if (comma >= 0) {
                  options.sectionFlags.put(a, flags(b.substring(comma + 1)));
                }
              });
      case "set-section-flags" -> pair(value, (a, b) -> options.sectionFlags.put(a, flags(b)));
      case "add-section" ->
          pair(value, (a, b) -> options.addSections.put(a, ToolFiles.read(context, b)));
      case "update-section" ->
          pair(value, (a, b) -> options.updateSections.put(a, ToolFiles.read(context, b)));
      case "dump-section" -> throw new ToolException("--dump-section is not supported");
      case "add-gnu-debuglink" -> addDebugLink(value);
      case "binary-architecture", "file-alignment", "section-alignment" -> {}
      default -> throw new ToolException("unrecognized option '" + arg + "'");
    }
  }

  private interface PairAction {
    void accept(String left, String right);
  }

  private static void pair(String value, PairAction action) {
    int equals = value.indexOf('=');
    if (equals <= 0) {
      throw new ToolException("bad format for option: " + value);
    }
    action.accept(value.substring(0, equals), value.substring(equals + 1));
  }

  private static long number(String text) {
    try {
      return Long.decode(text);
    } catch (NumberFormatException e) {
      throw new ToolException("bad number: " + text);
    }
  }

  private static long flags(String words) {
    long flags = 0;
    Set<String> known =
        Set.of("alloc", "load", "noload", "readonly", "code", "data", "rom", "contents", "debug");
    boolean readOnly = false;
    for (String word : words.split(",", -1)) {
      if (!known.contains(word)) {
        throw new ToolException("unrecognized section flag `" + word + "'");
      }
      flags |= word.equals("alloc") || word.equals("load") ? Elf.SHF_ALLOC : 0;
      flags |= word.equals("code") ? Elf.SHF_EXECINSTR : 0;
      readOnly |= word.equals("readonly") || word.equals("rom");
    }
    return !readOnly && (flags & Elf.SHF_ALLOC) != 0 ? flags | Elf.SHF_WRITE : flags;
  }

  private Set<String> lines(String file) {
    Set<String> lines = new java.util.HashSet<>();
    for (String line :
        new String(ToolFiles.read(context, file), StandardCharsets.UTF_8).split("\n", -1)) {
      String text = line.replaceFirst("#.*", "").strip();
      if (!text.isEmpty()) {
        lines.add(text);
      }
    }
    return lines;
  }

  /** .gnu_debuglink: the debug file's name, padded to four bytes, and its CRC-32. */
  private void addDebugLink(String file) {
    byte[] content = ToolFiles.read(context, file);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(content);
    var out = new dev.ferry.binutils.elf.Contents();
    out.put(file.substring(file.lastIndexOf('/') + 1).getBytes(StandardCharsets.UTF_8));
    out.put8(0);
    out.align(4);
    out.put32((int) crc.getValue());
    options.addSections.put(".gnu_debuglink", out.toByteArray());
  }
}
