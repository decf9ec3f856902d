package dev.ferry.codegen.mir;

import org.jspecify.annotations.Nullable;

/** A natural loop of machine blocks; membership is by {@link MBlock#loop} and the parent chain. */
public final class MLoop {
  public final @Nullable MLoop parent;
  public final int depth;

  public MLoop(@Nullable MLoop parent, int depth) {
    this.parent = parent;
    this.depth = depth;
  }

  /** Whether {@code inner} is this loop or inside it. */
  public boolean contains(@Nullable MLoop inner) {
    MLoop loop = inner;
    while (loop != null && loop.depth > depth) {
      loop = loop.parent;
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
