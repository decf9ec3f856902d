package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.c.parse.ForeignWords;
import dev.ferry.c.parse.HeaderHints;
import dev.ferry.c.parse.ParseDiagnostic;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Identifiers in expressions (C17 6.5.1), {@code __func__}, and what to say of unknown names. */
final class IdentifierChecker {
  private final Unit unit;
  private final Types types;

  IdentifierChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  Expression identifier(Expr.Identifier e) {
    Entity entity = unit.scopes.find(e.name());
    if (entity == null) {
      return unknown(e);
    }
    if (entity instanceof Entity.ObjectEntity object) {
      object.isRead = true;
    }
    return reference(e, entity);
  }

  /**
   * The target of an assignment: naming it does not count as reading it, unless the assignment's
   * value is used or, as gcc has it, the assignment is a compound one.
   */
  Expression assigned(Expr.Identifier e, boolean isRead) {
    Entity entity = unit.scopes.find(e.name());
    if (entity instanceof Entity.ObjectEntity object) {
      object.isSet = true;
      object.isRead |= isRead;
      return reference(e, entity);
    }
    return identifier(e);
  }

  private Expression reference(Expr.Identifier e, Entity entity) {
    unit.deprecation.use(e.loc(), entity);
    return switch (entity) {
      case Entity.ObjectEntity object -> object(e, object);
      case Entity.FunctionEntity function -> function(e.loc(), function);
      case Entity.EnumConstant constant -> at(e.loc(), constant.value);
      case Entity.Typedef typedef -> {
        unit.diagnostics.report(ParseDiagnostic.EXPECTED_EXPRESSION, e.loc(), "");
        yield unit.erroneous(e.loc());
      }
      case Entity.Erroneous erroneous -> unit.erroneous(e.loc());
    };
  }

  private static Expression at(int loc, Expression constant) {
    return switch (constant) {
      case Expression.IntConst c -> new Expression.IntConst(loc, c.type(), c.value());
      case Expression.WideConst c -> new Expression.WideConst(loc, c.type(), c.value());
      default -> constant;
    };
  }

  private Expression object(Expr.Identifier e, Entity.ObjectEntity object) {
    Variable variable = object.variable;
    if (unit.isError(variable.type)) {
      return unit.erroneous(e.loc());
    }
    variable.isUsed = true;
    FunctionSymbol owner = variable.owner;
    if (owner != null
        && owner != unit.currentSymbol()
        && (variable.storage == Variable.Storage.LOCAL
            || variable.storage == Variable.Storage.PARAMETER)) {
      variable.isAddressTaken = true;
    }
    return new Expression.VarRef(e.loc(), variable);
  }

  Expression function(int loc, Entity.FunctionEntity function) {
    function.isReferenced = true;
    function.symbol.isUsed = true;
    return new Expression.FunctionRef(loc, function.symbol);
  }

  private Expression unknown(Expr.Identifier e) {
    switch (e.name()) {
      case "__func__", "__FUNCTION__", "__PRETTY_FUNCTION__" -> {
        return functionName(e);
      }
      default -> {}
    }
    Entity.FunctionEntity builtin = unit.builtins.implicitly(e.name(), e.loc());
    if (builtin != null) {
      return function(e.loc(), builtin);
    }
    if (unit.builtins.isSpecial(e.name())) {
      unit.report(BUILTIN_CALLED_DIRECTLY, e.loc(), e.name());
      return unit.erroneous(e.loc());
    }
    reportUndeclared(e.loc(), e.name());
    return unit.erroneous(e.loc());
  }

  private void reportUndeclared(int loc, String name) {
    FunctionState function = unit.function;
    if (function == null) {
      suggest(UNDECLARED_HERE, UNDECLARED_HERE_HINT, loc, name);
      unit.scopes.declareIn(unit.scopes.file(), new Entity.Erroneous(name, loc));
      return;
    }
    if (!function.reportedUndeclared.add(name)) {
      return;
    }
    Diagnostic d = suggest(UNDECLARED, UNDECLARED_HINT, loc, name);
    if (function.reportedUndeclared.size() == 1) {
      d.note(
          loc, "each undeclared identifier is reported only once for each function it appears in");
    }
  }

  private Diagnostic suggest(CheckDiagnostic plain, CheckDiagnostic hinted, int loc, String name) {
    boolean known = HeaderHints.header(name) != null || ForeignWords.hint(name) != null;
    String meant = known ? null : nearestName(name, false);
    if (meant == null && !known) {
      meant = ForeignWords.keyword(name);
    }
    if (meant != null) {
      return unit.report(hinted, loc, name, meant).fixIt(loc, loc + name.length(), meant);
    }
    Diagnostic d = unit.report(plain, loc, name);
    HeaderHints.note(d, loc, name);
    ForeignWords.note(d, loc, name);
    return d;
  }

  /** The visible name that was probably meant. */
  @Nullable String nearestName(String name, boolean functions) {
    Spelling spelling = new Spelling(name);
    for (String candidate : unit.scopes.names()) {
      Entity entity = unit.scopes.find(candidate);
      if (entity instanceof Entity.Erroneous
          || functions && !(entity instanceof Entity.FunctionEntity)
          || candidate.startsWith("__") && !name.startsWith("__")) {
        continue;
      }
      spelling.consider(candidate);
    }
    for (String candidate : unit.leftOut) {
      if (!candidate.startsWith("__") || name.startsWith("__")) {
        spelling.consider(candidate);
      }
    }
    for (String candidate : functions ? List.<String>of() : unit.macros.get()) {
      if (!candidate.startsWith("_") || name.startsWith("_")) {
        spelling.consider(candidate);
      }
    }
    return spelling.best();
  }

  private Expression functionName(Expr.Identifier e) {
    FunctionState state = unit.function;
    if (state == null) {
      unit.report(FUNC_OUTSIDE, e.loc(), e.name());
      byte[] empty = {0};
      return new Expression.StringRef(e.loc(), types.array(types.charType, 1), empty, 1);
    }
    Variable known = state.functionNameVariable;
    if (known == null) {
      known = makeFunctionName(state, e.loc());
      state.functionNameVariable = known;
    }
    return new Expression.VarRef(e.loc(), known);
  }

  private Variable makeFunctionName(FunctionState state, int loc) {
    byte[] name = state.symbol.name.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(name, name.length + 1);
    CType.Array type = types.array(types.qualify(types.charType, CType.CONST), bytes.length);
    Variable variable = new Variable("__func__", type, Variable.Storage.STATIC, loc);
    variable.symbol = "__func__." + unit.nextSerial();
    variable.isInternal = true;
    variable.isDefined = true;
    variable.isUsed = true;
    CType plain = types.unqualified(type);
    variable.initializer =
        new Initializer(
            List.of(
                new Initializer.Element(
                    0, plain, null, new Expression.StringRef(loc, plain, bytes, 1))),
            true,
            bytes.length);
    unit.variables.add(variable);
    return variable;
  }
}
