package dev.ferry.cli;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.driver.Console;
import dev.ferry.driver.cc.InternalErrorReport;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** The commands whose lines picocli parses: those that people type by hand. */
final class Subcommands {
  private static final Set<String> NAMES = Set.of("decode", "encode", "explain", "explore");

  /** What they do not know is for the compiler. */
  private static final Set<String> TAKES_COMPILER_OPTIONS = Set.of("explain");

  private Subcommands() {}

  static boolean isKnown(String name) {
    return NAMES.contains(name);
  }

  static int run(String name, List<String> args, Console console) {
    Callable<Integer> command =
        switch (name) {
          case "decode" -> new DecodeCommand(console);
          case "encode" -> new EncodeCommand(console);
          case "explain" -> new ExplainCommand(console);
          case "explore" -> new ExploreCommand(console);
          default -> throw new IllegalArgumentException(name);
        };
    return new CommandLine(command)
        .setOut(new java.io.PrintWriter(console.out(), true))
        .setErr(new java.io.PrintWriter(console.err(), true))
        .setUnmatchedOptionsArePositionalParams(TAKES_COMPILER_OPTIONS.contains(name))
        .setExecutionExceptionHandler((e, _, _) -> internalError(name, e, console))
        .execute(args.toArray(new String[0]));
  }

  /** A bug of Ferry's is reported, never shown as a stack trace. */
  private static int internalError(String name, Exception e, Console console) {
    InternalCompilerError error =
        e instanceof InternalCompilerError known
            ? known
            : new InternalCompilerError("cli." + name, null, e);
    console.err().print(InternalErrorReport.of(error, "ferry " + name));
    return 4;
  }
}
