package dev.ferry.base.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of one source file (UTF-8) and its line table. The bytes are as read: splices and
 * trigraphs are the lexer's business. Immutable but for the lazily computed line table.
 */
public final class SourceFile {
  private final String name;
  private final byte[] bytes;
  private int[] lineStarts = new int[0];

  /** The line asked for last: questions come in runs. */
  private int lastLine = 1;

  /**
   * @param name the name diagnostics print, as the user or the include search spelled it
   * @param bytes the contents; not copied, must not change afterwards
   */
  public SourceFile(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  public static SourceFile of(String name, String text) {
    return new SourceFile(name, text.getBytes(StandardCharsets.UTF_8));
  }

  public String name() {
    return name;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return bytes.length;
  }

  /** The 1-based line that the byte at {@code offset} stands in. */
  public int line(int offset) {
    int[] starts = lineStarts();
    int last = lastLine;
    if (offset >= starts[last - 1] && (last == starts.length || offset < starts[last])) {
      return last;
    }
    int found = Arrays.binarySearch(starts, offset);
    last = found >= 0 ? found + 1 : -found - 1;
    lastLine = last;
    return last;
  }

  /** The 1-based column, in bytes, of the byte at {@code offset}. */
  public int column(int offset) {
    return offset - lineStarts()[line(offset) - 1] + 1;
  }

  public int lineCount() {
    return lineStarts().length;
  }

  /** The text of a 1-based line without its terminator; empty beyond the end. */
  public String lineText(int line) {
    int[] starts = lineStarts();
    if (line < 1 || line > starts.length) {
      return "";
    }
    int start = starts[line - 1];
    int end = line < starts.length ? starts[line] : bytes.length;
    while (end > start && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  private int[] lineStarts() {
    if (lineStarts.length == 0) {
      int[] starts = new int[Math.max(16, bytes.length / 24)];
      int count = 1;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
          }
          starts[count++] = i + 1;
        }
      }
      lineStarts = Arrays.copyOf(starts, count);
    }
    return lineStarts;
  }
}
