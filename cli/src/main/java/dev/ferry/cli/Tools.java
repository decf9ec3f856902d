package dev.ferry.cli;

import dev.ferry.binutils.tools.Binutils;
import dev.ferry.binutils.tools.ToolContext;
import dev.ferry.driver.Console;
import dev.ferry.driver.as.AsCommand;
import java.util.List;

/** The binutils by their names. */
final class Tools {
  private Tools() {}

  static boolean isTool(String name) {
    return name.equals("as") || Binutils.NAMES.contains(name);
  }

  static int run(String name, List<String> args, Console console) {
    if (name.equals("as")) {
      return new AsCommand(console).run(args);
    }
    ToolContext context =
        new ToolContext(console.directory(), console.in(), console.out(), console.err(), name);
    return Binutils.run(name, args.toArray(new String[0]), context);
  }
}
