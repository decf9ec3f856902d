package dev.ferry.codegen.mir;

import dev.ferry.ir.Function;
import dev.ferry.ir.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A function in machine IR. */
public final class MFunction {
  public final Function source;
  public final List<MBlock> blocks = new ArrayList<>();
  public final List<FrameSlot> slots = new ArrayList<>();

  /** What became of each slot of the source, by its id; null for one that nothing refers to. */
  public @Nullable FrameSlot[] sourceSlots = {};

  /** For a slot that is the caller's copy of an argument, where its address is kept; at -O0. */
  public final Map<Slot, FrameSlot> argumentPointers = new IdentityHashMap<>(0);

  /** Bytes of stack arguments that its calls need at most. */
  public long outgoingBytes;

  /** Bytes of its own parameters that the caller left on the stack. */
  public long incomingBytes;

  /** Whether it calls anything (then ra is saved). */
  public boolean hasCalls;

  public boolean hasDynamicStack;
  public boolean needsFramePointer;

  /** Keeps s1 as the base of the locals: over-aligned frame whose stack pointer moves. */
  public boolean needsBasePointer;

  /** Keeps t6 free: huge frames and jumps need a scratch register after allocation. */
  public boolean reservesScratch;

  /** Registers that are variables of the file, as a bit set: never allocated. */
  public long reserved;

  /** Variadic: bytes of argument registers saved just below the incoming stack arguments. */
  public int varargsBytes;

  /** The slot of each spill, by {@link Reg#slotIndex}. */
  public final List<FrameSlot> spills = new ArrayList<>();

  /** Its prologue stands wherever it has an {@link MOp#ENTER}, not at its start. */
  public boolean entersLate;

  /** Registers are saved and restored by routines where the frame allows it (-msave-restore). */
  public boolean callsSaveRoutines;

  /**
   * Callee-saved registers the body uses, as a bit set: those that assembly writes, and from
   * register allocation on all.
   */
  public long usedSaved;

  private boolean[] floatClass = new boolean[64];
  private byte[] widths = new byte[64];
  private int virtualCount;
  private int nextBlock;

  public MFunction(Function source) {
    this.source = source;
  }

  /** A new virtual register; {@code bytes} is what a spill must keep (4 or 8). */
  public int newVirtual(boolean isFloat, int bytes) {
    if (virtualCount == floatClass.length) {
      floatClass = Arrays.copyOf(floatClass, virtualCount * 2);
      widths = Arrays.copyOf(widths, virtualCount * 2);
    }
    floatClass[virtualCount] = isFloat;
    widths[virtualCount] = (byte) bytes;
    return Reg.FIRST_VIRTUAL + virtualCount++;
  }

  /** The number of virtual registers. */
  public int virtualCount() {
    return virtualCount;
  }

  /** One more than the largest register number. */
  public int regLimit() {
    return Reg.FIRST_VIRTUAL + virtualCount;
  }

  public boolean isFloat(int reg) {
    return reg >= Reg.FIRST_VIRTUAL ? floatClass[reg - Reg.FIRST_VIRTUAL] : Reg.isFloat(reg);
  }

  /** Bytes that a spill of this virtual register keeps. */
  public int width(int reg) {
    return widths[reg - Reg.FIRST_VIRTUAL];
  }

  public int blockLimit() {
    return nextBlock;
  }

  /** A new block that is not in the list yet. */
  public MBlock newBlock() {
    return new MBlock(nextBlock++);
  }

  public MBlock addBlock() {
    MBlock block = newBlock();
    blocks.add(block);
    return block;
  }

  public FrameSlot newSlot(String name, long size, int align) {
    FrameSlot slot = new FrameSlot(name, size, align, FrameSlot.Area.LOCAL, 0);
    slots.add(slot);
    return slot;
  }

  /** A new spill slot; gives its index for {@link Reg#ofSlot}. */
  public int newSpill(int bytes) {
    FrameSlot slot = newSlot("spill" + spills.size(), bytes, bytes);
    slot.isSpill = true;
    spills.add(slot);
    return spills.size() - 1;
  }

  public String name() {
    return source.symbol.name;
  }
}
