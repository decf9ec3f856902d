package dev.ferry.c.lex;

import dev.ferry.base.diag.Diagnostics;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits the bytes of one file into preprocessing tokens (C17 5.1.1.2 phases 1 to 3, 6.4).
 *
 * <p>Line splices ({@code \} newline) may stand anywhere, so each scan has a fast path for text
 * without them; where one is met, the token's text is copied without its splices. Trigraphs are
 * replaced once, in {@link #prepare}, by a splice and the character: same length, same meaning, so
 * that offsets stay those of the file.
 */
public final class Lexer {
  private static final boolean[] IDENTIFIER_PART = new boolean[256];
  private static final boolean[] IDENTIFIER_PART_NO_DOLLAR = new boolean[256];

  static {
    for (int c = 0; c < 128; c++) {
      boolean part = Character.isLetterOrDigit(c) || c == '_';
      IDENTIFIER_PART[c] = part || c == '$';
      IDENTIFIER_PART_NO_DOLLAR[c] = part;
    }
  }

  /** What follows the text: a newline, then zeroes that stop every scan. */
  private static final int PADDING = 4;

  private final IdentifierTable identifiers;
  private final Dialect dialect;
  private final Diagnostics diagnostics;
  private final boolean[] identifierPart;
  private final byte[] b;
  private final int limit;
  private final int base;
  private int pos;
  private boolean lineStart = true;
  private boolean sawSplice;
  private boolean reportedLineComment;

  /**
   * In a directive: a newline, or the end of the file, ends it with {@code END_OF_LINE} instead of
   * being white space.
   */
  public boolean inDirective;

  /** Comments become tokens ({@code -C}). */
  public boolean keepComments;

  /** No diagnostics: for pasting and destringizing. */
  public boolean quiet;

  /**
   * @param text the result of {@link #prepare}
   * @param length the length of the text in it
   * @param base the location of its first byte
   */
  public Lexer(
      byte[] text,
      int length,
      int base,
      IdentifierTable identifiers,
      Dialect dialect,
      Diagnostics diagnostics) {
    this.b = text;
    this.limit = length;
    this.base = base;
    this.identifiers = identifiers;
    this.dialect = dialect;
    this.diagnostics = diagnostics;
    this.identifierPart = dialect.assembler() ? IDENTIFIER_PART_NO_DOLLAR : IDENTIFIER_PART;
    if (length >= 3 && b[0] == (byte) 0xef && b[1] == (byte) 0xbb && b[2] == (byte) 0xbf) {
      pos = 3;
    }
  }

  /** Copies a file's bytes into the form that the lexer wants. */
  public static byte[] prepare(byte[] bytes, Dialect dialect) {
    byte[] text = Arrays.copyOf(bytes, bytes.length + PADDING);
    text[bytes.length] = '\n';
    if (dialect.trigraphs()) {
      replaceTrigraphs(text, bytes.length);
    }
    return text;
  }

  private static void replaceTrigraphs(byte[] text, int length) {
    for (int i = 0; i + 2 < length; i++) {
      if (text[i] == '?' && text[i + 1] == '?') {
        int at = "=(/)'<!>-".indexOf(text[i + 2]);
        if (at >= 0) {
          text[i] = '\\';
          text[i + 1] = '\n';
          text[i + 2] = (byte) "#[\\]^{|}~".charAt(at);
          i += 2;
        }
      }
    }
  }

  /** The location of the next byte. */
  public int location() {
    return base + Math.min(pos, limit);
  }

  /** The location of the file's first byte. */
  public int base() {
    return base;
  }

  public boolean atEnd() {
    return pos >= limit;
  }

  /** The next token. At the end, {@code END_OF_FILE} as often as asked. */
  public Token next() {
    int flags = lineStart ? Token.LINE_START : 0;
    lineStart = false;
    byte[] b = this.b;
    int p = pos;
    while (true) {
      byte c = b[p];
      switch (c) {
        case ' ', '\t', '\f', 0x0b, '\r' -> {
          flags |= Token.SPACE_BEFORE;
          p++;
        }
        case '\n' -> {
          if (inDirective) {
            pos = p;
            return new Token(TokenKind.END_OF_LINE, flags, base + Math.min(p, limit), null);
          }
          p++;
          flags = Token.LINE_START;
        }
        case 0 -> {
          if (p >= limit) {
            pos = p;
            lineStart = true;
            return new Token(
                inDirective ? TokenKind.END_OF_LINE : TokenKind.END_OF_FILE,
                flags,
                base + limit,
                null);
          }
          report(LexDiagnostic.NULL_CHARACTER, p);
          flags |= Token.SPACE_BEFORE;
          while (b[p] == 0 && p < limit) {
            p++;
          }
        }
        case '\\' -> {
          int after = splice(p);
          if (after < 0) {
            return isUcn(p) ? slowIdentifier(p, flags) : other(p, flags);
          }
          p = after;
        }
        case '/' -> {
          int q = unsplice(p + 1);
          if (b[q] == '*') {
            int end = blockComment(p, q + 1);
            if (keepComments) {
              pos = end;
              return new Token(TokenKind.COMMENT, flags, base + p, text(p, end));
            }
            p = end;
            flags |= Token.SPACE_BEFORE;
          } else if (b[q] == '/' && (lineComments() || commentOfC99(p, q + 1))) {
            int end = lineComment(p, q + 1);
            if (keepComments) {
              pos = end;
              return new Token(TokenKind.COMMENT, flags, base + p, text(p, end));
            }
            p = end;
            flags |= Token.SPACE_BEFORE;
          } else {
            return punctuator(p, flags);
          }
        }
        case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
          return number(p, flags);
        }
        case '"' -> {
          return literal(p, p, flags);
        }
        case '\'' -> {
          return literal(p, p, flags);
        }
        case '.' -> {
          byte d = b[unsplice(p + 1)];
          return d >= '0' && d <= '9' ? number(p, flags) : punctuator(p, flags);
        }
        case '$' -> {
          return identifierPart['$'] ? identifier(p, flags) : other(p, flags);
        }
        case '#',
            '(',
            ')',
            '[',
            ']',
            '{',
            '}',
            ';',
            ':',
            ',',
            '?',
            '=',
            '!',
            '>',
            '<',
            '+',
            '-',
            '*',
            '%',
            '&',
            '|',
            '^',
            '~' -> {
          return punctuator(p, flags);
        }
        default -> {
          if (c < 0) {
            return slowIdentifier(p, flags);
          }
          return identifierPart[c] ? identifier(p, flags) : other(p, flags);
        }
      }
    }
  }

  /** Strict C90 has none: there, {@code //} is two divisions. */
  private boolean lineComments() {
    return dialect.atLeast(Standard.C99) || dialect.gnu() || dialect.assembler();
  }

  /**
   * A comment of later standards in strict C90, reported once a file. In directives and before
   * {@code *} the two divisions may be meant.
   */
  private boolean commentOfC99(int start, int after) {
    if (inDirective || b[after] == '*') {
      return false;
    }
    if (!reportedLineComment) {
      reportedLineComment = true;
      report(LexDiagnostic.LINE_COMMENT_C90, start);
    }
    return true;
  }

  private Token identifier(int start, int flags) {
    byte[] b = this.b;
    boolean[] part = identifierPart;
    int p = start;
    int hash = 0;
    byte c = b[p];
    do {
      hash = hash * IdentifierTable.HASH_FACTOR + c;
      c = b[++p];
    } while (c >= 0 && part[c]);
    if (c < 0 || c == '\\' && (splice(p) >= 0 || isUcn(p))) {
      return slowIdentifier(start, flags);
    }
    if ((c == '"' || c == '\'') && p - start <= 3 && isLiteralPrefix(start, p, c)) {
      return literal(start, p, flags);
    }
    pos = p;
    return new Token(
        TokenKind.IDENTIFIER, flags, base + start, identifiers.intern(b, start, p, hash));
  }

  private boolean isLiteralPrefix(int start, int end, byte quote) {
    return isLiteralPrefix(new String(b, start, end - start, StandardCharsets.ISO_8859_1), quote);
  }

  private boolean isLiteralPrefix(String prefix, byte quote) {
    boolean c11 = dialect.atLeast(Standard.C11) || dialect.gnu() && dialect.atLeast(Standard.C99);
    boolean raw = quote == '"' && dialect.gnu() && dialect.atLeast(Standard.C99);
    if (dialect.assembler()) {
      return prefix.equals("L");
    }
    return switch (prefix) {
      case "L" -> true;
      case "u", "U" -> c11;
      case "u8" -> c11 && (quote == '"' || dialect.atLeast(Standard.C23));
      case "R", "LR", "uR", "UR", "u8R" -> raw;
      default -> false;
    };
  }

  /** An identifier with splices, universal character names or characters beyond ASCII. */
  private Token slowIdentifier(int start, int flags) {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    int p = start;
    while (true) {
      p = unsplice(p);
      byte c = b[p];
      if (c >= 0 && identifierPart[c]) {
        name.write(c);
        p++;
      } else if (c < 0) {
        int length = Utf8.length(b, p, limit);
        if (length == 0 || !Utf8.isIdentifierPart(Utf8.decode(b, p, length), name.size() == 0)) {
          break;
        }
        name.write(b, p, length);
        p += length;
      } else if (c == '\\' && isUcn(p)) {
        int end = ucnEnd(p);
        int value = hex(p + 2, end);
        if (value < 0xa0 || !Utf8.isIdentifierPart(value, name.size() == 0)) {
          break;
        }
        Utf8.encode(value, name);
        p = end;
      } else {
        break;
      }
    }
    if (name.size() == 0) {
      return other(start, flags);
    }
    byte[] bytes = name.toByteArray();
    String prefix = bytes.length <= 3 ? new String(bytes, StandardCharsets.ISO_8859_1) : "";
    if ((b[p] == '"' || b[p] == '\'') && isLiteralPrefix(prefix, b[p])) {
      return literal(start, p, flags);
    }
    pos = p;
    int hash = IdentifierTable.hash(bytes, 0, bytes.length);
    return new Token(
        TokenKind.IDENTIFIER,
        flags,
        base + start,
        identifiers.intern(bytes, 0, bytes.length, hash));
  }

  private boolean isUcn(int p) {
    return ucnEnd(p) > 0;
  }

  private int ucnEnd(int p) {
    int digits = b[p + 1] == 'u' ? 4 : b[p + 1] == 'U' ? 8 : 0;
    if (digits == 0 || p + 2 + digits > limit) {
      return -1;
    }
    for (int i = p + 2; i < p + 2 + digits; i++) {
      if (Character.digit(b[i], 16) < 0) {
        return -1;
      }
    }
    return p + 2 + digits;
  }

  private int hex(int start, int end) {
    int value = 0;
    for (int i = start; i < end; i++) {
      value = value << 4 | Character.digit(b[i], 16);
    }
    return value;
  }

  /** A preprocessing number (C17 6.4.8). */
  private Token number(int start, int flags) {
    byte[] b = this.b;
    sawSplice = false;
    int p = start + 1;
    byte previous = b[start];
    while (true) {
      byte c = b[p];
      if (c == '\\') {
        int after = splice(p);
        if (after >= 0) {
          sawSplice = true;
          p = after;
          continue;
        }
        if (!isUcn(p)) {
          break;
        }
        p = ucnEnd(p);
        previous = 0;
        continue;
      }
      boolean part = c >= 0 ? identifierPart[c] || c == '.' : false;
      if (!part) {
        if ((c == '+' || c == '-') && isExponent(previous)) {
          part = true;
        } else if (c == '\'' && dialect.atLeast(Standard.C23) && b[p + 1] >= 0) {
          part = identifierPart[b[p + 1]];
        } else if (c < 0) {
          int length = Utf8.length(b, p, limit);
          if (length > 0 && Utf8.isIdentifierPart(Utf8.decode(b, p, length), false)) {
            p += length;
            continue;
          }
        }
      }
      if (!part) {
        break;
      }
      previous = c;
      p++;
    }
    pos = p;
    return new Token(TokenKind.NUMBER, flags, base + start, text(start, p));
  }

  private boolean isExponent(byte c) {
    return switch (c) {
      case 'e', 'E' -> true;
      case 'p', 'P' -> dialect.gnu() || dialect.atLeast(Standard.C99);
      default -> false;
    };
  }

  /** A character constant or string literal whose quote stands at {@code quoteAt}. */
  private Token literal(int start, int quoteAt, int flags) {
    byte[] b = this.b;
    byte quote = b[quoteAt];
    if (quote == '"' && quoteAt > start && b[quoteAt - 1] == 'R') {
      return rawString(start, quoteAt, flags);
    }
    sawSplice = quoteAt - start > 3;
    int p = quoteAt + 1;
    while (true) {
      byte c = b[p];
      if (c == quote) {
        p++;
        break;
      }
      if (c == '\\') {
        int after = splice(p);
        if (after >= 0) {
          sawSplice = true;
          p = after;
        } else {
          // The escaped character may itself stand behind a splice.
          int escaped = unsplice(p + 1);
          sawSplice |= escaped != p + 1;
          p = b[escaped] == '\n' || escaped >= limit ? escaped : escaped + 1;
        }
      } else if (c == '\n' || p >= limit) {
        return unterminated(start, p, quote, flags);
      } else {
        p++;
      }
    }
    pos = p;
    TokenKind kind = quote == '"' ? TokenKind.STRING : TokenKind.CHARACTER;
    return new Token(kind, flags, base + start, text(start, p));
  }

  /** The rest of the line is one stray token; in assembler a lone quote is a token of its own. */
  private Token unterminated(int start, int end, byte quote, int flags) {
    if (dialect.assembler() && quote == '\'') {
      pos = start + 1;
      return new Token(TokenKind.OTHER, flags, base + start, text(start, start + 1));
    }
    while (end > start && b[end - 1] == '\r') {
      end--;
    }
    pos = end;
    return new Token(TokenKind.OTHER, flags, base + start, text(start, end));
  }

  /** {@code R"delimiter(…)delimiter"}: splices inside are kept. */
  private Token rawString(int start, int quoteAt, int flags) {
    int open = quoteAt + 1;
    while (open < limit && open - quoteAt <= 17 && b[open] != '(') {
      if (b[open] == ' ' || b[open] == ')' || b[open] == '\\' || b[open] == '\n') {
        break;
      }
      open++;
    }
    if (b[open] != '(') {
      report(LexDiagnostic.INVALID_RAW_DELIMITER, start);
      pos = quoteAt;
      return literalWithoutPrefix(start, quoteAt, flags);
    }
    int length = open - quoteAt - 1;
    for (int p = open + 1; p < limit; p++) {
      if (b[p] == ')' && closesRaw(p, quoteAt + 1, length)) {
        pos = p + length + 2;
        return new Token(
            TokenKind.STRING, flags | Token.RAW, base + start, Arrays.copyOfRange(b, start, pos));
      }
    }
    report(LexDiagnostic.UNTERMINATED_RAW_STRING, start);
    pos = limit;
    return new Token(
        TokenKind.STRING, flags, base + start, "\"\"".getBytes(StandardCharsets.UTF_8));
  }

  private Token literalWithoutPrefix(int start, int quoteAt, int flags) {
    int p = quoteAt;
    while (b[p] != '\n') {
      p++;
    }
    pos = p;
    return new Token(
        TokenKind.STRING, flags, base + start, "\"\"".getBytes(StandardCharsets.UTF_8));
  }

  private boolean closesRaw(int p, int delimiter, int length) {
    if (p + 1 + length >= limit || b[p + 1 + length] != '"') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (b[p + 1 + i] != b[delimiter + i]) {
        return false;
      }
    }
    return true;
  }

  private Token other(int p, int flags) {
    int length = Math.max(1, Utf8.length(b, p, limit));
    pos = p + length;
    return new Token(TokenKind.OTHER, flags, base + p, Arrays.copyOfRange(b, p, p + length));
  }

  private Token punctuator(int start, int flags) {
    byte[] b = this.b;
    int p = start + 1;
    int q = b[p] == '\\' ? unsplice(p) : p;
    byte d = b[q];
    TokenKind kind;
    switch (b[start]) {
      case '(' -> kind = TokenKind.OPEN_PAREN;
      case ')' -> kind = TokenKind.CLOSE_PAREN;
      case '[' -> kind = TokenKind.OPEN_BRACKET;
      case ']' -> kind = TokenKind.CLOSE_BRACKET;
      case '{' -> kind = TokenKind.OPEN_BRACE;
      case '}' -> kind = TokenKind.CLOSE_BRACE;
      case ';' -> kind = TokenKind.SEMICOLON;
      case ',' -> kind = TokenKind.COMMA;
      case '?' -> kind = TokenKind.QUESTION;
      case '~' -> kind = TokenKind.TILDE;
      case '#' -> {
        kind = TokenKind.HASH;
        if (d == '#') {
          kind = TokenKind.HASH_HASH;
          p = q + 1;
        }
      }
      case ':' -> {
        kind = TokenKind.COLON;
        if (d == '>' && digraphs()) {
          kind = TokenKind.CLOSE_BRACKET;
          flags |= Token.DIGRAPH;
          p = q + 1;
        } else if (d == ':' && dialect.atLeast(Standard.C23)) {
          kind = TokenKind.COLON_COLON;
          p = q + 1;
        }
      }
      case '.' -> {
        kind = TokenKind.DOT;
        if (d == '.') {
          int r = unsplice(q + 1);
          if (b[r] == '.') {
            kind = TokenKind.ELLIPSIS;
            p = r + 1;
          }
        }
      }
      case '=' -> {
        kind = d == '=' ? TokenKind.EQUAL : TokenKind.ASSIGN;
        p = d == '=' ? q + 1 : p;
      }
      case '!' -> {
        kind = d == '=' ? TokenKind.NOT_EQUAL : TokenKind.NOT;
        p = d == '=' ? q + 1 : p;
      }
      case '*' -> {
        kind = d == '=' ? TokenKind.STAR_ASSIGN : TokenKind.STAR;
        p = d == '=' ? q + 1 : p;
      }
      case '/' -> {
        kind = d == '=' ? TokenKind.SLASH_ASSIGN : TokenKind.SLASH;
        p = d == '=' ? q + 1 : p;
      }
      case '^' -> {
        kind = d == '=' ? TokenKind.XOR_ASSIGN : TokenKind.CARET;
        p = d == '=' ? q + 1 : p;
      }
      case '+' -> {
        kind = d == '+' ? TokenKind.PLUS_PLUS : d == '=' ? TokenKind.PLUS_ASSIGN : TokenKind.PLUS;
        p = kind == TokenKind.PLUS ? p : q + 1;
      }
      case '-' -> {
        kind =
            switch (d) {
              case '-' -> TokenKind.MINUS_MINUS;
              case '=' -> TokenKind.MINUS_ASSIGN;
              case '>' -> TokenKind.ARROW;
              default -> TokenKind.MINUS;
            };
        p = kind == TokenKind.MINUS ? p : q + 1;
      }
      case '&' -> {
        kind = d == '&' ? TokenKind.AND_AND : d == '=' ? TokenKind.AND_ASSIGN : TokenKind.AMPERSAND;
        p = kind == TokenKind.AMPERSAND ? p : q + 1;
      }
      case '|' -> {
        kind = d == '|' ? TokenKind.OR_OR : d == '=' ? TokenKind.OR_ASSIGN : TokenKind.PIPE;
        p = kind == TokenKind.PIPE ? p : q + 1;
      }
      case '>' -> {
        kind = TokenKind.GREATER;
        if (d == '=') {
          kind = TokenKind.GREATER_EQUAL;
          p = q + 1;
        } else if (d == '>') {
          int r = unsplice(q + 1);
          kind = b[r] == '=' ? TokenKind.SHIFT_RIGHT_ASSIGN : TokenKind.SHIFT_RIGHT;
          p = b[r] == '=' ? r + 1 : q + 1;
        }
      }
      case '<' -> {
        kind = TokenKind.LESS;
        if (d == '=') {
          kind = TokenKind.LESS_EQUAL;
          p = q + 1;
        } else if (d == '<') {
          int r = unsplice(q + 1);
          kind = b[r] == '=' ? TokenKind.SHIFT_LEFT_ASSIGN : TokenKind.SHIFT_LEFT;
          p = b[r] == '=' ? r + 1 : q + 1;
        } else if ((d == ':' || d == '%') && digraphs()) {
          kind = d == ':' ? TokenKind.OPEN_BRACKET : TokenKind.OPEN_BRACE;
          flags |= Token.DIGRAPH;
          p = q + 1;
        }
      }
      default -> {
        kind = TokenKind.PERCENT;
        if (d == '=') {
          kind = TokenKind.PERCENT_ASSIGN;
          p = q + 1;
        } else if (d == '>' && digraphs()) {
          kind = TokenKind.CLOSE_BRACE;
          flags |= Token.DIGRAPH;
          p = q + 1;
        } else if (d == ':' && digraphs()) {
          kind = TokenKind.HASH;
          flags |= Token.DIGRAPH;
          p = q + 1;
          int r = unsplice(p);
          int s = unsplice(r + 1);
          if (b[r] == '%' && b[s] == ':') {
            kind = TokenKind.HASH_HASH;
            p = s + 1;
          }
        }
      }
    }
    pos = p;
    return new Token(kind, flags, base + start, null);
  }

  private boolean digraphs() {
    return dialect.gnu() || dialect.atLeast(Standard.C94);
  }

  /** The index behind the splice at {@code p}, or -1 if none is there. */
  private int splice(int p) {
    if (p >= limit) {
      return -1;
    }
    int q = p + 1;
    while (b[q] == ' ' || b[q] == '\t' || b[q] == '\f' || b[q] == 0x0b) {
      q++;
    }
    boolean space = q > p + 1;
    if (b[q] == '\r' && b[q + 1] == '\n') {
      q++;
    }
    if (b[q] != '\n' || q >= limit) {
      return -1; // The newline that prepare() puts behind the text is none of it.
    }
    if (space) {
      report(LexDiagnostic.BACKSLASH_SPACE_NEWLINE, p);
    }
    return q + 1;
  }

  /** Skips the splices at {@code p}. */
  private int unsplice(int p) {
    while (b[p] == '\\') {
      int after = splice(p);
      if (after < 0) {
        break;
      }
      sawSplice = true;
      p = after;
    }
    return p;
  }

  /** The text from {@code start} to {@code end} without splices. */
  private byte[] text(int start, int end) {
    if (!sawSplice) {
      return Arrays.copyOfRange(b, start, end);
    }
    byte[] text = new byte[end - start];
    int length = 0;
    for (int p = start; p < end; ) {
      int after = b[p] == '\\' ? splice(p) : -1;
      if (after >= 0) {
        p = after;
      } else {
        text[length++] = b[p++];
      }
    }
    sawSplice = false;
    return Arrays.copyOf(text, length);
  }

  /** The index behind a block comment whose body starts at {@code p}. */
  private int blockComment(int start, int p) {
    byte[] b = this.b;
    while (true) {
      byte c = b[p++];
      if (c == '*') {
        int q = b[p] == '\\' ? unsplice(p) : p;
        if (b[q] == '/') {
          return q + 1;
        }
      } else if (c == 0 && p > limit) {
        report(LexDiagnostic.UNTERMINATED_COMMENT, start);
        return limit;
      } else if (c == '/' && b[p] == '*' && b[p + 1] != '/') {
        report(LexDiagnostic.NESTED_COMMENT, p - 1);
      }
    }
  }

  /** The index of the newline that ends a line comment. */
  private int lineComment(int start, int p) {
    byte[] b = this.b;
    while (true) {
      byte c = b[p];
      if (c == '\n') {
        return p;
      }
      if (c == '\\') {
        int after = splice(p);
        if (after >= 0) {
          report(LexDiagnostic.MULTI_LINE_COMMENT, start);
          if (after > limit) {
            return limit;
          }
          p = after;
          continue;
        }
      }
      p++;
    }
  }

  /**
   * Skips to the next directive, over a group that a condition excludes.
   *
   * @return whether there is one: the next token is the one behind its {@code #}
   */
  public boolean skipToDirective() {
    byte[] b = this.b;
    int p = pos;
    boolean fresh = lineStart;
    while (true) {
      if (fresh) {
        p = skipBlanks(p);
        if (b[p] == '#' || b[p] == '%' && b[p + 1] == ':' && digraphs()) {
          pos = p + (b[p] == '#' ? 1 : 2);
          lineStart = false;
          return true;
        }
        fresh = false;
      }
      switch (b[p]) {
        case '\n' -> {
          p++;
          fresh = true;
        }
        case 0 -> {
          if (p >= limit) {
            pos = p;
            lineStart = true;
            return false;
          }
          p++;
        }
        case '/' -> {
          int q = unsplice(p + 1);
          p =
              b[q] == '*'
                  ? blockComment(p, q + 1)
                  : b[q] == '/' && lineComments() ? lineComment(p, q + 1) : p + 1;
        }
        case '"', '\'' -> p = skipLiteral(p);
        case '\\' -> {
          int after = splice(p);
          p = after < 0 ? p + 1 : after;
        }
        default -> p++;
      }
    }
  }

  private int skipBlanks(int p) {
    while (true) {
      switch (b[p]) {
        case ' ', '\t', '\f', 0x0b, '\r' -> p++;
        case '/' -> {
          int q = unsplice(p + 1);
          if (b[q] != '*') {
            return p;
          }
          p = blockComment(p, q + 1);
        }
        case '\\' -> {
          int after = splice(p);
          if (after < 0) {
            return p;
          }
          p = after;
        }
        default -> {
          return p;
        }
      }
    }
  }

  private int skipLiteral(int start) {
    byte quote = b[start];
    int p = start + 1;
    while (b[p] != quote && b[p] != '\n') {
      if (b[p] == '\\') {
        int after = splice(p);
        p = after >= 0 ? after : b[p + 1] == '\n' ? p + 1 : p + 2;
      } else {
        p++;
      }
      if (p >= limit) {
        return limit;
      }
    }
    return b[p] == '\n' ? p : p + 1;
  }

  /** Skips the rest of a directive, up to its newline. */
  public void skipLine() {
    if (skipPlainLine()) {
      return;
    }
    boolean comments = keepComments;
    keepComments = false;
    boolean silent = quiet;
    quiet = true;
    inDirective = true;
    while (true) {
      TokenKind kind = next().kind;
      if (kind == TokenKind.END_OF_LINE || kind == TokenKind.END_OF_FILE) {
        break;
      }
    }
    quiet = silent;
    keepComments = comments;
    endDirective();
  }

  /** Skips a line in which nothing can hide the newline: most lines. */
  private boolean skipPlainLine() {
    byte[] b = this.b;
    int p = pos;
    while (true) {
      switch (b[p]) {
        case '\n' -> {
          pos = p;
          endDirective();
          return true;
        }
        case '/', '"', '\'', '\\', 0 -> {
          return false;
        }
        default -> p++;
      }
    }
  }

  /** Leaves the directive whose {@code END_OF_LINE} was read: its newline is consumed. */
  public void endDirective() {
    inDirective = false;
    if (pos <= limit && b[pos] == '\n') {
      pos++;
    }
    lineStart = true;
  }

  /** A header name in angle brackets if one is next (C17 6.4.7), else any token. */
  public Token nextHeaderName() {
    int p = skipBlanks(pos);
    if (b[p] == '<') {
      int q = p + 1;
      while (b[q] != '>' && b[q] != '\n') {
        q++;
      }
      if (b[q] == '>') {
        pos = q + 1;
        return new Token(TokenKind.HEADER_NAME, 0, base + p, Arrays.copyOfRange(b, p, q + 1));
      }
    } else if (b[p] == '"') {
      // In a header name a backslash is nothing special.
      int q = p + 1;
      while (b[q] != '"' && b[q] != '\n') {
        q++;
      }
      if (b[q] == '"') {
        pos = q + 1;
        return new Token(TokenKind.STRING, 0, base + p, Arrays.copyOfRange(b, p, q + 1));
      }
    }
    return next();
  }

  /** The raw text from here to the end of the line, without the newline; nothing is consumed. */
  public String restOfLine() {
    int end = pos;
    while (b[end] != '\n') {
      end++;
    }
    return new String(b, pos, end - pos, StandardCharsets.UTF_8);
  }

  private void report(LexDiagnostic kind, int at) {
    if (!quiet) {
      diagnostics.report(kind, base + at);
    }
  }
}
