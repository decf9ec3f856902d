package dev.ferry.cli;

import dev.ferry.driver.Console;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** The commands whose lines picocli parses: those that people type by hand. */
final class Subcommands {
  private static final Set<String> NAMES = Set.of("decode", "encode", "explain");

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
          default -> throw new IllegalArgumentException(name);
        };
    return new CommandLine(command)
        .setOut(new java.io.PrintWriter(console.out(), true))
        .setErr(new java.io.PrintWriter(console.err(), true))
        .execute(args.toArray(new String[0]));
  }
}
