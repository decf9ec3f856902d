package dev.ferry.ir.eval;

import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;

/**
 * The value of a pure op on constant operands. An integer is its sign-extended value, a float its
 * raw bits (f32 in the low half, zeros above). One semantics for the interpreter, constant folding
 * and the checks of the rewrite rules.
 */
public final class Eval {
  private Eval() {}

  /** Whether {@link #apply} knows the op: pure, and a function of its operands alone. */
  public static boolean isFoldable(Op op) {
    return op.ordinal() >= Op.ADD.ordinal() && op.ordinal() <= Op.COPY.ordinal();
  }

  /** The result; operands beyond the op's arity are ignored. */
  public static long apply(Instruction instruction, long a, long b, long c) {
    Type from = instruction.args[0].requireType();
    return apply(instruction.op, instruction.requireType(), from, instruction.imm, a, b, c);
  }

  /**
   * @param type the result type
   * @param from the type of operand 0
   * @param imm the rounding mode of FRINT
   */
  public static long apply(Op op, Type type, Type from, long imm, long a, long b, long c) {
    return switch (op) {
      case ADD,
          SUB,
          MUL,
          MULHS,
          MULHU,
          SDIV,
          UDIV,
          SREM,
          UREM,
          AND,
          OR,
          XOR,
          SHL,
          SHR,
          SAR,
          ROTL,
          ROTR,
          SMIN,
          SMAX,
          UMIN,
          UMAX,
          EQ,
          NE,
          SLT,
          SLE,
          ULT,
          ULE ->
          IntEval.binary(op, from.bits(), a, b);
      case CLZ, CTZ, POPCNT, BSWAP, SEXT8, SEXT16, ZEXT8, ZEXT16 ->
          IntEval.unary(op, from.bits(), a);
      case SEXT -> a;
      case ZEXT -> a & 0xffffffffL;
      case TRUNC -> (int) a;
      case FADD, FSUB, FMUL, FDIV, FMIN, FMAX, FCOPYSIGN, FEQ, FNE, FLT, FLE ->
          FloatEval.binary(op, from, a, b);
      case FNEG, FABS, FSQRT -> FloatEval.unary(op, from, a);
      case FMA -> FloatEval.fma(from, a, b, c);
      case FCLASS -> FloatEval.classify(from, a);
      case SI2F, UI2F -> FloatEval.fromInt(op, from, type, a);
      case F2SI, F2UI -> FloatEval.toInt(op, from, type, a);
      case FRINT -> FloatEval.round(type, (int) imm, a);
      case FPROMOTE -> FloatEval.bits((double) FloatEval.f32(a));
      case FDEMOTE -> FloatEval.bits((float) FloatEval.f64(a));
      case BITCAST -> type == Type.F32 ? a & 0xffffffffL : type == Type.I32 ? (int) a : a;
      case SELECT -> a != 0 ? b : c;
      case COPY -> a;
      default -> throw new IllegalArgumentException(op.text());
    };
  }
}
