package dev.ferry.codegen.mir;

/** A piece of the stack frame: an IR slot, a spill slot, or an area of the caller's. */
public final class FrameSlot {
  /** Where a slot lives. */
  public enum Area {
    /** Placed by the frame layout. */
    LOCAL,
    /** At {@link FrameSlot#offset} from the incoming stack pointer (stack arguments). */
    INCOMING,
    /** At {@link FrameSlot#offset} from the stack pointer at a call (stack arguments). */
    OUTGOING
  }

  public final String name;
  public final long size;
  public final int align;
  public final Area area;

  /**
   * For LOCAL: bytes from the incoming stack pointer (negative) once laid out; for INCOMING from
   * the incoming stack pointer; for OUTGOING from the stack pointer.
   */
  public long offset;

  /** For LOCAL: slots with a higher shelf lie above those with a lower one. */
  public int shelf;

  /** Whether anything refers to it; unused slots get no memory. */
  public boolean isUsed;

  /** Whether only loads and stores that allocation made refer to it. */
  public boolean isSpill;

  public FrameSlot(String name, long size, int align, Area area, long offset) {
    this.name = name;
    this.size = size;
    this.align = align;
    this.area = area;
    this.offset = offset;
  }

  @Override
  public String toString() {
    return "[" + name + "]";
  }
}
