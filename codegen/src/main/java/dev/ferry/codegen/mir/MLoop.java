package dev.ferry.codegen.mir;

import org.jspecify.annotations.Nullable;

/**
 * A natural loop of machine blocks; membership is by {@link MBlock#loop} and the parent chain,
 * which is climbed in logarithmic time by jump pointers (Myers 1983, "An applicative random-access
 * stack"): a thousand loops in each other are asked about each other.
 */
public final class MLoop {
  public final @Nullable MLoop parent;
  public final int depth;

  /** A loop further out, or this one if it is outermost. */
  private final MLoop jump;

  public MLoop(@Nullable MLoop parent, int depth) {
    this.parent = parent;
    this.depth = depth;
    if (parent == null) {
      this.jump = this;
    } else {
      MLoop near = parent.jump;
      boolean areEqual = parent.depth - near.depth == near.depth - near.jump.depth;
      this.jump = areEqual && near.jump != near ? near.jump : parent;
    }
  }

  /** Whether {@code inner} is this loop or inside it. */
  public boolean contains(@Nullable MLoop inner) {
    MLoop loop = inner;
    while (loop != null && loop.depth > depth) {
      loop = loop.jump.depth >= depth && loop.jump != loop ? loop.jump : loop.parent;
    }
    return loop == this;
  }

  /** The innermost loop around both; null if there is none. */
  public static @Nullable MLoop common(@Nullable MLoop a, @Nullable MLoop b) {
    MLoop loop = a;
    while (loop != null && !loop.contains(b)) {
      loop = loop.parent;
    }
    return loop;
  }
}
