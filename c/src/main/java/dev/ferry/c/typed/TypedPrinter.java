package dev.ferry.c.typed;

import dev.ferry.c.types.CType;
import dev.ferry.c.types.TypePrinter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The typed tree as text, for {@code explain} and for tests: C-like statements, expressions in
 * prefix form with every conversion shown and the type behind a colon.
 */
public final class TypedPrinter {
  private final StringBuilder out = new StringBuilder();
  private int depth;

  private TypedPrinter() {}

  /** A whole unit. */
  public static String print(TypedUnit unit) {
    TypedPrinter printer = new TypedPrinter();
    for (Variable variable : unit.variables()) {
      printer.variable(variable);
    }
    for (FunctionDefinition function : unit.functions()) {
      printer.function(function);
    }
    return printer.out.toString();
  }

  /** One function. */
  public static String print(FunctionDefinition function) {
    TypedPrinter printer = new TypedPrinter();
    printer.function(function);
    return printer.out.toString();
  }

  /** One expression. */
  public static String print(Expression expression) {
    TypedPrinter printer = new TypedPrinter();
    printer.expression(expression);
    return printer.out.toString();
  }

  private void line(String text) {
    out.append("  ".repeat(depth)).append(text);
  }

  private static String text(CType type) {
    return TypePrinter.print(type);
  }

  private void variable(Variable v) {
    line(v.isInternal ? "static " : "");
    if (v.isThreadLocal) {
      out.append("thread_local ");
    }
    out.append(v.symbol).append(": ").append(text(v.type));
    if (v.isTentative) {
      out.append(" tentative");
    }
    initializer(v.initializer);
    out.append('\n');
  }

  private void initializer(@Nullable Initializer initializer) {
    if (initializer == null) {
      return;
    }
    out.append(" = {");
    String separator = "";
    for (Initializer.Element element : initializer.elements()) {
      out.append(separator).append('@').append(element.offset());
      CType.Field bits = element.bitField();
      if (bits != null) {
        out.append(':').append(bits.bitOffset()).append('+').append(bits.bitWidth());
      }
      out.append(' ');
      expression(element.value());
      separator = ", ";
    }
    out.append('}');
    if (!initializer.isComplete()) {
      out.append(" zeroed");
    }
  }

  private void function(FunctionDefinition f) {
    FunctionSymbol symbol = f.symbol();
    line(symbol.isInternal ? "static " : "");
    out.append(symbol.isInlineOnly ? "inline-only " : "");
    out.append(symbol.name).append('(');
    String separator = "";
    for (Variable parameter : f.parameters()) {
      out.append(separator).append(parameter.name).append(": ").append(text(parameter.type));
      separator = ", ";
    }
    out.append(") -> ").append(text(((CType.Function) symbol.type.unqualified()).result()));
    out.append(" {\n");
    body(f.body().body());
    line("}\n");
  }

  private void body(List<Statement> statements) {
    depth++;
    for (Statement statement : statements) {
      statement(statement);
    }
    depth--;
  }

  private void statement(Statement s) {
    switch (s) {
      case Statement.Block x -> {
        line("{\n");
        body(x.body());
        line("}\n");
      }
      case Statement.Expr x -> valued("", x.expression());
      case Statement.LocalDecl x -> {
        line("var ");
        out.append(x.variable().name).append(": ").append(text(x.variable().type));
        initializer(x.initializer());
        Expression size = x.dynamicSize();
        if (size != null) {
          out.append(" size ");
          expression(size);
        }
        out.append('\n');
      }
      case Statement.NestedFunction x -> {
        line("nested\n");
        function(x.function());
      }
      case Statement.If x -> {
        valued("if ", x.condition());
        nested(x.then());
        Statement otherwise = x.otherwise();
        if (otherwise != null) {
          line("else\n");
          nested(otherwise);
        }
      }
      case Statement.While x -> {
        valued("while ", x.condition());
        nested(x.body());
      }
      case Statement.DoWhile x -> {
        line("do\n");
        nested(x.body());
        valued("while ", x.condition());
      }
      case Statement.For x -> forLoop(x);
      case Statement.Switch x -> {
        valued("switch ", x.value());
        nested(x.body());
      }
      case Statement.Case x -> {
        line(
            x.isDefault()
                ? "default:\n"
                : x.low() == x.high()
                    ? "case " + x.low() + ":\n"
                    : "case " + x.low() + " ... " + x.high() + ":\n");
        nested(x.body());
      }
      case Statement.Labeled x -> {
        line(x.label().name + ":\n");
        nested(x.body());
      }
      case Statement.Goto x -> line("goto " + x.label().name + "\n");
      case Statement.ComputedGoto x -> valued("goto *", x.address());
      case Statement.Break x -> line("break\n");
      case Statement.Continue x -> line("continue\n");
      case Statement.Return x -> {
        Expression value = x.value();
        if (value == null) {
          line("return\n");
        } else {
          valued("return ", value);
        }
      }
      case Statement.Empty x -> line(";\n");
      case Statement.Asm x -> asm(x);
    }
  }

  private void nested(Statement s) {
    depth++;
    statement(s);
    depth--;
  }

  private void valued(String word, Expression value) {
    line(word);
    expression(value);
    out.append('\n');
  }

  private void forLoop(Statement.For x) {
    line("for\n");
    body(x.init());
    Expression condition = x.condition();
    if (condition != null) {
      valued("while ", condition);
    }
    Expression step = x.step();
    if (step != null) {
      valued("step ", step);
    }
    nested(x.body());
  }

  private void asm(Statement.Asm x) {
    line(x.isVolatile() ? "asm volatile \"" : "asm \"");
    out.append(x.template().replace("\n", "\\n")).append('"');
    operands(" out", x.outputs());
    operands(" in", x.inputs());
    out.append(" clobbers ").append(x.clobbers()).append('\n');
  }

  private void operands(String word, List<Statement.AsmOperand> operands) {
    for (Statement.AsmOperand operand : operands) {
      out.append(word).append(" \"").append(operand.constraint()).append("\" ");
      expression(operand.expression());
    }
  }

  // Expressions.

  private void expression(Expression e) {
    switch (e) {
      case Expression.IntConst x -> typed(Long.toString(x.value()), x.type());
      case Expression.WideConst x -> typed(x.value().toString(), x.type());
      case Expression.FloatConst x -> typed(floating(x), x.type());
      case Expression.ComplexConst x -> call("complex", x.type(), x.real(), x.imaginary());
      case Expression.AddressConst x -> typed(address(x), x.type());
      case Expression.VarRef x -> out.append(x.variable().name);
      case Expression.FunctionRef x -> out.append(x.function().name);
      case Expression.StringRef x -> string(x);
      case Expression.Deref x -> call("deref", x.type(), x.pointer());
      case Expression.FieldRef x -> {
        expression(x.base());
        out.append('.').append(x.field().name() == null ? "<anonymous>" : x.field().name());
      }
      case Expression.CompoundLiteral x -> {
        out.append("literal ").append(text(x.type()));
        initializer(x.initializer());
      }
      case Expression.VectorElement x -> call("element", x.type(), x.base(), x.index());
      case Expression.ComplexPart x -> call(x.imaginary() ? "imag" : "real", x.type(), x.base());
      case Expression.Load x -> call("load", x.type(), x.lvalue());
      case Expression.AddressOf x -> call("address", x.type(), x.operand());
      case Expression.Cast x -> call("cast", x.type(), x.operand());
      case Expression.Unary x ->
          call(x.op().name().toLowerCase(java.util.Locale.ROOT), x.type(), x.operand());
      case Expression.Binary x ->
          call(x.op().name().toLowerCase(java.util.Locale.ROOT), x.type(), x.left(), x.right());
      case Expression.PointerAdd x -> {
        call(x.subtract() ? "pointer-sub" : "pointer-add", x.type(), x.pointer(), x.index());
        scale(x.scale(), x.dynamicScale());
      }
      case Expression.PointerDiff x -> {
        call("pointer-diff", x.type(), x.left(), x.right());
        scale(x.scale(), x.dynamicScale());
      }
      case Expression.Logical x -> call(x.isAnd() ? "and" : "or", x.type(), x.left(), x.right());
      case Expression.Conditional x -> call("if", x.type(), x.condition(), x.then(), x.otherwise());
      case Expression.Comma x -> call("comma", x.type(), x.left(), x.right());
      case Expression.Assign x -> call("assign", x.type(), x.target(), x.value());
      case Expression.CompoundAssign x -> {
        String op = x.op().name().toLowerCase(java.util.Locale.ROOT);
        call("assign-" + op, x.type(), x.target(), x.value());
        out.append(" in ").append(text(x.computation()));
        scale(x.scale(), x.dynamicScale());
      }
      case Expression.IncDec x -> {
        call(
            (x.postfix() ? "post-" : "pre-") + (x.increment() ? "increment" : "decrement"),
            x.type(),
            x.target());
        scale(x.scale(), x.dynamicScale());
      }
      case Expression.Call x -> {
        expression(x.callee());
        arguments(x.arguments());
        out.append(": ").append(text(x.type()));
      }
      case Expression.BuiltinCall x -> {
        out.append(x.builtin());
        arguments(x.arguments());
        out.append(": ").append(text(x.type()));
      }
      case Expression.VaArg x -> call("va_arg", x.type(), x.list());
      case Expression.StatementExpression x -> statementExpression(x);
      case Expression.LabelAddress x -> out.append("&&").append(x.label().name);
      case Expression.Let x -> {
        out.append("let ").append(x.temp().name).append(" = ");
        expression(x.init());
        out.append(" in ");
        expression(x.body());
      }
      case Expression.ConvertVector x -> call("convert-vector", x.type(), x.operand());
    }
  }

  private void statementExpression(Expression.StatementExpression x) {
    out.append("({\n");
    body(x.body());
    Expression result = x.result();
    if (result != null) {
      depth++;
      valued("", result);
      depth--;
    }
    line("})");
  }

  private void scale(long scale, @Nullable Expression dynamic) {
    if (dynamic != null) {
      out.append(" by ");
      expression(dynamic);
    } else if (scale > 0) {
      out.append(" by ").append(scale);
    }
  }

  private void typed(String value, CType type) {
    out.append(value).append(": ").append(text(type));
  }

  private void call(String word, CType type, Expression... operands) {
    out.append(word);
    arguments(List.of(operands));
    out.append(": ").append(text(type));
  }

  private void arguments(List<Expression> operands) {
    out.append('(');
    String separator = "";
    for (Expression operand : operands) {
      out.append(separator);
      expression(operand);
      separator = ", ";
    }
    out.append(')');
  }

  private static String floating(Expression.FloatConst x) {
    return switch (((CType.Float) x.type()).kind().bytes()) {
      case 4 -> Float.toString(Float.intBitsToFloat((int) x.low()));
      case 8 -> Double.toString(Double.longBitsToDouble(x.low()));
      case 2 -> String.format(java.util.Locale.ROOT, "0x%04x", x.low());
      default -> String.format(java.util.Locale.ROOT, "0x%016x%016x", x.high(), x.low());
    };
  }

  private static String address(Expression.AddressConst x) {
    StringBuilder text = new StringBuilder("&");
    Variable variable = x.variable();
    FunctionSymbol function = x.function();
    Label label = x.label();
    if (variable != null) {
      text.append(variable.symbol);
    } else if (function != null) {
      text.append(function.symbol);
    } else if (label != null) {
      text.append("&").append(label.name);
    } else {
      text.append("string");
    }
    Label minus = x.minusLabel();
    if (minus != null) {
      text.append("-&&").append(minus.name);
    }
    return text.append(x.offset() == 0 ? "" : "+" + x.offset()).toString();
  }

  private void string(Expression.StringRef x) {
    out.append('"');
    for (byte b : x.bytes()) {
      int c = b & 0xff;
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
        out.append((char) c);
      } else {
        out.append(String.format(java.util.Locale.ROOT, "\\%03o", c));
      }
    }
    out.append("\": ").append(text(x.type()));
  }
}
