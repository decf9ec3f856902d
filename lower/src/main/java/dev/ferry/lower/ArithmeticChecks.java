package dev.ferry.lower;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.types.CType;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.lower.LoweringOptions.Overflow;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Overflow, division, shifts and conversions from floats (C17 6.5p5, 6.5.5p5, 6.5.7, 6.3.1.4). */
final class ArithmeticChecks {
  private final FunctionLowering owner;
  private final Sanitizer sanitizer;
  private final FunctionBuilder out;
  private final TypeMap types;

  ArithmeticChecks(FunctionLowering owner, Sanitizer sanitizer) {
    this.owner = owner;
    this.sanitizer = sanitizer;
    this.out = owner.out;
    this.types = owner.types;
  }

  /**
   * Checks {@code left op right} and, where that can overflow, computes it.
   *
   * @param type of the left operand and the result
   * @param site what reports point to
   * @return the result, wrapped around; null if the operation is still to be lowered
   */
  @Nullable Operand binary(
      BinaryOp op, CType type, Operand left, Operand right, CType rightType, Expression site) {
    CType base = TypeMap.strip(type);
    switch (op) {
      case ADD, SUB, MUL -> {
        return overflow(op, base, left, right, sanitizer.loc(site));
      }
      case DIV, REM -> {
        if (base instanceof CType.Float) {
          floatDivision(base, left, right, site.loc());
        } else {
          division(base, left, right, site.loc());
        }
      }
      case SHL, SHR -> shift(op, base, left, right, rightType, site.loc());
      default -> {}
    }
    return null;
  }

  // ---- overflow

  private static boolean isInteger(CType base) {
    return base instanceof CType.Int || base instanceof CType.Enum;
  }

  /** Integer types with all the bits of their mode: no {@code _BitInt}, as gcc 12 has none. */
  private boolean canOverflow(CType base) {
    return isInteger(base)
        && types.isSigned(base)
        && types.width(base) >= 32
        && owner.options.overflow() != Overflow.WRAPS
        && sanitizer.looksFor(UndefinedCheck.SIGNED_INTEGER_OVERFLOW);
  }

  private @Nullable Operand overflow(
      BinaryOp op, CType base, Operand left, Operand right, int loc) {
    if (!canOverflow(base)) {
      return null;
    }
    CheckedArithmetic.Checked checked = owner.checked.compute(op, base, left, base, right, base);
    String handler =
        switch (op) {
          case ADD -> "add_overflow";
          case SUB -> "sub_overflow";
          default -> "mul_overflow";
        };
    sanitizer.when(
        checked.overflow(),
        UndefinedCheck.SIGNED_INTEGER_OVERFLOW,
        () ->
            new Sanitizer.Report(
                handler,
                sanitizer.data(loc, sanitizer.data.type(base)),
                sanitizer.encode(left, base),
                sanitizer.encode(right, base)));
    return checked.result();
  }

  /** {@code -value}, or null if that cannot overflow. */
  @Nullable Operand negation(CType type, Operand value, Expression site) {
    CType base = TypeMap.strip(type);
    if (!canOverflow(base)) {
      return null;
    }
    CheckedArithmetic.Checked checked =
        owner.checked.compute(BinaryOp.SUB, base, owner.arithmetic.zero(base), base, value, base);
    sanitizer.when(
        checked.overflow(),
        UndefinedCheck.SIGNED_INTEGER_OVERFLOW,
        () ->
            new Sanitizer.Report(
                "negate_overflow",
                sanitizer.data(sanitizer.loc(site), sanitizer.data.type(base)),
                sanitizer.encode(value, base)));
    return checked.result();
  }

  // ---- division

  private void division(CType base, Operand left, Operand right, int loc) {
    if (!isInteger(base)) {
      return;
    }
    Value byZero =
        sanitizer.looksFor(UndefinedCheck.INTEGER_DIVIDE_BY_ZERO)
            ? isConstant(base, right, BigInteger.ZERO)
            : null;
    Value overflows = canOverflow(base) ? overflowingQuotient(base, left, right) : null;
    sanitizer.whenEither(
        byZero,
        UndefinedCheck.INTEGER_DIVIDE_BY_ZERO,
        overflows,
        UndefinedCheck.SIGNED_INTEGER_OVERFLOW,
        () -> quotient(base, left, right, loc));
  }

  private Sanitizer.Report quotient(CType base, Operand left, Operand right, int loc) {
    return new Sanitizer.Report(
        "divrem_overflow",
        sanitizer.data(loc, sanitizer.data.type(base)),
        sanitizer.encode(left, base),
        sanitizer.encode(right, base));
  }

  private @Nullable Value overflowingQuotient(CType base, Operand left, Operand right) {
    Value isMinusOne = isConstant(base, right, BigInteger.ONE.negate());
    if (isMinusOne == null) {
      return null;
    }
    BigInteger minimum = BigInteger.ONE.shiftLeft(types.width(base) - 1).negate();
    Value isMinimum = isConstant(base, left, minimum);
    return isMinimum == null ? null : out.binary(Op.AND, isMinimum, isMinusOne);
  }

  /** Whether the value is that one; null if it is another constant. */
  private @Nullable Value isConstant(CType base, Operand value, BigInteger wanted) {
    Value scalar = value.scalar();
    if (scalar != null) {
      return scalar instanceof Instruction c && c.isConst() && c.imm != wanted.longValue()
          ? null
          : out.binary(Op.EQ, scalar, out.iconst(scalar.requireType(), wanted.longValue()));
    }
    Place constant = owner.memory.temp(base);
    owner.wide.constant(constant, base, wanted);
    return owner.arithmetic.compare(BinaryOp.EQ, base, value, Operand.of(constant));
  }

  private void floatDivision(CType base, Operand left, Operand right, int loc) {
    if (!sanitizer.looksFor(UndefinedCheck.FLOAT_DIVIDE_BY_ZERO)) {
      return;
    }
    Value byZero = owner.arithmetic.compare(BinaryOp.EQ, base, right, owner.arithmetic.zero(base));
    sanitizer.when(
        byZero, UndefinedCheck.FLOAT_DIVIDE_BY_ZERO, () -> quotient(base, left, right, loc));
  }

  // ---- shifts

  private void shift(
      BinaryOp op, CType base, Operand left, Operand right, CType rightType, int loc) {
    Value count = right.scalar();
    if (!isInteger(base) || count == null) {
      return;
    }
    int last = types.width(base) - 1;
    Value tooFar = tooFar(count, last);
    boolean checksBase =
        op == BinaryOp.SHL
            && types.isSigned(base)
            && owner.options.overflow() != Overflow.WRAPS
            && sanitizer.looksFor(UndefinedCheck.SHIFT_BASE);
    Value lost = checksBase ? lostBits(base, left, count, last) : null;
    if (lost != null && tooFar != null) {
      // Of a shift too far only that is said.
      Value inRange = out.binary(Op.EQ, tooFar, out.iconst(Type.I32, 0));
      lost = out.binary(Op.AND, inRange, lost);
    }
    sanitizer.whenEither(
        sanitizer.looksFor(UndefinedCheck.SHIFT_EXPONENT) ? tooFar : null,
        UndefinedCheck.SHIFT_EXPONENT,
        lost,
        UndefinedCheck.SHIFT_BASE,
        () ->
            new Sanitizer.Report(
                "shift_out_of_bounds",
                sanitizer.data(loc, sanitizer.data.type(base), sanitizer.data.type(rightType)),
                sanitizer.encode(left, base),
                sanitizer.encode(right, rightType)));
  }

  /** Whether the count is negative or beyond the last bit; null for a constant that is not. */
  private @Nullable Value tooFar(Value count, int last) {
    boolean isSafe = count instanceof Instruction c && c.isConst() && c.imm >= 0 && c.imm <= last;
    return isSafe ? null : out.binary(Op.ULT, out.iconst(count.requireType(), last), count);
  }

  /** C99: the bits shifted out and the sign bit must be zero; {@code (unsigned) left >> last-n}. */
  private Value lostBits(CType base, Operand left, Value count, int last) {
    Type countType = count.requireType();
    Value rest = out.binary(Op.SUB, out.iconst(countType, last), count);
    Value scalar = left.scalar();
    if (scalar != null) {
      Value by = owner.conversions.integer(rest, false, scalar.requireType());
      return owner.conditions.scalarTruth(out.binary(Op.SHR, scalar, by));
    }
    CType unsigned = types.types.unsignedInt128;
    Place shifted =
        owner.wide.compute(
            BinaryOp.SHR, unsigned, left.place(), Operand.of(rest), types.types.unsignedInt);
    return owner.wide.isNonZero(shifted, unsigned);
  }

  // ---- conversions

  /** From a binary32 or binary64 to an integer of at most 64 bits. */
  void fromFloat(Operand operand, CType from, CType to, Expression site) {
    Value value = operand.scalar();
    CType target = TypeMap.strip(to);
    if (value == null
        || !value.requireType().isFloat()
        || !isInteger(target)
        || !types.isScalar(target)
        || !sanitizer.looksFor(UndefinedCheck.FLOAT_CAST_OVERFLOW)) {
      return;
    }
    Type type = value.requireType();
    boolean signed = types.isSigned(target);
    int bits = types.width(target) - (signed ? 1 : 0);
    // Comparisons with NaN are false: what must hold is asked for.
    Value below = out.binary(Op.FLT, value, out.fconst(type, Math.scalb(1.0, bits)));
    Value above = out.binary(Op.FLT, out.fconst(type, lowest(type, signed, bits)), value);
    Value fits = out.binary(Op.AND, below, above);
    sanitizer.when(
        out.binary(Op.EQ, fits, out.iconst(Type.I32, 0)),
        UndefinedCheck.FLOAT_CAST_OVERFLOW,
        () ->
            new Sanitizer.Report(
                "float_cast_overflow",
                sanitizer.data(
                    sanitizer.loc(site), sanitizer.data.type(from), sanitizer.data.type(target)),
                sanitizer.encode(operand, from)));
  }

  /** The greatest number of the format that truncates to less than the target's least. */
  private static double lowest(Type type, boolean signed, int bits) {
    if (!signed) {
      return -1;
    }
    double minimum = -Math.scalb(1.0, bits);
    boolean isExact = bits < (type == Type.F32 ? 24 : 53);
    return isExact
        ? minimum - 1
        : type == Type.F32 ? Math.nextDown((float) minimum) : Math.nextDown(minimum);
  }
}
