package dev.ferry.binutils.link;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the expressions of linker scripts: C's operators with C's precedence, and the functions of
 * ld ({@code ALIGN}, {@code SIZEOF}, {@code SEGMENT_START}, ...). {@link Expressions} evaluates
 * them.
 */
final class ScriptExpressionParser {
  private static final int MAX_DEPTH = 200;
  private static final String[][] BINARY_LEVELS = {
    {"||"},
    {"&&"},
    {"|"},
    {"^"},
    {"&"},
    {"==", "!="},
    {"<=", ">=", "<", ">"},
    {"<<", ">>"},
    {"+", "-"},
    {"*", "/", "%"}
  };

  private final ScriptCursor in;
  private int depth;

  ScriptExpressionParser(ScriptCursor in) {
    this.in = in;
  }

  /** An expression in parentheses, which must be there. */
  Script.Expr parenthesised() {
    in.expect("(");
    Script.Expr value = expression();
    in.expect(")");
    return value;
  }

  Script.Expr expression() {
    if (++depth > MAX_DEPTH) {
      throw in.bad("expression nested too deeply");
    }
    Script.Expr condition = binary(0);
    if (in.accept("?")) {
      Script.Expr then = expression();
      in.expect(":");
      condition = new Script.Conditional(condition, then, expression());
    }
    depth--;
    return condition;
  }

  private Script.Expr binary(int level) {
    if (level == BINARY_LEVELS.length) {
      return unary();
    }
    Script.Expr left = binary(level + 1);
    String operator = binaryOperator(level);
    while (operator != null) {
      left = new Script.Binary(operator, left, binary(level + 1));
      operator = binaryOperator(level);
    }
    return left;
  }

  private @Nullable String binaryOperator(int level) {
    in.space();
    for (String operator : BINARY_LEVELS[level]) {
      if (in.startsWith(operator) && !continues(operator)) {
        in.skip(operator.length());
        return operator;
      }
    }
    return null;
  }

  /** Whether the characters here are a longer operator of another level. */
  private boolean continues(String operator) {
    char next = in.ahead(operator.length());
    return switch (operator) {
      case "|", "&" -> next == operator.charAt(0) || next == '=';
      case "<", ">" -> next == operator.charAt(0);
      case "<<", ">>", "+", "-", "*", "/", "^" -> next == '=';
      default -> false;
    };
  }

  private Script.Expr unary() {
    if (++depth > MAX_DEPTH) {
      throw in.bad("expression nested too deeply");
    }
    in.space();
    Script.Expr result;
    char operator = in.ahead(0);
    if ("-~!+".indexOf(operator) >= 0) {
      in.skip(1);
      Script.Expr operand = unary();
      result = operator == '+' ? operand : new Script.Unary(operator, operand);
    } else {
      result = primary();
    }
    depth--;
    return result;
  }

  /** An expression without operators outside of parentheses. */
  Script.Expr primary() {
    if (in.accept("(")) {
      Script.Expr value = expression();
      in.expect(")");
      return value;
    }
    if (Character.isDigit(in.ahead(0)) || in.ahead(0) == '$') {
      return number();
    }
    String name = in.nonEmpty(in.symbolName());
    return switch (name) {
      case "ALIGN",
          "ABSOLUTE",
          "NEXT",
          "MIN",
          "MAX",
          "LOG2CEIL",
          "DATA_SEGMENT_ALIGN",
          "DATA_SEGMENT_RELRO_END",
          "DATA_SEGMENT_END",
          "BLOCK",
          "ASSERT" ->
          new Script.Call(name, null, arguments());
      case "ADDR", "SIZEOF", "ALIGNOF", "LOADADDR", "ORIGIN", "LENGTH", "CONSTANT", "DEFINED" ->
          new Script.Call(name, in.argument(), List.of());
      case "SEGMENT_START" -> {
        in.expect("(");
        String segment = in.string();
        in.expect(",");
        Script.Expr otherwise = expression();
        in.expect(")");
        yield new Script.Call(name, segment, List.of(otherwise));
      }
      case "SIZEOF_HEADERS", "sizeof_headers" -> new Script.Call("SIZEOF_HEADERS", null, List.of());
      default -> new Script.Name(name);
    };
  }

  private List<Script.Expr> arguments() {
    in.expect("(");
    List<Script.Expr> arguments = new ArrayList<>();
    do {
      if (in.peek("\"")) {
        in.string();
      } else {
        arguments.add(expression());
      }
    } while (in.accept(","));
    in.expect(")");
    return arguments;
  }

  private Script.Number number() {
    String word = in.numberWord();
    try {
      return new Script.Number(parseNumber(word));
    } catch (NumberFormatException e) {
      throw in.bad("malformed number '" + word + "'");
    }
  }

  /** A number as scripts and ld's options write it: 0x, $ and K, M suffixes. */
  static long parseNumber(String word) {
    String digits = word;
    long scale = 1;
    if (digits.endsWith("K") || digits.endsWith("k")) {
      scale = 1024;
      digits = digits.substring(0, digits.length() - 1);
    } else if (digits.endsWith("M") || digits.endsWith("m")) {
      scale = 1024 * 1024;
      digits = digits.substring(0, digits.length() - 1);
    }
    if (digits.startsWith("0x") || digits.startsWith("0X")) {
      return Long.parseUnsignedLong(digits, 2, digits.length(), 16) * scale;
    }
    if (digits.startsWith("$")) {
      return Long.parseUnsignedLong(digits, 1, digits.length(), 16) * scale;
    }
    if (digits.length() > 1 && digits.startsWith("0")) {
      return Long.parseUnsignedLong(digits, 1, digits.length(), 8) * scale;
    }
    return Long.parseUnsignedLong(digits) * scale;
  }
}
