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

/** Operators: scalars here, the bigger kinds of number by their own classes. */
final class Arithmetic {
  private static final long QUAD_ONE_HIGH = 0x3fff000000000000L;

  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  Arithmetic(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  /** A binary expression with a scalar result. */
  Value binary(Expression.Binary x) {
    CType type = x.left().type();
    Operand left = owner.expressions.operand(x.left());
    Operand right = owner.expressions.operand(x.right());
    if (x.op().isComparison()) {
      return compare(x.op(), type, left, right);
    }
    Operand checked = checked(x.op(), x.type(), left, right, x.right().type(), x);
    return checked != null
        ? checked.value()
        : scalar(x.op(), x.type(), left.value(), right, x.right().type());
  }

  /** A binary expression whose result is in memory. */
  Place binaryMemory(Expression.Binary x) {
    Operand left = owner.expressions.operand(x.left());
    Operand right = owner.expressions.operand(x.right());
    CType.Vector vector = TypeMap.vector(x.left().type());
    if (vector != null && x.op().isComparison()) {
      return owner.vectors.compare(
          x.op(), vector, (CType.Vector) TypeMap.strip(x.type()), left, right);
    }
    if (ComplexNumbers.isReal(x.left()) && TypeMap.complex(x.type()) != null) {
      return owner.complex.realLeft(x.op(), x.type(), left.place(), right.place());
    }
    boolean isReal = ComplexNumbers.isReal(x.right());
    return compute(x.op(), x.type(), left, right, x.right().type(), isReal, x).place();
  }

  /**
   * {@code left op right} of one type (a shift count has its own), no comparison.
   *
   * @param rightIsReal for complex types: the right operand's imaginary part is not there
   */
  Operand compute(
      BinaryOp op, CType type, Operand left, Operand right, CType rightType, boolean rightIsReal) {
    return compute(op, type, left, right, rightType, rightIsReal, null);
  }

  /**
   * As above.
   *
   * @param site what reports of undefined behaviour point to; null for what is none of the
   *     program's own operations
   */
  Operand compute(
      BinaryOp op,
      CType type,
      Operand left,
      Operand right,
      CType rightType,
      boolean rightIsReal,
      @Nullable Expression site) {
    Operand checked = checked(op, type, left, right, rightType, site);
    if (checked != null) {
      return checked;
    }
    if (left.scalar() != null) {
      return Operand.of(scalar(op, type, left.scalar(), right, rightType));
    }
    CType base = TypeMap.strip(type);
    if (TypeMap.isWideInteger(base)) {
      return Operand.of(owner.wide.compute(op, base, left.place(), right, rightType));
    }
    return switch (base) {
      case CType.Float t -> Operand.of(owner.floats.compute(op, left.place(), right.place()));
      case CType.Complex t ->
          Operand.of(
              rightIsReal
                  ? owner.complex.realRight(op, t, left.place(), right.place())
                  : owner.complex.compute(op, t, left.place(), right.place()));
      case CType.Vector t -> Operand.of(owner.vectors.compute(op, t, left, right, rightType));
      default -> throw FunctionLowering.bug(op + " on " + type);
    };
  }

  private @Nullable Operand checked(
      BinaryOp op,
      CType type,
      Operand left,
      Operand right,
      CType rightType,
      @Nullable Expression site) {
    Sanitizer sanitizer = owner.sanitizer;
    return sanitizer == null || site == null
        ? null
        : sanitizer.arithmetic.binary(op, type, left, right, rightType, site);
  }

  private Value scalar(BinaryOp op, CType type, Value left, Operand right, CType rightType) {
    CType base = TypeMap.strip(type);
    if (base instanceof CType.Float f) {
      Value result = out.binary(floatOp(op), left, right.value());
      return f.kind().bytes() == 2 ? owner.floats.roundHalf(result) : result;
    }
    boolean isShift = op == BinaryOp.SHL || op == BinaryOp.SHR;
    Value second = isShift ? shiftCount(right, rightType, left.requireType()) : right.value();
    Value result = integer(op, base, left, second);
    return base instanceof CType.BitInt ? owner.conversions.wrap(result, base) : result;
  }

  private static Op floatOp(BinaryOp op) {
    return switch (op) {
      case ADD -> Op.FADD;
      case SUB -> Op.FSUB;
      case MUL -> Op.FMUL;
      case DIV -> Op.FDIV;
      default -> throw FunctionLowering.bug(op + " on floats");
    };
  }

  private Value integer(BinaryOp op, CType type, Value left, Value right) {
    boolean signed = types.isSigned(type);
    boolean overflows = signed && types.width(type) == left.requireType().bits();
    if (overflows && owner.options.overflow() == Overflow.TRAPS && isChecked(op)) {
      return owner.checked.orAbort(op, type, left, right);
    }
    boolean noWrap = overflows && owner.options.overflow() == Overflow.UNDEFINED;
    return switch (op) {
      case ADD -> add(Op.ADD, left, right, noWrap);
      case SUB -> add(Op.SUB, left, right, noWrap);
      case MUL -> add(Op.MUL, left, right, noWrap);
      case DIV -> out.binary(signed ? Op.SDIV : Op.UDIV, left, right);
      case REM -> out.binary(signed ? Op.SREM : Op.UREM, left, right);
      case SHL -> out.binary(Op.SHL, left, right);
      case SHR -> out.binary(signed ? Op.SAR : Op.SHR, left, right);
      case AND -> out.binary(Op.AND, left, right);
      case OR -> out.binary(Op.OR, left, right);
      case XOR -> out.binary(Op.XOR, left, right);
      case LT, GT, LE, GE, EQ, NE -> throw FunctionLowering.bug("comparison in arithmetic");
    };
  }

  private static boolean isChecked(BinaryOp op) {
    return op == BinaryOp.ADD || op == BinaryOp.SUB || op == BinaryOp.MUL;
  }

  private Value add(Op op, Value left, Value right, boolean noWrap) {
    return noWrap ? out.signedBinary(op, left, right) : out.binary(op, left, right);
  }

  /** A shift count as a value of the shifted type; only its low bits matter. */
  private Value shiftCount(Operand count, CType countType, Type type) {
    Value value = count.scalar() != null ? count.scalar() : owner.wide.limb(count.place(), 0);
    if (value.type == type) {
      return value;
    }
    if (value instanceof Instruction c && c.isConst()) {
      return out.iconst(type, c.imm);
    }
    return out.unary(type == Type.I32 ? Op.TRUNC : Op.ZEXT, type, value);
  }

  // ---- comparisons

  /** 0 or 1. */
  Value compare(BinaryOp op, CType type, Operand left, Operand right) {
    CType base = TypeMap.strip(type);
    if (left.scalar() != null) {
      return base instanceof CType.Float
          ? compareFloats(op, left.value(), right.value())
          : compareIntegers(op, types.isSigned(base), left.value(), right.value());
    }
    if (TypeMap.isWideInteger(base)) {
      return owner.wide.compare(op, base, left.place(), right.place());
    }
    return switch (base) {
      case CType.Float t -> owner.floats.compare(op, left.place(), right.place());
      case CType.Complex t -> owner.complex.compare(op, t, left.place(), right.place());
      default -> throw FunctionLowering.bug(op + " on " + type);
    };
  }

  Value compareIntegers(BinaryOp op, boolean signed, Value left, Value right) {
    Op less = signed ? Op.SLT : Op.ULT;
    Op lessOrEqual = signed ? Op.SLE : Op.ULE;
    return switch (op) {
      case LT -> out.binary(less, left, right);
      case GT -> out.binary(less, right, left);
      case LE -> out.binary(lessOrEqual, left, right);
      case GE -> out.binary(lessOrEqual, right, left);
      case EQ -> out.binary(Op.EQ, left, right);
      default -> out.binary(Op.NE, left, right);
    };
  }

  Value compareFloats(BinaryOp op, Value left, Value right) {
    return switch (op) {
      case LT -> out.binary(Op.FLT, left, right);
      case GT -> out.binary(Op.FLT, right, left);
      case LE -> out.binary(Op.FLE, left, right);
      case GE -> out.binary(Op.FLE, right, left);
      case EQ -> out.binary(Op.FEQ, left, right);
      default -> out.binary(Op.FNE, left, right);
    };
  }

  // ---- unary

  Value unary(Expression.Unary x) {
    if (x.op() == Expression.UnaryOp.LOGICAL_NOT) {
      Value value = owner.conditions.nonZero(x.operand());
      return out.binary(Op.EQ, value, out.iconst(Type.I32, 0));
    }
    Value value = owner.expressions.scalar(x.operand());
    Operand checked = checkedNegation(x, Operand.of(value));
    return checked != null ? checked.value() : unary(x.op(), x.type(), value);
  }

  private @Nullable Operand checkedNegation(Expression.Unary x, Operand value) {
    Sanitizer sanitizer = owner.sanitizer;
    return sanitizer == null || x.op() != Expression.UnaryOp.NEGATE
        ? null
        : sanitizer.arithmetic.negation(x.type(), value, x);
  }

  Value unary(Expression.UnaryOp op, CType type, Value value) {
    CType base = TypeMap.strip(type);
    Type valueType = value.requireType();
    if (op == Expression.UnaryOp.NEGATE) {
      if (valueType.isFloat()) {
        return out.unary(Op.FNEG, valueType, value);
      }
      Value result = integer(BinaryOp.SUB, base, out.iconst(valueType, 0), value);
      return base instanceof CType.BitInt ? owner.conversions.wrap(result, base) : result;
    }
    Value result = out.binary(Op.XOR, value, out.iconst(valueType, -1));
    return types.width(base) < valueType.bits() ? owner.conversions.wrap(result, base) : result;
  }

  Place unaryMemory(Expression.Unary x) {
    Place value = owner.expressions.memory(x.operand());
    Operand checked = checkedNegation(x, Operand.of(value));
    return checked != null ? checked.place() : unaryMemory(x.op(), x.type(), value);
  }

  Place unaryMemory(Expression.UnaryOp op, CType type, Place value) {
    CType base = TypeMap.strip(type);
    boolean negate = op == Expression.UnaryOp.NEGATE;
    if (TypeMap.isWideInteger(base)) {
      return negate ? owner.wide.negate(base, value) : owner.wide.complement(base, value);
    }
    return switch (base) {
      case CType.Float t -> owner.floats.negate(value);
      case CType.Complex t -> owner.complex.unary(op, t, value);
      case CType.Vector t -> owner.vectors.unary(op, t, value);
      default -> throw FunctionLowering.bug(op + " on " + type);
    };
  }

  Operand unaryOperand(Expression.UnaryOp op, CType type, Operand value) {
    return value.scalar() != null
        ? Operand.of(unary(op, type, value.scalar()))
        : Operand.of(unaryMemory(op, type, value.place()));
  }

  /** The number 1 of an arithmetic type. */
  Operand one(CType type) {
    CType base = TypeMap.strip(type);
    if (TypeMap.isWideInteger(base)) {
      Place result = owner.memory.temp(base);
      owner.wide.constant(result, base, BigInteger.ONE);
      return Operand.of(result);
    }
    return switch (base) {
      case CType.Float f when f.kind().bytes() == 16 ->
          Operand.of(owner.expressions.quadConstant(0, QUAD_ONE_HIGH));
      case CType.Float f -> Operand.of(out.fconst(types.type(f), 1.0));
      case CType.Vector v -> Operand.of(owner.vectors.splat(v, one(v.element())));
      default -> {
        Type valueType = types.width(base) < 32 ? Type.I32 : types.type(base);
        yield Operand.of(out.iconst(valueType, 1));
      }
    };
  }

  /** The number 0 of an arithmetic type that is no vector. */
  Operand zero(CType type) {
    CType base = TypeMap.strip(type);
    if (TypeMap.isWideInteger(base)) {
      Place result = owner.memory.temp(base);
      owner.wide.constant(result, base, BigInteger.ZERO);
      return Operand.of(result);
    }
    if (base instanceof CType.Float f) {
      return f.kind().bytes() == 16
          ? Operand.of(owner.expressions.quadConstant(0, 0))
          : Operand.of(out.fconstBits(types.type(f), 0));
    }
    return Operand.of(out.iconst(types.type(base), 0));
  }
}
