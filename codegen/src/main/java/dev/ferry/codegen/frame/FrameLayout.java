package dev.ferry.codegen.frame;

import dev.ferry.codegen.mir.FrameSlot;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.Reg;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where everything in a frame lies. From the incoming stack pointer (the CFA) downwards: variadic
 * register save area, return address, frame pointer, other saved registers, locals with the small
 * ones lowest, outgoing stack arguments at the stack pointer. The frame pointer, where there is
 * one, points just above the saved return address.
 */
public final class FrameLayout {
  /** Bytes that one instruction of the prologue can subtract, keeping 16-byte alignment. */
  private static final int ONE_STEP = 2032;

  /** The first offset that no instruction has room for. */
  private static final int FAR = 2048;

  final MFunction function;
  final int word;

  /** Registers to save, in order of their slots, return address first. */
  final int[] saved;

  /** Bytes of the variadic save area, rounded to 16. */
  final long varargs;

  /** Bytes of the variadic area and the saved registers, rounded to 16. */
  final long saveArea;

  /** Bytes between the CFA and the stack pointer after the prologue (before realignment). */
  final long size;

  /** Alignment of the stack pointer beyond 16, or 16. */
  final int align;

  /**
   * Whether {@code __riscv_save_N} and {@code __riscv_restore_N} do the work, N being the number of
   * s registers (gcc's libgcc and our runtime have them): the frame begins as it would without.
   */
  final boolean callsRoutines;

  private FrameLayout(
      MFunction function,
      int word,
      int[] saved,
      long varargs,
      long saveArea,
      long size,
      int align,
      boolean callsRoutines) {
    this.function = function;
    this.word = word;
    this.saved = saved;
    this.varargs = varargs;
    this.saveArea = saveArea;
    this.size = size;
    this.align = align;
    this.callsRoutines = callsRoutines;
  }

  /** Places all slots of a function whose registers are assigned. */
  public static FrameLayout of(MFunction function, int word) {
    markUsed(function);
    List<FrameSlot> locals = new ArrayList<>();
    int align = 16;
    for (FrameSlot slot : function.slots) {
      if (slot.isUsed) {
        locals.add(slot);
        align = Math.max(align, slot.align);
      }
    }
    long mask = savedRegisters(function);
    boolean callsRoutines = align == 16 && mayCallRoutines(function, mask);
    int[] saved = registers(callsRoutines ? withThoseBefore(mask) : mask);
    long varargs = (function.varargsBytes + 15L) & -16;
    long saveArea = (varargs + (long) saved.length * word + 15) & -16;
    // Small things near the stack pointer, in reach of short offsets.
    locals.sort(Comparator.<FrameSlot>comparingInt(s -> s.shelf).thenComparingLong(s -> s.size));
    long outgoing = (function.outgoingBytes + 15) & -16;
    long at = outgoing;
    for (FrameSlot slot : locals) {
      at = (at + slot.align - 1) & -(long) slot.align;
      slot.offset = at;
      at += slot.size;
    }
    long unaligned = varargs + (long) saved.length * word;
    long size =
        align > 16 || callsRoutines ? saveArea + ((at + 15) & -16) : (at + unaligned + 15) & -16;
    return new FrameLayout(function, word, saved, varargs, saveArea, size, align, callsRoutines);
  }

  /** Where gcc's {@code riscv_use_save_libcall} calls them: a plain frame of a calling function. */
  private static boolean mayCallRoutines(MFunction function, long mask) {
    return function.callsSaveRoutines
        && (mask & 1L << Reg.RA) != 0
        && mask >>> Reg.F0 == 0
        && function.varargsBytes == 0
        && !function.needsFramePointer
        && !function.needsBasePointer
        && !function.hasDynamicStack
        && !function.entersLate;
  }

  /** With all s registers below the highest one: the routines save them in order. */
  private static long withThoseBefore(long mask) {
    long below = Long.highestOneBit(mask) - 1;
    return mask | below & Reg.SAVED_INT & ~(1L << Reg.SP);
  }

  private static void markUsed(MFunction function) {
    for (FrameSlot slot : function.slots) {
      slot.isUsed = false;
    }
    for (MBlock block : function.blocks) {
      for (MInst inst : block.code) {
        if (inst.payload instanceof FrameSlot slot) {
          slot.isUsed = true;
        }
      }
    }
  }

  private static long savedRegisters(MFunction function) {
    long mask = function.usedSaved & ~(1L << Reg.SP);
    if (function.hasCalls || function.needsFramePointer) {
      mask |= 1L << Reg.RA;
    }
    if (function.needsFramePointer) {
      mask |= 1L << Reg.S0;
    }
    if (function.needsBasePointer) {
      mask |= 1L << Reg.S1;
    }
    return mask;
  }

  private static int[] registers(long mask) {
    int[] result = new int[Long.bitCount(mask)];
    int n = 0;
    for (long rest = mask; rest != 0; rest &= rest - 1) {
      result[n++] = Long.numberOfTrailingZeros(rest);
    }
    return result;
  }

  /** The register that a slot is addressed from. */
  public int base(FrameSlot slot) {
    return switch (slot.area) {
      case OUTGOING -> Reg.SP;
      case INCOMING -> function.needsFramePointer ? Reg.S0 : Reg.SP;
      case LOCAL ->
          function.needsBasePointer
              ? Reg.S1
              : function.hasDynamicStack && align <= 16 ? Reg.S0 : Reg.SP;
    };
  }

  /** The offset of a slot from {@link #base}. */
  public long offset(FrameSlot slot) {
    return switch (slot.area) {
      case OUTGOING -> slot.offset;
      case INCOMING -> function.needsFramePointer ? slot.offset + varargs : slot.offset + size;
      case LOCAL -> base(slot) == Reg.S0 ? slot.offset - size + varargs : slot.offset;
    };
  }

  /**
   * Where a slot lies for a debugger.
   *
   * @return bytes from the CFA, or null where that is not known: the slot has no memory, or the
   *     stack pointer is aligned on the way
   */
  public @Nullable Long fromCfa(FrameSlot slot) {
    return switch (slot.area) {
      case INCOMING -> Long.valueOf(slot.offset);
      case LOCAL -> slot.isUsed && align <= 16 ? Long.valueOf(slot.offset - size) : null;
      case OUTGOING -> null;
    };
  }

  /** Whether the slot has memory whose distance from the CFA is not known. */
  public boolean isBehindRealignment(FrameSlot slot) {
    return slot.area == FrameSlot.Area.LOCAL && slot.isUsed && align > 16;
  }

  /** Bytes that the first step of the prologue subtracts. */
  long firstStep() {
    return size <= ONE_STEP && align <= 16 && !callsRoutines ? size : saveArea;
  }

  /** Distance of saved register {@code index} from the stack pointer after the first step. */
  long savedOffset(int index) {
    return firstStep() - varargs - (long) (index + 1) * word;
  }

  public long size() {
    return size;
  }

  /** Whether every slot is within reach of a 12-bit offset. */
  public boolean isNear() {
    long incoming = (function.needsFramePointer ? varargs : size) + function.incomingBytes;
    return size <= ONE_STEP && incoming <= FAR;
  }
}
