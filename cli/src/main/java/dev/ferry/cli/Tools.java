package dev.ferry.cli;

import dev.ferry.binutils.tools.Ld;
import dev.ferry.binutils.tools.ToolContext;
import dev.ferry.driver.Console;
import java.util.List;
import java.util.Set;

/** The binutils by their names. */
final class Tools {
  private static final Set<String> NAMES =
      Set.of(
          "as", "ld", "ar", "ranlib", "nm", "objdump", "objcopy", "readelf", "size", "strip",
          "strings", "addr2line");

  private Tools() {}

  static boolean isTool(String name) {
    return NAMES.contains(name);
  }

  static int run(String name, List<String> args, Console console) {
    ToolContext context =
        new ToolContext(console.directory(), console.in(), console.out(), console.err(), name);
    String[] arguments = args.toArray(new String[0]);
    return switch (name) {
      case "ld" -> Ld.run(arguments, context);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
