package dev.ferry.c.parse;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceMap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which braces of a function matched which: when the file ends inside a block, the indentation
 * tells where a brace is missing.
 */
final class BracePairs {
  private final SourceMap sources;
  private int[] pairs = new int[64];
  private int count;

  BracePairs(SourceMap sources) {
    this.sources = sources;
  }

  void clear() {
    count = 0;
  }

  void add(int open, int close) {
    if (count == pairs.length) {
      pairs = Arrays.copyOf(pairs, count * 2);
    }
    pairs[count++] = open;
    pairs[count++] = close;
  }

  /**
   * Adds a note to the error at the end of the file: the first pair whose closing brace stands left
   * of the line that opened it is where a brace was forgotten, or else the block that is still
   * open.
   */
  void explain(Diagnostic diagnostic, int open) {
    for (int i = 0; i < count; i += 2) {
      Position opened = position(pairs[i]);
      Position closed = position(pairs[i + 1]);
      if (opened != null
          && closed != null
          && opened.line() < closed.line()
          && indentation(closed) == closed.column() - 1
          && closed.column() - 1 < indentation(opened)) {
        diagnostic.note(
            pairs[i], "this ‘{’ seems to lack its ‘}’: line %s closes it", closed.line());
        return;
      }
    }
    diagnostic.note(open, "to match this ‘{’");
  }

  private @Nullable Position position(int loc) {
    return sources.isMacro(loc) ? null : sources.position(loc);
  }

  /** The number of blanks that a position's line starts with. */
  private static int indentation(Position position) {
    String text = position.source().lineText(position.source().line(position.offset()));
    int blanks = 0;
    while (blanks < text.length() && Character.isWhitespace(text.charAt(blanks))) {
      blanks++;
    }
    return blanks;
  }
}
