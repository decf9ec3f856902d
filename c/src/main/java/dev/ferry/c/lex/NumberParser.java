package dev.ferry.c.lex;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.c.syntax.BasicType;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Expr.IntegerSuffix;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Preprocessing numbers to the constants they stand for (C17 6.4.4.1, 6.4.4.2, C23, GNU). */
public final class NumberParser {
  private final Dialect dialect;
  private final Diagnostics diagnostics;

  public NumberParser(Dialect dialect, Diagnostics diagnostics) {
    this.dialect = dialect;
    this.diagnostics = diagnostics;
  }

  /**
   * Reads a {@code NUMBER} token.
   *
   * @return an integer or floating literal; {@link Expr.Erroneous} where the token is neither (the
   *     error is reported)
   */
  public Expr parse(Token token) {
    byte[] text = token.bytes();
    int length = text.length;
    if (length == 1) {
      return literal(token.loc, text[0] - '0', true);
    }
    int digits = 0;
    long value = 0;
    if (text[0] != '0' && length <= 18) {
      while (digits < length && text[digits] >= '0' && text[digits] <= '9') {
        value = value * 10 + (text[digits++] - '0');
      }
      if (digits == length) {
        return literal(token.loc, value, true);
      }
    }
    String spelling = new String(text, StandardCharsets.UTF_8);
    if (spelling.indexOf('\'') >= 0) {
      spelling = spelling.replace("'", "");
    }
    return isFloat(spelling) ? parseFloat(token.loc, spelling) : parseInteger(token.loc, spelling);
  }

  private static Expr literal(int loc, long value, boolean decimal) {
    return new Expr.IntegerLiteral(loc, value, null, IntegerSuffix.NONE, false, decimal, false);
  }

  private static boolean isHex(String text) {
    return text.length() > 1 && text.charAt(0) == '0' && (text.charAt(1) | 0x20) == 'x';
  }

  private static boolean isFloat(String text) {
    boolean hex = isHex(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' || (hex ? (c | 0x20) == 'p' : (c | 0x20) == 'e' && isDecimalExponent(text, i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDecimalExponent(String text, int at) {
    for (int i = 0; i < at; i++) {
      if (!Character.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private Expr parseInteger(int loc, String text) {
    int radix = 10;
    int start = 0;
    if (isHex(text)) {
      radix = 16;
      start = 2;
    } else if (text.length() > 1 && text.charAt(0) == '0') {
      boolean binary =
          (text.charAt(1) | 0x20) == 'b'
              && text.length() > 2
              && Character.digit(text.charAt(2), 10) >= 0;
      radix = binary ? 2 : 8;
      start = binary ? 2 : 1;
      if (binary && !dialect.atLeast(Standard.C23)) {
        diagnostics.report(LexDiagnostic.BINARY_CONSTANT_EXTENSION, loc);
      }
    }
    int digitRadix = Math.max(radix, 10);
    int end = start;
    int badDigit = -1;
    while (end < text.length()
        && Character.digit(text.charAt(end), digitRadix) >= 0
        && text.charAt(end) < 0x80) {
      boolean bad = Character.digit(text.charAt(end), radix) < 0;
      if (bad && (badDigit < 0 || text.charAt(end) > text.charAt(badDigit))) {
        badDigit = end;
      }
      end++;
    }
    if (radix == 16 && end == start) {
      diagnostics.report(LexDiagnostic.INVALID_INTEGER_SUFFIX, loc, text.substring(1));
      return new Expr.Erroneous(loc, loc);
    }
    if (badDigit >= 0) {
      diagnostics.report(
          radix == 8 ? LexDiagnostic.INVALID_OCTAL_DIGIT : LexDiagnostic.INVALID_BINARY_DIGIT,
          loc,
          text.substring(badDigit, badDigit + 1));
      return new Expr.Erroneous(loc, loc);
    }
    return integerSuffix(loc, text, start, end, radix);
  }

  private Expr integerSuffix(int loc, String text, int start, int end, int radix) {
    Suffix suffix = suffix(text.substring(end));
    if (suffix == null) {
      diagnostics.report(LexDiagnostic.INVALID_INTEGER_SUFFIX, loc, text.substring(end));
      return new Expr.Erroneous(loc, loc);
    }
    String digits = text.substring(start, end);
    long value;
    BigInteger wide = null;
    if (digits.length() <= 15) {
      value = digits.isEmpty() ? 0 : Long.parseLong(digits, radix);
    } else {
      BigInteger exact = new BigInteger(digits, radix);
      value = exact.longValue();
      if (exact.bitLength() > 64) {
        wide = exact;
        if (suffix.kind != IntegerSuffix.BIT_INT) {
          diagnostics.report(LexDiagnostic.INTEGER_TOO_LARGE, loc);
        }
      }
    }
    boolean sign = value < 0 && wide == null && radix == 10 && !suffix.unsigned;
    if (sign && suffix.kind != IntegerSuffix.BIT_INT) {
      diagnostics.report(LexDiagnostic.INTEGER_SO_LARGE_UNSIGNED, loc);
    }
    if (suffix.imaginary) {
      diagnostics.report(LexDiagnostic.IMAGINARY_EXTENSION, loc);
    }
    if (suffix.kind == IntegerSuffix.LONG_LONG && !dialect.atLeast(Standard.C99)) {
      diagnostics.report(LexDiagnostic.LONG_LONG_C90, loc);
    }
    return new Expr.IntegerLiteral(
        loc, value, wide, suffix.kind, suffix.unsigned, radix == 10, suffix.imaginary);
  }

  private record Suffix(IntegerSuffix kind, boolean unsigned, boolean imaginary) {}

  /** {@code u}, {@code l} or {@code ll} or {@code wb}, {@code i} or {@code j}, in any order. */
  private static @Nullable Suffix suffix(String text) {
    boolean unsigned = false;
    boolean imaginary = false;
    IntegerSuffix kind = IntegerSuffix.NONE;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case 'u', 'U' -> {
          if (unsigned) {
            return null;
          }
          unsigned = true;
        }
        case 'l', 'L' -> {
          if (kind != IntegerSuffix.NONE) {
            return null;
          }
          boolean twice = i + 1 < text.length() && text.charAt(i + 1) == c;
          kind = twice ? IntegerSuffix.LONG_LONG : IntegerSuffix.LONG;
          i += twice ? 1 : 0;
        }
        case 'w', 'W' -> {
          char second = c == 'w' ? 'b' : 'B';
          if (kind != IntegerSuffix.NONE
              || i + 1 >= text.length()
              || text.charAt(i + 1) != second) {
            return null;
          }
          kind = IntegerSuffix.BIT_INT;
          i++;
        }
        case 'i', 'j', 'I', 'J' -> {
          if (imaginary) {
            return null;
          }
          imaginary = true;
        }
        default -> {
          return null;
        }
      }
    }
    return new Suffix(kind, unsigned, imaginary);
  }

  private Expr parseFloat(int loc, String text) {
    boolean hex = isHex(text);
    if (hex && !dialect.atLeast(Standard.C99)) {
      diagnostics.report(LexDiagnostic.HEX_FLOAT_C90, loc);
    }
    int p = hex ? 2 : 0;
    int points = 0;
    int digits = 0;
    while (p < text.length()) {
      char c = text.charAt(p);
      if (c == '.') {
        points++;
      } else if (Character.digit(c, hex ? 16 : 10) >= 0 && c < 0x80) {
        digits++;
      } else {
        break;
      }
      p++;
    }
    if (points > 1) {
      return error(LexDiagnostic.TOO_MANY_POINTS, loc);
    }
    if (hex && digits == 0) {
      return error(LexDiagnostic.NO_DIGITS_IN_HEX_FLOAT, loc);
    }
    char exponent = p < text.length() ? (char) (text.charAt(p) | 0x20) : 0;
    if (exponent == (hex ? 'p' : 'e')) {
      p++;
      if (p < text.length() && (text.charAt(p) == '+' || text.charAt(p) == '-')) {
        p++;
      }
      int first = p;
      while (p < text.length() && text.charAt(p) >= '0' && text.charAt(p) <= '9') {
        p++;
      }
      if (p == first) {
        return error(LexDiagnostic.EXPONENT_WITHOUT_DIGITS, loc);
      }
    } else if (hex) {
      return error(LexDiagnostic.HEX_FLOAT_NEEDS_EXPONENT, loc);
    }
    return floatSuffix(loc, text.substring(0, p), text.substring(p));
  }

  private Expr floatSuffix(int loc, String digits, String suffix) {
    boolean imaginary = false;
    String rest = suffix;
    // i and j may stand on either side of the type's suffix.
    if (!rest.isEmpty() && "ijIJ".indexOf(rest.charAt(rest.length() - 1)) >= 0) {
      imaginary = true;
      rest = rest.substring(0, rest.length() - 1);
    } else if (!rest.isEmpty() && "ijIJ".indexOf(rest.charAt(0)) >= 0) {
      imaginary = true;
      rest = rest.substring(1);
    }
    BasicType type = floatType(rest);
    if (type == null) {
      boolean decimal =
          rest.equalsIgnoreCase("df") || rest.equalsIgnoreCase("dd") || rest.equalsIgnoreCase("dl");
      if (decimal) {
        return error(LexDiagnostic.DECIMAL_FLOAT_UNSUPPORTED, loc);
      }
      diagnostics.report(LexDiagnostic.INVALID_FLOAT_SUFFIX, loc, suffix);
      return new Expr.Erroneous(loc, loc);
    }
    if (imaginary) {
      diagnostics.report(LexDiagnostic.IMAGINARY_EXTENSION, loc);
    }
    return new Expr.FloatLiteral(loc, digits, type, imaginary);
  }

  private static @Nullable BasicType floatType(String suffix) {
    return switch (suffix) {
      case "", "d", "D" -> BasicType.DOUBLE;
      case "f", "F" -> BasicType.FLOAT;
      case "l", "L" -> BasicType.LONG_DOUBLE;
      case "f16", "F16" -> BasicType.FLOAT16;
      case "f32", "F32" -> BasicType.FLOAT32;
      case "f64", "F64" -> BasicType.FLOAT64;
      case "f128", "F128", "q", "Q" -> BasicType.FLOAT128;
      case "f32x", "F32x" -> BasicType.FLOAT32X;
      case "f64x", "F64x" -> BasicType.FLOAT64X;
      default -> null;
    };
  }

  private Expr error(LexDiagnostic kind, int loc) {
    diagnostics.report(kind, loc);
    return new Expr.Erroneous(loc, loc);
  }
}
