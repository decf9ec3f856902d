package dev.ferry.machine.jit;

import static dev.ferry.machine.jit.Frame.FLOAT_A;
import static dev.ferry.machine.jit.Frame.FLOAT_B;
import static dev.ferry.machine.jit.Frame.FLOAT_C;
import static dev.ferry.machine.jit.Frame.FLOAT_RESULT;
import static dev.ferry.machine.jit.Frame.H;
import static dev.ferry.machine.jit.Frame.MODE;
import static dev.ferry.machine.jit.Frame.RESULT;
import static dev.ferry.machine.jit.Frame.SCRATCH;
import static dev.ferry.machine.jit.Frame.VALUE;
import static dev.ferry.machine.jit.Names.D;
import static dev.ferry.machine.jit.Names.DOUBLE_CLASS;
import static dev.ferry.machine.jit.Names.F;
import static dev.ferry.machine.jit.Names.FLOAT_CLASS;
import static dev.ferry.machine.jit.Names.HART;
import static dev.ferry.machine.jit.Names.I;
import static dev.ferry.machine.jit.Names.MATH;
import static dev.ferry.machine.jit.Names.OF_BITS;

import dev.ferry.isa.Meaning.Call;
import dev.ferry.isa.Opcode;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;

/**
 * Floating-point instructions on the host's arithmetic, as in {@link dev.ferry.machine.core.Fp},
 * which says why it is exact: rounding is to nearest, the result is an ordinary number, and so the
 * only flag that can rise is NX. Once it has risen a result is kept as it is; before that the exact
 * error of the operation is computed beside it. All else is left to the interpreter.
 */
final class FloatEmitter {
  /** Rounding modes in instructions: to nearest even, towards zero, as the hart says. */
  private static final int RNE = 0;

  private static final int RTZ = 1;
  private static final int DYNAMIC = 7;

  /** Pushes an int that is not 0 where the result is inexact. */
  private interface Exactness {
    /**
     * @param slow where to go if that cannot be told
     */
    void check(Label slow);
  }

  private final Frame frame;
  private final CodeBuilder c;

  FloatEmitter(Frame frame) {
    this.frame = frame;
    this.c = frame.c;
  }

  /**
   * Emits the fast way of an instruction.
   *
   * @return false where there is none; then nothing was emitted
   */
  boolean emit(Region.Instruction i, Call call) {
    boolean nearest = i.rm == RNE || i.rm == DYNAMIC;
    return switch (i.opcode) {
      case FADD_D, FSUB_D, FMUL_D, FDIV_D, FSQRT_D -> nearest && emitDouble(i);
      case FMADD_D, FMSUB_D, FNMSUB_D, FNMADD_D -> nearest && emitFusedDouble(i);
      case FADD_S, FSUB_S, FMUL_S, FDIV_S, FSQRT_S -> nearest && emitSingle(i);
      case FMADD_S, FMSUB_S, FNMSUB_S, FNMADD_S -> nearest && emitFusedSingle(i);
      case FEQ_D, FLT_D, FLE_D, FEQ_S, FLT_S, FLE_S -> emitCompare(i);
      case FMIN_D, FMAX_D -> emitMinimum(i);
      case FCVT_W_D, FCVT_WU_D, FCVT_L_D, FCVT_LU_D, FCVT_W_S, FCVT_WU_S, FCVT_L_S, FCVT_LU_S ->
          i.rm == RTZ && emitToInteger(i);
      case FCVT_D_W, FCVT_D_WU, FCVT_D_L -> nearest && emitDoubleOfInteger(i);
      case FCVT_S_W, FCVT_S_WU, FCVT_S_L -> nearest && emitSingleOfInteger(i);
      case FCVT_S_D -> nearest && emitNarrow(i);
      case FCVT_D_S -> emitWiden(i);
      default -> false;
    };
  }

  // ---- operands and results ----------------------------------------------------------------

  private void loadDouble(int number) {
    c.dload(frame.floatLocal(number));
  }

  /** A single-precision register to a float local; what is not boxed is slow. */
  private void loadSingle(int number, int to) {
    frame.loadBits(number);
    if ((frame.boxed >>> number & 1) == 0) {
      c.lstore(VALUE).lload(VALUE).bipush(32).lushr();
      c.loadConstant(0xffffffffL).lcmp().ifne(frame.slow());
      c.lload(VALUE);
    }
    c.l2i().invokestatic(FLOAT_CLASS, "intBitsToFloat", MethodTypeDesc.of(F, I)).fstore(to);
  }

  private void keepDouble(Region.Instruction i) {
    c.dload(RESULT).dstore(frame.floatLocal(i.rd));
    frame.boxed &= ~(1 << i.rd);
  }

  private void keepSingle(Region.Instruction i) {
    c.fload(FLOAT_RESULT).invokestatic(FLOAT_CLASS, "floatToRawIntBits", MethodTypeDesc.of(I, F));
    c.i2l().loadConstant(-1L << 32).lor();
    c.invokestatic(DOUBLE_CLASS, "longBitsToDouble", OF_BITS).dstore(frame.floatLocal(i.rd));
    frame.boxed |= 1 << i.rd;
  }

  private void absolute() {
    c.invokestatic(MATH, "abs", MethodTypeDesc.of(D, D));
  }

  private void absoluteSingle() {
    c.invokestatic(MATH, "abs", MethodTypeDesc.of(F, F));
  }

  /**
   * Joins the paths of a result: at once where NX has risen; else after a check.
   *
   * @param error of the operation
   */
  private void checkExact(Exactness error, Label done) {
    Label unknown = c.newLabel();
    Label slow = frame.slow();
    c.iload(MODE).ifle(unknown);
    c.labelBinding(done);
    frame.later(() -> {
      c.labelBinding(unknown).iload(MODE).iflt(slow);
      error.check(slow);
      c.ifeq(done);
      c.aload(H).dup().getfield(HART, "fflags", I).iconst_1().ior();
      c.putfield(HART, "fflags", I).iconst_1().istore(MODE).goto_(done);
    });
  }

  // ---- double precision --------------------------------------------------------------------

  private boolean emitDouble(Region.Instruction i) {
    int a = i.rs1;
    int b = i.rs2;
    loadDouble(a);
    switch (i.opcode) {
      case FSQRT_D -> c.invokestatic(MATH, "sqrt", MethodTypeDesc.of(D, D));
      default -> loadDouble(b);
    }
    switch (i.opcode) {
      case FADD_D -> c.dadd();
      case FSUB_D -> c.dsub();
      case FMUL_D -> c.dmul();
      case FDIV_D -> c.ddiv();
      default -> {}
    }
    c.dstore(RESULT);
    Label done = c.newLabel();
    bound(i);
    switch (i.opcode) {
      case FADD_D, FSUB_D -> checkExact(slow -> sumError(i), done);
      case FMUL_D -> {
        lowerBound(
            done,
            () -> {
              zeroOr(a, done);
              zeroOr(b, done);
            });
        checkExact(slow -> productError(a, b), done);
      }
      case FDIV_D -> {
        lowerBound(done, () -> zeroOr(a, done));
        checkExact(slow -> quotientError(i, slow), done);
      }
      default -> {
        lowerBound(done, () -> {});
        checkExact(slow -> rootError(a), done);
      }
    }
    keepDouble(i);
    return true;
  }

  /** Slow where RESULT is large, infinite or no number; roots of large numbers are not large. */
  private void bound(Region.Instruction i) {
    c.dload(RESULT);
    absolute();
    c.loadConstant(0x1p1020).dcmpg().ifge(frame.slow());
  }

  /**
   * Where RESULT is small: {@code zero} jumps on where it is exactly zero, all else is slow. A zero
   * that may have been more than zero must not get through.
   */
  private void lowerBound(Label done, Runnable zero) {
    Label small = c.newLabel();
    Label slow = frame.slow();
    c.dload(RESULT);
    absolute();
    c.loadConstant(0x1p-900).dcmpl().ifle(small);
    frame.later(() -> {
      c.labelBinding(small).iload(MODE).iflt(slow);
      zero.run();
      c.goto_(slow);
    });
  }

  /** Jumps where a register is zero. */
  private void zeroOr(int number, Label to) {
    loadDouble(number);
    c.dconst_0().dcmpl().ifeq(to);
  }

  /** TwoSum; for a difference the second operand is negated. */
  private void sumError(Region.Instruction i) {
    boolean difference = i.opcode == Opcode.FSUB_D;
    // t = r - a; (a - (r - t)) + (b - t)
    loadDouble(i.rs1);
    c.dload(RESULT).dload(RESULT);
    loadDouble(i.rs1);
    c.dsub().dsub().dsub();
    loadDouble(i.rs2);
    if (difference) {
      c.dneg();
    }
    c.dload(RESULT);
    loadDouble(i.rs1);
    c.dsub().dsub().dadd().dconst_0().dcmpl();
  }

  private void fma() {
    c.invokestatic(MATH, "fma", MethodTypeDesc.of(D, D, D, D));
  }

  private void productError(int a, int b) {
    loadDouble(a);
    loadDouble(b);
    c.dload(RESULT).dneg();
    fma();
    c.dconst_0().dcmpl();
  }

  /** The residual of a quotient is representable where the dividend is not tiny. */
  private void quotientError(Region.Instruction i, Label slow) {
    loadDouble(i.rs1);
    absolute();
    c.loadConstant(0x1p-900).dcmpl().ifle(slow);
    c.dload(RESULT).dneg();
    loadDouble(i.rs2);
    loadDouble(i.rs1);
    fma();
    c.dconst_0().dcmpl();
  }

  private void rootError(int a) {
    c.dload(RESULT).dneg().dload(RESULT);
    loadDouble(a);
    fma();
    c.dconst_0().dcmpl();
  }

  private boolean emitFusedDouble(Region.Instruction i) {
    loadDouble(i.rs1);
    if (negatesProduct(i)) {
      c.dneg();
    }
    loadDouble(i.rs2);
    loadDouble(i.rs3);
    if (negatesAddend(i)) {
      c.dneg();
    }
    fma();
    c.dstore(RESULT);
    Label done = c.newLabel();
    bound(i);
    lowerBound(
        done,
        () -> {
          zeroOr(i.rs1, done);
          zeroOr(i.rs2, done);
          // Where the product is no tiny number the sum is none either, unless it is exactly zero.
          Label other = c.newLabel();
          c.dload(RESULT).dconst_0().dcmpl().ifne(other);
          loadProduct(i);
          c.dmul();
          absolute();
          c.loadConstant(0x1p-900).dcmpl().ifgt(done);
          c.labelBinding(other);
        });
    checkExact(slow -> fusedError(i, done, slow), done);
    keepDouble(i);
    return true;
  }

  /**
   * ErrFma (Boldo and Muller): with {@code u + v = a * b}, {@code p + q = c + v} and {@code s + t =
   * u + p}, the error of {@code r} is {@code ((s - r) + t) + q}, all of it exact.
   */
  private void fusedError(Region.Instruction i, Label done, Label slow) {
    Label small = c.newLabel();
    int u = SCRATCH;
    int v = SCRATCH + 2;
    int p = SCRATCH + 4;
    int q = SCRATCH + 6;
    int addend = SCRATCH + 8;
    loadDouble(i.rs3);
    if (negatesAddend(i)) {
      c.dneg();
    }
    c.dstore(addend);
    loadProduct(i);
    c.dmul().dstore(u);
    c.dload(u);
    absolute();
    c.loadConstant(0x1p1020).dcmpg().ifge(slow);
    c.dload(u);
    absolute();
    c.loadConstant(0x1p-900).dcmpl().ifle(small);
    loadProduct(i);
    c.dload(u).dneg();
    fma();
    c.dstore(v);
    twoSum(addend, v, p, q);
    twoSum(u, p, addend, v);
    c.dload(addend).dload(RESULT).dsub().dload(v).dadd().dload(q).dadd().dconst_0().dcmpl();
    frame.later(() -> {
      c.labelBinding(small);
      zeroOr(i.rs1, done);
      zeroOr(i.rs2, done);
      c.goto_(slow);
    });
  }

  private void loadProduct(Region.Instruction i) {
    loadDouble(i.rs1);
    if (negatesProduct(i)) {
      c.dneg();
    }
    loadDouble(i.rs2);
  }

  /** sum + error = a + b; the sum may go where an operand was. */
  private void twoSum(int a, int b, int sum, int error) {
    int t = SCRATCH + 10;
    int r = SCRATCH + 12;
    c.dload(a).dload(b).dadd().dstore(r);
    c.dload(r).dload(a).dsub().dstore(t);
    c.dload(a).dload(r).dload(t).dsub().dsub();
    c.dload(b).dload(t).dsub().dadd().dstore(error);
    c.dload(r).dstore(sum);
  }

  private static boolean negatesProduct(Region.Instruction i) {
    return switch (i.opcode) {
      case FNMSUB_D, FNMADD_D, FNMSUB_S, FNMADD_S -> true;
      default -> false;
    };
  }

  private static boolean negatesAddend(Region.Instruction i) {
    return switch (i.opcode) {
      case FMSUB_D, FNMADD_D, FMSUB_S, FNMADD_S -> true;
      default -> false;
    };
  }

  // ---- single precision --------------------------------------------------------------------

  private boolean emitSingle(Region.Instruction i) {
    boolean root = i.opcode == Opcode.FSQRT_S;
    loadSingle(i.rs1, FLOAT_A);
    if (!root) {
      loadSingle(i.rs2, FLOAT_B);
    }
    c.fload(FLOAT_A);
    if (root) {
      c.f2d().invokestatic(MATH, "sqrt", MethodTypeDesc.of(D, D)).d2f();
    } else {
      c.fload(FLOAT_B);
    }
    switch (i.opcode) {
      case FADD_S -> c.fadd();
      case FSUB_S -> c.fsub();
      case FMUL_S -> c.fmul();
      case FDIV_S -> c.fdiv();
      default -> {}
    }
    c.fstore(FLOAT_RESULT);
    Label done = c.newLabel();
    boundSingle();
    switch (i.opcode) {
      case FADD_S -> checkExact(slow -> sumErrorSingle(false), done);
      case FSUB_S -> checkExact(slow -> sumErrorSingle(true), done);
      case FMUL_S -> {
        lowerBoundSingle(done, true, true);
        checkExact(slow -> residual(FLOAT_A, FLOAT_B, FLOAT_RESULT), done);
      }
      case FDIV_S -> {
        lowerBoundSingle(done, true, false);
        checkExact(slow -> residual(FLOAT_RESULT, FLOAT_B, FLOAT_A), done);
      }
      default -> {
        lowerBoundSingle(done, false, false);
        checkExact(slow -> residual(FLOAT_RESULT, FLOAT_RESULT, FLOAT_A), done);
      }
    }
    keepSingle(i);
    return true;
  }

  private void boundSingle() {
    c.fload(FLOAT_RESULT);
    absoluteSingle();
    c.loadConstant(0x1p126f).fcmpg().ifge(frame.slow());
  }

  private void lowerBoundSingle(Label done, boolean zeroA, boolean zeroB) {
    Label small = c.newLabel();
    Label slow = frame.slow();
    c.fload(FLOAT_RESULT);
    absoluteSingle();
    c.loadConstant(0x1p-126f).fcmpl().ifle(small);
    frame.later(() -> {
      c.labelBinding(small).iload(MODE).iflt(slow);
      if (zeroA) {
        c.fload(FLOAT_A).fconst_0().fcmpl().ifeq(done);
      }
      if (zeroB) {
        c.fload(FLOAT_B).fconst_0().fcmpl().ifeq(done);
      }
      c.goto_(slow);
    });
  }

  private void sumErrorSingle(boolean difference) {
    c.fload(FLOAT_A).fload(FLOAT_RESULT).fload(FLOAT_RESULT).fload(FLOAT_A);
    c.fsub().fsub().fsub().fload(FLOAT_B);
    if (difference) {
      c.fneg();
    }
    c.fload(FLOAT_RESULT).fload(FLOAT_A).fsub().fsub().fadd().fconst_0().fcmpl();
  }

  /** Not 0 where a * b is not c: a product of singles is exact in double precision. */
  private void residual(int a, int b, int product) {
    c.fload(a).f2d().fload(b).f2d().dmul().fload(product).f2d().dcmpl();
  }

  private boolean emitFusedSingle(Region.Instruction i) {
    loadSingle(i.rs1, FLOAT_A);
    loadSingle(i.rs2, FLOAT_B);
    loadSingle(i.rs3, FLOAT_C);
    c.fload(FLOAT_A);
    if (negatesProduct(i)) {
      c.fneg();
    }
    c.fload(FLOAT_B).fload(FLOAT_C);
    if (negatesAddend(i)) {
      c.fneg();
    }
    c.invokestatic(MATH, "fma", MethodTypeDesc.of(F, F, F, F)).fstore(FLOAT_RESULT);
    Label done = c.newLabel();
    boundSingle();
    lowerBoundSingle(done, true, true);
    checkExact(slow -> fusedErrorSingle(i), done);
    keepSingle(i);
    return true;
  }

  /** The product is exact in double precision; TwoSum gives the error of adding to it. */
  private void fusedErrorSingle(Region.Instruction i) {
    int product = SCRATCH;
    int addend = SCRATCH + 2;
    int sum = SCRATCH + 4;
    int error = SCRATCH + 6;
    c.fload(FLOAT_A).f2d().fload(FLOAT_B).f2d().dmul();
    if (negatesProduct(i)) {
      c.dneg();
    }
    c.dstore(product).fload(FLOAT_C).f2d();
    if (negatesAddend(i)) {
      c.dneg();
    }
    c.dstore(addend);
    twoSum(product, addend, sum, error);
    c.dload(error).dload(sum).fload(FLOAT_RESULT).f2d().dsub().dadd().dconst_0().dcmpl();
  }

  // ---- comparisons -------------------------------------------------------------------------

  /** Three-way comparison on the stack: NaN gives 1 or -1. */
  private void compare(Region.Instruction i, boolean single, boolean nanIsGreater) {
    if (single) {
      c.fload(FLOAT_A).fload(FLOAT_B);
      if (nanIsGreater) {
        c.fcmpg();
      } else {
        c.fcmpl();
      }
      return;
    }
    loadDouble(i.rs1);
    loadDouble(i.rs2);
    if (nanIsGreater) {
      c.dcmpg();
    } else {
      c.dcmpl();
    }
  }

  private boolean emitCompare(Region.Instruction i) {
    boolean single =
        switch (i.opcode) {
          case FEQ_S, FLT_S, FLE_S -> true;
          default -> false;
        };
    if (single) {
      loadSingle(i.rs1, FLOAT_A);
      loadSingle(i.rs2, FLOAT_B);
    }
    Label yes = c.newLabel();
    Label no = c.newLabel();
    Label done = c.newLabel();
    compare(i, single, true);
    switch (i.opcode) {
      case FEQ_D, FEQ_S -> {
        c.ifeq(yes);
        compare(i, single, false);
        c.ifgt(no);
        compare(i, single, true);
        c.iflt(no);
      }
      case FLT_D, FLT_S -> {
        c.iflt(yes);
        compare(i, single, false);
        c.ifge(no);
      }
      default -> {
        c.ifle(yes);
        compare(i, single, false);
        c.ifgt(no);
      }
    }
    c.goto_(frame.slow());
    c.labelBinding(yes).lconst_1().goto_(done);
    c.labelBinding(no).lconst_0();
    c.labelBinding(done);
    frame.storeRegister(i);
    return true;
  }

  /** Operands that differ; equal ones may be zeros of two signs. */
  private boolean emitMinimum(Region.Instruction i) {
    boolean least = i.opcode == Opcode.FMIN_D;
    Label first = c.newLabel();
    Label second = c.newLabel();
    Label done = c.newLabel();
    compare(i, false, true);
    c.iflt(least ? first : second);
    compare(i, false, false);
    c.ifgt(least ? second : first);
    frame.loadBits(i.rs1);
    frame.loadBits(i.rs2);
    c.lcmp().ifne(frame.slow());
    compare(i, false, false);
    c.ifne(frame.slow()); // The same NaN.
    c.labelBinding(first);
    loadDouble(i.rs1);
    c.goto_(done);
    c.labelBinding(second);
    loadDouble(i.rs2);
    c.labelBinding(done);
    c.dstore(frame.floatLocal(i.rd));
    frame.boxed &= ~(1 << i.rd);
    return true;
  }

  // ---- conversions -------------------------------------------------------------------------

  /** Truncation of what is in range; the first and the first too large number, both excluded. */
  private boolean emitToInteger(Region.Instruction i) {
    switch (i.opcode) {
      case FCVT_W_S, FCVT_WU_S, FCVT_L_S, FCVT_LU_S -> {
        loadSingle(i.rs1, FLOAT_A);
        c.fload(FLOAT_A).f2d();
      }
      default -> loadDouble(i.rs1);
    }
    c.dstore(RESULT);
    double low =
        switch (i.opcode) {
          case FCVT_W_D, FCVT_W_S -> -2147483649.0;
          case FCVT_L_D, FCVT_L_S -> -0x1p63;
          default -> -1;
        };
    double high =
        switch (i.opcode) {
          case FCVT_W_D, FCVT_W_S -> 0x1p31;
          case FCVT_WU_D, FCVT_WU_S -> 0x1p32;
          default -> 0x1p63;
        };
    c.dload(RESULT).loadConstant(low).dcmpl().ifle(frame.slow());
    c.dload(RESULT).loadConstant(high).dcmpg().ifge(frame.slow());
    c.dload(RESULT).d2l().lstore(VALUE);
    checkExact(slow -> c.lload(VALUE).l2d().dload(RESULT).dcmpl(), c.newLabel());
    c.lload(VALUE);
    switch (i.opcode) {
      case FCVT_WU_D, FCVT_WU_S -> c.l2i().i2l();
      default -> {}
    }
    frame.storeRegister(i);
    return true;
  }

  private void loadInteger(Region.Instruction i, boolean unsigned) {
    if (i.rs1 == 0) {
      c.lconst_0();
      return;
    }
    frame.loadLong(i.rs1);
    switch (i.opcode) {
      case FCVT_D_W, FCVT_S_W -> c.l2i().i2l();
      default -> {
        if (unsigned) {
          c.loadConstant(0xffffffffL).land();
        }
      }
    }
  }

  private boolean emitDoubleOfInteger(Region.Instruction i) {
    loadInteger(i, i.opcode == Opcode.FCVT_D_WU);
    c.lstore(VALUE).lload(VALUE).l2d().dstore(RESULT);
    if (i.opcode == Opcode.FCVT_D_L) {
      checkExact(
          slow -> {
            // The largest integers saturate on the way back, which hides that they were rounded.
            c.dload(RESULT).loadConstant(0x1p63).dcmpl().ifeq(slow);
            c.dload(RESULT).d2l().lload(VALUE).lcmp();
          },
          c.newLabel());
    }
    keepDouble(i);
    return true;
  }

  private boolean emitSingleOfInteger(Region.Instruction i) {
    loadInteger(i, i.opcode == Opcode.FCVT_S_WU);
    c.lstore(VALUE).lload(VALUE).l2f().fstore(FLOAT_RESULT);
    checkExact(
        slow -> {
          c.fload(FLOAT_RESULT).loadConstant(0x1p63f).fcmpl().ifeq(slow);
          c.fload(FLOAT_RESULT).f2l().lload(VALUE).lcmp();
        },
        c.newLabel());
    keepSingle(i);
    return true;
  }

  private boolean emitNarrow(Region.Instruction i) {
    loadDouble(i.rs1);
    c.d2f().fstore(FLOAT_RESULT);
    Label done = c.newLabel();
    boundSingle();
    Label small = c.newLabel();
    Label slow = frame.slow();
    c.fload(FLOAT_RESULT);
    absoluteSingle();
    c.loadConstant(0x1p-126f).fcmpl().ifle(small);
    frame.later(() -> {
      c.labelBinding(small);
      zeroOr(i.rs1, done);
      c.goto_(slow);
    });
    checkExact(
        exit -> {
          c.fload(FLOAT_RESULT).f2d();
          loadDouble(i.rs1);
          c.dcmpl();
        },
        done);
    keepSingle(i);
    return true;
  }

  private boolean emitWiden(Region.Instruction i) {
    loadSingle(i.rs1, FLOAT_A);
    c.fload(FLOAT_A).fload(FLOAT_A).fcmpl().ifne(frame.slow());
    c.fload(FLOAT_A).f2d().dstore(RESULT);
    keepDouble(i);
    return true;
  }
}
