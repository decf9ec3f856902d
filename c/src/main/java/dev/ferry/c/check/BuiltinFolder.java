package dev.ferry.c.check;

import dev.ferry.c.check.constant.FloatArithmetic;
import dev.ferry.c.check.constant.FloatFormat;
import dev.ferry.c.check.constant.Real;
import dev.ferry.c.typed.Builtin;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.FloatConst;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds builtins whose arguments are constants; makes the others {@code BuiltinCall}s. */
final class BuiltinFolder {
  private final Unit unit;
  private final Types types;

  BuiltinFolder(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  /** The call, or its value. */
  Expression fold(int loc, CType type, Builtin builtin, List<Expression> arguments) {
    if (!arguments.isEmpty()) {
      Expression first = arguments.getFirst();
      Expression value = null;
      if (ConstantFolder.isInteger(first)) {
        value = integer(loc, type, builtin, first);
      } else if (first instanceof FloatConst constant) {
        value = floating(loc, type, builtin, constant, arguments);
      }
      if (value != null) {
        return value;
      }
    }
    return new Expression.BuiltinCall(loc, type, builtin, arguments);
  }

  private @Nullable Expression integer(int loc, CType type, Builtin builtin, Expression first) {
    int width = types.width(first.type());
    BigInteger value = unit.folder.big(first);
    BigInteger bits = value.signum() < 0 ? value.add(BigInteger.ONE.shiftLeft(width)) : value;
    return switch (builtin) {
      case CLZ -> bits.signum() == 0 ? null : constant(loc, type, width - bits.bitLength());
      case CTZ -> bits.signum() == 0 ? null : constant(loc, type, bits.getLowestSetBit());
      case FFS -> constant(loc, type, bits.getLowestSetBit() + 1);
      case POPCOUNT -> constant(loc, type, bits.bitCount());
      case PARITY -> constant(loc, type, bits.bitCount() & 1);
      case CLRSB ->
          constant(loc, type, width - 1 - (value.signum() < 0 ? value.not() : value).bitLength());
      case BSWAP -> swapBytes(loc, type, bits, width / 8);
      case EXPECT -> unit.conversions.cast(first, type);
      default -> null;
    };
  }

  private static Expression constant(int loc, CType type, int value) {
    return new IntConst(loc, type, value);
  }

  private Expression swapBytes(int loc, CType type, BigInteger bits, int bytes) {
    BigInteger result = BigInteger.ZERO;
    for (int i = 0; i < bytes; i++) {
      BigInteger octet = bits.shiftRight(8 * i).and(BigInteger.valueOf(255));
      result = result.or(octet.shiftLeft(8 * (bytes - 1 - i)));
    }
    return unit.folder.integer(loc, type, result);
  }

  private @Nullable Expression floating(
      int loc, CType type, Builtin builtin, FloatConst first, List<Expression> arguments) {
    Real real = FloatArithmetic.real(first);
    FloatFormat format = FloatFormat.ofBytes(((CType.Float) first.type()).kind().bytes());
    boolean finite = real.kind() == Real.Kind.FINITE;
    return switch (builtin) {
      case FABS -> real.negative() ? FloatArithmetic.negate(loc, first) : first;
      case COPYSIGN ->
          arguments.get(1) instanceof FloatConst sign
              ? FloatArithmetic.real(sign).negative() != real.negative()
                  ? FloatArithmetic.negate(loc, first)
                  : first
              : null;
      case ISNAN -> flag(loc, type, real.isNaN());
      case ISINF -> flag(loc, type, real.kind() == Real.Kind.INFINITE);
      case ISINF_SIGN ->
          constant(loc, type, real.kind() != Real.Kind.INFINITE ? 0 : real.negative() ? -1 : 1);
      case ISFINITE -> flag(loc, type, finite);
      case ISNORMAL -> flag(loc, type, finite && isNormal(real, format));
      case SIGNBIT -> flag(loc, type, real.negative());
      case ISGREATER, ISGREATEREQUAL, ISLESS, ISLESSEQUAL, ISLESSGREATER, ISUNORDERED ->
          arguments.get(1) instanceof FloatConst second
              ? compare(loc, type, builtin, real, FloatArithmetic.real(second))
              : null;
      default -> null;
    };
  }

  static boolean isNormal(Real real, FloatFormat format) {
    return !real.isZero()
        && real.exponent() + real.significand().bitLength() - 1 >= 1 - format.bias();
  }

  private static Expression compare(int loc, CType type, Builtin builtin, Real a, Real b) {
    if (a.isNaN() || b.isNaN()) {
      return flag(loc, type, builtin == Builtin.ISUNORDERED);
    }
    int order = a.compare(b);
    return flag(
        loc,
        type,
        switch (builtin) {
          case ISGREATER -> order > 0;
          case ISGREATEREQUAL -> order >= 0;
          case ISLESS -> order < 0;
          case ISLESSEQUAL -> order <= 0;
          case ISLESSGREATER -> order != 0;
          default -> false;
        });
  }

  private static Expression flag(int loc, CType type, boolean value) {
    return new IntConst(loc, type, value ? 1 : 0);
  }

  /** The length of a string literal; null for anything else. */
  @Nullable Expression strlen(int loc, Expression argument) {
    Expression at = argument.withoutCasts();
    if (!(at instanceof Expression.AddressOf address)
        || !(address.operand() instanceof Expression.StringRef string)
        || string.unit() != 1) {
      return null;
    }
    byte[] bytes = string.bytes();
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return length == bytes.length ? null : unit.sizeConst(loc, length);
  }

  /** A comparison of no bytes, which finds them equal; null if there may be some. */
  @Nullable Expression compareNothing(int loc, CType type, List<Expression> arguments) {
    if (arguments.size() != 3
        || !(arguments.get(2) instanceof IntConst size)
        || size.value() != 0) {
      return null;
    }
    Expression equal = new IntConst(loc, type, 0);
    return new Expression.Comma(
        loc, type, arguments.get(0), new Expression.Comma(loc, type, arguments.get(1), equal));
  }

  /** {@code x < 0 ? -x : x}, with {@code x} evaluated once. */
  Expression abs(int loc, CType type, Expression argument) {
    if (ConstantFolder.isInteger(argument)) {
      return unit.folder.integer(loc, type, unit.folder.big(argument).abs());
    }
    var temp = unit.hiddenLocal("abs", type, loc);
    Expression load = new Expression.Load(loc, type, new Expression.VarRef(loc, temp));
    Expression zero = unit.conversions.cast(unit.intConst(loc, 0), type);
    Expression negative =
        new Expression.Binary(loc, types.intType, Expression.BinaryOp.LT, load, zero);
    return new Expression.Let(
        loc,
        type,
        temp,
        argument,
        new Expression.Conditional(
            loc,
            type,
            negative,
            new Expression.Unary(loc, type, Expression.UnaryOp.NEGATE, load),
            load));
  }
}
