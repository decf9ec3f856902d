package dev.ferry.binutils.asm;

import dev.ferry.binutils.asm.Expression.Binary;
import dev.ferry.binutils.asm.Expression.Number;
import dev.ferry.binutils.asm.Expression.Operator;
import dev.ferry.binutils.asm.Expression.Reference;
import dev.ferry.binutils.asm.Expression.Unary;
import org.jspecify.annotations.Nullable;

/**
 * Reduces expressions to {@code symbol - symbol + number}. Before layout a difference is a number
 * only if nothing of unknown size lies between its symbols; afterwards every difference within one
 * section is.
 */
final class Evaluator {
  /** The reduced form; either symbol may be missing. */
  record Linear(@Nullable AsmSymbol plus, @Nullable AsmSymbol minus, long number) {
    boolean isNumber() {
      return plus == null && minus == null;
    }
  }

  private static final int DEPTH_LIMIT = 500;

  private boolean laidOut;
  private int depth;

  /** From here on the addresses of all sections are known. */
  void setLaidOut() {
    laidOut = true;
  }

  /** The value as a number, or null if it is none (yet). */
  @Nullable Long number(Expression expression) {
    if (expression instanceof Number n) {
      return n.value();
    }
    Linear value = collapse(linear(expression));
    return value.isNumber() ? (Long) value.number() : null;
  }

  /** The reduced form; differences that are written out stay differences. */
  Linear linear(Expression expression) {
    if (++depth > DEPTH_LIMIT) {
      depth = 0;
      throw new AssemblyException("expression too deeply nested");
    }
    Linear result =
        switch (expression) {
          case Number n -> new Linear(null, null, n.value());
          case Reference r -> reference(r.symbol());
          case Unary u -> unary(u);
          case Binary b -> binary(b);
        };
    depth--;
    return result;
  }

  private Linear reference(AsmSymbol symbol) {
    Expression value = symbol.value;
    if (value == null) {
      return new Linear(symbol, null, 0);
    }
    if (symbol.evaluating) {
      depth = 0;
      throw new AssemblyException("symbol definition loop encountered at `" + symbol.name + "'");
    }
    symbol.evaluating = true;
    try {
      return collapse(linear(value));
    } finally {
      symbol.evaluating = false;
    }
  }

  private Linear unary(Unary unary) {
    Linear value = linear(unary.operand());
    if (unary.operator() == '-' && !value.isNumber()) {
      return new Linear(value.minus(), value.plus(), -value.number());
    }
    return new Linear(null, null, Expression.fold(unary.operator(), need(value)));
  }

  private Linear binary(Binary binary) {
    Linear left = linear(binary.left());
    Linear right = linear(binary.right());
    return switch (binary.operator()) {
      case ADD -> add(left, right);
      case SUBTRACT -> add(left, new Linear(right.minus(), right.plus(), -right.number()));
      default -> compare(binary.operator(), left, right);
    };
  }

  private Linear add(Linear left, Linear right) {
    long number = left.number() + right.number();
    AsmSymbol plus = left.plus() != null ? left.plus() : right.plus();
    AsmSymbol minus = left.minus() != null ? left.minus() : right.minus();
    boolean clash =
        (left.plus() != null && right.plus() != null)
            || (left.minus() != null && right.minus() != null);
    if (clash) {
      Linear a = collapse(left);
      Linear b = collapse(right);
      if (!a.isNumber() && !b.isNumber()) {
        throw new AssemblyException("invalid operands in expression");
      }
      return add(a, b);
    }
    if (plus != null && plus == minus) {
      return new Linear(null, null, number);
    }
    return new Linear(plus, minus, number);
  }

  private Linear compare(Operator operator, Linear left, Linear right) {
    Linear a = collapse(left);
    Linear b = collapse(right);
    if (!a.isNumber() || !b.isNumber()) {
      Linear difference = collapse(add(a, new Linear(b.minus(), b.plus(), -b.number())));
      if (difference.isNumber()) {
        switch (operator) {
          case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> {
            return new Linear(null, null, Expression.fold(operator, difference.number(), 0));
          }
          default -> {}
        }
      }
    }
    return new Linear(null, null, Expression.fold(operator, need(a), need(b)));
  }

  private long need(Linear value) {
    Linear collapsed = collapse(value);
    if (!collapsed.isNumber()) {
      AsmSymbol symbol = collapsed.plus() != null ? collapsed.plus() : collapsed.minus();
      if (symbol != null && !symbol.isDefined()) {
        throw new AssemblyException("can't resolve value; `" + symbol.name + "' is undefined");
      }
      throw new AssemblyException("can't resolve value of expression");
    }
    return collapsed.number();
  }

  /** Turns a difference within one section into a number where its value is known. */
  Linear collapse(Linear value) {
    AsmSymbol plus = value.plus();
    AsmSymbol minus = value.minus();
    if (plus == null || minus == null || plus.section == null || plus.section != minus.section) {
      return value;
    }
    if (laidOut) {
      AsmSection section = plus.section;
      long difference =
          section.address(plus.offset, plus.fragment)
              - section.address(minus.offset, minus.fragment);
      return new Linear(null, null, value.number() + difference);
    }
    if (!fixedBetween(plus, minus)) {
      return value;
    }
    return new Linear(null, null, value.number() + plus.offset - minus.offset);
  }

  private static boolean fixedBetween(AsmSymbol a, AsmSymbol b) {
    AsmSection section = a.section;
    int low = Math.min(a.fragment, b.fragment);
    int high = Math.max(a.fragment, b.fragment);
    for (int i = low; i < high && section != null; i++) {
      if (section.fragments.get(i).kind != Fragment.Kind.BREAK) {
        return false;
      }
    }
    return true;
  }
}
