package dev.ferry.ir;

import org.jspecify.annotations.Nullable;

/** An SSA value: the result of an {@link Instruction} or a block {@link Param}. */
public abstract sealed class Value permits Instruction, Param {
  /** Dense in its function, unique, never reused; side tables are arrays indexed by it. */
  public final int id;

  /** The value's type; null for an instruction without result. */
  public @Nullable Type type;

  /** The block it stands in; maintained by {@link Block}'s mutators. */
  public @Nullable Block block;

  Value(int id, @Nullable Type type) {
    this.id = id;
    this.type = type;
  }

  /** The type of a value that has one. */
  public final Type requireType() {
    Type result = type;
    if (result == null) {
      throw new IllegalStateException("%" + id + " has no result");
    }
    return result;
  }

  @Override
  public final String toString() {
    return "%" + id;
  }
}
