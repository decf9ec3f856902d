package dev.ferry.base.source;

/**
 * The length of the C token that starts at a location, measured in the source text: locations name
 * tokens by their first byte, and only diagnostics ask where one ends.
 */
public final class TokenLength {
  private TokenLength() {}

  /**
   * The length in bytes of the token at {@code loc}'s place in its file, 1 at least.
   *
   * @param loc a file location, or one in an expansion, which counts as the macro's name
   */
  public static int at(SourceMap sources, int loc) {
    int at = sources.fileLocation(loc);
    SourceFile file = sources.file(at);
    return file == null ? 1 : measure(file.bytes(), sources.offset(at));
  }

  static int measure(byte[] b, int start) {
    if (start >= b.length) {
      return 1;
    }
    int p = start;
    int c = b[p];
    if (isWord(c) || c == '.' && p + 1 < b.length && isDigit(b[p + 1])) {
      boolean number = isDigit(c) || c == '.';
      while (p < b.length && (isWord(b[p]) || number && isNumberPart(b, p))) {
        p++;
      }
      boolean prefix = !number && p - start <= 3 && p < b.length && (b[p] == '"' || b[p] == '\'');
      if (!prefix) {
        return p - start;
      }
      c = b[p];
    }
    if (c == '"' || c == '\'') {
      return literal(b, p) - start;
    }
    return Math.max(1, punctuator(b, start));
  }

  private static boolean isNumberPart(byte[] b, int p) {
    if (b[p] == '.') {
      return true;
    }
    int before = b[p - 1] | 0x20;
    return (b[p] == '+' || b[p] == '-') && (before == 'e' || before == 'p');
  }

  private static int literal(byte[] b, int quoteAt) {
    int p = quoteAt + 1;
    while (p < b.length && b[p] != b[quoteAt] && b[p] != '\n') {
      p += b[p] == '\\' ? 2 : 1;
    }
    return p < b.length && b[p] == b[quoteAt] ? p + 1 : Math.min(p, b.length);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(int c) {
    return c < 0 || c == '_' || c == '$' || Character.isLetterOrDigit(c);
  }

  private static final String[] LONG_PUNCTUATORS = {
    "...", "<<=", ">>=", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=",
    "-=", "*=", "/=", "%=", "&=", "|=", "^=", "##", "::"
  };

  private static int punctuator(byte[] b, int start) {
    for (String text : LONG_PUNCTUATORS) {
      if (start + text.length() <= b.length) {
        int i = 0;
        while (i < text.length() && b[start + i] == text.charAt(i)) {
          i++;
        }
        if (i == text.length()) {
          return i;
        }
      }
    }
    return 1;
  }
}
