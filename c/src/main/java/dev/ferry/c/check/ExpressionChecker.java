package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.TypeName;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions (C17 6.5): sends each kind to the class that knows it. */
final class ExpressionChecker {
  private final Unit unit;
  private final Types types;

  ExpressionChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  /** An expression as it stands: perhaps an lvalue, an array, a function designator. */
  Expression expression(Expr e) {
    return switch (e) {
      case Expr.Identifier x -> unit.identifiers.identifier(x);
      case Expr.IntegerLiteral x -> unit.literals.integer(x);
      case Expr.FloatLiteral x -> unit.literals.floating(x);
      case Expr.CharLiteral x -> unit.literals.character(x);
      case Expr.StringLiteral x -> unit.literals.string(x);
      case Expr.PredefinedConstant x -> unit.literals.predefined(x);
      case Expr.Paren x -> expression(x.inner());
      case Expr.Generic x -> generic(x);
      case Expr.Unary x -> unit.unary.unary(x);
      case Expr.SizeofExpr x -> unit.unary.sizeofExpression(x);
      case Expr.SizeofType x -> unit.unary.sizeofType(x);
      case Expr.AlignofExpr x -> unit.unary.alignofExpression(x);
      case Expr.AlignofType x -> unit.unary.alignofType(x);
      case Expr.LabelAddress x -> unit.statements.labelAddress(x);
      case Expr.Binary x -> unit.operators.binary(x);
      case Expr.Assign x -> unit.operators.assign(x);
      case Expr.Conditional x -> unit.operators.conditional(x);
      case Expr.Cast x -> unit.unary.cast(x);
      case Expr.CompoundLiteral x -> unit.literals.compound(x);
      case Expr.Call x -> unit.calls.call(x);
      case Expr.Subscript x -> unit.members.subscript(x);
      case Expr.Member x -> unit.members.member(x);
      case Expr.StatementExpr x -> unit.statements.statementExpression(x);
      case Expr.VaArg x -> unit.builtins.vaArg(x);
      case Expr.Offsetof x -> unit.members.offsetof(x);
      case Expr.ChooseExpr x -> choose(x);
      case Expr.TypesCompatible x -> typesCompatible(x);
      case Expr.ConvertVector x -> convertVector(x);
      case Expr.HasAttribute x -> unit.intConst(x.loc(), 0);
      case Expr.Erroneous x -> unit.erroneous(x.loc());
    };
  }

  /** The value of an expression: after lvalue conversion and decay. */
  Expression value(Expr e) {
    return unit.conversions.rvalue(expression(e));
  }

  /** A value that must be an integer; reports with {@code kind} if not. */
  @Nullable Expression integer(Expr e, CheckDiagnostic kind) {
    Expression value = value(e);
    if (unit.isError(value)) {
      return null;
    }
    if (!Types.isInteger(value.type())) {
      unit.report(kind, e.loc());
      return null;
    }
    return value;
  }

  /**
   * An integer constant expression (C17 6.6p6); null, and reported, if it is none.
   *
   * @param what the message, with {@code kind}'s format
   */
  @Nullable Expression integerConstant(Expr e, CheckDiagnostic kind, @Nullable Object... what) {
    Expression value = value(e);
    if (unit.isError(value)) {
      return null;
    }
    Expression settled = settle(value);
    if (!ConstantFolder.isInteger(settled)) {
      unit.report(kind, e.loc(), what);
      return null;
    }
    return settled;
  }

  /** Decides what waits for the optimiser: in constant expressions constant_p is 0. */
  Expression settle(Expression e) {
    return ConstantFolder.isConstant(e) ? e : unit.staticInitializers.fold(e);
  }

  /** A condition: a scalar, to be compared with zero. */
  Expression condition(Expr e) {
    Expression value = value(e);
    unit.operatorWarnings.condition(e, value);
    if (!unit.conversions.requireScalar(e.loc(), value)) {
      return unit.erroneous(e.loc());
    }
    return unit.conversions.truth(value);
  }

  /** Strips parentheses and {@code __extension__}. */
  static Expr bare(Expr e) {
    while (true) {
      switch (e) {
        case Expr.Paren paren -> e = paren.inner();
        case Expr.Unary unary when unary.op() == Expr.UnaryOp.EXTENSION -> e = unary.operand();
        default -> {
          return e;
        }
      }
    }
  }

  private Expression generic(Expr.Generic e) {
    CType controlling = controllingType(e);
    Expr.Generic.@Nullable Association chosen = null;
    Expr.Generic.@Nullable Association fallback = null;
    List<CType> seen = new ArrayList<>();
    for (Expr.Generic.Association association : e.associations()) {
      TypeName name = association.type();
      if (name == null) {
        fallback = association;
        continue;
      }
      CType type = unit.resolver.typeName(name);
      checkAssociation(association, type, seen);
      if (chosen == null && unit.compatibility.compatible(type, controlling)) {
        chosen = association;
      }
    }
    Expression result = null;
    Expr.Generic.Association pick = chosen != null ? chosen : fallback;
    for (Expr.Generic.Association association : e.associations()) {
      if (association == pick) {
        result = expression(association.value());
      } else {
        checkUnchosen(association.value());
      }
    }
    if (result == null) {
      if (!unit.isError(controlling)) {
        unit.report(
            GENERIC_NO_MATCH,
            e.controlling() != null ? e.controlling().loc() : e.loc(),
            controlling);
      }
      return unit.erroneous(e.loc());
    }
    return result;
  }

  private void checkAssociation(
      Expr.Generic.Association association, CType type, List<CType> seen) {
    if (unit.isError(type)) {
      return;
    }
    if (type instanceof CType.Function) {
      unit.report(GENERIC_FUNCTION_TYPE, association.loc());
    } else if (Types.isIncomplete(type)) {
      unit.report(GENERIC_INCOMPLETE, association.loc());
    }
    for (CType other : seen) {
      if (unit.compatibility.compatible(other, type)) {
        unit.report(GENERIC_COMPATIBLE, association.loc())
            .note(association.loc(), "compatible type is here");
        break;
      }
    }
    seen.add(type);
  }

  private void checkUnchosen(Expr e) {
    unit.unevaluated++;
    expression(e);
    unit.unevaluated--;
  }

  private CType controllingType(Expr.Generic e) {
    TypeName name = e.controllingType();
    if (name != null) {
      return unit.resolver.typeName(name);
    }
    Expr controlling = e.controlling();
    if (controlling == null) {
      return types.error;
    }
    unit.unevaluated++;
    Expression value = value(controlling);
    unit.unevaluated--;
    return value.type();
  }

  private Expression choose(Expr.ChooseExpr e) {
    Expression condition = integerConstant(e.condition(), CHOOSE_NOT_CONSTANT);
    if (condition == null) {
      return unit.erroneous(e.loc());
    }
    boolean first = !ConstantFolder.isZero(condition);
    checkUnchosen(first ? e.otherwise() : e.then());
    return expression(first ? e.then() : e.otherwise());
  }

  private Expression typesCompatible(Expr.TypesCompatible e) {
    CType a = types.unqualified(unit.resolver.typeName(e.first()));
    CType b = types.unqualified(unit.resolver.typeName(e.second()));
    boolean enums = a instanceof CType.Enum && b instanceof CType.Enum && a != b;
    return unit.intConst(e.loc(), !enums && unit.compatibility.compatible(a, b) ? 1 : 0);
  }

  private Expression convertVector(Expr.ConvertVector e) {
    Expression operand = value(e.operand());
    CType type = unit.resolver.typeName(e.type()).unqualified();
    if (unit.isError(operand) || unit.isError(type)) {
      return unit.erroneous(e.loc());
    }
    if (!(operand.type() instanceof CType.Vector from)
        || !(type instanceof CType.Vector to)
        || from.length() != to.length()) {
      unit.report(CONVERT_VECTOR, e.loc());
      return unit.erroneous(e.loc());
    }
    return from == to ? operand : new Expression.ConvertVector(e.loc(), to, operand);
  }

  /** The value of an integer constant clamped to a long. */
  long clamp(Expression constant) {
    if (constant instanceof IntConst c && (c.value() >= 0 || types.isSigned(c.type()))) {
      return c.value();
    }
    BigInteger value = unit.folder.big(constant);
    return value.bitLength() < 64
        ? value.longValue()
        : value.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /** An expression statement's list of what has to stand before it. */
  void emit(Statement statement) {
    unit.requireFunction().emit.add(statement);
  }
}
