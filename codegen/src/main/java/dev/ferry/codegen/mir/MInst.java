package dev.ferry.codegen.mir;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One machine instruction or pseudo operation. {@link #regs} holds the {@link #defCount} registers
 * that are written, then those that are read.
 */
public final class MInst {
  private static final int[] NO_REGS = {};

  public MOp op;
  public int[] regs;
  public byte defCount;

  /** Written before the last operand is read: must not share a register with any use. */
  public boolean earlyDef;

  public long imm;

  /** What {@link MOp} says: SymbolRef, FrameSlot, MBlock, CallTarget, AsmCode and so on. */
  public @Nullable Object payload;

  /** Source location, 0 if none. */
  public int loc;

  /** Moved before instructions of other locations; of its own, others come later. */
  public boolean isEarly;

  public MInst(MOp op, int defCount, int[] regs, long imm, @Nullable Object payload) {
    this.op = op;
    this.defCount = (byte) defCount;
    this.regs = regs;
    this.imm = imm;
    this.payload = payload;
  }

  /** A two-source instruction. */
  public static MInst r(MOp op, int d, int a, int b) {
    return new MInst(op, 1, new int[] {d, a, b}, 0, null);
  }

  /** A register-immediate instruction. */
  public static MInst i(MOp op, int d, int a, long imm) {
    return new MInst(op, 1, new int[] {d, a}, imm, null);
  }

  public static MInst unary(MOp op, int d, int a) {
    return new MInst(op, 1, new int[] {d, a}, 0, null);
  }

  public static MInst mv(int d, int a) {
    return new MInst(MOp.MV, 1, new int[] {d, a}, 0, null);
  }

  public static MInst li(int d, long imm) {
    return new MInst(MOp.LI, 1, new int[] {d}, imm, null);
  }

  /** A load or store off a register; for a load {@code value} is written, for a store read. */
  public static MInst memory(MOp op, int value, int base, long offset) {
    return new MInst(op, op.isLoad() ? 1 : 0, new int[] {value, base}, offset, null);
  }

  /** A load or store of a frame slot. */
  public static MInst frame(MOp op, int value, FrameSlot slot, long offset) {
    return new MInst(op, op.isLoad() ? 1 : 0, new int[] {value}, offset, slot);
  }

  public static MInst jump(MBlock target) {
    return new MInst(MOp.J, 0, NO_REGS, 0, target);
  }

  public static MInst branch(MOp op, int a, int b, MBlock target) {
    return new MInst(op, 0, new int[] {a, b}, 0, target);
  }

  public static MInst plain(MOp op, long imm) {
    return new MInst(op, 0, NO_REGS, imm, null);
  }

  /** The first register written, or NONE. */
  public int def() {
    return defCount > 0 ? regs[0] : Reg.NONE;
  }

  public int useCount() {
    return regs.length - defCount;
  }

  public int use(int i) {
    return regs[defCount + i];
  }

  public MBlock target() {
    return (MBlock) requirePayload();
  }

  public SymbolRef symbolRef() {
    return (SymbolRef) requirePayload();
  }

  public Object requirePayload() {
    Object result = payload;
    if (result == null) {
      throw new IllegalStateException(op + " has no payload");
    }
    return result;
  }

  /** The physical registers that are written, as a bit set; x0 is none. */
  public long written() {
    return bits(0, defCount);
  }

  /** The physical registers that are read, as a bit set; x0 is none. */
  public long read() {
    return bits(defCount, regs.length);
  }

  private long bits(int from, int end) {
    long result = 0;
    for (int i = from; i < end; i++) {
      if (regs[i] > Reg.ZERO) {
        result |= 1L << regs[i];
      }
    }
    return result;
  }

  /** Physical registers that are overwritten besides the definitions, as a bit set. */
  public long clobbers() {
    return switch (payload) {
      case CallTarget call -> call.clobbers();
      case AsmCode asm -> asm.clobbers();
      case null, default -> 0;
    };
  }

  /** Whether it may be recomputed anywhere instead of being kept in memory. */
  public boolean isRematerialisable() {
    return switch (op) {
      case LI, LA, FRAME -> defCount == 1 && regs.length == 1;
      // A PC-relative high part belongs to the one place its label stands at.
      case HI -> symbolRef().access() == SymbolRef.Access.ABSOLUTE;
      default -> false;
    };
  }

  public MInst copyWithDef(int def) {
    int[] newRegs = regs.clone();
    newRegs[0] = def;
    MInst result = new MInst(op, defCount, newRegs, imm, payload);
    result.loc = loc;
    return result;
  }

  /** A copy with registers of its own. */
  public MInst copy() {
    MInst result = new MInst(op, defCount, regs.clone(), imm, payload);
    result.earlyDef = earlyDef;
    result.loc = loc;
    return result;
  }

  @Override
  public String toString() {
    return MirPrinter.print(this);
  }

  /** An array of no registers, to share. */
  public static int[] noRegs() {
    return NO_REGS;
  }

  /** The definitions as an array of their own. */
  public int[] defs() {
    return Arrays.copyOf(regs, defCount);
  }
}
