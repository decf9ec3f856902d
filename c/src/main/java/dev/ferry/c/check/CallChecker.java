package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.c.parse.ForeignWords;
import dev.ferry.c.parse.HeaderHints;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Function calls (C17 6.5.2.2). */
final class CallChecker {
  private final Unit unit;
  private final Types types;

  CallChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  Expression call(Expr.Call e) {
    Expr bare = ExpressionChecker.bare(e.callee());
    Entity.FunctionEntity entity = null;
    Expression callee;
    if (bare instanceof Expr.Identifier name) {
      Entity found = unit.scopes.find(name.name());
      if (found == null) {
        Expression special = unit.builtins.special(name, e);
        if (special != null) {
          return special;
        }
        found = implicit(name);
      }
      if (found instanceof Entity.FunctionEntity function) {
        entity = function;
        unit.deprecation.use(name.loc(), function);
        callee = unit.identifiers.function(name.loc(), function);
      } else {
        callee = found == null ? unit.erroneous(name.loc()) : unit.identifiers.identifier(name);
      }
    } else {
      callee = unit.expressions.expression(e.callee());
    }
    Expression pointer = unit.conversions.rvalue(callee);
    boolean unread = !e.arguments().isEmpty() && e.arguments().getLast() instanceof Expr.Erroneous;
    if (unit.isError(pointer) || unread) {
      checkArguments(e.arguments());
      return unit.erroneous(e.loc());
    }
    CType target = Types.target(pointer.type());
    if (target == null || !(target.unqualified() instanceof CType.Function type)) {
      notFunction(e, bare, pointer);
      checkArguments(e.arguments());
      return unit.erroneous(e.loc());
    }
    boolean decays = Types.isFunction(callee.type());
    return call(e, entity, pointer, type, calleeName(e, entity, decays));
  }

  private void checkArguments(List<Expr> arguments) {
    for (Expr argument : arguments) {
      unit.expressions.value(argument);
    }
  }

  private void notFunction(Expr.Call e, Expr bare, Expression callee) {
    if (bare instanceof Expr.Identifier name) {
      Diagnostic d = unit.report(CALLED_OBJECT, e.loc(), " ‘" + name.name() + "’");
      Entity entity = unit.scopes.find(name.name());
      if (entity != null) {
        d.note(entity.loc, "declared here");
      }
    } else if (bare instanceof Expr.Member member) {
      unit.report(CALLED_OBJECT, member.loc(), " ‘" + member.name() + "’");
    } else {
      unit.report(CALLED_OBJECT, e.loc(), "");
    }
  }

  /** C90 6.3.2.2: a function is declared by its call; C99 forbids it. */
  private @Nullable Entity implicit(Expr.Identifier name) {
    Entity.FunctionEntity builtin = unit.builtins.implicitly(name.name(), name.loc());
    if (builtin != null) {
      return builtin;
    }
    Entity linked = unit.scopes.linked(name.name());
    if (linked instanceof Entity.FunctionEntity known) {
      // Declared in another block: it is the same function.
      reportImplicit(name);
      unit.scopes.declareIn(unit.scopes.current(), known);
      return known;
    }
    boolean c23 = unit.options.c23();
    Entity.FunctionEntity library = unit.builtins.library(name.name(), name.loc());
    reportImplicit(name);
    if (library != null) {
      if (!c23 && !isLikeImplicit(library.type())) {
        String header = unit.builtins.header(name.name());
        Diagnostic d = unit.report(BUILTIN_IMPLICIT, name.loc(), name.name());
        if (header != null) {
          d.note(
              name.loc(), "include ‘<%s>’ or provide a declaration of ‘%s’", header, name.name());
        }
      }
      unit.scopes.declareIn(unit.scopes.file(), library);
      library.isImplicit = true;
      return library;
    }
    CType.Function type = types.function(types.intType, List.of(), false, false);
    FunctionSymbol symbol = new FunctionSymbol(name.name(), type, name.loc());
    Entity.FunctionEntity entity = new Entity.FunctionEntity(symbol);
    entity.isImplicit = true;
    entity.everyDeclarationInline = false;
    unit.scopes.declareIn(unit.scopes.file(), entity);
    unit.scopes.link(entity);
    return entity;
  }

  /** Whether a name is right as it is, and only its header is missing. */
  private static boolean isLibraryFunction(String name) {
    BuiltinTable.Library library = BuiltinTable.find(name);
    return library != null && !library.header().isEmpty();
  }

  private void reportImplicit(Expr.Identifier name) {
    CheckDiagnostic kind =
        unit.options.c23()
            ? IMPLICIT_FUNCTION_C23
            : unit.options.c99() ? IMPLICIT_FUNCTION : IMPLICIT_FUNCTION_C90;
    boolean known =
        HeaderHints.header(name.name()) != null
            || ForeignWords.hint(name.name()) != null
            || isLibraryFunction(name.name());
    String meant = null;
    if (!known && unit.isEnabled(kind)) {
      meant = ForeignWords.keyword(name.name());
      meant = meant != null ? meant : unit.identifiers.nearestName(name.name(), true);
    }
    String hint = meant == null ? "" : "; did you mean ‘" + meant + "’?";
    Diagnostic d = unit.report(kind, name.loc(), name.name(), hint);
    if (meant != null) {
      d.fixIt(name.loc(), name.loc() + name.name().length(), meant);
    }
    String header = HeaderHints.header(name.name());
    if (header != null) {
      d.note(name.loc(), "include ‘<%s>’ or provide a declaration of ‘%s’", header, name.name());
    }
    ForeignWords.note(d, name.loc(), name.name());
  }

  private Expression call(
      Expr.Call e,
      Entity.@Nullable FunctionEntity entity,
      Expression callee,
      CType.Function type,
      String name) {
    if (entity != null
        && entity.isBuiltinDeclaration
        && entity.isImplicit
        && isLikeImplicit(type)
        && e.arguments().size() != type.params().size()) {
      boolean few = e.arguments().size() < type.params().size();
      CheckDiagnostic kind = few ? BUILTIN_TOO_FEW : BUILTIN_TOO_MANY;
      unit.report(kind, e.loc(), entity.name, type.params().size());
      type = types.function(type.result(), List.of(), false, false);
      callee = unit.conversions.cast(callee, types.pointer(type));
    }
    List<Expression> arguments = arguments(e, entity, type, name);
    if (arguments == null) {
      return unit.erroneous(e.loc());
    }
    CType result = type.result();
    if (!Types.isVoid(result) && Types.isIncomplete(result)) {
      unit.report(INCOMPLETE_USE, e.loc(), result);
      return unit.erroneous(e.loc());
    }
    if (entity != null) {
      unit.formats.check(e, entity, arguments);
      unit.callWarnings.check(e, entity.name, arguments);
      Expression replaced = unit.builtins.replaceLibraryCall(e, entity, arguments);
      if (replaced != null) {
        return replaced;
      }
      reportAttributes(e, entity);
      if (unit.function != null && Deallocation.taken(entity.symbol) >= 0) {
        unit.function.givesBack = true;
      }
    }
    return new Expression.Call(e.loc(), Types.nonAtomic(result), callee, arguments);
  }

  /**
   * Whether the {@code int name()} that a call declares agrees with a builtin's type: gcc then
   * takes the call as one of a function without prototype.
   */
  private boolean isLikeImplicit(CType.Function type) {
    return unit.compatibility.compatible(
        types.function(types.intType, List.of(), false, false), type);
  }

  private void reportAttributes(Expr.Call e, Entity.FunctionEntity entity) {
    // gcc reports these when the call survives optimisation; a call in dead code does not count.
    String warning = entity.attributes.warning;
    if (warning != null && unit.unevaluated == 0 && unit.options.optimize() == 0) {
      unit.report(ATTRIBUTE_WARNING, e.loc(), entity.name, warning);
    }
  }

  /** A call, in the place of {@code e}, of a function that the source does not name so. */
  Expression named(
      Expr.Call e,
      Entity.@Nullable FunctionEntity entity,
      FunctionSymbol symbol,
      CType.Function type) {
    List<Expression> arguments = arguments(e, entity, type);
    if (arguments == null) {
      return unit.erroneous(e.loc());
    }
    Expression callee =
        new Expression.AddressOf(
            e.loc(), unit.types.pointer(type), new Expression.FunctionRef(e.loc(), symbol));
    return new Expression.Call(e.loc(), type.result(), callee, arguments);
  }

  @Nullable List<Expression> arguments(
      Expr.Call e, Entity.@Nullable FunctionEntity entity, CType.Function type) {
    return arguments(e, entity, type, calleeName(e, entity, false));
  }

  private @Nullable List<Expression> arguments(
      Expr.Call e, Entity.@Nullable FunctionEntity entity, CType.Function type, String callee) {
    int count = e.arguments().size();
    int params = type.params().size();
    List<Expression> values = new ArrayList<>(count);
    boolean failed = false;
    for (int i = 0; i < count; i++) {
      Expr syntax = e.arguments().get(i);
      Expression value = unit.expressions.value(syntax);
      if (unit.isError(value)) {
        failed = true;
        continue;
      }
      if (count == 1 && params == 1 && entity != null) {
        unit.callWarnings.absolute(e, entity.name, value, type.params().getFirst());
      }
      if (i < params) {
        value = convertArgument(value, syntax, type.params().get(i), i, callee, entity);
      } else if (type.prototyped() && !type.variadic()) {
        tooMany(e, entity, callee);
        checkRest(e, i + 1);
        return null;
      } else {
        value = promoteArgument(value, syntax);
      }
      failed |= unit.isError(value);
      values.add(value);
    }
    if (type.prototyped() && count < params) {
      tooFew(e, entity, callee);
      return null;
    }
    if (failed) {
      return null;
    }
    if (entity != null) {
      checkNonNull(e, entity, values);
      checkSentinel(e, entity, values, type);
    }
    return values;
  }

  private void checkRest(Expr.Call e, int from) {
    for (int i = from; i < e.arguments().size(); i++) {
      unit.expressions.value(e.arguments().get(i));
    }
  }

  /**
   * What messages call the function; empty where that takes more than a simple expression.
   *
   * @param decays the expression is a function: its star takes a pointer to it and gives one back
   */
  private static String calleeName(
      Expr.Call e, Entity.@Nullable FunctionEntity entity, boolean decays) {
    if (entity != null) {
      return entity.name;
    }
    Expr callee = ExpressionChecker.bare(e.callee());
    return SourceText.of(
        decays && callee instanceof Expr.Unary x && x.op() == Expr.UnaryOp.DEREFERENCE
            ? x.operand()
            : callee);
  }

  private Expression convertArgument(
      Expression value,
      Expr syntax,
      CType param,
      int index,
      String callee,
      Entity.@Nullable FunctionEntity entity) {
    if (Types.isIncomplete(param) && !Types.isVoid(param)) {
      unit.report(PARAMETER_INCOMPLETE_CALL, syntax.loc(), index + 1);
      return unit.erroneous(syntax.loc());
    }
    int declared =
        entity != null && index < entity.parameterLocs.length ? entity.parameterLocs[index] : 0;
    return unit.assignments.convert(
        value,
        param,
        new AssignmentConversion.Context(
            AssignmentConversion.Place.ARGUMENT,
            syntax.loc(),
            syntax.loc(),
            index + 1,
            callee,
            declared,
            unit.aliases.at(declared)));
  }

  private Expression promoteArgument(Expression value, Expr syntax) {
    if (value.type() instanceof CType.Void) {
      unit.report(VOID_VALUE, syntax.loc());
      return unit.erroneous(syntax.loc());
    }
    if (Types.isIncomplete(value.type())) {
      unit.report(INCOMPLETE_USE, syntax.loc(), value.type());
      return unit.erroneous(syntax.loc());
    }
    if (value.type() == types.floatType) {
      unit.report(DOUBLE_PROMOTION, syntax.loc(), "float", "double");
    }
    return Types.isVariableSize(value.type())
        ? unit.variableRecords.argument(value)
        : unit.conversions.defaultPromote(value);
  }

  private void tooMany(Expr.Call e, Entity.@Nullable FunctionEntity entity, String callee) {
    Diagnostic d =
        unit.report(TOO_MANY_ARGUMENTS, e.loc(), callee.isEmpty() ? "" : " ‘" + callee + "’");
    declaredHere(d, entity);
  }

  private void tooFew(Expr.Call e, Entity.@Nullable FunctionEntity entity, String callee) {
    Diagnostic d =
        unit.report(TOO_FEW_ARGUMENTS, e.loc(), callee.isEmpty() ? "" : " ‘" + callee + "’");
    declaredHere(d, entity);
  }

  private static void declaredHere(Diagnostic d, Entity.@Nullable FunctionEntity entity) {
    if (entity != null && entity.loc != 0) {
      d.note(entity.loc, "declared here");
    }
  }

  private void checkNonNull(Expr.Call e, Entity.FunctionEntity entity, List<Expression> values) {
    long mask = entity.attributes.nonnull;
    if (mask == 0) {
      return;
    }
    for (int i = 0; i < Math.min(values.size(), 63); i++) {
      Expression value = values.get(i);
      if ((mask >>> i & 1) != 0
          && value.type() instanceof CType.Pointer
          && value instanceof Expression.IntConst c
          && c.value() == 0) {
        Diagnostic d = unit.report(NONNULL, e.loc(), i + 1);
        if (entity.loc != 0) {
          d.note(entity.loc, "in a call to function ‘%s’ declared ‘nonnull’", entity.name);
        }
      }
    }
  }

  private void checkSentinel(
      Expr.Call e, Entity.FunctionEntity entity, List<Expression> values, CType.Function type) {
    int position = entity.attributes.sentinel;
    if (position < 0 || !type.variadic()) {
      return;
    }
    int index = values.size() - 1 - position;
    if (index < type.params().size()) {
      unit.report(SENTINEL_MISSING_ARGS, e.loc());
      return;
    }
    Expression value = values.get(index);
    if (!(value instanceof Expression.IntConst c)
        || c.value() != 0
        || !(c.type() instanceof CType.Pointer)) {
      unit.report(SENTINEL_MISSING, e.loc());
    }
  }
}
