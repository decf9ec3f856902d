package dev.ferry.c.syntax;

import java.util.List;

/** Initializers (C17 6.7.9). */
public sealed interface Initializer extends Node {
  record Value(Expr expr) implements Initializer {
    @Override
    public int loc() {
      return expr.loc();
    }

    @Override
    public int start() {
      return expr.start();
    }

    @Override
    public int end() {
      return expr.end();
    }
  }

  /** {@code {items}}; {@code loc} is the opening, {@code end} the closing brace. */
  record Braced(int loc, int end, List<Item> items) implements Initializer {}

  /** {@code designators = value}; without designators, the next subobject. */
  record Item(List<Designator> designators, Initializer value) {}
}
