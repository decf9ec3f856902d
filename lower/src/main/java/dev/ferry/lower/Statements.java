package dev.ferry.lower;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Label;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Op;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statements: control flow, declarations, switches. */
final class Statements {
  /** A case range up to this many values becomes single cases; wider ones are compared. */
  private static final int MAX_EXPANDED_RANGE = 32;

  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  private final Map<Statement.Case, Block> caseBlocks = new IdentityHashMap<>();

  /** Where break and continue go, with the scope depth to leave to. */
  private @Nullable Target breakTarget;

  private @Nullable Target continueTarget;

  private record Target(Block block, int depth) {}

  Statements(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  void body(Statement.Block body) {
    lower(body);
  }

  void lower(Statement statement) {
    out.setLoc(statement.loc());
    switch (statement) {
      case Statement.Expr s -> expression(s.expression());
      case Statement.Block s -> block(s);
      case Statement.LocalDecl s -> declaration(s);
      case Statement.If s -> ifStatement(s);
      case Statement.For s -> forLoop(s);
      case Statement.While s -> whileLoop(s);
      case Statement.DoWhile s -> doWhileLoop(s);
      case Statement.Return s -> returnStatement(s);
      case Statement.Switch s -> switchStatement(s);
      case Statement.Case s -> caseLabel(s);
      case Statement.Labeled s -> labeled(s);
      case Statement.Goto s -> gotoLabel(s.label());
      case Statement.ComputedGoto s -> {
        int mark = owner.memory.mark();
        owner.indirectJump(owner.expressions.scalar(s.address()));
        owner.memory.release(mark);
      }
      case Statement.Break s -> jumpTo(breakTarget);
      case Statement.Continue s -> jumpTo(continueTarget);
      case Statement.Empty s -> {}
      case Statement.Asm s -> {
        int mark = owner.memory.mark();
        owner.assembly.lower(s);
        owner.memory.release(mark);
      }
      case Statement.NestedFunction s -> owner.nested.define(s.function());
    }
  }

  private void expression(Expression expression) {
    int mark = owner.memory.mark();
    owner.expressions.effect(expression);
    owner.memory.release(mark);
  }

  private void condition(Expression condition, Block then, Block otherwise) {
    int mark = owner.memory.mark();
    owner.conditions.branch(condition, then, otherwise);
    owner.memory.release(mark);
  }

  // ---- blocks and declarations

  private void block(Statement.Block block) {
    owner.scopes.enter(block);
    list(block.body());
    out.setLoc(block.end());
    owner.scopes.leave();
  }

  /** Statements of the innermost scope; it knows how far it got. */
  void list(List<Statement> body) {
    for (int i = 0; i < body.size(); i++) {
      owner.scopes.at(i);
      lower(body.get(i));
    }
  }

  private void declaration(Statement.LocalDecl declaration) {
    Variable variable = declaration.variable();
    if (variable.storage != Variable.Storage.LOCAL
        && variable.storage != Variable.Storage.PARAMETER) {
      return;
    }
    int mark = owner.memory.mark();
    if (owner.sanitizer != null) {
      owner.sanitizer.memory.variableLengths(variable);
    }
    if (declaration.dynamicSize() != null) {
      vla(variable, declaration.dynamicSize());
    } else {
      owner.declare(variable);
    }
    Initializer initializer = declaration.initializer();
    LoweringOptions.Filling filling = owner.options.filling();
    if (initializer == null && filling != LoweringOptions.Filling.NONE) {
      fill(variable, filling);
    }
    if (initializer != null) {
      if (owner.sanitizer != null) {
        owner.sanitizer.initializer(variable, initializer);
      }
      owner.initializers.initialize(
          owner.place(variable), variable.type, initializer, variable.isAddressTaken);
    }
    if (variable.cleanup != null) {
      owner.scopes.addCleanup(variable);
    }
    owner.memory.release(mark);
  }

  /** An object of a size that is known; what {@link #vla} makes is filled there. */
  private void fill(Variable variable, LoweringOptions.Filling filling) {
    if (!variable.isLeftUninitialized
        && variable.register == null
        && !Types.isVariableSize(variable.type)) {
      owner.memory.fill(owner.place(variable), filling.octet, types.size(variable.type));
    }
  }

  private void vla(Variable variable, Expression dynamicSize) {
    owner.scopes.saveStack();
    Value size = owner.expressions.scalar(dynamicSize);
    int align = Math.max(16, Math.max(variable.align, types.align(variable.type)));
    Value address = out.emitImm(Op.STACK_ALLOC, types.pointer, align, size);
    Place pointer = owner.declare(variable);
    owner.memory.store(pointer, types.types.voidPointer, address);
    LoweringOptions.Filling filling = owner.options.filling();
    if (filling != LoweringOptions.Filling.NONE && !variable.isLeftUninitialized) {
      Value unused =
          owner.calls.plain(
              "memset", types.pointer, address, out.iconst(Type.I32, filling.octet), size);
    }
  }

  // ---- selection and loops

  private void ifStatement(Statement.If s) {
    Block then = out.newBlock("then");
    Block end = out.newBlock("endif");
    Block otherwise = s.otherwise() == null ? end : out.newBlock("else");
    condition(s.condition(), then, otherwise);
    out.start(then);
    lower(s.then());
    if (s.otherwise() != null) {
      if (out.isOpen()) {
        out.jump(end);
      }
      out.start(otherwise);
      lower(s.otherwise());
    }
    out.jumpAndStart(end);
  }

  private void loopBody(Statement body, Block next, Block end) {
    Target outerBreak = breakTarget;
    Target outerContinue = continueTarget;
    int depth = owner.scopes.depth();
    breakTarget = new Target(end, depth);
    continueTarget = new Target(next, depth);
    lower(body);
    breakTarget = outerBreak;
    continueTarget = outerContinue;
  }

  private void whileLoop(Statement.While s) {
    Block head = out.newBlock("while");
    Block body = out.newBlock("body");
    Block end = out.newBlock("endwhile");
    out.jumpAndStart(head);
    condition(s.condition(), body, end);
    out.start(body);
    loopBody(s.body(), head, end);
    if (out.isOpen()) {
      out.jump(head);
    }
    out.start(end);
  }

  private void doWhileLoop(Statement.DoWhile s) {
    Block body = out.newBlock("do");
    Block next = out.newBlock("dowhile");
    Block end = out.newBlock("enddo");
    out.jumpAndStart(body);
    loopBody(s.body(), next, end);
    out.jumpAndStart(next);
    out.setLoc(s.condition().loc());
    condition(s.condition(), body, end);
    out.start(end);
  }

  private void forLoop(Statement.For s) {
    owner.scopes.enter(s);
    list(s.init());
    owner.scopes.at(Integer.MAX_VALUE - 1);
    Block head = out.newBlock("for");
    Block body = out.newBlock("body");
    Block next = out.newBlock("next");
    Block end = out.newBlock("endfor");
    out.jumpAndStart(head);
    if (s.condition() != null) {
      out.setLoc(s.condition().loc());
      condition(s.condition(), body, end);
      out.start(body);
    }
    loopBody(s.body(), next, end);
    out.jumpAndStart(next);
    if (s.step() != null) {
      out.setLoc(s.step().loc());
      expression(s.step());
    }
    out.jump(head);
    out.start(end);
    owner.scopes.leave();
  }

  // ---- switch

  private void switchStatement(Statement.Switch s) {
    int mark = owner.memory.mark();
    Value value = owner.expressions.scalar(s.value());
    owner.memory.release(mark);
    Block end = out.newBlock("endswitch");
    Block defaultBlock = end;
    List<Long> values = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    Type type = value.requireType();
    List<Statement.Case> ranges = new ArrayList<>(0);
    for (Statement.Case c : s.cases()) {
      Block block = out.newBlock(c.isDefault() ? "default" : "case");
      caseBlocks.put(c, block);
      if (c.isDefault()) {
        defaultBlock = block;
      } else if (isWide(c, s.value().type())) {
        ranges.add(c);
      } else {
        addCases(c, block, type, values, edges);
      }
    }
    for (Statement.Case range : ranges) {
      compareRange(value, range, s.value().type());
    }
    dispatch(value, values, edges, defaultBlock);
    Target outer = breakTarget;
    breakTarget = new Target(end, owner.scopes.depth());
    lower(s.body());
    breakTarget = outer;
    out.jumpAndStart(end);
  }

  private void dispatch(Value value, List<Long> values, List<Edge> edges, Block defaultBlock) {
    if (values.isEmpty()) {
      out.jump(defaultBlock);
      return;
    }
    long[] cases = new long[values.size()];
    for (int i = 0; i < cases.length; i++) {
      cases[i] = values.get(i);
    }
    edges.add(new Edge(defaultBlock));
    out.switchTo(value, cases, edges.toArray(new Edge[0]));
  }

  private boolean isWide(Statement.Case c, CType type) {
    return Long.compareUnsigned(c.high() - c.low(), MAX_EXPANDED_RANGE) >= 0 || isEmpty(c, type);
  }

  private boolean isEmpty(Statement.Case c, CType type) {
    return types.isSigned(type) ? c.high() < c.low() : Long.compareUnsigned(c.high(), c.low()) < 0;
  }

  private static void addCases(
      Statement.Case c, Block block, Type type, List<Long> values, List<Edge> edges) {
    long count = c.high() - c.low() + 1;
    for (long i = 0; i < count; i++) {
      long value = c.low() + i;
      values.add(type == Type.I32 ? (int) value : value);
      edges.add(new Edge(block));
    }
  }

  /** {@code value - low <=u high - low}. */
  private void compareRange(Value value, Statement.Case c, CType type) {
    if (isEmpty(c, type)) {
      return;
    }
    Type valueType = value.requireType();
    Value moved = out.binary(Op.SUB, value, out.iconst(valueType, c.low()));
    Value inside = out.binary(Op.ULE, moved, out.iconst(valueType, c.high() - c.low()));
    Block next = out.newBlock("range");
    Block target = caseBlocks.get(c);
    if (target == null) {
      throw FunctionLowering.bug("case without block");
    }
    out.branch(inside, target, next);
    out.start(next);
  }

  private void caseLabel(Statement.Case c) {
    Block block = caseBlocks.get(c);
    if (block == null) {
      throw FunctionLowering.bug("case outside its switch");
    }
    out.jumpAndStart(block);
    lower(c.body());
  }

  // ---- jumps

  private void labeled(Statement.Labeled s) {
    out.jumpAndStart(owner.label(s.label()));
    lower(s.body());
  }

  private void jumpTo(@Nullable Target target) {
    if (target == null) {
      throw FunctionLowering.bug("break or continue outside a loop");
    }
    owner.scopes.unwindTo(target.depth);
    out.jump(target.block);
  }

  private void gotoLabel(Label label) {
    if (owner.nested.jumpOut(label)) {
      return;
    }
    owner.scopes.unwindFor(label, owner.definition.body());
    out.jump(owner.label(label));
  }

  private void returnStatement(Statement.Return s) {
    Expression value = s.value();
    ParamType result = owner.function.signature.result();
    int mark = owner.memory.mark();
    if (value == null) {
      owner.scopes.unwindTo(0);
      returnNothing(result);
    } else if (TypeMap.isVoid(value.type())) {
      owner.expressions.effect(value);
      owner.scopes.unwindTo(0);
      returnNothing(result);
    } else {
      returnValue(value, result);
    }
    owner.memory.release(mark);
  }

  private void returnNothing(@Nullable ParamType result) {
    switch (result) {
      case null -> out.ret(null);
      case ParamType.Scalar(Type type) -> out.ret(out.emit(Op.UNDEF, type));
      case ParamType.Aggregate(var layout) ->
          out.ret(out.slotAddr(owner.function.addSlot("result", layout.size(), layout.align()), 0));
    }
  }

  private void returnValue(Expression value, @Nullable ParamType result) {
    if (result == null) {
      owner.expressions.effect(value);
      owner.scopes.unwindTo(0);
      out.ret(null);
      return;
    }
    Operand operand = owner.expressions.operand(value);
    if (owner.sanitizer != null) {
      owner.sanitizer.memory.result(value, operand);
    }
    if (operand.memory() != null && owner.scopes.hasActions(0)) {
      Place copy = owner.memory.temp(value.type());
      owner.memory.copy(copy, operand.memory(), value.type());
      operand = Operand.of(copy);
    }
    owner.scopes.unwindTo(0);
    out.ret(owner.calls.outgoing(operand, value.type()));
  }
}
