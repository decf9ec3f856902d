package dev.ferry.c.syntax;

import java.util.List;

/** The parameters of a function declarator; {@code loc} and {@code end} are the parentheses. */
public sealed interface Parameters extends Node {
  /**
   * A parameter type list; {@code (void)} is kept as written, one unnamed parameter.
   *
   * @param forward GNU's forward declarations: {@code (int n; int a[n])}
   */
  record Prototype(
      int loc, int end, List<Parameter> forward, List<Parameter> parameters, boolean variadic)
      implements Parameters {}

  /** An identifier list (K&amp;R), possibly empty: {@code ()}. */
  record Identifiers(int loc, int end, List<Expr.Identifier> names) implements Parameters {}

  /** One parameter; {@code attributes} are those behind its declarator. */
  record Parameter(Specifiers specifiers, Declarator declarator, List<Attribute> attributes) {
    public int loc() {
      return declarator.name() != null ? declarator.loc() : specifiers.loc();
    }
  }
}
