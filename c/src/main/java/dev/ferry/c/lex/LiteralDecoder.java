package dev.ferry.c.lex;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.c.syntax.Encoding;
import dev.ferry.c.syntax.Expr;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Character constants and string literals to their values (C17 6.4.4.4, 6.4.5): source and
 * execution character set are UTF-8, wide ones UTF-16 and UTF-32.
 */
public final class LiteralDecoder {
  private final Dialect dialect;
  private final Diagnostics diagnostics;

  public LiteralDecoder(Dialect dialect, Diagnostics diagnostics) {
    this.dialect = dialect;
    this.diagnostics = diagnostics;
  }

  /** Where the decoding of one token stands. */
  private static final class Reader {
    final byte[] text;
    final int end;
    final int loc;
    int at;

    /** The index of the backslash of the escape sequence read last. */
    int escape;

    Reader(byte[] text, int at, int end, int loc) {
      this.text = text;
      this.at = at;
      this.end = end;
      this.loc = loc;
    }
  }

  /** The size of an element in bytes. */
  public int unitSize(Encoding encoding) {
    return switch (encoding) {
      case PLAIN, UTF8 -> 1;
      case UTF16 -> 2;
      case UTF32 -> 4;
      case WIDE -> dialect.wcharSize();
    };
  }

  /** The encoding prefix of a literal token. */
  public static Encoding encoding(Token token) {
    byte[] text = token.bytes();
    return switch (text[0]) {
      case 'L' -> Encoding.WIDE;
      case 'U' -> Encoding.UTF32;
      case 'u' -> text[1] == '8' ? Encoding.UTF8 : Encoding.UTF16;
      default -> Encoding.PLAIN;
    };
  }

  /** Decodes a {@code CHARACTER} token. */
  public Expr.CharLiteral character(Token token) {
    byte[] text = token.bytes();
    Encoding encoding = encoding(token);
    int start = encoding.prefix().length() + 1;
    Reader reader = new Reader(text, start, text.length - 1, token.loc);
    int size = unitSize(encoding);
    ByteArrayOutputStream units = new ByteArrayOutputStream(4);
    while (reader.at < reader.end) {
      element(reader, encoding, size, units);
    }
    byte[] bytes = units.toByteArray();
    if (bytes.length == 0) {
      diagnostics.report(LexDiagnostic.EMPTY_CHARACTER, token.loc);
      return new Expr.CharLiteral(token.loc, encoding, 0);
    }
    int value =
        encoding == Encoding.PLAIN ? narrow(bytes, token.loc) : wide(bytes, size, encoding, token);
    return new Expr.CharLiteral(token.loc, encoding, value);
  }

  /** Several characters make an int, the first in the highest place: implementation-defined. */
  private int narrow(byte[] bytes, int loc) {
    int value = 0;
    for (byte b : bytes) {
      value = value << 8 | b & 0xff;
    }
    if (bytes.length > 4) {
      diagnostics.report(LexDiagnostic.CHARACTER_TOO_LONG, loc);
    } else if (bytes.length > 1) {
      diagnostics.report(LexDiagnostic.MULTI_CHARACTER, loc);
    } else if (!dialect.charUnsigned()) {
      value = bytes[0];
    }
    return value;
  }

  private int wide(byte[] bytes, int size, Encoding encoding, Token token) {
    if (bytes.length > size) {
      diagnostics.report(
          encoding == Encoding.UTF8 || encoding == Encoding.UTF16 && dialect.atLeast(Standard.C23)
              ? LexDiagnostic.UCN_IN_CHARACTER_TOO_LARGE
              : LexDiagnostic.CHARACTER_TOO_LONG,
          token.loc);
    }
    int value = 0;
    for (int i = bytes.length - 1; i >= bytes.length - size; i--) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }

  /**
   * Decodes and joins adjacent {@code STRING} tokens (translation phase 6).
   *
   * @param tokens one or more
   */
  public Expr.StringLiteral string(List<Token> tokens) {
    Token first = tokens.getFirst();
    Encoding encoding = jointEncoding(tokens);
    int size = unitSize(encoding);
    int total = 0;
    for (Token token : tokens) {
      total += token.bytes().length;
    }
    ByteArrayOutputStream units = new ByteArrayOutputStream(total * size);
    for (Token token : tokens) {
      decode(token, encoding, size, units);
    }
    return new Expr.StringLiteral(
        first.loc, tokens.getLast().loc, encoding, units.toByteArray(), size);
  }

  /** An unprefixed literal takes the prefix of its neighbours; different prefixes are an error. */
  private Encoding jointEncoding(List<Token> tokens) {
    Encoding joint = Encoding.PLAIN;
    for (Token token : tokens) {
      Encoding encoding = encoding(token);
      if (encoding != Encoding.PLAIN && encoding != joint) {
        if (joint != Encoding.PLAIN) {
          diagnostics.report(LexDiagnostic.MIXED_STRING_PREFIXES, token.loc);
          return joint;
        }
        joint = encoding;
      }
    }
    return joint;
  }

  private void decode(Token token, Encoding encoding, int size, ByteArrayOutputStream units) {
    byte[] text = token.bytes();
    int start = encoding(token).prefix().length();
    int end = text.length - 1;
    if (token.has(Token.RAW)) {
      int quote = start + 1;
      int open = quote + 1;
      while (text[open] != '(') {
        open++;
      }
      start = open + 1;
      end = text.length - 2 - (open - quote - 1);
    } else {
      start++;
    }
    if (size == 1 && indexOf(text, start, end, '\\') < 0) {
      units.write(text, start, end - start);
      return;
    }
    Reader reader = new Reader(text, start, end, token.loc);
    while (reader.at < reader.end) {
      if (token.has(Token.RAW) && text[reader.at] == '\\') {
        unit('\\', size, units);
        reader.at++;
      } else {
        element(reader, encoding, size, units);
      }
    }
  }

  private static int indexOf(byte[] text, int start, int end, char wanted) {
    for (int i = start; i < end; i++) {
      if (text[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Decodes one character or escape sequence. */
  private void element(Reader r, Encoding encoding, int size, ByteArrayOutputStream units) {
    byte c = r.text[r.at];
    if (c == '\\' && r.at + 1 < r.end) {
      r.at++;
      escape(r, size, units);
    } else if (c >= 0) {
      r.at++;
      unit(c, size, units);
    } else if (size == 1) {
      r.at++;
      units.write(c);
    } else {
      int length = Utf8.length(r.text, r.at, r.end);
      if (length == 0) {
        diagnostics.report(LexDiagnostic.INVALID_UTF8_IN_STRING, r.loc);
        unit(c & 0xff, size, units);
        r.at++;
      } else {
        codePoint(Utf8.decode(r.text, r.at, length), size, units);
        r.at += length;
      }
    }
  }

  private static void unit(int value, int size, ByteArrayOutputStream units) {
    for (int i = 0; i < size; i++) {
      units.write(value >> 8 * i);
    }
  }

  private static void codePoint(int c, int size, ByteArrayOutputStream units) {
    if (size == 1) {
      Utf8.encode(c, units);
    } else if (size == 2 && c >= 0x10000) {
      unit(Character.highSurrogate(c), 2, units);
      unit(Character.lowSurrogate(c), 2, units);
    } else {
      unit(c, size, units);
    }
  }

  /** Where the escape sequence stands that is being read. */
  private int place(Reader r) {
    return diagnostics.sources().isMacro(r.loc) || r.loc == 0 ? r.loc : r.loc + r.escape;
  }

  private void escape(Reader r, int size, ByteArrayOutputStream units) {
    r.escape = r.at - 1;
    byte c = r.text[r.at++];
    switch (c) {
      case 'n' -> unit('\n', size, units);
      case 't' -> unit('\t', size, units);
      case 'r' -> unit('\r', size, units);
      case 'a' -> unit(7, size, units);
      case 'b' -> unit('\b', size, units);
      case 'f' -> unit('\f', size, units);
      case 'v' -> unit(0x0b, size, units);
      case 'e', 'E' -> {
        diagnostics.report(LexDiagnostic.NONSTANDARD_ESCAPE, place(r), (char) c);
        unit(27, size, units);
      }
      case '\\', '\'', '"', '?' -> unit(c, size, units);
      case '(', '{', '[', '%' -> {
        diagnostics.report(LexDiagnostic.NONSTANDARD_ESCAPE, place(r), (char) c);
        unit(c, size, units);
      }
      case 'x' -> hexEscape(r, size, units);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octalEscape(r, c - '0', size, units);
      case 'u', 'U' -> universal(r, c == 'u' ? 4 : 8, size, units);
      default -> {
        r.at--;
        diagnostics.report(LexDiagnostic.UNKNOWN_ESCAPE, place(r), escapeName(c));
        element(r, Encoding.PLAIN, size, units);
      }
    }
  }

  private static String escapeName(byte c) {
    return c > ' ' && c < 0x7f
        ? String.valueOf((char) c)
        : String.format(java.util.Locale.ROOT, "%03o", c & 0xff);
  }

  private void hexEscape(Reader r, int size, ByteArrayOutputStream units) {
    long value = 0;
    int first = r.at;
    boolean overflow = false;
    while (r.at < r.end && Character.digit(r.text[r.at], 16) >= 0) {
      overflow |= value >> 8 * size - 4 != 0;
      value = (value << 4 | Character.digit(r.text[r.at++], 16)) & 0xffffffffL;
    }
    if (r.at == first) {
      diagnostics.report(LexDiagnostic.NO_HEX_DIGITS, place(r));
    } else if (overflow) {
      diagnostics.report(LexDiagnostic.HEX_ESCAPE_RANGE, place(r));
    }
    unit((int) value, size, units);
  }

  private void octalEscape(Reader r, int first, int size, ByteArrayOutputStream units) {
    int value = first;
    for (int i = 0; i < 2 && r.at < r.end && r.text[r.at] >= '0' && r.text[r.at] <= '7'; i++) {
      value = value << 3 | r.text[r.at++] - '0';
    }
    if (size == 1 && value > 0xff) {
      diagnostics.report(LexDiagnostic.OCTAL_ESCAPE_RANGE, place(r));
    }
    unit(value, size, units);
  }

  private void universal(Reader r, int digits, int size, ByteArrayOutputStream units) {
    int value = 0;
    int read = 0;
    int first = r.at - 2;
    while (read < digits && r.at < r.end && Character.digit(r.text[r.at], 16) >= 0) {
      value = value << 4 | Character.digit(r.text[r.at++], 16);
      read++;
    }
    String spelling =
        new String(r.text, first, r.at - first, java.nio.charset.StandardCharsets.UTF_8);
    boolean surrogate = value >= 0xd800 && value < 0xe000;
    boolean basic = value < 0xa0 && value != '$' && value != '@' && value != '`';
    if (read < digits) {
      diagnostics.report(LexDiagnostic.INCOMPLETE_UCN, place(r), spelling);
    } else if (value < 0 || value > 0x10ffff || surrogate || basic) {
      diagnostics.report(LexDiagnostic.INVALID_UCN, place(r), spelling);
    } else {
      codePoint(value, size, units);
    }
  }
}
