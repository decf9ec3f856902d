package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Statement.AsmOperand;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Label;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * GNU inline assembly. A {@code +} operand becomes an output and an input tied to it, behind all
 * written inputs, as gcc numbers them; names become numbers.
 */
final class AsmChecker {
  /** gcc's limit. */
  private static final int MAX_OPERANDS = 30;

  private final Unit unit;
  private final Types types;

  AsmChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  Statement asm(dev.ferry.c.syntax.Statement.Asm s) {
    if (!s.extended()) {
      // A basic asm statement: the template is taken as it is.
      return new Statement.Asm(
          s.loc(),
          s.template().text().replace("%", "%%"),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          true);
    }
    List<Statement.AsmOperand> outputs = new ArrayList<>();
    List<Statement.AsmOperand> inputs = new ArrayList<>();
    List<Statement.AsmOperand> tied = new ArrayList<>();
    boolean valid = true;
    for (AsmOperand operand : s.outputs()) {
      valid &= output(operand, outputs, tied);
    }
    for (AsmOperand operand : s.inputs()) {
      valid &= input(operand, inputs, s);
    }
    inputs.addAll(tied);
    if (outputs.size() + inputs.size() + s.labels().size() > MAX_OPERANDS) {
      unit.report(CheckDiagnostic.ASM_OPERAND_COUNT, s.loc());
      return new Statement.Empty(s.loc());
    }
    List<Label> labels = new ArrayList<>();
    for (Expr.Identifier label : s.labels()) {
      labels.add(unit.statements.asmLabel(label));
    }
    List<String> clobbers = new ArrayList<>();
    for (Expr.StringLiteral clobber : s.clobbers()) {
      clobbers.add(clobber.text());
    }
    // Which operands there are is only certain if all are right.
    String template =
        valid ? new AsmTemplate(unit, s, outputs.size() + inputs.size()).resolve() : null;
    if (template == null) {
      return new Statement.Empty(s.loc());
    }
    return new Statement.Asm(
        s.loc(),
        template,
        outputs,
        inputs,
        clobbers,
        labels,
        s.isVolatile() || outputs.isEmpty() || s.isGoto());
  }

  private boolean output(
      AsmOperand operand, List<Statement.AsmOperand> outputs, List<Statement.AsmOperand> tied) {
    String constraint = operand.constraint().text();
    Expr bare = ExpressionChecker.bare(operand.expr());
    boolean readWrite = constraint.indexOf('+') >= 0;
    Expression lvalue =
        bare instanceof Expr.Identifier name && !readWrite
            ? unit.identifiers.assigned(name, true) // what asm does with it nobody knows
            : unit.expressions.expression(operand.expr());
    if (unit.isError(lvalue)) {
      return false;
    }
    while (lvalue instanceof Expression.Cast cast && Conversions.isLvalue(cast.operand())) {
      lvalue = cast.operand();
    }
    if (!Conversions.isLvalue(lvalue)) {
      unit.report(LVALUE_REQUIRED, operand.expr().loc(), "‘asm’ statement");
      return false;
    }
    if ((lvalue.type().qualifiers() & CType.CONST) != 0) {
      unit.report(READ_ONLY_ASM, operand.loc(), Operators.describe(lvalue, operand.expr()));
      return false;
    }
    if (constraint.indexOf('=') < 0 && !readWrite) {
      unit.report(ASM_OUTPUT_LACKS_EQUALS, operand.loc());
      return false;
    }
    markMemory(constraint, lvalue);
    String plain = constraint.replace("+", "").replace("=", "");
    int number = outputs.size();
    outputs.add(new Statement.AsmOperand(operand.name(), "=" + plain, lvalue));
    if (readWrite) {
      boolean memory = isMemoryOnly(plain);
      tied.add(
          new Statement.AsmOperand(
              null,
              memory ? plain.replace("&", "") : Integer.toString(number),
              memory ? lvalue : unit.conversions.rvalue(lvalue)));
    }
    return true;
  }

  private static void markMemory(String constraint, Expression lvalue) {
    if (allowsMemory(constraint) && lvalue instanceof Expression.VarRef ref) {
      ref.variable().isAddressTaken = true;
    }
  }

  private static boolean allowsMemory(String constraint) {
    for (int i = 0; i < constraint.length(); i++) {
      if ("moAVgX".indexOf(constraint.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether only memory can satisfy a constraint. */
  static boolean isMemoryOnly(String constraint) {
    boolean memory = false;
    for (int i = 0; i < constraint.length(); i++) {
      char c = constraint.charAt(i);
      if (c == 'm' || c == 'o' || c == 'A' || c == 'V') {
        memory = true;
      } else if (Character.isLetterOrDigit(c)) {
        return false;
      }
    }
    return memory;
  }

  private boolean input(
      AsmOperand operand, List<Statement.AsmOperand> inputs, dev.ferry.c.syntax.Statement.Asm s) {
    String constraint = operand.constraint().text();
    if (constraint.indexOf('=') >= 0 || constraint.indexOf('+') >= 0) {
      unit.report(ASM_INPUT_CONSTRAINT, operand.loc(), constraint.indexOf('=') >= 0 ? "=" : "+");
      return false;
    }
    constraint = resolveTied(constraint, s);
    Expression e = unit.expressions.expression(operand.expr());
    if (unit.isError(e)) {
      return false;
    }
    if (isMemoryOnly(constraint)) {
      Expression lvalue = Conversions.isLvalue(e) ? e : materialize(e);
      if (lvalue instanceof Expression.VarRef ref) {
        ref.variable().isAddressTaken = true;
      }
      inputs.add(new Statement.AsmOperand(operand.name(), constraint, lvalue));
      return true;
    }
    Expression value = unit.conversions.rvalue(e);
    if (value.type() instanceof CType.Void) {
      unit.report(VOID_VALUE, operand.expr().loc());
      return false;
    }
    Expression settled = unit.expressions.settle(value);
    inputs.add(
        new Statement.AsmOperand(
            operand.name(), constraint, ConstantFolder.isConstant(settled) ? settled : value));
    if (!constraint.isEmpty() && Character.isDigit(constraint.charAt(0))) {
      if (matched(constraint) >= s.outputs().size()) {
        unit.report(ASM_MATCHING, operand.loc());
        return false;
      }
    }
    return true;
  }

  /** The operand that a constraint's first alternative names by number. */
  private static long matched(String constraint) {
    long number = 0;
    for (int i = 0; i < constraint.length() && Character.isDigit(constraint.charAt(i)); i++) {
      number = Math.min(number * 10 + constraint.charAt(i) - '0', Integer.MAX_VALUE);
    }
    return number;
  }

  private static String resolveTied(String constraint, dev.ferry.c.syntax.Statement.Asm s) {
    int open = constraint.indexOf('[');
    int close = constraint.indexOf(']', open + 1);
    if (open < 0 || close < 0) {
      return constraint;
    }
    String name = constraint.substring(open + 1, close);
    for (int i = 0; i < s.outputs().size(); i++) {
      if (name.equals(s.outputs().get(i).name())) {
        return constraint.substring(0, open) + i + constraint.substring(close + 1);
      }
    }
    return constraint;
  }

  /** A value in memory of its own. */
  private Expression materialize(Expression e) {
    Expression value = unit.conversions.rvalue(e);
    Variable temp = unit.hiddenLocal("asm", value.type(), e.loc());
    Initializer initializer =
        new Initializer(
            List.of(new Initializer.Element(0, value.type(), null, value)),
            true,
            types.size(value.type()));
    return new Expression.CompoundLiteral(e.loc(), temp, initializer);
  }
}
