package dev.ferry.c.check;

import dev.ferry.c.check.constant.FloatArithmetic;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.typed.Expression.FloatConst;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.math.BigInteger;

/**
 * Whether a conversion may change a value, by the types that its parts had before they were
 * promoted; gcc's rules of -Wconversion. Enumerations and truth values do not count as integers.
 */
final class UnsafeConversion {
  /** How a value may change. */
  enum Kind {
    SAFE,
    /** A fraction or digits are lost. */
    REAL,
    SIGN,
    OTHER
  }

  /** An integer type as far as it matters. */
  private record Shape(int bits, boolean signed) {}

  private final Unit unit;
  private final Types types;

  UnsafeConversion(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  /** Conversion of one value, whatever it is computed from. */
  Kind of(Expression e, CType to) {
    if (e instanceof FloatConst c) {
      return ofFloat(c, to);
    }
    if (ConstantFolder.isInteger(e)) {
      return ofConstant(e, to);
    }
    CType from = Types.nonAtomic(e.type());
    if (from instanceof CType.Float f) {
      boolean narrower = to instanceof CType.Float t && t.kind().bytes() < f.kind().bytes();
      return narrower || isInteger(to) ? Kind.REAL : Kind.SAFE;
    }
    if (!isInteger(from)) {
      return Kind.SAFE;
    }
    if (to instanceof CType.Float t) {
      Shape shape = unwidened(e);
      return shape.bits - (shape.signed ? 1 : 0) > precision(t) ? Kind.OTHER : Kind.SAFE;
    }
    return isInteger(to) ? ofInteger(e, to) : Kind.SAFE;
  }

  private static int precision(CType.Float type) {
    return switch (type.kind().bytes()) {
      case 2 -> 11;
      case 4 -> 24;
      case 8 -> 53;
      default -> 113;
    };
  }

  static boolean isInteger(CType type) {
    return Types.isInteger(type) && !(type instanceof CType.Enum) && !(type instanceof CType.Bool);
  }

  private Kind ofFloat(FloatConst c, CType to) {
    if (isInteger(to)) {
      return FloatArithmetic.real(c).isInteger() ? Kind.SAFE : Kind.REAL;
    }
    if (to instanceof CType.Float t
        && c.type() instanceof CType.Float f
        && t.kind().bytes() < f.kind().bytes()) {
      FloatConst narrow = FloatArithmetic.convert(c.loc(), t, c);
      boolean same = FloatArithmetic.real(narrow).compare(FloatArithmetic.real(c)) == 0;
      return same ? Kind.SAFE : Kind.REAL;
    }
    return Kind.SAFE;
  }

  private Kind ofConstant(Expression e, CType to) {
    BigInteger value = unit.folder.big(e);
    if (to instanceof CType.Float t) {
      int digits = value.abs().bitLength() - Math.max(0, value.getLowestSetBit());
      return digits > precision(t) ? Kind.REAL : Kind.SAFE;
    }
    if (!isInteger(to) || fits(value, to)) {
      return Kind.SAFE;
    }
    boolean fromSigned = types.isSigned(e.type());
    boolean sign = types.isSigned(to) ? !fromSigned : fromSigned && value.signum() < 0;
    return sign ? Kind.SIGN : Kind.OTHER;
  }

  private boolean fits(BigInteger value, CType to) {
    return value.compareTo(types.minimum(to)) >= 0 && value.compareTo(types.maximum(to)) <= 0;
  }

  private Kind ofInteger(Expression e, CType to) {
    if (isMasked(e, to)) {
      return Kind.SAFE;
    }
    Shape from = unwidened(e);
    int width = types.width(to);
    if (width < from.bits) {
      return Kind.OTHER;
    }
    boolean sign =
        width == from.bits ? from.signed != types.isSigned(to) : from.signed && !types.isSigned(to);
    return sign ? Kind.SIGN : Kind.SAFE;
  }

  /** Whether a value is cut by a constant that fits, with its sign or without one. */
  boolean isMasked(Expression e, CType to) {
    Expression at = e;
    while (at instanceof Expression.Cast c && isWidening(c)) {
      at = c.operand();
    }
    if (!(at instanceof Expression.Binary b)) {
      return false;
    }
    if (b.op().isComparison()) {
      return true;
    }
    if (b.op() == BinaryOp.REM
        && !types.isSigned(b.type())
        && b.right() instanceof IntConst c
        && Long.bitCount(c.value()) == 1) {
      return fits(BigInteger.valueOf(c.value() - 1), to);
    }
    int right = 0;
    if (b.op() == BinaryOp.SHR && b.right() instanceof IntConst count && count.value() >= 0) {
      right = (int) Math.min(count.value(), 128);
      at = b.left(); // (x & mask) >> n is (x >> n) & (mask >> n)
    }
    return at instanceof Expression.Binary and
        && and.op() == BinaryOp.AND
        && (masks(and.left(), right, to) || masks(and.right(), right, to));
  }

  private boolean masks(Expression e, int right, CType to) {
    if (!ConstantFolder.isInteger(e)) {
      return false;
    }
    BigInteger value = unit.folder.big(e).shiftRight(right);
    boolean fitsBoth =
        value.signum() >= 0 && value.bitLength() < types.width(to); // also without the sign bit
    return fitsBoth || !types.isSigned(e.type()) && fits(value, to);
  }

  private boolean isWidening(Expression.Cast c) {
    return Types.isInteger(c.type())
        && Types.isInteger(c.operand().type())
        && shape(c).bits > shape(c.operand()).bits;
  }

  private Shape shape(Expression e) {
    CType.Field field = Conversions.bitField(e);
    CType type = Types.nonAtomic(field == null ? e.type() : field.type());
    if (type instanceof CType.Bool) {
      return new Shape(1, false);
    }
    return new Shape(field == null ? types.width(type) : field.bitWidth(), types.isSigned(type));
  }

  /** What a value had been before casts only made it wider. */
  private Shape unwidened(Expression e) {
    Shape whole = shape(e);
    Shape best = whole;
    boolean zeroExtended = false;
    Expression at = e;
    while (at instanceof Expression.Cast c && Types.isInteger(c.operand().type())) {
      Shape outer = shape(at);
      Shape inner = shape(c.operand());
      if (inner.bits > outer.bits && whole.bits > outer.bits) {
        break;
      }
      at = c.operand();
      if (inner.bits < outer.bits) {
        if (!zeroExtended || !inner.signed) {
          best = inner;
        }
        zeroExtended |= !inner.signed;
      }
    }
    return best.equals(shape(at)) ? computed(at, best) : best;
  }

  /**
   * Bitwise operators of operands narrower than an int give no more than these have, nor does
   * {@code >>}.
   */
  private Shape computed(Expression e, Shape own) {
    if (!(e instanceof Expression.Binary b)) {
      return own;
    }
    return switch (b.op()) {
      case AND, OR, XOR -> bitwise(b, own);
      case SHR -> {
        Shape left = unwidened(b.left());
        boolean narrows = b.right() instanceof IntConst && left.bits < own.bits && !left.signed;
        yield narrows ? left : own;
      }
      default -> own;
    };
  }

  private Shape bitwise(Expression.Binary b, Shape own) {
    Shape left = unwidened(b.left());
    Shape right = unwidened(b.right());
    if (ConstantFolder.isInteger(b.right())) {
      right = fitsIn(b.right(), left) ? left : right;
    } else if (ConstantFolder.isInteger(b.left())) {
      left = fitsIn(b.left(), right) ? right : left;
    }
    return left.equals(right) && left.bits < own.bits ? left : own;
  }

  private boolean fitsIn(Expression constant, Shape shape) {
    BigInteger value = unit.folder.big(constant);
    return shape.signed
        ? value.bitLength() < shape.bits
        : value.signum() >= 0 && value.bitLength() <= shape.bits;
  }
}
