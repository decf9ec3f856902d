package dev.ferry.codegen.select;

import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;

/** Floating point. A soft-float target is not supported: the lowering must call the library. */
final class FloatSelector {
  /** Rounding mode field values (unprivileged manual, table 11.1). */
  static final int RTZ = 1;

  static final int DYNAMIC = 7;
  private final Emission e;

  FloatSelector(Emission emission) {
    this.e = emission;
  }

  private static boolean isDouble(Value value) {
    return value.type == Type.F64;
  }

  void binary(Instruction inst, int d, MOp single, MOp wide) {
    e.r(isDouble(inst) ? wide : single, d, e.reg(inst.arg(0)), e.reg(inst.arg(1)));
  }

  void sqrt(Instruction inst, int d) {
    unary(isDouble(inst) ? MOp.FSQRT_D : MOp.FSQRT_S, d, e.reg(inst.arg(0)), DYNAMIC);
  }

  private void unary(MOp op, int d, int a, int rounding) {
    e.emit(new MInst(op, 1, new int[] {d, a}, rounding, null));
  }

  /** fneg, or the negated form of a fused multiply-add below it. */
  void negate(Instruction inst, int d) {
    boolean wide = isDouble(inst);
    if (inst.arg(0) instanceof Instruction fma && fma.op == Op.FMA && e.useCount[fma.id] == 1) {
      fused(fma, d, true);
      return;
    }
    int x = e.reg(inst.arg(0));
    e.r(wide ? MOp.FSGNJN_D : MOp.FSGNJN_S, d, x, x);
  }

  void absolute(Instruction inst, int d) {
    int x = e.reg(inst.arg(0));
    e.r(isDouble(inst) ? MOp.FSGNJX_D : MOp.FSGNJX_S, d, x, x);
  }

  void copySign(Instruction inst, int d) {
    boolean wide = isDouble(inst);
    if (inst.arg(1) instanceof Instruction neg && neg.op == Op.FNEG) {
      e.r(wide ? MOp.FSGNJN_D : MOp.FSGNJN_S, d, e.reg(inst.arg(0)), e.reg(neg.arg(0)));
    } else {
      e.r(wide ? MOp.FSGNJ_D : MOp.FSGNJ_S, d, e.reg(inst.arg(0)), e.reg(inst.arg(1)));
    }
  }

  void fused(Instruction inst, int d) {
    fused(inst, d, false);
  }

  /** The four fused forms: signs of the product and of the addend are free. */
  private void fused(Instruction inst, int d, boolean negateAll) {
    boolean wide = isDouble(inst);
    boolean negateProduct = negateAll;
    boolean negateAddend = negateAll;
    Value[] args = inst.args.clone();
    for (int i = 0; i < 3; i++) {
      while (args[i] instanceof Instruction neg && neg.op == Op.FNEG) {
        args[i] = neg.arg(0);
        if (i == 2) {
          negateAddend = !negateAddend;
        } else {
          negateProduct = !negateProduct;
        }
      }
    }
    MOp op;
    if (negateProduct) {
      op =
          negateAddend
              ? pick(wide, MOp.FNMADD_S, MOp.FNMADD_D)
              : pick(wide, MOp.FNMSUB_S, MOp.FNMSUB_D);
    } else {
      op =
          negateAddend
              ? pick(wide, MOp.FMSUB_S, MOp.FMSUB_D)
              : pick(wide, MOp.FMADD_S, MOp.FMADD_D);
    }
    int[] regs = {d, e.reg(args[0]), e.reg(args[1]), e.reg(args[2])};
    e.emit(new MInst(op, 1, regs, 0, null));
  }

  private static MOp pick(boolean wide, MOp single, MOp dbl) {
    return wide ? dbl : single;
  }

  void compare(Instruction inst, int d) {
    boolean wide = isDouble(inst.arg(0));
    int a = e.reg(inst.arg(0));
    int b = e.reg(inst.arg(1));
    switch (inst.op) {
      case FEQ -> e.r(pick(wide, MOp.FEQ_S, MOp.FEQ_D), d, a, b);
      case FLT -> e.r(pick(wide, MOp.FLT_S, MOp.FLT_D), d, a, b);
      case FLE -> e.r(pick(wide, MOp.FLE_S, MOp.FLE_D), d, a, b);
      default -> e.i(MOp.SLTIU, d, e.r(pick(wide, MOp.FEQ_S, MOp.FEQ_D), a, b), 1);
    }
  }

  void classify(Instruction inst, int d) {
    e.unary(isDouble(inst.arg(0)) ? MOp.FCLASS_D : MOp.FCLASS_S, d, e.reg(inst.arg(0)));
  }

  void fromInteger(Instruction inst, int d, boolean signed) {
    boolean wide = isDouble(inst);
    boolean word = inst.arg(0).type == Type.I32;
    MOp op;
    if (word) {
      op =
          signed
              ? pick(wide, MOp.FCVT_S_W, MOp.FCVT_D_W)
              : pick(wide, MOp.FCVT_S_WU, MOp.FCVT_D_WU);
    } else {
      op =
          signed
              ? pick(wide, MOp.FCVT_S_L, MOp.FCVT_D_L)
              : pick(wide, MOp.FCVT_S_LU, MOp.FCVT_D_LU);
    }
    unary(op, d, word ? e.lowReg(inst.arg(0)) : e.reg(inst.arg(0)), DYNAMIC);
  }

  void toInteger(Instruction inst, int d, boolean signed) {
    boolean wide = isDouble(inst.arg(0));
    MOp op;
    if (inst.type == Type.I32) {
      op =
          signed
              ? pick(wide, MOp.FCVT_W_S, MOp.FCVT_W_D)
              : pick(wide, MOp.FCVT_WU_S, MOp.FCVT_WU_D);
    } else {
      op =
          signed
              ? pick(wide, MOp.FCVT_L_S, MOp.FCVT_L_D)
              : pick(wide, MOp.FCVT_LU_S, MOp.FCVT_LU_D);
    }
    unary(op, d, e.reg(inst.arg(0)), RTZ);
  }

  void promote(Instruction inst, int d) {
    unary(MOp.FCVT_D_S, d, e.reg(inst.arg(0)), DYNAMIC);
  }

  void demote(Instruction inst, int d) {
    unary(MOp.FCVT_S_D, d, e.reg(inst.arg(0)), DYNAMIC);
  }

  void bitcast(Instruction inst, int d) {
    MOp op =
        switch (inst.requireType()) {
          case I32 -> MOp.FMV_X_W;
          case I64 -> MOp.FMV_X_D;
          case F32 -> MOp.FMV_W_X;
          case F64 -> MOp.FMV_D_X;
        };
    e.unary(op, d, e.reg(inst.arg(0)));
  }

  /**
   * Rounds to integral without Zfa: through an integer where the magnitude is below 2^52 (2^23),
   * the value itself where it is integral already or not a number.
   */
  void round(Instruction inst, int d) {
    boolean wide = isDouble(inst);
    int rounding = (int) inst.imm;
    int x = e.reg(inst.arg(0));
    Type type = inst.requireType();
    int bytes = type.bytes();
    int whole = e.newInt();
    unary(pick(wide, MOp.FCVT_W_S, MOp.FCVT_L_D), whole, x, rounding);
    int back = e.newFloat(bytes);
    unary(pick(wide, MOp.FCVT_S_W, MOp.FCVT_D_L), back, whole, DYNAMIC);
    int signed = e.newFloat(bytes);
    e.r(pick(wide, MOp.FSGNJ_S, MOp.FSGNJ_D), signed, back, x);
    int magnitude = e.newFloat(bytes);
    e.r(pick(wide, MOp.FSGNJX_S, MOp.FSGNJX_D), magnitude, x, x);
    long bits = wide ? Double.doubleToRawLongBits(0x1p52) : Float.floatToRawIntBits(0x1p23f);
    int limit = e.floatConstant(type, bits);
    int small = e.r(pick(wide, MOp.FLT_S, MOp.FLT_D), magnitude, limit);
    e.copy(d, signed);
    e.emit(new MInst(MOp.SELECT, 1, new int[] {d, d, small, 0, x}, MOp.BNE.ordinal(), null));
  }
}
