package dev.ferry.ir.interpreter;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** printf's formatting (C17 7.21.6.1), enough for test programs; exact for doubles. */
final class Formatter {
  /** Where the arguments come from: an argument array or a va_list in memory. */
  interface Arguments {
    long next();

    /** A 16-byte long double, as a double. */
    double nextLongDouble();
  }

  private final Memory memory;
  private final String format;
  private final Arguments arguments;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int position;

  private boolean left;
  private boolean plus;
  private boolean space;
  private boolean alternate;
  private boolean zero;
  private int width;
  private int precision;
  private String length = "";

  private Formatter(Memory memory, String format, Arguments arguments) {
    this.memory = memory;
    this.format = format;
    this.arguments = arguments;
  }

  static byte[] format(Memory memory, String format, Arguments arguments) {
    Formatter formatter = new Formatter(memory, format, arguments);
    formatter.run();
    return formatter.out.toByteArray();
  }

  private void run() {
    while (position < format.length()) {
      char c = format.charAt(position++);
      if (c != '%') {
        out.write(c);
      } else {
        flags();
        width();
        length();
        conversion(position < format.length() ? format.charAt(position++) : '%');
      }
    }
  }

  private void flags() {
    left = false;
    plus = false;
    space = false;
    alternate = false;
    zero = false;
    for (; position < format.length(); position++) {
      switch (format.charAt(position)) {
        case '-' -> left = true;
        case '+' -> plus = true;
        case ' ' -> space = true;
        case '#' -> alternate = true;
        case '0' -> zero = true;
        default -> {
          return;
        }
      }
    }
  }

  private void width() {
    width = number();
    if (width == -2) {
      width = (int) arguments.next();
      if (width < 0) {
        left = true;
        width = -width;
      }
    }
    precision = -1;
    if (position < format.length() && format.charAt(position) == '.') {
      position++;
      precision = number();
      precision = precision == -2 ? Math.max(-1, (int) arguments.next()) : Math.max(0, precision);
    }
  }

  /** Digits, or -2 for an asterisk, or -1 for nothing. */
  private int number() {
    if (position < format.length() && format.charAt(position) == '*') {
      position++;
      return -2;
    }
    int start = position;
    int value = 0;
    while (position < format.length() && Character.isDigit(format.charAt(position))) {
      value = value * 10 + format.charAt(position++) - '0';
    }
    return position == start ? -1 : value;
  }

  private void length() {
    int start = position;
    while (position < format.length() && "hljztL".indexOf(format.charAt(position)) >= 0) {
      position++;
    }
    length = format.substring(start, position);
  }

  private void conversion(char c) {
    switch (c) {
      case 'd', 'i' -> signed();
      case 'u' -> unsigned(10, "", false);
      case 'x' -> unsigned(16, alternate ? "0x" : "", false);
      case 'X' -> unsigned(16, alternate ? "0X" : "", true);
      case 'o' -> unsigned(8, alternate ? "0" : "", false);
      case 'c' -> pad(String.valueOf((char) (arguments.next() & 0xff)));
      case 's' -> text();
      case 'p' -> {
        long value = arguments.next();
        pad(value == 0 ? "(nil)" : "0x" + Long.toHexString(value));
      }
      case 'f', 'F', 'e', 'E', 'g', 'G', 'a', 'A' -> floating(c);
      case 'n' -> memory.store32(arguments.next(), out.size());
      case '%' -> out.write('%');
      default -> out.write(c);
    }
  }

  private long narrow(long value, boolean isSigned) {
    return switch (length) {
      case "hh" -> isSigned ? (byte) value : value & 0xff;
      case "h" -> isSigned ? (short) value : value & 0xffff;
      case "" -> isSigned ? (int) value : value & 0xffffffffL;
      default -> value;
    };
  }

  private void signed() {
    long value = narrow(arguments.next(), true);
    String digits =
        value == Long.MIN_VALUE ? "9223372036854775808" : Long.toString(Math.abs(value));
    integer(value < 0 ? "-" : plus ? "+" : space ? " " : "", value == 0, digits);
  }

  private void unsigned(int radix, String prefix, boolean upper) {
    long value = narrow(arguments.next(), false);
    String digits = Long.toUnsignedString(value, radix);
    integer(value == 0 ? "" : prefix, value == 0, upper ? digits.toUpperCase() : digits);
  }

  private void integer(String prefix, boolean isZero, String digits) {
    String body = isZero && precision == 0 ? "" : digits;
    if (precision >= 0) {
      body = "0".repeat(Math.max(0, precision - body.length())) + body;
    } else if (zero && !left) {
      body = "0".repeat(Math.max(0, width - prefix.length() - body.length())) + body;
    }
    pad(prefix + body);
  }

  private void text() {
    long address = arguments.next();
    if (address == 0) {
      pad("(null)");
      return;
    }
    int count = 0;
    while ((precision < 0 || count < precision) && memory.load8(address + count) != 0) {
      count++;
    }
    pad(new String(memory.bytes(address, count), StandardCharsets.ISO_8859_1));
  }

  private void pad(String text) {
    String spaces = " ".repeat(Math.max(0, width - text.length()));
    out.writeBytes((left ? text + spaces : spaces + text).getBytes(StandardCharsets.ISO_8859_1));
  }

  private void floating(char c) {
    double value =
        length.equals("L") ? arguments.nextLongDouble() : Double.longBitsToDouble(arguments.next());
    boolean negative = Double.doubleToRawLongBits(value) < 0;
    String sign = negative ? "-" : plus ? "+" : space ? " " : "";
    String body;
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      body = Double.isNaN(value) ? "nan" : "inf";
      zero = false;
    } else {
      body = finite(Character.toLowerCase(c), Math.abs(value));
    }
    if (Character.isUpperCase(c)) {
      body = body.toUpperCase();
    }
    if (zero && !left) {
      body = "0".repeat(Math.max(0, width - sign.length() - body.length())) + body;
    }
    pad(sign + body);
  }

  private String finite(char c, double value) {
    int digits = precision < 0 ? 6 : precision;
    BigDecimal exact = new BigDecimal(value);
    return switch (c) {
      case 'f' -> point(exact.setScale(digits, RoundingMode.HALF_EVEN).toPlainString());
      case 'e' -> exponential(exact, digits);
      case 'a' -> hexadecimal(value);
      default -> general(exact, digits == 0 ? 1 : digits);
    };
  }

  private String point(String text) {
    return alternate && text.indexOf('.') < 0 ? text + "." : text;
  }

  private String exponential(BigDecimal value, int digits) {
    if (value.signum() == 0) {
      return point("0" + (digits > 0 ? "." + "0".repeat(digits) : "")) + "e+00";
    }
    BigDecimal rounded = value.round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    BigInteger unscaled = rounded.unscaledValue();
    String text = unscaled.toString();
    text = text + "0".repeat(Math.max(0, digits + 1 - text.length()));
    String mantissa = text.charAt(0) + (digits > 0 ? "." + text.substring(1, digits + 1) : "");
    String sign = exponent < 0 ? "e-" : "e+";
    int magnitude = Math.abs(exponent);
    return point(mantissa) + sign + (magnitude < 10 ? "0" : "") + magnitude;
  }

  private String general(BigDecimal value, int digits) {
    int exponent = 0;
    if (value.signum() != 0) {
      BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      exponent = rounded.precision() - rounded.scale() - 1;
    }
    if (exponent < -4 || exponent >= digits) {
      String text = exponential(value, digits - 1);
      int e = text.indexOf('e');
      return trimmed(text.substring(0, e)) + text.substring(e);
    }
    return trimmed(
        value.setScale(Math.max(0, digits - 1 - exponent), RoundingMode.HALF_EVEN).toPlainString());
  }

  private String trimmed(String text) {
    if (alternate || text.indexOf('.') < 0) {
      return point(text);
    }
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
  }

  private String hexadecimal(double value) {
    String text = Double.toHexString(value).replace(".0p", "p");
    int p = text.indexOf('p');
    return text.charAt(p + 1) == '-'
        ? text
        : text.substring(0, p + 1) + "+" + text.substring(p + 1);
  }
}
