package dev.ferry.binutils.tools;

import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.link.LinkInput;
import dev.ferry.binutils.link.LinkOptions;
import dev.ferry.binutils.link.LinkResult;
import dev.ferry.binutils.link.Linker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code ld} command. */
public final class Ld {
  /** Build systems look for the words "GNU ld". */
  private static final String VERSION = "GNU ld compatible (Ferry) 2.40";

  private Ld() {}

  /** Runs it; 0 when the output is good, 1 otherwise. */
  public static int run(String[] args, ToolContext context) {
    try {
      LdArguments arguments = LdArguments.parse(List.of(args), context.directory());
      return run(arguments, context);
    } catch (ToolException e) {
      context.err().println(context.program() + ": " + e.getMessage());
      if (String.valueOf(e.getMessage()).startsWith("unrecognized option")) {
        context.err().println(context.program() + ": use the --help option for usage information");
      }
      return 1;
    } catch (IOException e) {
      context.err().println(context.program() + ": " + e.getMessage());
      return 1;
    }
  }

  /**
   * Links without writing the output file: for a compiler driver that has objects in memory.
   *
   * @param objects what some of the file names stand for
   */
  public static LinkResult link(
      List<String> args, Map<String, ObjectFile> objects, ToolContext context) throws IOException {
    LdArguments arguments;
    try {
      arguments = LdArguments.parse(args, context.directory());
    } catch (ToolException e) {
      return new LinkResult(
          new byte[0], List.of(context.program() + ": " + e.getMessage()), "", true);
    }
    if (arguments.help || arguments.version) {
      answer(arguments, context);
      return new LinkResult(new byte[0], List.of(), "", false);
    }
    arguments.options.program = context.program();
    List<LinkInput> inputs = new ArrayList<>();
    for (LinkInput input : arguments.inputs) {
      ObjectFile object = input instanceof LinkInput.File(String path) ? objects.get(path) : null;
      inputs.add(object == null ? input : new LinkInput.InMemory(object));
    }
    LinkResult result = Linker.link(arguments.options, inputs);
    writeMap(arguments, result, context);
    return result;
  }

  private static int run(LdArguments arguments, ToolContext context) throws IOException {
    if (arguments.help || arguments.version) {
      answer(arguments, context);
      return 0;
    }
    if (arguments.verbose || arguments.showScript) {
      context.out().println(VERSION);
      if (arguments.inputs.isEmpty()) {
        return 0;
      }
    }
    LinkOptions options = arguments.options;
    options.program = context.program();
    LinkResult result = Linker.link(options, arguments.inputs);
    for (String message : result.messages()) {
      if (!arguments.noWarnings || !message.contains(": warning: ")) {
        context.err().println(message);
      }
    }
    writeMap(arguments, result, context);
    Path output = context.resolve(options.outputName);
    if (result.bytes().length > 0) {
      writeOutput(output, result.bytes(), options);
    } else {
      deleteStale(output);
    }
    return result.hasErrors() ? 1 : 0;
  }

  /** {@code --help}, {@code --version}: told, and nothing linked. */
  private static void answer(LdArguments arguments, ToolContext context) {
    if (arguments.help) {
      printHelp(context);
    } else {
      context.out().println(VERSION);
    }
    context.out().flush();
  }

  private static void writeMap(LdArguments arguments, LinkResult result, ToolContext context)
      throws IOException {
    if (arguments.printMap || "-".equals(arguments.mapFile)) {
      context.out().print(result.map());
    } else if (arguments.mapFile != null) {
      Files.write(
          context.resolve(arguments.mapFile), result.map().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A fresh file, so that a running program that still maps the old one is not disturbed. */
  private static void writeOutput(Path output, byte[] bytes, LinkOptions options)
      throws IOException {
    if (!Files.exists(output) || Files.isRegularFile(output)) {
      Files.deleteIfExists(output);
    }
    Files.write(output, bytes);
    if (options.output != LinkOptions.Output.RELOCATABLE && Files.isRegularFile(output)) {
      output.toFile().setExecutable(true, false);
    }
  }

  private static void deleteStale(Path output) throws IOException {
    if (Files.isRegularFile(output)) {
      Files.delete(output);
    }
  }

  private static void printHelp(ToolContext context) {
    context
        .out()
        .print(
            """
            Usage: ld [options] file...
            Options:
              -o FILE                     Set output file name
              -e ADDRESS                  Set start address
              -L DIRECTORY                Add DIRECTORY to the library search path
              -l LIBNAME                  Search for library LIBNAME
              -T FILE                     Read linker script
              -r                          Generate relocatable output
              -shared, -pie, -static      Kind of output
              --gc-sections               Remove unused sections
              --relax, --no-relax         Relax code by target specific optimizations
              --start-group, --end-group  Search archives repeatedly
              --whole-archive             Include all members of following archives
              --no-whole-archive          Only those that are needed, as usual
              --as-needed                 Only set DT_NEEDED for following libraries if used
              --defsym SYMBOL=EXPRESSION  Define a symbol
              --wrap SYMBOL               Use wrapper functions for SYMBOL
              --version-script FILE       Read version information script
              --build-id[=STYLE]          Generate build ID note
              -Map FILE                   Write a linker map to FILE
              -z KEYWORD                  relro, now, defs, execstack, max-page-size=N, ...
              -s, -S, -x, -X              Strip all, debug, local, temporary symbols
              @FILE                       Read options from FILE
            ld: supported targets: elf64-littleriscv elf32-littleriscv
            ld: supported emulations: elf64lriscv elf32lriscv
            """);
  }
}
