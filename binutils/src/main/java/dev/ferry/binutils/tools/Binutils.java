package dev.ferry.binutils.tools;

import java.util.List;

/** All commands by name. */
public final class Binutils {
  /** The names {@link #run} knows. */
  public static final List<String> NAMES =
      List.of(
          "as", "ld", "ar", "ranlib", "nm", "objdump", "readelf", "size", "strip", "objcopy", "strings",
          "addr2line");

  private Binutils() {}

  /**
   * Runs a command.
   *
   * @param tool one of {@link #NAMES}
   * @return the exit status
   */
  public static int run(String tool, String[] args, ToolContext context) {
    ToolContext named = context.program().isEmpty() ? context.named(tool) : context;
    return switch (tool) {
      case "ld" -> Ld.run(args, named);
      case "readelf" -> Readelf.run(args, named);
      case "nm" -> Nm.run(args, named);
      case "size" -> Size.run(args, named);
      case "strings" -> Strings.run(args, named);
      case "ar" -> Ar.run(args, named);
      case "ranlib" -> Ar.runRanlib(args, named);
      case "strip" -> Objcopy.runStrip(args, named);
      case "objdump" -> Objdump.run(args, named);
      case "as" -> As.run(args, named);
      case "addr2line" -> Addr2line.run(args, named);
      case "objcopy" -> Objcopy.run(args, named);
      default -> {
        named.err().println("ferry: no such tool: " + tool);
        yield 1;
      }
    };
  }
}
