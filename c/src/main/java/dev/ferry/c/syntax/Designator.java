package dev.ferry.c.syntax;

/** Designators of initializers and of {@code offsetof}. */
public sealed interface Designator extends Node {
  /** {@code .name}, or GNU's old {@code name:}; {@code loc} is the name. */
  record Field(int loc, String name) implements Designator {
    @Override
    public int end() {
      return loc;
    }
  }

  /** {@code [index]}. */
  record Index(int loc, int end, Expr index) implements Designator {}

  /** GNU's {@code [first ... last]}. */
  record Range(int loc, int end, Expr first, Expr last) implements Designator {}
}
