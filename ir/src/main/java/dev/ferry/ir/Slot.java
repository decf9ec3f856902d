package dev.ferry.ir;

/** A piece of the frame: a local variable in memory, a temporary aggregate, a by-value argument. */
public final class Slot {
  /** Dense in its function; renumbered by {@link Function#removeSlots}. */
  public int id;

  /** The C name, or a description; not unique. */
  public final String name;

  /** Bytes. */
  public final long size;

  /** Bytes, a power of two. */
  public final int align;

  /**
   * For a by-value aggregate parameter, its index in the signature: code generation stores the
   * argument here (or binds the slot to the caller's copy); else -1.
   */
  public int param = -1;

  /** How high in the frame it lies where the stack is protected: above what it could overwrite. */
  public enum Shelf {
    /** Scalars, or not known. */
    LOW,
    /** There is an array in it. */
    ARRAY,
    /** There is an array of eight or more characters in it. */
    TEXT,
    /** What an overflow changes on its way to the return address. */
    GUARD
  }

  public Shelf shelf = Shelf.LOW;

  Slot(int id, String name, long size, int align) {
    this.id = id;
    this.name = name;
    this.size = size;
    this.align = align;
  }

  @Override
  public String toString() {
    return "$" + id;
  }
}
