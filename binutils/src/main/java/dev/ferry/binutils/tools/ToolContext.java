package dev.ferry.binutils.tools;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * The world a command runs in.
 *
 * @param directory what relative paths are relative to
 * @param program the name in messages, such as {@code ld} or {@code riscv64-linux-gnu-ld}
 */
public record ToolContext(
    Path directory, InputStream in, PrintStream out, PrintStream err, String program) {
  /** The same world under another program name. */
  public ToolContext named(String name) {
    return new ToolContext(directory, in, out, err, name);
  }

  Path resolve(String path) {
    return directory.resolve(path);
  }
}
