package dev.ferry.binutils.tools;

import dev.ferry.base.InternalCompilerError;
import java.util.List;

/** All commands by name. */
public final class Binutils {
  /** The names {@link #run} knows. */
  public static final List<String> NAMES =
      List.of(
          "as",
          "ld",
          "ar",
          "ranlib",
          "nm",
          "objdump",
          "readelf",
          "size",
          "strip",
          "objcopy",
          "strings",
          "addr2line");

  private Binutils() {}

  /**
   * Runs a command.
   *
   * @param tool one of {@link #NAMES}
   * @return the exit status
   * @throws InternalCompilerError for a bug of the tool, never for its input
   */
  public static int run(String tool, String[] args, ToolContext context) {
    ToolContext named = context.program().isEmpty() ? context.named(tool) : context;
    try {
      return dispatch(tool, args, named);
    } catch (InternalCompilerError e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InternalCompilerError("binutils." + tool, null, e);
    }
  }

  private static int dispatch(String tool, String[] args, ToolContext named) {
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
