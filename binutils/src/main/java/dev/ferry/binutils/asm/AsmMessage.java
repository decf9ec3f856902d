package dev.ferry.binutils.asm;

/**
 * A message about the source.
 *
 * @param file the file as named on the command line or by a line marker
 * @param line the line from 1, or 0 if there is none
 * @param error whether it is an error rather than a warning
 */
public record AsmMessage(String file, int line, boolean error, String text) {
  /** The message in the form of GNU as: {@code file:line: Error: text}. */
  @Override
  public String toString() {
    String where = line > 0 ? file + ":" + line : file;
    return where + ": " + (error ? "Error: " : "Warning: ") + text;
  }
}
