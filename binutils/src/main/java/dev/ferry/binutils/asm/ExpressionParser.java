package dev.ferry.binutils.asm;

import dev.ferry.binutils.asm.Expression.Operator;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses expressions in the grammar and precedence of GNU as. */
final class ExpressionParser {
  private static final int DEPTH_LIMIT = 200;

  private final ObjectBuilder builder;
  // How often each numeric label has been defined.
  private final Map<Long, Integer> numericLabels = new HashMap<>();
  private int depth;

  ExpressionParser(ObjectBuilder builder) {
    this.builder = builder;
  }

  /** Defines numeric label {@code number} once more. */
  AsmSymbol defineNumeric(long number) {
    int count = numericLabels.merge(number, 1, Integer::sum);
    return numeric(number, count);
  }

  private AsmSymbol numeric(long number, int count) {
    return builder.symbol(".L" + number + "\u0002" + count);
  }

  /** An expression. */
  Expression parse(Cursor in) {
    if (++depth > DEPTH_LIMIT) {
      depth = 0;
      throw new AssemblyException("expression too deeply nested");
    }
    Expression value = binary(in, 1);
    depth--;
    return value;
  }

  /** An expression whose value must be known now. */
  long absolute(Cursor in) {
    Expression expression = parse(in);
    Long value = builder.evaluator().number(expression);
    if (value == null) {
      throw new AssemblyException("expression is not an absolute value");
    }
    return value;
  }

  /** An expression whose value is known now, or null. */
  @Nullable Long absoluteOrNull(Expression expression) {
    return builder.evaluator().number(expression);
  }

  private Expression binary(Cursor in, int level) {
    Expression left = primary(in);
    while (true) {
      in.skipSpace();
      int start = in.at;
      Operator operator = operator(in);
      if (operator == null || operator.precedence() < level) {
        in.at = start;
        return left;
      }
      Expression right = binary(in, operator.precedence() + 1);
      left = Expression.binary(operator, left, right);
    }
  }

  private static @Nullable Operator operator(Cursor in) {
    char ch = in.peek();
    char next = in.peek(1);
    in.at++;
    switch (ch) {
      case '*' -> {
        return Operator.MULTIPLY;
      }
      case '/' -> {
        return Operator.DIVIDE;
      }
      case '%' -> {
        return Operator.REMAINDER;
      }
      case '+' -> {
        return Operator.ADD;
      }
      case '-' -> {
        return Operator.SUBTRACT;
      }
      case '^' -> {
        return Operator.XOR;
      }
      case '<' -> {
        if (next == '<') {
          in.at++;
          return Operator.SHIFT_LEFT;
        }
        return two(
            in,
            next,
            '=',
            Operator.LESS_EQUAL,
            two(in, next, '>', Operator.NOT_EQUAL, Operator.LESS));
      }
      case '>' -> {
        if (next == '>') {
          in.at++;
          return Operator.SHIFT_RIGHT;
        }
        return two(in, next, '=', Operator.GREATER_EQUAL, Operator.GREATER);
      }
      case '=' -> {
        return next == '=' ? two(in, next, '=', Operator.EQUAL, Operator.EQUAL) : null;
      }
      case '!' -> {
        return two(in, next, '=', Operator.NOT_EQUAL, Operator.OR_NOT);
      }
      case '|' -> {
        return two(in, next, '|', Operator.OR_ELSE, Operator.OR);
      }
      case '&' -> {
        return two(in, next, '&', Operator.AND_ALSO, Operator.AND);
      }
      default -> {
        return null;
      }
    }
  }

  private static Operator two(Cursor in, char next, char wanted, Operator yes, Operator no) {
    if (next == wanted) {
      in.at++;
      return yes;
    }
    return no;
  }

  private Expression primary(Cursor in) {
    in.skipSpace();
    char ch = in.peek();
    if (ch >= '0' && ch <= '9') {
      return number(in);
    }
    switch (ch) {
      case '-', '~', '!' -> {
        in.at++;
        return Expression.unary(ch, nested(in));
      }
      case '+' -> {
        in.at++;
        return nested(in);
      }
      case '(', '[' -> {
        in.at++;
        Expression value = parse(in);
        in.expect(ch == '(' ? ')' : ']');
        return value;
      }
      case '\'' -> {
        in.at++;
        return Expression.of(in.character());
      }
      case '"' -> {
        return reference(in.string());
      }
      default -> {
        String name = in.plainName();
        if (name.isEmpty()) {
          throw new AssemblyException(
              in.at >= in.text.length()
                  ? "missing expression"
                  : "bad expression at `" + in.text.substring(in.at) + "'");
        }
        return name.equals(".") ? Expression.of(builder.here()) : reference(name);
      }
    }
  }

  private Expression nested(Cursor in) {
    if (++depth > DEPTH_LIMIT) {
      depth = 0;
      throw new AssemblyException("expression too deeply nested");
    }
    Expression value = primary(in);
    depth--;
    return value;
  }

  /** The symbol of this name, or its number if it has one now. */
  Expression reference(String name) {
    AsmSymbol symbol = builder.symbol(name);
    return symbol.value instanceof Expression.Number n ? n : Expression.of(symbol);
  }

  private Expression number(Cursor in) {
    int start = in.at;
    char next = in.peek(1);
    if (in.peek() == '0' && (next == 'x' || next == 'X')) {
      in.at += 2;
      return Expression.of(digits(in, 16));
    }
    if (in.peek() == '0'
        && (next == 'b' || next == 'B')
        && (in.peek(2) == '0' || in.peek(2) == '1')) {
      in.at += 2;
      return Expression.of(digits(in, 2));
    }
    while (in.peek() >= '0' && in.peek() <= '9') {
      in.at++;
    }
    char suffix = in.peek();
    if ((suffix == 'f' || suffix == 'b') && !Cursor.isNamePart(in.peek(1))) {
      long label = decimal(in.text.substring(start, in.at));
      in.at++;
      int count = numericLabels.getOrDefault(label, 0);
      if (suffix == 'b' && count == 0) {
        throw new AssemblyException("backward ref to unknown label \"" + label + ":\"");
      }
      return Expression.of(numeric(label, suffix == 'b' ? count : count + 1));
    }
    String digits = in.text.substring(start, in.at);
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      in.at = start;
      return Expression.of(digits(in, 8));
    }
    return Expression.of(decimal(digits));
  }

  private static long digits(Cursor in, int radix) {
    int start = in.at;
    long value = 0;
    while (Character.digit(in.peek(), radix) >= 0 && in.peek() < 0x80) {
      value = value * radix + Character.digit(in.peek(), radix);
      in.at++;
    }
    if (start == in.at) {
      throw new AssemblyException("bad number");
    }
    return value;
  }

  private static long decimal(String digits) {
    if (digits.length() <= 18) {
      return Long.parseLong(digits);
    }
    if (digits.length() > 40) {
      throw new AssemblyException("number too large");
    }
    return new BigInteger(digits).longValue();
  }
}
