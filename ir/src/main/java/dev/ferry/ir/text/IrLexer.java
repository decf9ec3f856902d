package dev.ferry.ir.text;

/**
 * Cuts IR text into tokens. A comment runs from {@code ;} to the end of the line. Names are made of
 * letters, digits, {@code _ . $}; a sigil (% @ $ !) makes a value, symbol, slot or location.
 */
final class IrLexer {
  /** Token kinds. */
  enum Kind {
    NAME,
    VALUE,
    SYMBOL,
    SLOT,
    LOCATION,
    INT,
    STRING,
    PUNCTUATION,
    ARROW,
    ELLIPSIS,
    END
  }

  private final String text;
  private int position;
  private int line = 1;

  /** The current token. */
  Kind kind = Kind.END;

  /** Its text: a name without sigil, a string's contents, or the punctuation character. */
  String value = "";

  /** The value of INT. */
  long number;

  /** The line it stands on. */
  int tokenLine = 1;

  IrLexer(String text) {
    this.text = text;
    next();
  }

  static boolean isNameChar(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '_'
        || c == '.'
        || c == '$'
        || c >= 0x80;
  }

  IrSyntaxException error(String message) {
    return new IrSyntaxException(tokenLine, message);
  }

  /** A saved position for {@link #rewind}. */
  int[] mark() {
    return new int[] {tokenStart, tokenLine};
  }

  private int tokenStart;

  void rewind(int[] mark) {
    position = mark[0];
    line = mark[1];
    next();
  }

  void next() {
    skipSpace();
    tokenLine = line;
    tokenStart = position;
    if (position >= text.length()) {
      kind = Kind.END;
      value = "end of text";
      return;
    }
    char c = text.charAt(position);
    switch (c) {
      case '%' -> sigil(Kind.VALUE);
      case '@' -> sigil(Kind.SYMBOL);
      case '$' -> sigil(Kind.SLOT);
      case '!' -> sigil(Kind.LOCATION);
      case '"' -> string(Kind.STRING);
      default -> plain(c);
    }
  }

  private void plain(char c) {
    if (text.startsWith("->", position)) {
      fixed(Kind.ARROW, 2);
    } else if (text.startsWith("...", position)) {
      fixed(Kind.ELLIPSIS, 3);
    } else if (c >= '0' && c <= '9' || c == '-' && digitAt(position + 1)) {
      integer();
    } else if (isNameChar(c)) {
      name(Kind.NAME);
    } else {
      fixed(Kind.PUNCTUATION, 1);
    }
  }

  private boolean digitAt(int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  private void fixed(Kind newKind, int length) {
    kind = newKind;
    value = text.substring(position, position + length);
    position += length;
  }

  private void skipSpace() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '\n') {
        line++;
      } else if (c == ';') {
        int end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end;
        continue;
      } else if (c != ' ' && c != '\t' && c != '\r') {
        return;
      }
      position++;
    }
  }

  private void sigil(Kind newKind) {
    position++;
    if (newKind == Kind.SYMBOL && position < text.length() && text.charAt(position) == '"') {
      string(newKind);
    } else {
      name(newKind);
    }
  }

  private void name(Kind newKind) {
    int start = position;
    while (position < text.length() && isNameChar(text.charAt(position))) {
      position++;
    }
    if (position == start) {
      throw error("a name is expected after the sigil");
    }
    kind = newKind;
    value = text.substring(start, position);
  }

  private void integer() {
    int start = position++;
    while (position < text.length() && isNameChar(text.charAt(position))) {
      position++;
    }
    kind = Kind.INT;
    value = text.substring(start, position);
    try {
      number =
          value.startsWith("0x")
              ? Long.parseUnsignedLong(value.substring(2), 16)
              : Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw error("bad integer " + value);
    }
  }

  private void string(Kind newKind) {
    StringBuilder result = new StringBuilder();
    position++;
    while (true) {
      if (position >= text.length() || text.charAt(position) == '\n') {
        throw error("unterminated string");
      }
      char c = text.charAt(position++);
      if (c == '"') {
        break;
      }
      result.append(c == '\\' ? escape() : c);
    }
    kind = newKind;
    value = result.toString();
  }

  private char escape() {
    try {
      if (text.charAt(position) == '{') {
        int end = text.indexOf('}', position);
        char unit = (char) Integer.parseInt(text.substring(position + 1, end), 16);
        position = end + 1;
        return unit;
      }
      char unit = (char) Integer.parseInt(text.substring(position, position + 2), 16);
      position += 2;
      return unit;
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw error("bad escape in string");
    }
  }
}
