package dev.ferry.ir;

/** A block parameter: what other IRs call a phi. Bound by the edges that enter the block. */
public final class Param extends Value {
  /** Its position in {@link Block#params}. */
  public int index;

  Param(int id, Type type, Block block, int index) {
    super(id, type);
    this.block = block;
    this.index = index;
  }
}
