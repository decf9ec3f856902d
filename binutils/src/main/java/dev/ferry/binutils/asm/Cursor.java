package dev.ferry.binutils.asm;

/** A place in the text of a statement. */
final class Cursor {
  final String text;
  int at;

  Cursor(String text, int at) {
    this.text = text;
    this.at = at;
  }

  /** The next character, or 0 at the end. */
  char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
  }

  void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  static boolean isSpace(char ch) {
    return ch == ' ' || ch == '\t' || ch == '\r' || ch == '\f' || ch == 0x0b;
  }

  /** Whether only space remains. */
  boolean atEnd() {
    skipSpace();
    return at >= text.length();
  }

  /** Takes {@code ch}, after space, if it is next. */
  boolean accept(char ch) {
    skipSpace();
    if (peek() == ch) {
      at++;
      return true;
    }
    return false;
  }

  void expect(char ch) {
    if (!accept(ch)) {
      throw new AssemblyException("expected `" + ch + "' " + found());
    }
  }

  /** Takes the comma between operands, if one is next. */
  boolean acceptComma() {
    return accept(',');
  }

  void expectComma() {
    if (!accept(',')) {
      throw new AssemblyException("expected comma " + found());
    }
  }

  private String found() {
    return at >= text.length() ? "at end of line" : "before `" + text.substring(at) + "'";
  }

  void expectEnd() {
    if (!atEnd()) {
      throw new AssemblyException(
          "junk at end of line, first unrecognized character is `" + peek() + "'");
    }
  }

  static boolean isNameStart(char ch) {
    return ch >= 'a' && ch <= 'z'
        || ch >= 'A' && ch <= 'Z'
        || ch == '_'
        || ch == '.'
        || ch == '$'
        || ch >= 0x80;
  }

  static boolean isNamePart(char ch) {
    return isNameStart(ch) || ch >= '0' && ch <= '9';
  }

  /** A name without quotes, or empty if none is next. */
  String plainName() {
    skipSpace();
    int start = at;
    if (isNameStart(peek())) {
      while (at < text.length() && isNamePart(text.charAt(at))) {
        at++;
      }
    }
    return text.substring(start, at);
  }

  /** A symbol's name, perhaps in quotes, which must be there. */
  String name() {
    skipSpace();
    if (peek() == '"') {
      return string();
    }
    String name = plainName();
    if (name.isEmpty()) {
      throw new AssemblyException("expected symbol name");
    }
    return name;
  }

  /** Everything up to the next comma outside quotes and parentheses, without space around it. */
  String word() {
    skipSpace();
    int start = at;
    int depth = 0;
    while (at < text.length()) {
      char ch = text.charAt(at);
      if (ch == '"') {
        string();
        continue;
      }
      if (ch == '(') {
        depth++;
      } else if (ch == ')') {
        depth--;
      } else if (ch == ',' && depth <= 0) {
        break;
      }
      at++;
    }
    return text.substring(start, at).strip();
  }

  /** A name, perhaps in quotes, or a number, as text. */
  String peekWord() {
    skipSpace();
    return peek() == '"' ? string() : word();
  }

  /** Letters and digits only. */
  String alphanumeric() {
    skipSpace();
    int start = at;
    while (Character.isLetterOrDigit(peek()) || peek() == '_') {
      at++;
    }
    return text.substring(start, at);
  }

  /** A string in quotes with the escapes of C; each character of the result is one byte. */
  String string() {
    skipSpace();
    if (peek() != '"') {
      throw new AssemblyException("expected string");
    }
    at++;
    StringBuilder out = new StringBuilder();
    while (true) {
      if (at >= text.length()) {
        throw new AssemblyException("unterminated string");
      }
      char ch = text.charAt(at++);
      if (ch == '"') {
        return out.toString();
      }
      out.append(ch == '\\' ? escape() : ch);
    }
  }

  private char escape() {
    char ch = peek();
    at++;
    return switch (ch) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0b;
      case 'x', 'X' -> hexEscape();
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octalEscape();
      default -> ch;
    };
  }

  private char hexEscape() {
    int value = 0;
    while (Character.digit(peek(), 16) >= 0) {
      value = value * 16 + Character.digit(peek(), 16);
      at++;
    }
    return (char) (value & 0xff);
  }

  private char octalEscape() {
    at--;
    int value = 0;
    for (int i = 0; i < 3 && peek() >= '0' && peek() <= '7'; i++) {
      value = value * 8 + peek() - '0';
      at++;
    }
    return (char) (value & 0xff);
  }

  /** One character of a character constant behind its quote. */
  long character() {
    if (at >= text.length()) {
      throw new AssemblyException("missing character");
    }
    char ch = text.charAt(at++);
    long value = ch == '\\' ? escape() : ch;
    if (peek() == '\'') {
      at++;
    }
    return value;
  }
}
