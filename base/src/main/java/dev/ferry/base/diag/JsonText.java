package dev.ferry.base.diag;

import java.util.Locale;

/** Writes JSON (RFC 8259) without line breaks; the caller keeps the nesting right. */
final class JsonText {
  private final StringBuilder out = new StringBuilder();
  private boolean comma;

  String text() {
    return out.toString();
  }

  private void separate() {
    if (comma) {
      out.append(", ");
    }
    comma = false;
  }

  void openObject() {
    separate();
    out.append('{');
  }

  void closeObject() {
    out.append('}');
    comma = true;
  }

  void openArray() {
    separate();
    out.append('[');
  }

  void closeArray() {
    out.append(']');
    comma = true;
  }

  void key(String name) {
    separate();
    string(name);
    out.append(": ");
  }

  void member(String name, String value) {
    key(name);
    string(value);
    comma = true;
  }

  void member(String name, int value) {
    key(name);
    out.append(value);
    comma = true;
  }

  void member(String name, boolean value) {
    key(name);
    out.append(value);
    comma = true;
  }

  private void string(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || Character.isSurrogate(c) && !isPaired(value, i)) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isPaired(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
  }
}
