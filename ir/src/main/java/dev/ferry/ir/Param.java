package dev.ferry.ir;

/** A block parameter: what other IRs call a phi. Bound by the edges that enter the block. */
public final class Param extends Value {
  /** Its position in {@link Block#params}. */
  public int index;

  /**
   * Of the entry block's: the address in it is {@code restrict} (C17 6.7.3.1). During the call,
   * what is written through it is only read and written by addresses based on it.
   */
  public boolean isRestrict;

  Param(int id, Type type, Block block, int index) {
    super(id, type);
    this.block = block;
    this.index = index;
  }
}
