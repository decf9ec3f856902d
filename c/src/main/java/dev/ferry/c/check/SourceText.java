package dev.ferry.c.check;

import dev.ferry.c.syntax.Expr;

/** Simple expressions as C text, for messages. */
final class SourceText {
  private SourceText() {}

  /** The text; empty for what is not simple. */
  static String of(Expr e) {
    return switch (e) {
      case Expr.Identifier x -> x.name();
      case Expr.Paren x -> of(x.inner());
      case Expr.IntegerLiteral x -> Long.toString(x.value());
      case Expr.Unary x when x.op() == Expr.UnaryOp.DEREFERENCE -> joined("*", x.operand());
      case Expr.Subscript x -> {
        String array = of(x.array());
        String index = of(x.index());
        yield array.isEmpty() || index.isEmpty() ? "" : array + "[" + index + "]";
      }
      case Expr.Member x -> {
        String object = of(x.object());
        yield object.isEmpty() ? "" : object + (x.arrow() ? "->" : ".") + x.name();
      }
      case Expr.Call x when x.arguments().isEmpty() -> {
        String callee = of(x.callee());
        yield callee.isEmpty() ? "" : callee + "()";
      }
      default -> "";
    };
  }

  private static String joined(String operator, Expr operand) {
    String text = of(operand);
    return text.isEmpty() ? "" : operator + text;
  }
}
