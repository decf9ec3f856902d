package dev.ferry.c.syntax;

/** A type name (C17 6.7.7): specifiers and an abstract declarator. */
public record TypeName(Specifiers specifiers, Declarator declarator, int end) implements Node {
  @Override
  public int loc() {
    return specifiers.loc();
  }
}
