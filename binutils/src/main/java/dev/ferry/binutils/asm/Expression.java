package dev.ferry.binutils.asm;

import org.jspecify.annotations.Nullable;

/**
 * An expression over symbols; 64-bit arithmetic that wraps. Names of sections stand for symbols.
 */
public sealed interface Expression {
  /** A constant. */
  record Number(long value) implements Expression {}

  /** The value of a symbol. */
  record Reference(AsmSymbol symbol) implements Expression {}

  /** {@code -}, {@code ~} or {@code !} (gives 1 or 0). */
  record Unary(char operator, Expression operand) implements Expression {}

  /** An operation of two values. */
  record Binary(Operator operator, Expression left, Expression right) implements Expression {}

  /** The operators with the precedence of GNU as, higher binding tighter. */
  enum Operator {
    MULTIPLY(6),
    DIVIDE(6),
    REMAINDER(6),
    SHIFT_LEFT(6),
    SHIFT_RIGHT(6),
    OR(5),
    OR_NOT(5),
    XOR(5),
    AND(5),
    ADD(4),
    SUBTRACT(4),
    EQUAL(3),
    NOT_EQUAL(3),
    LESS(3),
    LESS_EQUAL(3),
    GREATER(3),
    GREATER_EQUAL(3),
    AND_ALSO(2),
    OR_ELSE(1);

    private final int precedence;

    Operator(int precedence) {
      this.precedence = precedence;
    }

    int precedence() {
      return precedence;
    }
  }

  /** The constant {@code value}. */
  static Expression of(long value) {
    return new Number(value);
  }

  /** The value of {@code symbol}. */
  static Expression of(AsmSymbol symbol) {
    return new Reference(symbol);
  }

  /** The value of {@code symbol} plus a constant. */
  static Expression of(AsmSymbol symbol, long addend) {
    Expression reference = new Reference(symbol);
    return addend == 0 ? reference : new Binary(Operator.ADD, reference, new Number(addend));
  }

  /** {@code left - right}. */
  static Expression difference(AsmSymbol left, AsmSymbol right) {
    return new Binary(Operator.SUBTRACT, new Reference(left), new Reference(right));
  }

  /** The symbol it begins with, or null. */
  default @Nullable AsmSymbol leading() {
    return switch (this) {
      case Reference r -> r.symbol();
      case Binary b -> b.left().leading();
      case Number n -> null;
      case Unary u -> null;
    };
  }

  /** An operation, folded at once if both sides are constants. */
  static Expression binary(Operator operator, Expression left, Expression right) {
    if (left instanceof Number a && right instanceof Number b) {
      return new Number(fold(operator, a.value(), b.value()));
    }
    return new Binary(operator, left, right);
  }

  /** A unary operation, folded at once if the operand is a constant. */
  static Expression unary(char operator, Expression operand) {
    return operand instanceof Number n
        ? new Number(fold(operator, n.value()))
        : new Unary(operator, operand);
  }

  /** {@code -a}, {@code ~a} or {@code !a}. */
  static long fold(char operator, long a) {
    return switch (operator) {
      case '-' -> -a;
      case '~' -> ~a;
      default -> a == 0 ? 1 : 0;
    };
  }

  /**
   * An operation on constants: comparisons give -1 or 0, logical operators 1 or 0.
   *
   * @throws AssemblyException on division by zero
   */
  static long fold(Operator operator, long a, long b) {
    return switch (operator) {
      case MULTIPLY -> a * b;
      case DIVIDE -> a / divisor(b);
      case REMAINDER -> a % divisor(b);
      case SHIFT_LEFT -> Long.compareUnsigned(b, 64) < 0 ? a << b : 0;
      case SHIFT_RIGHT -> Long.compareUnsigned(b, 64) < 0 ? a >>> b : 0;
      case OR -> a | b;
      case OR_NOT -> a | ~b;
      case XOR -> a ^ b;
      case AND -> a & b;
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case EQUAL -> a == b ? -1 : 0;
      case NOT_EQUAL -> a != b ? -1 : 0;
      case LESS -> a < b ? -1 : 0;
      case LESS_EQUAL -> a <= b ? -1 : 0;
      case GREATER -> a > b ? -1 : 0;
      case GREATER_EQUAL -> a >= b ? -1 : 0;
      case AND_ALSO -> a != 0 && b != 0 ? 1 : 0;
      case OR_ELSE -> a != 0 || b != 0 ? 1 : 0;
    };
  }

  private static long divisor(long b) {
    if (b == 0) {
      throw new AssemblyException("division by zero");
    }
    return b;
  }
}
