package dev.ferry.lower;

import dev.ferry.c.typed.Builtin;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.types.CType;
import dev.ferry.ir.Block;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Floating-point builtins: classification, comparison and the functions that are one op. */
final class FloatBuiltins {
  /**
   * Bits of the fclass mask: negative infinity 0 … positive infinity 7, signaling and quiet NaN.
   */
  private static final int NAN = 0x300;

  private static final int INFINITE = 0x81;
  private static final int FINITE = 0x7e;
  private static final int NORMAL = 0x42;
  private static final int SUBNORMAL = 0x24;

  private static final long QUAD_INFINITY = 0x7fff000000000000L;
  private static final long QUAD_NORMAL = 0x0001000000000000L;

  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  FloatBuiltins(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  Operand lower(Expression.BuiltinCall x) {
    List<Operand> a = new ArrayList<>(x.arguments().size());
    for (Expression argument : x.arguments()) {
      a.add(owner.expressions.operand(argument));
    }
    CType type = x.arguments().getLast().type();
    return a.getLast().memory() != null ? quad(x, a) : scalar(x, a, type);
  }

  private Operand scalar(Expression.BuiltinCall x, List<Operand> a, CType type) {
    Value v = a.getFirst().value();
    Type t = v.requireType();
    return Operand.of(
        switch (x.builtin()) {
          case FABS -> out.unary(Op.FABS, t, v);
          case COPYSIGN -> out.binary(Op.FCOPYSIGN, v, a.get(1).value());
          case SQRT -> squareRoot(v, type);
          case FMA -> out.emit(Op.FMA, t, v, a.get(1).value(), a.get(2).value());
          case FMIN -> out.binary(Op.FMIN, v, a.get(1).value());
          case FMAX -> out.binary(Op.FMAX, v, a.get(1).value());
          case ISNAN -> is(v, NAN);
          case ISINF -> is(v, INFINITE);
          case ISINF_SIGN -> sign(is(v, 0x80), is(v, 1));
          case ISFINITE -> is(v, FINITE);
          case ISNORMAL -> is(v, NORMAL);
          case SIGNBIT -> signBit(v);
          case FPCLASSIFY -> classify(a);
          case LRINT -> {
            Value rounded = out.emitImm(Op.FRINT, t, 7, v);
            yield out.unary(Op.F2SI, types.type(x.type()), rounded);
          }
          case ISUNORDERED -> unordered(v, a.get(1).value());
          case ISLESSGREATER -> {
            Value less = out.binary(Op.FLT, v, a.get(1).value());
            yield out.binary(Op.OR, less, out.binary(Op.FLT, a.get(1).value(), v));
          }
          default -> owner.arithmetic.compareFloats(relation(x.builtin()), v, a.get(1).value());
        });
  }

  private static BinaryOp relation(Builtin builtin) {
    return switch (builtin) {
      case ISGREATER -> BinaryOp.GT;
      case ISGREATEREQUAL -> BinaryOp.GE;
      case ISLESS -> BinaryOp.LT;
      case ISLESSEQUAL -> BinaryOp.LE;
      default -> throw FunctionLowering.bug("not a float builtin: " + builtin);
    };
  }

  private Value is(Value value, int mask) {
    Value bits = out.unary(Op.FCLASS, Type.I32, value);
    Value hit = out.binary(Op.AND, bits, out.iconst(Type.I32, mask));
    return out.binary(Op.NE, hit, out.iconst(Type.I32, 0));
  }

  private Value sign(Value positive, Value negative) {
    return out.binary(Op.SUB, positive, negative);
  }

  private Value unordered(Value a, Value b) {
    return out.binary(Op.OR, out.binary(Op.FNE, a, a), out.binary(Op.FNE, b, b));
  }

  private Value signBit(Value value) {
    Type bits = value.type == Type.F32 ? Type.I32 : Type.I64;
    Value raw = out.unary(Op.BITCAST, bits, value);
    return out.binary(Op.SLT, raw, out.iconst(bits, 0));
  }

  /** The arguments are the answers for NaN, infinite, normal, subnormal, zero; then the value. */
  private Value classify(List<Operand> a) {
    Value value = a.get(5).value();
    Value result = a.get(4).value();
    result = out.select(is(value, SUBNORMAL), a.get(3).value(), result);
    result = out.select(is(value, NORMAL), a.get(2).value(), result);
    result = out.select(is(value, INFINITE), a.get(1).value(), result);
    return out.select(is(value, NAN), a.get(0).value(), result);
  }

  /** The library function only sets errno; it is called where the operand is negative. */
  private Value squareRoot(Value value, CType type) {
    Type t = value.requireType();
    Value root = out.unary(Op.FSQRT, t, value);
    if (TypeMap.isHalf(type)) {
      return owner.floats.roundHalf(root);
    }
    if (!owner.options.mathErrno()) {
      return root;
    }
    Block slow = out.newBlock("errno");
    Block join = out.newBlock("join");
    Block fast = out.newBlock("root");
    Value negative = out.binary(Op.FLT, value, out.fconstBits(t, 0));
    out.branch(negative, slow, fast).probability = 1;
    out.start(fast);
    out.jump(join, root);
    out.start(slow);
    out.jump(join, owner.calls.plain(t == Type.F32 ? "sqrtf" : "sqrt", t, value));
    Param result = join.addParam(t);
    out.start(join);
    return result;
  }

  // ---- binary128

  private Operand quad(Expression.BuiltinCall x, List<Operand> a) {
    Place v = a.getLast().place();
    return switch (x.builtin()) {
      case FABS -> Operand.of(owner.floats.make(owner.floats.low(v), magnitude(v)));
      case COPYSIGN -> Operand.of(copySign(a.get(0).place(), v));
      case SQRT -> library("sqrtl", x.type(), a);
      case FMA -> library("fmal", x.type(), a);
      case FMIN -> library("fminl", x.type(), a);
      case FMAX -> library("fmaxl", x.type(), a);
      case LRINT -> library("lrintl", x.type(), a);
      case ISNAN -> Operand.of(owner.floats.unordered(v, v));
      case ISINF -> Operand.of(isInfinite(v));
      case ISINF_SIGN -> {
        Value negative = out.binary(Op.SHL, quadSign(v), out.iconst(Type.I32, 1));
        Value signed = out.binary(Op.SUB, out.iconst(Type.I32, 1), negative);
        yield Operand.of(out.binary(Op.MUL, isInfinite(v), signed));
      }
      case ISFINITE -> Operand.of(below(v, QUAD_INFINITY));
      case ISNORMAL -> Operand.of(isNormal(v));
      case SIGNBIT -> Operand.of(quadSign(v));
      case FPCLASSIFY -> Operand.of(classifyQuad(a, v));
      default -> Operand.of(compareQuad(x.builtin(), a.get(0).place(), v));
    };
  }

  private Operand library(String name, CType resultType, List<Operand> arguments) {
    CType quad = types.types.longDouble;
    Object[] pairs = new Object[2 * arguments.size()];
    for (int i = 0; i < arguments.size(); i++) {
      pairs[2 * i] = quad;
      pairs[2 * i + 1] = arguments.get(i);
    }
    if (types.isScalar(resultType)) {
      return Operand.of(owner.calls.runtimeScalar(name, resultType, pairs));
    }
    Place result = owner.memory.temp(quad);
    owner.calls.runtime(name, quad, result, pairs);
    return Operand.of(result);
  }

  private Value wide(long value) {
    return out.iconst(Type.I64, value);
  }

  private Value magnitude(Place v) {
    return out.binary(Op.AND, owner.floats.high(v), wide(Long.MAX_VALUE));
  }

  private Place copySign(Place value, Place sign) {
    Value bit = out.binary(Op.AND, owner.floats.high(sign), wide(Long.MIN_VALUE));
    return owner.floats.make(owner.floats.low(value), out.binary(Op.OR, magnitude(value), bit));
  }

  private Value quadSign(Place v) {
    return out.binary(Op.SLT, owner.floats.high(v), wide(0));
  }

  private Value below(Place v, long limit) {
    return out.binary(Op.ULT, magnitude(v), wide(limit));
  }

  private Value isInfinite(Place v) {
    Value difference = out.binary(Op.XOR, magnitude(v), wide(QUAD_INFINITY));
    Value all = out.binary(Op.OR, difference, owner.floats.low(v));
    return out.binary(Op.EQ, all, wide(0));
  }

  private Value isNormal(Place v) {
    Value moved = out.binary(Op.SUB, magnitude(v), wide(QUAD_NORMAL));
    return out.binary(Op.ULT, moved, wide(QUAD_INFINITY - QUAD_NORMAL));
  }

  private Value classifyQuad(List<Operand> a, Place v) {
    Value result = out.select(owner.floats.isNonZero(v), a.get(3).value(), a.get(4).value());
    result = out.select(isNormal(v), a.get(2).value(), result);
    result = out.select(isInfinite(v), a.get(1).value(), result);
    Value nan = owner.floats.unordered(v, v);
    return out.select(nan, a.get(0).value(), result);
  }

  private Value compareQuad(Builtin builtin, Place a, Place b) {
    return switch (builtin) {
      case ISUNORDERED -> owner.floats.unordered(a, b);
      case ISLESSGREATER ->
          out.binary(
              Op.OR,
              owner.floats.compare(BinaryOp.LT, a, b),
              owner.floats.compare(BinaryOp.GT, a, b));
      default -> owner.floats.compare(relation(builtin), a, b);
    };
  }
}
