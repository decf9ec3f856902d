package dev.ferry.lower;

import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.types.CType;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;

/**
 * binary128 by libgcc's routines, and binary16: it is computed in binary32 and rounded after each
 * operation, which is exact (24 >= 2 * 11 + 2 bits: Figueroa, "When is double rounding innocuous").
 */
final class SoftFloats {
  private static final long BOX = 0xffff0000L;

  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;
  private final CType quad;

  SoftFloats(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
    this.quad = owner.types.types.longDouble;
  }

  Place compute(BinaryOp op, Place left, Place right) {
    String name =
        switch (op) {
          case ADD -> "__addtf3";
          case SUB -> "__subtf3";
          case MUL -> "__multf3";
          case DIV -> "__divtf3";
          default -> throw FunctionLowering.bug(op + " on long double");
        };
    Place result = owner.memory.temp(quad);
    owner.calls.runtime(name, quad, result, quad, Operand.of(left), quad, Operand.of(right));
    return result;
  }

  private Value call(String name, Place left, Place right) {
    return owner.calls.runtimeScalar(
        name, types.types.intType, quad, Operand.of(left), quad, Operand.of(right));
  }

  /** libgcc: the result compares with zero as the operands compare. */
  Value compare(BinaryOp op, Place left, Place right) {
    Value zero = out.iconst(Type.I32, 0);
    return switch (op) {
      case LT -> out.binary(Op.SLT, call("__lttf2", left, right), zero);
      case LE -> out.binary(Op.SLE, call("__letf2", left, right), zero);
      case GT -> out.binary(Op.SLT, zero, call("__gttf2", left, right));
      case GE -> out.binary(Op.SLE, zero, call("__getf2", left, right));
      case EQ -> out.binary(Op.EQ, call("__eqtf2", left, right), zero);
      default -> out.binary(Op.NE, call("__netf2", left, right), zero);
    };
  }

  Value unordered(Place left, Place right) {
    Value result = call("__unordtf2", left, right);
    return out.binary(Op.NE, result, out.iconst(Type.I32, 0));
  }

  Value low(Place value) {
    return owner.memory.raw(value, MemType.I64, Type.I64);
  }

  Value high(Place value) {
    return owner.memory.raw(value.at(8), MemType.I64, Type.I64);
  }

  Place make(Value low, Value high) {
    Place result = owner.memory.temp(quad);
    owner.memory.storeRaw(result, MemType.I64, low);
    owner.memory.storeRaw(result.at(8), MemType.I64, high);
    return result;
  }

  Place negate(Place value) {
    Value high = out.binary(Op.XOR, high(value), out.iconst(Type.I64, Long.MIN_VALUE));
    return make(low(value), high);
  }

  /** Anything but the two zeros; NaN is true. */
  Value isNonZero(Place value) {
    Value magnitude = out.binary(Op.AND, high(value), out.iconst(Type.I64, Long.MAX_VALUE));
    Value all = out.binary(Op.OR, low(value), magnitude);
    return out.binary(Op.NE, all, out.iconst(Type.I64, 0));
  }

  // ---- conversions of binary128

  Place fromScalar(Value value, CType from) {
    Place result = owner.memory.temp(quad);
    CType base = TypeMap.strip(from);
    if (base instanceof CType.Float f) {
      String name = f.kind().bytes() == 8 ? "__extenddftf2" : "__extendsftf2";
      CType single = f.kind().bytes() == 8 ? types.types.doubleType : types.types.floatType;
      owner.calls.runtime(name, quad, result, single, Operand.of(value));
      return result;
    }
    boolean wide = value.type == Type.I64;
    boolean unsigned = !types.isSigned(base) && types.width(base) >= 32;
    String name = "__float" + (unsigned ? "un" : "") + (wide ? "di" : "si") + "tf";
    CType integer = wide ? types.types.longLong : types.types.intType;
    owner.calls.runtime(name, quad, result, integer, Operand.of(value));
    return result;
  }

  Value toScalar(Place value, CType to) {
    CType base = TypeMap.strip(to);
    if (base instanceof CType.Float f) {
      return switch (f.kind().bytes()) {
        case 2 -> unboxHalf(truncate("__trunctfhf2", value, types.types.floatType));
        case 4 -> truncate("__trunctfsf2", value, types.types.floatType);
        default -> truncate("__trunctfdf2", value, types.types.doubleType);
      };
    }
    boolean wide = types.type(base) == Type.I64;
    boolean unsigned = !types.isSigned(base) && types.width(base) >= 32;
    String name = "__fix" + (unsigned ? "uns" : "") + "tf" + (wide ? "di" : "si");
    Value result = truncate(name, value, wide ? types.types.longLong : types.types.intType);
    return owner.conversions.wrap(result, base);
  }

  private Value truncate(String name, Place value, CType to) {
    return owner.calls.runtimeScalar(name, to, quad, Operand.of(value));
  }

  // ---- binary16

  /** From the 16 bits in an i32. */
  Value extendHalf(Value bits) {
    Value boxed = out.binary(Op.OR, bits, out.iconst(Type.I32, BOX));
    return unboxHalf(out.unary(Op.BITCAST, Type.F32, boxed));
  }

  /** From a NaN-boxed binary16, as the psABI passes it. */
  Value unboxHalf(Value boxed) {
    return owner.calls.pure("__extendhfsf2", Type.F32, boxed);
  }

  /** To a NaN-boxed binary16. */
  Value boxHalf(Value value) {
    String name = value.type == Type.F64 ? "__truncdfhf2" : "__truncsfhf2";
    return owner.calls.pure(name, Type.F32, value);
  }

  /** To the 16 bits in an i32. */
  Value truncateHalf(Value value) {
    return out.unary(Op.BITCAST, Type.I32, boxHalf(value));
  }

  /** To the nearest value of binary16; from f32 or f64. */
  Value roundHalf(Value value) {
    return unboxHalf(boxHalf(value));
  }
}
