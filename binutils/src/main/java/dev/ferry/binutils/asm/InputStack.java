package dev.ferry.binutils.asm;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The texts being read: the file, the files it includes, the macros it expands. Gives statements,
 * which newlines and semicolons end, and whole lines for the bodies of macros.
 */
final class InputStack {
  private static final int DEPTH_LIMIT = 200;
  private static final long EXPANSION_LIMIT = 200_000_000;

  private static final class Frame {
    final String text;
    final boolean expansion;
    int at;
    String file;
    int line;
    boolean lineStart = true;
    // Depth of conditionals when it was entered.
    final int conditionals;

    Frame(String text, boolean expansion, String file, int line, int conditionals) {
      this.text = text;
      this.expansion = expansion;
      this.file = file;
      this.line = line;
      this.conditionals = conditionals;
    }
  }

  private final Deque<Frame> frames = new ArrayDeque<>();
  private AsmLocation location = AsmLocation.NONE;
  private long expanded;

  /** Reads a file's text, comments removed. */
  void pushFile(String text, String file, int conditionals) {
    push(new Frame(text, false, file, 1, conditionals));
  }

  /** Reads a part of a file that starts at a line of it. */
  void pushPart(String text, String file, int line) {
    push(new Frame(text, false, file, line, 0));
  }

  /** Reads the text of an expansion; messages name the place of its use. */
  void pushExpansion(String text, int conditionals) {
    expanded += text.length() + 16L;
    if (expanded > EXPANSION_LIMIT) {
      frames.clear();
      throw new AssemblyException("macro expansions are too large");
    }
    push(new Frame(text, true, location.file(), location.line(), conditionals));
  }

  private void push(Frame frame) {
    if (frames.size() >= DEPTH_LIMIT) {
      throw new AssemblyException("macros nested too deeply");
    }
    frames.push(frame);
  }

  /** The place of the statement given last. */
  AsmLocation location() {
    return location;
  }

  /**
   * Leaves the innermost macro expansion; gives the depth of conditionals where it began, or -1.
   */
  int leaveExpansion() {
    Frame frame = frames.peek();
    if (frame == null || !frame.expansion) {
      return -1;
    }
    frames.pop();
    return frame.conditionals;
  }

  void clear() {
    frames.clear();
  }

  /** The next statement without space around it, or null at the end of everything. */
  @Nullable String statement() {
    while (true) {
      Frame frame = frames.peek();
      if (frame == null) {
        return null;
      }
      if (frame.at >= frame.text.length()) {
        frames.pop();
        continue;
      }
      if (frame.lineStart && marker(frame)) {
        continue;
      }
      int line = frame.line;
      int start = frame.at;
      int end = statementEnd(frame.text, start);
      frame.at = end + 1;
      frame.lineStart = end >= frame.text.length() || frame.text.charAt(end) == '\n';
      if (!frame.expansion) {
        for (int i = start; i < frame.at && i < frame.text.length(); i++) {
          if (frame.text.charAt(i) == '\n') {
            frame.line++;
          }
        }
      }
      while (start < end && Cursor.isSpace(frame.text.charAt(start))) {
        start++;
      }
      while (end > start && Cursor.isSpace(frame.text.charAt(end - 1))) {
        end--;
      }
      if (start < end) {
        if (location.line() != line || !location.file().equals(frame.file)) {
          location = new AsmLocation(frame.file, line);
        }
        return frame.text.substring(start, end);
      }
    }
  }

  /** The next whole line of the innermost text, or null at its end. */
  @Nullable String line() {
    Frame frame = frames.peek();
    if (frame == null || frame.at >= frame.text.length()) {
      return null;
    }
    int end = frame.text.indexOf('\n', frame.at);
    end = end < 0 ? frame.text.length() : end;
    String line = frame.text.substring(frame.at, end);
    frame.at = end + 1;
    frame.lineStart = true;
    if (!frame.expansion) {
      frame.line++;
    }
    return line;
  }

  private static int statementEnd(String text, int start) {
    int i = start;
    while (i < text.length()) {
      char ch = text.charAt(i);
      if (ch == '\n' || ch == ';') {
        return i;
      }
      if (ch == '"') {
        i = stringEnd(text, i + 1);
      } else if (ch == '\'') {
        i += i + 1 < text.length() && text.charAt(i + 1) == '\\' ? 2 : 1;
        if (i < text.length() && text.charAt(i) != '\n') {
          i++;
        }
      } else {
        i++;
      }
    }
    return i;
  }

  private static int stringEnd(String text, int start) {
    int i = start;
    while (i < text.length() && text.charAt(i) != '"') {
      if (text.charAt(i) == '\\') {
        i++;
      }
      i++;
    }
    return Math.min(text.length(), i + 1);
  }

  /** Follows a line marker at the start of a line. */
  private boolean marker(Frame frame) {
    int i = frame.at;
    String text = frame.text;
    while (i < text.length() && Cursor.isSpace(text.charAt(i))) {
      i++;
    }
    if (i >= text.length() || text.charAt(i) != '#') {
      return false;
    }
    int end = text.indexOf('\n', i);
    end = end < 0 ? text.length() : end;
    Cursor in = new Cursor(text.substring(i + 1, end), 0);
    frame.at = end + 1;
    try {
      in.skipSpace();
      int number = Integer.parseInt(in.alphanumeric());
      String file = in.string();
      if (!frame.expansion) {
        frame.line = number;
        frame.file = file;
      }
    } catch (AssemblyException | NumberFormatException e) {
      frame.line++;
    }
    return true;
  }

  /** {@code .line}: the number of the next line. */
  void setLine(int line) {
    Frame frame = frames.peek();
    if (frame != null && !frame.expansion) {
      frame.line = line;
    }
  }
}
