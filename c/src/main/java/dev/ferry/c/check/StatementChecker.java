package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.c.syntax.BlockItem;
import dev.ferry.c.syntax.Declaration;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Statement.Compound;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Label;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statements (C17 6.8). */
final class StatementChecker {
  private final Unit unit;
  private final Types types;
  private final SwitchChecker switches;
  private final UnusedValues unusedValues;

  StatementChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
    this.switches = new SwitchChecker(unit);
    this.unusedValues = new UnusedValues(unit);
  }

  /** The items of a block, in the scope that is open. */
  void items(List<BlockItem> items, List<Statement> out) {
    for (int i = 0; i < items.size(); i++) {
      item(items.get(i), out);
    }
  }

  private void item(BlockItem item, List<Statement> out) {
    FunctionState function = unit.requireFunction();
    List<Statement> saved = function.emit;
    function.emit = out;
    switch (item) {
      case Declaration d -> unit.declarations.declaration(d);
      case dev.ferry.c.syntax.Statement s -> {
        Statement checked = statement(s);
        out.add(checked);
      }
    }
    function.emit = saved;
  }

  /** A block with a scope of its own. */
  Statement.Block compound(Compound s) {
    FunctionState function = unit.requireFunction();
    FunctionState.VlaScope vla = function.vlaScope;
    unit.scopes.push(Scopes.Kind.BLOCK);
    int labels = function.localLabels.size();
    List<Statement> body = new ArrayList<>(s.items().size());
    items(s.items(), body);
    closeLocalLabels(function, labels);
    unit.scopes.pop(unit.functions::leaveScope);
    function.vlaScope = vla;
    unit.operatorWarnings.fallthrough(s.items(), body);
    return new Statement.Block(s.loc(), s.end(), body);
  }

  private void closeLocalLabels(FunctionState function, int depth) {
    while (function.localLabels.size() > depth) {
      function.localLabels.removeLast().values().forEach(this::finishLabel);
    }
  }

  /** A statement that is the body of another; what it emits stays with it. */
  private Statement sub(dev.ferry.c.syntax.Statement s) {
    if (s instanceof Compound compound) {
      return compound(compound);
    }
    FunctionState function = unit.requireFunction();
    List<Statement> saved = function.emit;
    List<Statement> out = new ArrayList<>(1);
    function.emit = out;
    unit.scopes.push(Scopes.Kind.BLOCK);
    out.add(statement(s));
    unit.scopes.pop(unit.functions::leaveScope);
    function.emit = saved;
    return out.size() == 1 ? out.getFirst() : new Statement.Block(s.loc(), s.end(), out);
  }

  private Statement statement(dev.ferry.c.syntax.Statement s) {
    return switch (s) {
      case Compound x -> compound(x);
      case dev.ferry.c.syntax.Statement.Expression x -> expression(x);
      case dev.ferry.c.syntax.Statement.Null x -> new Statement.Empty(x.loc());
      case dev.ferry.c.syntax.Statement.Labeled x -> labeled(x);
      case dev.ferry.c.syntax.Statement.Case x -> caseLabel(x);
      case dev.ferry.c.syntax.Statement.Default x -> defaultLabel(x);
      case dev.ferry.c.syntax.Statement.If x -> ifElse(x);
      case dev.ferry.c.syntax.Statement.Switch x -> switchOn(x);
      case dev.ferry.c.syntax.Statement.While x -> whileLoop(x);
      case dev.ferry.c.syntax.Statement.DoWhile x -> doWhile(x);
      case dev.ferry.c.syntax.Statement.For x -> forLoop(x);
      case dev.ferry.c.syntax.Statement.Goto x -> jump(x);
      case dev.ferry.c.syntax.Statement.ComputedGoto x -> computedGoto(x);
      case dev.ferry.c.syntax.Statement.Continue x -> continueLoop(x);
      case dev.ferry.c.syntax.Statement.Break x -> breakOut(x);
      case dev.ferry.c.syntax.Statement.Return x -> returnFrom(x);
      case dev.ferry.c.syntax.Statement.LabelDeclaration x -> labelDeclaration(x);
      case dev.ferry.c.syntax.Statement.Attributed x -> attributed(x);
      case dev.ferry.c.syntax.Statement.Asm x -> unit.assembly.asm(x);
      case dev.ferry.c.syntax.Statement.Erroneous x -> new Statement.Empty(x.loc());
    };
  }

  private Statement attributed(dev.ferry.c.syntax.Statement.Attributed s) {
    DeclAttributes attributes = new DeclAttributes();
    unit.attributes.read(s.attributes(), attributes);
    return statement(s.body());
  }

  private Statement expression(dev.ferry.c.syntax.Statement.Expression s) {
    unit.discarded = ExpressionChecker.bare(s.expr());
    Expression e = unit.expressions.expression(s.expr());
    Expression value = discardable(e);
    checkUnusedValue(s.expr(), value, false);
    checkSequence(s.expr());
    return new Statement.Expr(s.loc(), value);
  }

  /** The value of an expression statement; an incomplete lvalue has none. */
  private Expression discardable(Expression e) {
    if (Conversions.isLvalue(e)
        && !(e.type() instanceof CType.Array)
        && Types.isRecord(e.type())
        && Types.isIncomplete(e.type())) {
      unit.report(INCOMPLETE_USE, e.loc(), e.type().unqualified());
      return unit.erroneous(e.loc());
    }
    return unit.conversions.rvalue(e);
  }

  void checkUnusedValue(Expr syntax, Expression value, boolean leftOfComma) {
    unusedValues.check(syntax, value, leftOfComma);
  }

  private void checkSequence(Expr e) {
    if (unit.isEnabled(SEQUENCE_POINT)) {
      new SequencePoints(unit).check(e);
    }
  }

  // Labels.

  private Statement labeled(dev.ferry.c.syntax.Statement.Labeled s) {
    FunctionState function = unit.requireFunction();
    FunctionState.LabelState state = function.label(s.label(), s.loc());
    if (state.isDefined) {
      unit.report(DUPLICATE_LABEL, s.loc(), s.label())
          .note(state.definedAt, "previous definition of ‘%s’ with type ‘void’", s.label());
    }
    state.isDefined = true;
    state.definedAt = s.loc();
    state.vlaScope = function.vlaScope;
    for (FunctionState.PendingGoto pending : state.pending) {
      checkJump(pending.loc(), pending.vlaScope(), state);
    }
    DeclAttributes attributes = new DeclAttributes();
    unit.attributes.read(s.attributes(), attributes);
    state.maybeUnused |= attributes.unused;
    Statement body = statement(s.body());
    return new Statement.Labeled(s.loc(), state.label, body);
  }

  private void checkJump(
      int loc, FunctionState.@Nullable VlaScope from, FunctionState.LabelState to) {
    FunctionState.VlaScope target = to.vlaScope;
    if (target == null) {
      return;
    }
    for (FunctionState.VlaScope at = from; at != null; at = at.outer()) {
      if (at == target) {
        return;
      }
    }
    unit.report(JUMP_INTO_VLA, loc)
        .note(to.definedAt, "label ‘%s’ defined here", to.label.name)
        .note(target.variable().loc, "‘%s’ declared here", target.variable().name);
  }

  private Statement jump(dev.ferry.c.syntax.Statement.Goto s) {
    FunctionState function = unit.requireFunction();
    FunctionState.LabelState state = use(function, s.label(), s.labelLoc());
    return new Statement.Goto(s.loc(), state.label);
  }

  private FunctionState.LabelState use(FunctionState function, String name, int loc) {
    FunctionState.LabelState state = function.label(name, loc);
    state.label.isUsed = true;
    if (state.isDefined) {
      checkJump(loc, function.vlaScope, state);
    } else {
      state.pending.add(new FunctionState.PendingGoto(loc, function.vlaScope));
    }
    return state;
  }

  /** A label that asm goto may jump to. */
  Label asmLabel(Expr.Identifier name) {
    return use(unit.requireFunction(), name.name(), name.loc()).label;
  }

  private Statement computedGoto(dev.ferry.c.syntax.Statement.ComputedGoto s) {
    unit.report(COMPUTED_GOTO, s.loc());
    Expression target = unit.expressions.value(s.target());
    if (!unit.isError(target) && !(target.type() instanceof CType.Pointer)) {
      if (!Types.isInteger(target.type())) {
        unit.report(COMPUTED_GOTO_TYPE, s.target().loc());
        return new Statement.Empty(s.loc());
      }
      unit.report(
          POINTER_FROM_INT,
          s.target().loc(),
          "computed goto makes pointer from integer without a cast");
    }
    return new Statement.ComputedGoto(s.loc(), unit.conversions.cast(target, types.voidPointer));
  }

  Expression labelAddress(Expr.LabelAddress e) {
    FunctionState function = unit.function;
    if (function == null) {
      unit.report(LABEL_OUTSIDE_FUNCTION, e.loc(), e.label());
      return unit.erroneous(e.loc());
    }
    unit.report(LABEL_ADDRESS, e.loc());
    FunctionState.LabelState state = function.label(e.label(), e.loc());
    state.label.isUsed = true;
    state.label.isAddressTaken = true;
    return new Expression.LabelAddress(e.loc(), types.voidPointer, state.label);
  }

  private Statement labelDeclaration(dev.ferry.c.syntax.Statement.LabelDeclaration s) {
    FunctionState function = unit.requireFunction();
    unit.report(LOCAL_LABELS, s.loc());
    Map<String, FunctionState.LabelState> scope = new HashMap<>();
    for (Expr.Identifier name : s.labels()) {
      FunctionState.LabelState state =
          new FunctionState.LabelState(new Label(name.name(), name.loc(), function.symbol));
      state.isLocalDeclaration = true;
      FunctionState.LabelState known = scope.put(name.name(), state);
      if (known != null) {
        unit.report(DUPLICATE_LABEL_DECLARATION, name.loc(), name.name())
            .note(known.label.loc, "previous declaration of ‘%s’ with type ‘void’", name.name());
      }
    }
    function.localLabels.add(scope);
    return new Statement.Empty(s.loc());
  }

  /** Reports what is wrong with a label once its scope ends. */
  void finishLabel(FunctionState.LabelState state) {
    Label label = state.label;
    if (!state.isDefined) {
      if (label.isUsed) {
        unit.report(LABEL_UNDEFINED, label.loc, label.name);
      } else {
        unit.report(LABEL_DECLARED_UNDEFINED, label.loc, label.name);
      }
    } else if (!label.isUsed && !state.maybeUnused) {
      unit.report(UNUSED_LABEL, state.definedAt, label.name);
    }
  }

  // Switch.

  private Statement switchOn(dev.ferry.c.syntax.Statement.Switch s) {
    FunctionState function = unit.requireFunction();
    Expression value = unit.expressions.value(s.value());
    if (!unit.isError(value) && !Types.isInteger(value.type())) {
      unit.report(SWITCH_NOT_INTEGER, s.value().loc());
      value = unit.intConst(s.loc(), 0);
    }
    CType original = unit.isError(value) ? types.error : value.type();
    Expression promoted = unit.conversions.promote(value);
    FunctionState.SwitchState state =
        new FunctionState.SwitchState(
            unit.isError(promoted) ? types.intType : promoted.type(),
            original,
            function.innermostSwitch,
            function.vlaScope);
    function.innermostSwitch = state;
    function.breakDepth++;
    Statement body = sub(s.body());
    function.breakDepth--;
    function.innermostSwitch = state.outer;
    switches.finish(s, state);
    return new Statement.Switch(s.loc(), promoted, body, state.cases);
  }

  private Statement caseLabel(dev.ferry.c.syntax.Statement.Case s) {
    FunctionState function = unit.requireFunction();
    FunctionState.SwitchState state = function.innermostSwitch;
    Expr highSyntax = s.high();
    if (state == null) {
      unit.report(CASE_OUTSIDE_SWITCH, s.loc());
      unit.expressions.value(s.low());
      return statement(s.body());
    }
    Expression low = switches.label(s.low(), state);
    Expression high = highSyntax == null ? low : switches.label(highSyntax, state);
    int index = -1;
    if (low != null && high != null) {
      index = switches.add(s, state, low, high);
    }
    switches.checkScope(s.loc(), state, function.vlaScope);
    Statement body = statement(s.body());
    if (index < 0) {
      return body;
    }
    Statement.Case known = state.cases.get(index);
    Statement.Case complete =
        new Statement.Case(known.loc(), known.low(), known.high(), false, body);
    state.cases.set(index, complete);
    return complete;
  }

  private Statement defaultLabel(dev.ferry.c.syntax.Statement.Default s) {
    FunctionState function = unit.requireFunction();
    FunctionState.SwitchState state = function.innermostSwitch;
    if (state == null) {
      unit.report(DEFAULT_OUTSIDE_SWITCH, s.loc());
      return statement(s.body());
    }
    if (state.defaultLoc != 0) {
      unit.report(MULTIPLE_DEFAULTS, s.loc())
          .note(state.defaultLoc, "this is the first default label");
    }
    boolean first = state.defaultLoc == 0;
    state.defaultLoc = s.loc();
    switches.checkScope(s.loc(), state, function.vlaScope);
    int index = state.cases.size();
    if (first) {
      state.cases.add(new Statement.Case(s.loc(), 0, 0, true, new Statement.Empty(s.loc())));
      state.caseSyntax.add(new Expr.Erroneous(s.loc(), s.loc()));
    }
    Statement body = statement(s.body());
    if (!first) {
      return body;
    }
    Statement.Case complete = new Statement.Case(s.loc(), 0, 0, true, body);
    state.cases.set(index, complete);
    return complete;
  }

  // Selection and iteration.

  private Statement ifElse(dev.ferry.c.syntax.Statement.If s) {
    Expression condition = unit.expressions.condition(s.condition());
    Statement then = sub(s.then());
    dev.ferry.c.syntax.Statement elseSyntax = s.otherwise();
    Statement otherwise = elseSyntax == null ? null : sub(elseSyntax);
    unit.operatorWarnings.ifStatement(s);
    return new Statement.If(s.loc(), condition, then, otherwise);
  }

  private Statement loopBody(dev.ferry.c.syntax.Statement s) {
    FunctionState function = unit.requireFunction();
    function.loopDepth++;
    function.breakDepth++;
    Statement body = sub(s);
    function.loopDepth--;
    function.breakDepth--;
    return body;
  }

  private Statement whileLoop(dev.ferry.c.syntax.Statement.While s) {
    Expression condition = unit.expressions.condition(s.condition());
    return new Statement.While(s.loc(), condition, loopBody(s.body()));
  }

  private Statement doWhile(dev.ferry.c.syntax.Statement.DoWhile s) {
    Statement body = loopBody(s.body());
    Expression condition = unit.expressions.condition(s.condition());
    return new Statement.DoWhile(s.loc(), body, condition);
  }

  private Statement forLoop(dev.ferry.c.syntax.Statement.For s) {
    FunctionState function = unit.requireFunction();
    FunctionState.VlaScope vla = function.vlaScope;
    unit.scopes.push(Scopes.Kind.BLOCK);
    List<Statement> init = new ArrayList<>(1);
    List<Statement> saved = function.emit;
    function.emit = init;
    switch (s.init()) {
      case null -> {}
      case Declaration d -> unit.declarations.declaration(d);
      case dev.ferry.c.syntax.Statement x -> init.add(statement(x));
    }
    Expr conditionSyntax = s.condition();
    Expression condition =
        conditionSyntax == null ? null : unit.expressions.condition(conditionSyntax);
    Expr stepSyntax = s.step();
    Expression step = null;
    if (stepSyntax != null) {
      unit.discarded = ExpressionChecker.bare(stepSyntax);
      step = discardable(unit.expressions.expression(stepSyntax));
      checkUnusedValue(stepSyntax, step, false);
    }
    Statement body = loopBody(s.body());
    function.emit = saved;
    unit.scopes.pop(unit.functions::leaveScope);
    function.vlaScope = vla;
    return new Statement.For(s.loc(), init, condition, step, body);
  }

  private Statement continueLoop(dev.ferry.c.syntax.Statement.Continue s) {
    if (unit.requireFunction().loopDepth == 0) {
      unit.report(CONTINUE_OUTSIDE, s.loc());
      return new Statement.Empty(s.loc());
    }
    return new Statement.Continue(s.loc());
  }

  private Statement breakOut(dev.ferry.c.syntax.Statement.Break s) {
    if (unit.requireFunction().breakDepth == 0) {
      unit.report(BREAK_OUTSIDE, s.loc());
      return new Statement.Empty(s.loc());
    }
    return new Statement.Break(s.loc());
  }

  // Return.

  private Statement returnFrom(dev.ferry.c.syntax.Statement.Return s) {
    FunctionState function = unit.requireFunction();
    Expr syntax = s.value();
    boolean isVoid = Types.isVoid(function.result);
    function.returns = true;
    if (function.symbol.isNoReturn) {
      unit.report(NORETURN_RETURNS, s.loc());
    }
    if (syntax == null) {
      if (!isVoid && !unit.isError(function.result)) {
        unit.report(RETURN_WITHOUT_VALUE, s.loc()).note(function.symbol.loc, "declared here");
      }
      return new Statement.Return(s.loc(), null);
    }
    Expression value = unit.expressions.value(syntax);
    if (unit.isError(value)) {
      return new Statement.Return(s.loc(), null);
    }
    if (isVoid) {
      Diagnostic d =
          value.type() instanceof CType.Void
              ? unit.report(RETURN_VOID_EXPRESSION, syntax.loc())
              : unit.report(RETURN_WITH_VALUE, syntax.loc());
      d.note(function.symbol.loc, "declared here");
      unit.requireFunction().emit.add(new Statement.Expr(s.loc(), value));
      return new Statement.Return(s.loc(), null);
    }
    checkSequence(syntax);
    unit.operatorWarnings.returned(syntax, function.result, value);
    Expression converted =
        unit.assignments.convert(
            value,
            function.result,
            AssignmentConversion.Context.returning(
                syntax.loc(), unit.aliases.at(function.symbol.loc)));
    return new Statement.Return(s.loc(), unit.isError(converted) ? null : converted);
  }

  // Statement expressions.

  Expression statementExpression(Expr.StatementExpr e) {
    FunctionState function = unit.function;
    if (function == null) {
      // The parser has said that this stands inside functions only.
      return unit.erroneous(e.loc());
    }
    List<BlockItem> items = e.body().items();
    FunctionState.VlaScope vla = function.vlaScope;
    unit.scopes.push(Scopes.Kind.BLOCK);
    int labels = function.localLabels.size();
    List<Statement> body = new ArrayList<>(items.size());
    Expression result = null;
    int count = items.size();
    boolean valued =
        count > 0 && items.get(count - 1) instanceof dev.ferry.c.syntax.Statement.Expression;
    items(valued ? items.subList(0, count - 1) : items, body);
    if (valued) {
      result = lastValue((dev.ferry.c.syntax.Statement.Expression) items.get(count - 1), body);
    } else if (count > 0) {
      result = labeledValue(body);
    }
    closeLocalLabels(function, labels);
    unit.scopes.pop(unit.functions::leaveScope);
    function.vlaScope = vla;
    CType type = result == null ? types.voidType : result.type();
    if (result != null && unit.isError(result)) {
      return result;
    }
    return new Expression.StatementExpression(e.loc(), type, body, result);
  }

  /** {@code ({ … label: value; })}: the value of the labelled expression. */
  private @Nullable Expression labeledValue(List<Statement> body) {
    if (!body.isEmpty()
        && body.getLast() instanceof Statement.Labeled labeled
        && labeled.body() instanceof Statement.Expr last
        && !(last.expression().type() instanceof CType.Void)) {
      body.set(
          body.size() - 1,
          new Statement.Labeled(labeled.loc(), labeled.label(), new Statement.Empty(last.loc())));
      return last.expression();
    }
    return null;
  }

  private @Nullable Expression lastValue(
      dev.ferry.c.syntax.Statement.Expression s, List<Statement> body) {
    FunctionState function = unit.requireFunction();
    List<Statement> saved = function.emit;
    function.emit = body;
    Expression value = discardable(unit.expressions.expression(s.expr()));
    function.emit = saved;
    if (value.type() instanceof CType.Void) {
      body.add(new Statement.Expr(s.loc(), value));
      return null;
    }
    return value;
  }
}
