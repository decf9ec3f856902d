package dev.ferry.c.check;

import dev.ferry.c.check.constant.FloatArithmetic;
import dev.ferry.c.check.constant.Real;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.typed.Expression.ComplexConst;
import dev.ferry.c.typed.Expression.FloatConst;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.typed.Expression.UnaryOp;
import dev.ferry.c.typed.Expression.WideConst;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Folds operations on constants (C17 6.6). Integers of up to 64 bits are folded in a {@code long};
 * wider ones in {@link BigInteger}.
 */
final class ConstantFolder {
  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

  private final Types types;

  /** Left shifts that lose bits, or shift a negative value, are left alone. */
  private final boolean keepsLostBits;

  /** Whether the last integer operation overflowed its signed type. */
  private boolean overflowed;

  ConstantFolder(Types types, boolean keepsLostBits) {
    this.types = types;
    this.keepsLostBits = keepsLostBits;
  }

  boolean overflowed() {
    return overflowed;
  }

  /** The constant that a constant object was initialised with, or null. */
  static @Nullable Expression constantObject(Expression e) {
    if (!(e instanceof Expression.Load load)
        || !(load.lvalue() instanceof Expression.VarRef ref)
        || (ref.variable().type.qualifiers() & CType.CONST) == 0
        || ref.variable().type.isVolatile()) {
      return null;
    }
    Initializer initializer = ref.variable().initializer;
    if (initializer == null || initializer.elements().size() != 1) {
      return null;
    }
    Expression value = initializer.elements().getFirst().value();
    return isConstant(value) ? value : null;
  }

  static boolean isConstant(Expression e) {
    return e instanceof IntConst
        || e instanceof FloatConst
        || e instanceof WideConst
        || e instanceof ComplexConst;
  }

  static boolean isInteger(Expression e) {
    return e instanceof IntConst || e instanceof WideConst;
  }

  static boolean isZero(Expression e) {
    return switch (e) {
      case IntConst c -> c.value() == 0;
      case FloatConst c -> FloatArithmetic.isZero(c);
      case ComplexConst c -> isZero(c.real()) && isZero(c.imaginary());
      default -> false;
    };
  }

  /** The exact value of an integer constant. */
  BigInteger big(Expression e) {
    if (e instanceof WideConst wide) {
      return wide.value();
    }
    IntConst constant = (IntConst) e;
    BigInteger value = BigInteger.valueOf(constant.value());
    boolean negative = constant.value() < 0;
    return negative && !types.isSigned(constant.type()) ? value.add(TWO_64) : value;
  }

  /** An integer constant of any width, reduced to its type. */
  Expression integer(int loc, CType type, BigInteger value) {
    int width = types.width(type);
    if (type.unqualified() instanceof CType.Bool) {
      return new IntConst(loc, type, value.signum() != 0 ? 1 : 0);
    }
    if (width <= 64) {
      return new IntConst(loc, type, types.wrap(value.longValue(), type));
    }
    BigInteger reduced = value.and(BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE));
    boolean signed = types.isSigned(type);
    if (signed && reduced.testBit(width - 1)) {
      reduced = reduced.subtract(BigInteger.ONE.shiftLeft(width));
    }
    boolean fits =
        signed
            ? reduced.compareTo(MIN_LONG) >= 0 && reduced.compareTo(MAX_LONG) <= 0
            : reduced.bitLength() <= 64;
    return fits ? new IntConst(loc, type, reduced.longValue()) : new WideConst(loc, type, reduced);
  }

  // Conversions.

  /** Converts a constant; null where the result is no constant. */
  @Nullable Expression cast(int loc, CType to, Expression e) {
    CType target = Types.nonAtomic(to);
    return switch (e) {
      case IntConst c -> castInteger(loc, target, c);
      case WideConst c -> castInteger(loc, target, c);
      case FloatConst c -> castFloat(loc, target, c);
      case ComplexConst c -> castComplex(loc, target, c);
      default -> null;
    };
  }

  private @Nullable Expression castInteger(int loc, CType to, Expression e) {
    return switch (to) {
      case CType.Bool t -> new IntConst(loc, to, isZero(e) ? 0 : 1);
      case CType.Int t -> convertInteger(loc, to, e);
      case CType.BitInt t -> convertInteger(loc, to, e);
      case CType.Enum t -> t.underlying == null ? null : convertInteger(loc, to, e);
      case CType.Pointer t ->
          new IntConst(loc, to, types.wrap(big(e).longValue(), types.uintptrType));
      case CType.Float t -> floatOf(loc, t, e);
      case CType.Complex t -> complexOf(loc, t, e);
      default -> null;
    };
  }

  private Expression convertInteger(int loc, CType to, Expression e) {
    if (e instanceof IntConst c && types.width(to) <= 64) {
      return new IntConst(loc, to, types.wrap(c.value(), to));
    }
    return integer(loc, to, big(e));
  }

  private FloatConst floatOf(int loc, CType.Float type, Expression e) {
    if (e instanceof IntConst c && c.value() >= 0 && c.value() < 1L << 24) {
      return FloatArithmetic.of(loc, type, (double) c.value());
    }
    return FloatArithmetic.ofInteger(loc, type, big(e));
  }

  private @Nullable Expression complexOf(int loc, CType.Complex type, Expression e) {
    Expression real = cast(loc, type.element(), e);
    Expression zero = cast(loc, type.element(), new IntConst(loc, types.intType, 0));
    return real == null || zero == null ? null : new ComplexConst(loc, type, real, zero);
  }

  private @Nullable Expression castFloat(int loc, CType to, FloatConst e) {
    return switch (to) {
      case CType.Float t -> FloatArithmetic.convert(loc, t, e);
      case CType.Bool t -> new IntConst(loc, to, FloatArithmetic.isZero(e) ? 0 : 1);
      case CType.Complex t -> complexOf(loc, t, e);
      case CType.Int t -> truncate(loc, to, e);
      case CType.BitInt t -> truncate(loc, to, e);
      case CType.Enum t -> t.underlying == null ? null : truncate(loc, to, e);
      default -> null;
    };
  }

  /** Out of range values saturate, as gcc's folding does. */
  private Expression truncate(int loc, CType to, FloatConst e) {
    Real real = FloatArithmetic.real(e);
    overflowed = false;
    if (real.isNaN()) {
      overflowed = true;
      return integer(loc, to, BigInteger.ZERO);
    }
    BigInteger min = types.minimum(to);
    BigInteger max = types.maximum(to);
    if (real.kind() == Real.Kind.INFINITE) {
      overflowed = true;
      return integer(loc, to, real.negative() ? min : max);
    }
    BigInteger value = real.exponent() > 20_000 ? max.add(BigInteger.ONE) : real.truncate();
    overflowed = value.compareTo(min) < 0 || value.compareTo(max) > 0;
    return integer(loc, to, overflowed ? value.compareTo(min) < 0 ? min : max : value);
  }

  private @Nullable Expression castComplex(int loc, CType to, ComplexConst e) {
    if (to instanceof CType.Complex t) {
      Expression real = cast(loc, t.element(), e.real());
      Expression imaginary = cast(loc, t.element(), e.imaginary());
      return real == null || imaginary == null ? null : new ComplexConst(loc, t, real, imaginary);
    }
    if (to instanceof CType.Bool) {
      return new IntConst(loc, to, isZero(e) ? 0 : 1);
    }
    return cast(loc, to, e.real());
  }

  // Operators.

  @Nullable Expression unary(int loc, CType type, UnaryOp op, Expression e) {
    overflowed = false;
    if (op == UnaryOp.LOGICAL_NOT) {
      return isConstant(e) ? new IntConst(loc, type, isZero(e) ? 1 : 0) : null;
    }
    return switch (e) {
      case IntConst c when Types.isInteger(type) ->
          op == UnaryOp.NEGATE ? negateInteger(loc, type, e) : integer(loc, type, big(e).not());
      case WideConst c ->
          op == UnaryOp.NEGATE ? negateInteger(loc, type, e) : integer(loc, type, big(e).not());
      case FloatConst c -> op == UnaryOp.NEGATE ? FloatArithmetic.negate(loc, c) : null;
      case ComplexConst c -> unaryComplex(loc, op, c);
      default -> null;
    };
  }

  private Expression negateInteger(int loc, CType type, Expression e) {
    BigInteger value = big(e).negate();
    overflowed = types.isSigned(type) && value.compareTo(types.maximum(type)) > 0;
    return integer(loc, type, value);
  }

  private @Nullable Expression unaryComplex(int loc, UnaryOp op, ComplexConst c) {
    CType element = c.real().type();
    Expression imaginary = unary(loc, element, UnaryOp.NEGATE, c.imaginary());
    Expression real =
        op == UnaryOp.NEGATE ? unary(loc, element, UnaryOp.NEGATE, c.real()) : c.real();
    return real == null || imaginary == null
        ? null
        : new ComplexConst(loc, c.type(), real, imaginary);
  }

  /**
   * Folds an operation on operands that are converted already; null where it does not fold: not
   * constant, division by zero, a shift count out of range.
   */
  @Nullable Expression binary(int loc, CType type, BinaryOp op, Expression l, Expression r) {
    overflowed = false;
    if (l instanceof IntConst a && r instanceof IntConst b) {
      CType operand = a.type();
      if (types.width(operand) <= 64 && types.width(b.type()) <= 64) {
        return op.isComparison()
            ? new IntConst(loc, type, compare(op, a.value(), b.value(), signed(operand)) ? 1 : 0)
            : narrow(loc, type, op, a.value(), b.value());
      }
    }
    if (isInteger(l) && isInteger(r)) {
      return op.isComparison()
          ? new IntConst(loc, type, holds(op, big(l).compareTo(big(r))) ? 1 : 0)
          : wide(loc, type, op, big(l), big(r));
    }
    if (l instanceof FloatConst a && r instanceof FloatConst b) {
      return op.isComparison()
          ? new IntConst(loc, type, FloatArithmetic.compare(op, a, b) ? 1 : 0)
          : FloatArithmetic.binary(loc, op, a, b);
    }
    if (l instanceof ComplexConst a && r instanceof ComplexConst b) {
      return complex(loc, type, op, a, b);
    }
    return null;
  }

  private boolean signed(CType type) {
    return types.isSigned(type);
  }

  private static boolean compare(BinaryOp op, long a, long b, boolean signed) {
    return holds(op, signed ? Long.compare(a, b) : Long.compareUnsigned(a, b));
  }

  private static boolean holds(BinaryOp op, int order) {
    return switch (op) {
      case LT -> order < 0;
      case GT -> order > 0;
      case LE -> order <= 0;
      case GE -> order >= 0;
      case EQ -> order == 0;
      default -> order != 0;
    };
  }

  private @Nullable Expression narrow(int loc, CType type, BinaryOp op, long a, long b) {
    boolean signed = signed(type);
    int width = types.width(type);
    switch (op) {
      case DIV, REM -> {
        if (b == 0) {
          return null;
        }
        if (signed && b == -1) {
          overflowed = a == minimum(width);
          return new IntConst(loc, type, op == BinaryOp.REM ? 0 : types.wrap(-a, type));
        }
      }
      case SHL, SHR -> {
        if (b < 0 || b >= width) {
          return null;
        }
        // C17 6.5.7p4
        if (op == BinaryOp.SHL && keepsLostBits && signed && a >> width - 1 - b != 0) {
          return null;
        }
      }
      default -> {}
    }
    long value =
        switch (op) {
          case MUL -> a * b;
          case DIV -> signed ? a / b : Long.divideUnsigned(a, b);
          case REM -> signed ? a % b : Long.remainderUnsigned(a, b);
          case ADD -> a + b;
          case SUB -> a - b;
          case SHL -> a << b;
          case SHR -> signed ? a >> b : a >>> b;
          case AND -> a & b;
          case OR -> a | b;
          default -> a ^ b;
        };
    long wrapped = types.wrap(value, type);
    overflowed = signed && overflows(op, a, b, value, wrapped, width);
    return new IntConst(loc, type, wrapped);
  }

  private static long minimum(int width) {
    return -1L << width - 1;
  }

  private static boolean overflows(
      BinaryOp op, long a, long b, long value, long wrapped, int width) {
    return switch (op) {
      case ADD -> width < 64 ? wrapped != value : ((a ^ value) & (b ^ value)) < 0;
      case SUB -> width < 64 ? wrapped != value : ((a ^ b) & (a ^ value)) < 0;
      case MUL -> width < 64 ? wrapped != value : Math.multiplyHigh(a, b) != (value >> 63);
      default -> false;
    };
  }

  private @Nullable Expression wide(int loc, CType type, BinaryOp op, BigInteger a, BigInteger b) {
    int width = types.width(type);
    if ((op == BinaryOp.DIV || op == BinaryOp.REM) && b.signum() == 0) {
      return null;
    }
    if ((op == BinaryOp.SHL || op == BinaryOp.SHR)
        && (b.signum() < 0 || b.compareTo(BigInteger.valueOf(width)) >= 0)) {
      return null;
    }
    if (op == BinaryOp.SHL
        && keepsLostBits
        && signed(type)
        && a.shiftRight(width - 1 - b.intValue()).signum() != 0) {
      return null;
    }
    BigInteger value =
        switch (op) {
          case MUL -> a.multiply(b);
          case DIV -> a.divide(b);
          case REM -> a.remainder(b);
          case ADD -> a.add(b);
          case SUB -> a.subtract(b);
          case SHL -> a.shiftLeft(b.intValue());
          case SHR -> a.shiftRight(b.intValue());
          case AND -> a.and(b);
          case OR -> a.or(b);
          default -> a.xor(b);
        };
    boolean checked =
        op == BinaryOp.MUL || op == BinaryOp.ADD || op == BinaryOp.SUB || op == BinaryOp.DIV;
    overflowed =
        checked
            && signed(type)
            && (value.compareTo(types.maximum(type)) > 0
                || value.compareTo(types.minimum(type)) < 0);
    return integer(loc, type, value);
  }

  /** An operation on a real operand of the element type and a complex one. */
  @Nullable Expression mixed(
      int loc,
      CType.Complex type,
      BinaryOp op,
      Expression real,
      Expression other,
      boolean realLeft) {
    if (!isConstant(real) || !(other instanceof ComplexConst z)) {
      return null;
    }
    CType e = type.element();
    return switch (op) {
      case ADD -> pair(loc, type, binary(loc, e, op, real, z.real()), z.imaginary());
      case SUB ->
          realLeft
              ? pair(
                  loc,
                  type,
                  binary(loc, e, op, real, z.real()),
                  unary(loc, e, UnaryOp.NEGATE, z.imaginary()))
              : pair(loc, type, binary(loc, e, op, z.real(), real), z.imaginary());
      case MUL ->
          pair(
              loc,
              type,
              binary(loc, e, op, real, z.real()),
              binary(loc, e, op, real, z.imaginary()));
      case DIV -> {
        if (realLeft) {
          Expression wide = complexOf(loc, type, real);
          yield wide == null ? null : binary(loc, type, op, wide, other);
        }
        yield pair(
            loc, type, binary(loc, e, op, z.real(), real), binary(loc, e, op, z.imaginary(), real));
      }
      default -> null;
    };
  }

  private @Nullable Expression complex(
      int loc, CType type, BinaryOp op, ComplexConst a, ComplexConst b) {
    CType e = a.real().type();
    return switch (op) {
      case ADD, SUB ->
          pair(
              loc,
              type,
              binary(loc, e, op, a.real(), b.real()),
              binary(loc, e, op, a.imaginary(), b.imaginary()));
      case MUL ->
          pair(
              loc,
              type,
              combine(loc, e, BinaryOp.SUB, a.real(), b.real(), a.imaginary(), b.imaginary()),
              combine(loc, e, BinaryOp.ADD, a.real(), b.imaginary(), a.imaginary(), b.real()));
      case DIV -> divideComplex(loc, type, e, a, b);
      case EQ, NE -> {
        Expression x = binary(loc, types.intType, BinaryOp.EQ, a.real(), b.real());
        Expression y = binary(loc, types.intType, BinaryOp.EQ, a.imaginary(), b.imaginary());
        if (x == null || y == null) {
          yield null;
        }
        boolean equal = !isZero(x) && !isZero(y);
        yield new IntConst(loc, type, equal == (op == BinaryOp.EQ) ? 1 : 0);
      }
      default -> null;
    };
  }

  /** (a + bi) / (c + di) = (a + bi)(c - di) / (cc + dd). */
  private @Nullable Expression divideComplex(
      int loc, CType type, CType e, ComplexConst a, ComplexConst b) {
    Expression norm =
        combine(loc, e, BinaryOp.ADD, b.real(), b.real(), b.imaginary(), b.imaginary());
    Expression real =
        combine(loc, e, BinaryOp.ADD, a.real(), b.real(), a.imaginary(), b.imaginary());
    Expression imaginary =
        combine(loc, e, BinaryOp.SUB, a.imaginary(), b.real(), a.real(), b.imaginary());
    if (norm == null || real == null || imaginary == null) {
      return null;
    }
    return pair(
        loc,
        type,
        binary(loc, e, BinaryOp.DIV, real, norm),
        binary(loc, e, BinaryOp.DIV, imaginary, norm));
  }

  /** {@code w * x op y * z}. */
  private @Nullable Expression combine(
      int loc, CType e, BinaryOp op, Expression w, Expression x, Expression y, Expression z) {
    Expression left = binary(loc, e, BinaryOp.MUL, w, x);
    Expression right = binary(loc, e, BinaryOp.MUL, y, z);
    return left == null || right == null ? null : binary(loc, e, op, left, right);
  }

  private static @Nullable Expression pair(
      int loc, CType type, @Nullable Expression real, @Nullable Expression imaginary) {
    return real == null || imaginary == null ? null : new ComplexConst(loc, type, real, imaginary);
  }
}
