package dev.ferry.c.check;

import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;

/**
 * Where in the source a character of a string literal stands, across escapes and adjacent literals.
 */
final class LiteralPlaces {
  private final byte[] text;
  private int at;

  private LiteralPlaces(byte[] text, int at) {
    this.text = text;
    this.at = at;
  }

  /**
   * The location of byte {@code index} of the literal at {@code loc}; {@code loc} itself where it
   * comes from a macro or is written in a way that is not followed here.
   */
  static int find(SourceMap sources, int loc, int index) {
    SourceFile file = sources.isMacro(loc) ? null : sources.file(loc);
    if (file == null) {
      return loc;
    }
    int start = sources.offset(loc);
    int place = new LiteralPlaces(file.bytes(), start).place(index);
    return place < 0 ? loc : loc + place - start;
  }

  private int place(int index) {
    int left = index;
    while (open()) {
      while (at < text.length && text[at] != '"') {
        if (text[at] == '\n') {
          return -1;
        }
        int length = character();
        if (length == 0) {
          return -1;
        }
        if (left-- == 0) {
          return at;
        }
        at += length;
      }
      at++;
    }
    return -1;
  }

  /** Goes behind the next opening quote if only blanks stand before it. */
  private boolean open() {
    while (at < text.length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n')) {
      at++;
    }
    boolean opens = at < text.length && text[at] == '"';
    at++;
    return opens;
  }

  /** How many bytes of source are one byte of the string; 0 for what is not followed. */
  private int character() {
    if (text[at] != '\\') {
      return 1;
    }
    int next = at + 1 < text.length ? text[at + 1] : 0;
    if (next == 'x' || next == 'u' || next == 'U' || next == '\n' || next == '\r') {
      return 0;
    }
    int digits = 0;
    while (digits < 3
        && at + 1 + digits < text.length
        && text[at + 1 + digits] >= '0'
        && text[at + 1 + digits] <= '7') {
      digits++;
    }
    return digits > 0 ? 1 + digits : 2;
  }
}
