package dev.ferry.binutils.asm;

/**
 * Removes comments from assembly text: {@code #} and {@code //} to the end of the line, {@code /*}
 * to its end. Newlines stay, so that line numbers do; so do line markers of the C preprocessor.
 */
final class SourceText {
  private final String in;
  private final StringBuilder out;
  private int at;

  private SourceText(String in) {
    this.in = in;
    this.out = new StringBuilder(in.length() + 1);
  }

  static String withoutComments(String text) {
    if (text.indexOf('#') < 0 && text.indexOf("//") < 0 && text.indexOf("/*") < 0) {
      return text.endsWith("\n") ? text : text + "\n";
    }
    return new SourceText(text).run();
  }

  private String run() {
    boolean lineStart = true;
    while (at < in.length()) {
      char ch = in.charAt(at);
      switch (ch) {
        case '\n' -> {
          copy();
          lineStart = true;
        }
        case '"' -> {
          string();
          lineStart = false;
        }
        case '\'' -> {
          quotedCharacter();
          lineStart = false;
        }
        case '#' -> {
          if (lineStart && isLineMarker()) {
            copyLine();
          } else {
            skipLine();
          }
        }
        case '/' -> {
          comment();
          lineStart = false;
        }
        default -> {
          lineStart &= Cursor.isSpace(ch);
          copy();
        }
      }
    }
    if (out.isEmpty() || out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
    return out.toString();
  }

  private void copy() {
    out.append(in.charAt(at++));
  }

  private void copyLine() {
    while (at < in.length() && in.charAt(at) != '\n') {
      copy();
    }
  }

  private void skipLine() {
    while (at < in.length() && in.charAt(at) != '\n') {
      at++;
    }
  }

  private void string() {
    copy();
    while (at < in.length()) {
      char ch = in.charAt(at);
      copy();
      if (ch == '"') {
        return;
      }
      if (ch == '\\' && at < in.length()) {
        copy();
      }
    }
  }

  private void quotedCharacter() {
    copy();
    if (at < in.length() && in.charAt(at) == '\\') {
      copy();
    }
    if (at < in.length() && in.charAt(at) != '\n') {
      copy();
    }
  }

  private void comment() {
    char next = at + 1 < in.length() ? in.charAt(at + 1) : 0;
    if (next == '/') {
      skipLine();
    } else if (next == '*') {
      int end = in.indexOf("*/", at + 2);
      int stop = end < 0 ? in.length() : end + 2;
      out.append(' ');
      for (; at < stop; at++) {
        if (in.charAt(at) == '\n') {
          out.append('\n');
        }
      }
    } else {
      copy();
    }
  }

  /** {@code # 12 "file"} with anything behind it. */
  private boolean isLineMarker() {
    int i = at + 1;
    while (i < in.length() && (in.charAt(i) == ' ' || in.charAt(i) == '\t')) {
      i++;
    }
    int digits = i;
    while (i < in.length() && in.charAt(i) >= '0' && in.charAt(i) <= '9') {
      i++;
    }
    if (i == digits || i - digits > 9 || i - at < 2) {
      return false;
    }
    while (i < in.length() && (in.charAt(i) == ' ' || in.charAt(i) == '\t')) {
      i++;
    }
    return i < in.length() && in.charAt(i) == '"';
  }
}
