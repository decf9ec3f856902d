package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.typed.Expression;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * -Wformat-overflow and -Wformat-truncation where a format and constant strings alone show it: what
 * {@code sprintf} writes at least, directive by directive.
 */
final class OutputLength {
  private static final Pattern DIRECTIVE =
      Pattern.compile("%([-+ #0']*)(\\d*)(\\.\\d*)?(?:hh|h|ll|l|j|z|t|L)?([a-zA-Z%])|[^%]+|%");

  private final Unit unit;

  OutputLength(Unit unit) {
    this.unit = unit;
  }

  /** The bytes before the NUL of a string literal; null for anything else. */
  static byte @Nullable [] text(Expression e) {
    Expression at = e.withoutCasts();
    if (!(at instanceof Expression.AddressOf a)
        || !(a.operand() instanceof Expression.StringRef s)
        || s.unit() != 1) {
      return null;
    }
    int end = 0;
    while (end < s.bytes().length && s.bytes()[end] != 0) {
      end++;
    }
    return Arrays.copyOf(s.bytes(), end);
  }

  /**
   * Checks one call.
   *
   * @param room bytes in the destination, -1 if unknown
   * @param bound the bound that the call gives
   * @param at which argument is the format
   */
  void check(Expression.Call call, long room, long bound, int at) {
    List<Expression> arguments = call.arguments();
    byte[] format = arguments.size() <= at ? null : text(arguments.get(at));
    if (format == null) {
      return;
    }
    boolean truncates = bound != Long.MAX_VALUE;
    long limit = truncates ? bound : room;
    Matcher directives = DIRECTIVE.matcher(new String(format, StandardCharsets.ISO_8859_1));
    long written = 0;
    int next = at + 1;
    while (directives.find()) {
      String text = directives.group();
      boolean takesArgument = text.startsWith("%") && !text.equals("%%");
      if (text.equals("%") || text.contains("*")) {
        return;
      }
      Expression argument = takesArgument && next < arguments.size() ? arguments.get(next) : null;
      next += takesArgument ? 1 : 0;
      if (takesArgument && argument == null) {
        return;
      }
      if (argument != null && MemoryCalls.isSame(argument, arguments.getFirst())) {
        unit.report(
            RESTRICT_OUTPUT,
            call.loc(),
            truncates ? "snprintf" : "sprintf",
            next,
            MemoryCalls.name(arguments.getFirst()));
      }
      long least =
          takesArgument ? least(directives, argument) : text.equals("%%") ? 1 : text.length();
      if (limit >= 0 && written + least > limit - (truncates ? 1 : 0)) {
        report(arguments.get(at), directives, text, least, Math.max(0, limit - written), truncates);
        return;
      }
      written += least;
    }
    if (!truncates && limit >= 0 && written + 1 > limit) {
      unit.report(FORMAT_OVERFLOW_NUL, call.loc(), "sprintf");
    }
  }

  private void report(
      Expression format, Matcher at, String text, long least, long left, boolean truncates) {
    int loc = LiteralPlaces.find(unit.diagnostics.sources(), format.loc(), at.start());
    String size = MemoryCalls.bytes(least);
    unit.report(truncates ? FORMAT_TRUNCATION : FORMAT_OVERFLOW, loc, text, size, left);
  }

  /** The fewest characters that a directive gives. */
  private static long least(Matcher directive, @Nullable Expression argument) {
    String width = directive.group(2);
    long wide = width == null || width.isEmpty() ? 0 : number(width);
    String precision = directive.group(3);
    long least =
        switch (directive.group(4)) {
          case "d", "i" -> precision == null ? digits(argument) : 0;
          case "u", "x", "X", "o" -> precision == null ? 1 : 0;
          case "c" -> 1;
          case "s" -> {
            byte[] text = argument == null ? null : text(argument);
            long length = text == null ? 0 : text.length;
            yield precision == null
                ? length
                : precision.length() == 1 ? 0 : Math.min(length, number(precision.substring(1)));
          }
          case "f", "F" -> precision == null ? 3 : 1;
          case "e", "E", "g", "G", "a", "A", "p" -> 1;
          default -> 0;
        };
    return Math.max(least, wide);
  }

  /** The characters of a constant; at least one of anything else. */
  private static long digits(@Nullable Expression argument) {
    return argument instanceof Expression.IntConst c ? Long.toString(c.value()).length() : 1;
  }

  /** More than nine digits count as the greatest int. */
  private static long number(String digits) {
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }
}
