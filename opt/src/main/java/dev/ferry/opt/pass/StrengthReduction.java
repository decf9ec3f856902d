package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.DominatorTree;
import dev.ferry.ir.analysis.LoopForest;
import dev.ferry.ir.analysis.LoopForest.Loop;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.LoopEdit;
import dev.ferry.opt.rules.KnownBits;
import dev.ferry.opt.rules.Simplifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Induction variables and strength reduction: an address that moves by a fixed amount each
 * iteration becomes a variable of its own that is only added to; where it then serves, the loop's
 * test compares it with its end and the counter disappears.
 *
 * <p>Algorithm: values of the loop are written as linear functions of one induction variable
 * ({@link Affine}; sign extension distributes over sums that cannot overflow). Those that differ
 * only in a constant share a new block parameter. The test is replaced (linear function test
 * replacement, Allen, Cocke and Kennedy 1981) if nothing else needs the counter.
 *
 * <p>Requires preheaders, which it adds; wants rotated loops. Before: {@code loop(%i): %3 = shl %i,
 * 2; %4 = add %a, %3; load %4; … slt %i2, %n}. After: {@code loop(%p): load %p; %p2 = add %p, 4; …
 * ne %p2, %end}.
 */
public final class StrengthReduction implements Pass {
  private static final int MAX_NEW = 8;
  private static final int MAX_DEPTH = 100;

  @Override
  public String name() {
    return "strength";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = Blocks.removeUnreachable(function, flow);
    LoopForest forest = LoopForest.of(DominatorTree.of(flow));
    if (forest.loops.isEmpty() || function.module.xlen != 64) {
      return changed;
    }
    if (LoopEdit.addPreheaders(function, forest, flow)) {
      flow = ControlFlow.of(function);
      forest = LoopForest.of(DominatorTree.of(flow));
      changed = true;
    }
    DominatorTree tree = DominatorTree.of(flow);
    if (forest.loops.isEmpty()) {
      return changed;
    }
    OutsideUse[] outside = outsideUses(function, forest, flow);
    LoopValues values = new LoopValues(function);
    for (Loop loop : forest.loops) {
      Block preheader = LoopEdit.preheader(loop, forest, flow);
      if (preheader != null && loop.latches.size() == 1 && !context.isOutOfFuel()) {
        OutsideUse after = outside[loop.header.id];
        values.beginLoop();
        changed |=
            new Reduction(function, context, forest, tree, loop, preheader, after, values).run();
      }
    }
    return changed;
  }

  /** A use of a loop's value after the loop, chained by header. */
  private record OutsideUse(
      @Nullable Instruction user,
      @Nullable Edge edge,
      Block block,
      int arg,
      @Nullable OutsideUse next) {}

  private static OutsideUse[] outsideUses(Function function, LoopForest forest, ControlFlow flow) {
    OutsideUse[] result = new OutsideUse[function.blockLimit()];
    for (Block block : flow.order) {
      for (Instruction user : block.instructions) {
        for (int i = 0; i < user.args.length; i++) {
          Loop home = left(user.args[i], block, forest);
          if (home != null) {
            int id = home.header.id;
            result[id] = new OutsideUse(user, null, block, i, result[id]);
          }
        }
      }
      for (Edge edge : block.terminator.edges()) {
        for (int i = 0; i < edge.args.length; i++) {
          Loop home = left(edge.args[i], edge.target, forest);
          if (home != null) {
            int id = home.header.id;
            result[id] = new OutsideUse(null, edge, block, i, result[id]);
          }
        }
      }
    }
    return result;
  }

  /** The loop that computes the value, if the place is outside of it. */
  private static @Nullable Loop left(Value value, Block place, LoopForest forest) {
    if (value.type != Type.I64 || !(value instanceof Instruction i) || i.op != Op.ADD) {
      return null;
    }
    Block block = i.block;
    Loop home = block == null ? null : forest.of(block);
    return home != null && !forest.contains(home, place) ? home : null;
  }

  /** A basic induction variable. */
  private static final class Basic {
    final Param param;
    final Value start;
    final Instruction next;
    final Value step;
    final boolean subtracts;

    Basic(Param param, Value start, Instruction next, Value step) {
      this.param = param;
      this.start = start;
      this.next = next;
      this.step = step;
      this.subtracts = next.op == Op.SUB;
    }
  }

  /**
   * An operand to be replaced.
   *
   * @param user the instruction, or null for an argument of {@code edge}
   * @param block where it is used
   */
  private record Use(
      @Nullable Instruction user, @Nullable Edge edge, Block block, int arg, Affine affine) {
    Value[] args() {
      Instruction instruction = user;
      Edge way = edge;
      if (instruction != null) {
        return instruction.args;
      }
      if (way == null) {
        throw new IllegalStateException();
      }
      return way.args;
    }

    boolean isAddress() {
      Instruction instruction = user;
      return instruction != null
          && (instruction.op == Op.LOAD || instruction.op == Op.STORE && arg == 0);
    }
  }

  /** Uses that one new variable serves. */
  private static final class Group {
    final Affine shape;
    final List<Use> uses = new ArrayList<>();
    @Nullable Param variable;
    @Nullable Instruction next;
    long base;

    Group(Affine shape) {
      this.shape = shape;
      this.base = shape.constant;
    }
  }

  private static final class Reduction {
    private final Function function;
    private final PassContext context;
    private final LoopForest forest;
    private final Loop loop;
    private final Block header;
    private final Block latch;
    private final Block preheader;
    private final ControlFlow flow;
    private final DominatorTree tree;
    private final @Nullable OutsideUse outside;
    private final List<Basic> basics = new ArrayList<>(4);
    private final LoopValues values;
    private final List<Group> groups = new ArrayList<>();
    private final Simplifier simplifier;

    Reduction(
        Function function,
        PassContext context,
        LoopForest forest,
        DominatorTree tree,
        Loop loop,
        Block preheader,
        @Nullable OutsideUse outside,
        LoopValues values) {
      this.function = function;
      this.values = values;
      this.tree = tree;
      this.outside = outside;
      this.context = context;
      this.forest = forest;
      this.flow = tree.flow;
      this.loop = loop;
      this.header = loop.header;
      this.latch = loop.latches.getFirst();
      this.preheader = preheader;
      this.simplifier = new Simplifier(function, context, new int[0]);
    }

    boolean run() {
      findBasics();
      if (basics.isEmpty()) {
        return false;
      }
      collect();
      if (groups.isEmpty()) {
        return false;
      }
      Set<Block> places = new LinkedHashSet<>(loop.blocks);
      places.add(preheader);
      for (OutsideUse use = outside; use != null; use = use.next) {
        places.add(use.block);
      }
      int[] before = LoopValues.operands(places);
      boolean changed = false;
      for (Basic basic : basics) {
        changed |= reduce(basic);
      }
      values.change(before, LoopValues.operands(places));
      return changed;
    }

    // ---- induction variables

    private void findBasics() {
      Edge entering = ((Terminator.Jump) preheader.terminator).edge;
      Edge back = backEdge();
      if (back == null) {
        return;
      }
      for (Param param : header.params) {
        Value next = back.args[param.index];
        if (next instanceof Instruction i
            && (i.op == Op.ADD || i.op == Op.SUB)
            && param.requireType().isInt()
            && isInside(i)) {
          Value step = i.args[0] == param ? i.args[1] : i.args[1] == param ? i.args[0] : null;
          boolean fits = i.op == Op.ADD || i.args[0] == param;
          if (step != null && isInvariant(step) && fits && (param.type == Type.I64 || i.nsw)) {
            basics.add(new Basic(param, entering.args[param.index], i, step));
          }
        }
      }
    }

    private @Nullable Edge backEdge() {
      Edge found = null;
      for (Edge edge : latch.terminator.edges()) {
        if (edge.target == header) {
          if (found != null) {
            return null;
          }
          found = edge;
        }
      }
      return found;
    }

    private boolean isInside(Value value) {
      Block home = value.block;
      return home != null && forest.contains(loop, home);
    }

    private boolean isInvariant(Value value) {
      return !isInside(value) || value instanceof Instruction i && Licm.isPlaceless(i);
    }

    private @Nullable Basic basic(Value value) {
      for (Basic basic : basics) {
        if (basic.param == value) {
          return basic;
        }
      }
      return null;
    }

    // ---- linear forms

    private int depth;

    /** The linear form of a value, or null. Narrow values are taken sign-extended. */
    private @Nullable Affine affine(Value value) {
      if (values.isNew(value)) {
        return null;
      }
      if (!values.isTried(value)) {
        if (depth > MAX_DEPTH) {
          return null;
        }
        values.tryForm(value);
        depth++;
        values.setForm(value, compute(value));
        depth--;
      }
      return values.form(value);
    }

    private @Nullable Affine compute(Value value) {
      if (isInvariant(value)) {
        return value instanceof Instruction c && c.op == Op.ICONST
            ? Affine.constant(c.imm)
            : Affine.term(value);
      }
      if (value instanceof Param param) {
        return basic(param) != null ? Affine.induction(param) : null;
      }
      Instruction i = (Instruction) value;
      boolean wide = i.type == Type.I64;
      return switch (i.op) {
        case ADD -> wide || i.nsw ? sum(i, 1) : null;
        case SUB -> wide || i.nsw ? sum(i, -1) : null;
        case MUL -> wide || i.nsw ? product(i) : null;
        case SHL -> wide || i.nsw ? shifted(i) : null;
        case SEXT -> affine(i.args[0]);
        default -> null;
      };
    }

    private @Nullable Affine sum(Instruction i, long sign) {
      Affine a = affine(i.args[0]);
      if (a == null) {
        return null;
      }
      Affine b = affine(i.args[1]);
      return b == null ? null : a.plus(sign == 1 ? b : b.scaled(-1));
    }

    private @Nullable Affine product(Instruction i) {
      return i.args[1] instanceof Instruction c && c.op == Op.ICONST
          ? scaled(i.args[0], c.imm)
          : null;
    }

    private @Nullable Affine shifted(Instruction i) {
      return i.args[1] instanceof Instruction c
              && c.op == Op.ICONST
              && c.imm >= 0
              && c.imm < (i.type == Type.I64 ? 63 : 31)
          ? scaled(i.args[0], 1L << c.imm)
          : null;
    }

    private @Nullable Affine scaled(Value value, long factor) {
      Affine a = affine(value);
      return a == null ? null : a.scaled(factor);
    }

    // ---- what uses them

    private void collect() {
      for (Block block : loop.blocks) {
        for (Instruction instruction : block.instructions) {
          Value[] args = instruction.args;
          for (int i = 0; i < args.length; i++) {
            if (args[i].type == Type.I64 && isUse(instruction, i)) {
              Affine affine = affine(args[i]);
              if (affine != null && affine.iv != null && !affine.isPlain()) {
                add(new Use(instruction, null, block, i, affine));
              }
            }
          }
        }
        collectEdges(block);
      }
      for (OutsideUse use = outside; use != null; use = use.next) {
        collectOutside(use);
      }
    }

    /** A use after the loop joins a variable that the loop needs anyway. */
    private void collectOutside(OutsideUse use) {
      Instruction user = use.user;
      Edge edge = use.edge;
      Value[] args = user != null ? user.args : edge != null ? edge.args : new Value[0];
      if (use.arg >= args.length || !isInside(args[use.arg])) {
        return;
      }
      Affine affine = affine(args[use.arg]);
      if (affine != null && affine.iv != null && !affine.isPlain()) {
        for (Group group : groups) {
          if (group.shape.hasSameShape(affine)) {
            group.uses.add(new Use(user, edge, use.block, use.arg, affine));
            return;
          }
        }
      }
    }

    /** What goes to other blocks of the loop, as the starts of inner loops do. */
    private void collectEdges(Block block) {
      for (Edge edge : block.terminator.edges()) {
        if (edge.target != header && forest.contains(loop, edge.target)) {
          for (int i = 0; i < edge.args.length; i++) {
            if (edge.args[i].type == Type.I64) {
              Affine affine = affine(edge.args[i]);
              if (affine != null && affine.iv != null && !affine.isPlain()) {
                add(new Use(null, edge, block, i, affine));
              }
            }
          }
        }
      }
    }

    /** Whether the operand leaves the linear forms here. */
    private boolean isUse(Instruction user, int arg) {
      return switch (user.op) {
        case LOAD, MEMCPY, MEMSET, CALL, STORE -> true;
        case ADD, SUB, SHL, MUL, SEXT -> affine(user) == null;
        case EQ, NE, ULT, ULE, SLT, SLE -> false;
        default -> false;
      };
    }

    private void add(Use use) {
      for (Group group : groups) {
        if (group.shape.hasSameShape(use.affine) && near(group, use)) {
          group.uses.add(use);
          return;
        }
      }
      Group group = new Group(use.affine);
      group.uses.add(use);
      groups.add(group);
    }

    private boolean near(Group group, Use use) {
      long distance = use.affine.constant - group.base;
      Instruction user = use.user;
      if (user != null && use.isAddress()) {
        distance += user.access().offset();
      }
      return context.costs.isAddressOffset(distance);
    }

    // ---- the decision

    private boolean reduce(Basic basic) {
      List<Group> wanted = new ArrayList<>();
      for (Group group : groups) {
        if (group.shape.iv == basic.param) {
          wanted.add(group);
        }
      }
      if (wanted.isEmpty() || wanted.size() > MAX_NEW) {
        return false;
      }
      Test test = findTest(basic);
      boolean disappears = isOnlyUsedHere(basic, wanted, test) && test != null;
      boolean unused = isOnlyUsedHere(basic, wanted, null);
      List<Group> chosen = new ArrayList<>();
      for (Group group : wanted) {
        if (group.shape.coefficient != 1 || disappears || unused) {
          chosen.add(group);
        }
      }
      if (chosen.isEmpty() || !context.fuel()) {
        return false;
      }
      for (Group group : chosen) {
        create(basic, group);
      }
      if (disappears && test != null) {
        replaceTest(basic, test, chosen);
      }
      context.optimized(function, latch.terminator.loc, "strength reduced " + chosen.size());
      return true;
    }

    /** The branch that leaves the loop on a comparison of the counter. */
    private record Test(
        Terminator.Branch branch, Instruction compare, int counter, boolean isNext, Block block) {}

    private @Nullable Test findTest(Basic basic) {
      for (Block block : loop.blocks) {
        if (block.terminator instanceof Terminator.Branch branch
            && branch.condition instanceof Instruction compare
            && compare.op.isIntCompare()
            // A test that an earlier reduction made is new and not counted: it stays as it is.
            && !values.isNew(compare)
            && isInside(compare)
            && values.uses(compare) == 1
            && forest.contains(loop, branch.then.target)
                != forest.contains(loop, branch.otherwise.target)) {
          for (int i = 0; i < 2; i++) {
            boolean isNext = compare.args[i] == basic.next;
            if ((isNext || compare.args[i] == basic.param) && isInvariant(compare.args[1 - i])) {
              return new Test(branch, compare, i, isNext, block);
            }
          }
        }
      }
      return null;
    }

    /** Whether every use of the counter is in a form that will be replaced, or in the test. */
    private boolean isOnlyUsedHere(Basic basic, List<Group> wanted, @Nullable Test test) {
      values.beginCount();
      values.count(basic.next); // The back edge.
      if (test != null) {
        values.count(test.compare.args[test.counter]);
      }
      for (Group group : wanted) {
        for (Use use : group.uses) {
          values.count(use.args()[use.arg]);
        }
      }
      List<Instruction> nodes = new ArrayList<>();
      for (Block block : loop.blocks) {
        for (Instruction instruction : block.instructions) {
          Affine affine = values.form(instruction);
          if (affine != null && affine.iv == basic.param) {
            nodes.add(instruction);
            for (Value arg : instruction.args) {
              values.count(arg);
            }
          } else if (instruction == basic.next) {
            nodes.add(instruction);
            values.count(basic.param);
          }
        }
      }
      if (!values.isAllCounted(basic.param)) {
        return false;
      }
      for (Instruction node : nodes) {
        if (!values.isAllCounted(node)) {
          return false;
        }
      }
      return true;
    }

    // ---- the change

    private void create(Basic basic, Group group) {
      ArrayList<Instruction> output = new ArrayList<>();
      simplifier.output = output;
      Affine shape = group.shape;
      Value start = evaluate(shape, basic.start, group.base);
      Value step =
          scale(extended(basic.step), basic.subtracts ? -shape.coefficient : shape.coefficient);
      flush(output);
      Param variable = header.addParam(Type.I64);
      group.variable = variable;
      Blocks.addArgument(((Terminator.Jump) preheader.terminator).edge, start);
      Instruction next = function.newInstruction(Op.ADD, Type.I64, variable, step);
      next.loc = basic.next.loc;
      latch.append(next);
      group.next = next;
      Edge back = backEdge();
      if (back == null) {
        throw new IllegalStateException();
      }
      Blocks.addArgument(back, next);
      for (Use use : group.uses) {
        replace(use, group, variable);
      }
    }

    private void replace(Use use, Group group, Param variable) {
      long distance = use.affine.constant - group.base;
      Instruction user = use.user;
      boolean fits = context.costs.isAddressOffset(distance);
      if (user != null && use.isAddress() && fits) {
        MemAccess access = user.access();
        user.payload = access.withOffset((int) (access.offset() + distance));
        user.args[use.arg] = variable;
        return;
      }
      if (distance == 0) {
        use.args()[use.arg] = variable;
        return;
      }
      Instruction next = group.next;
      if (next != null
          && next.args[1] instanceof Instruction step
          && step.isConst(distance)
          && (use.block == latch ? user == null : tree.dominates(latch, use.block))) {
        use.args()[use.arg] = next;
        return;
      }
      List<Instruction> list = use.block.instructions;
      int at = user == null ? list.size() : list.indexOf(user);
      Instruction constant = function.newConst(Type.I64, distance);
      Instruction sum = function.newInstruction(Op.ADD, Type.I64, variable, constant);
      sum.loc = user == null ? use.block.terminator.loc : user.loc;
      use.block.insert(at, constant);
      use.block.insert(at + 1, sum);
      use.args()[use.arg] = sum;
    }

    private void flush(ArrayList<Instruction> output) {
      for (Instruction instruction : output) {
        preheader.append(instruction);
      }
      output.clear();
    }

    /** The form's value in the preheader for this value of the counter. */
    private Value evaluate(Affine shape, Value counter, long constant) {
      Value sum = null;
      for (int i = 0; i < shape.terms.length; i++) {
        sum = plus(sum, scale(extended(shape.terms[i]), shape.factors[i]));
      }
      sum = plus(sum, scale(extended(counter), shape.coefficient));
      return simplifier.build(
          Op.ADD, Type.I64, false, new Value[] {sum, simplifier.constant(Type.I64, constant)});
    }

    private Value plus(@Nullable Value a, Value b) {
      return a == null ? b : simplifier.build(Op.ADD, Type.I64, false, new Value[] {a, b});
    }

    private Value scale(Value value, long factor) {
      return factor == 1
          ? value
          : simplifier.build(
              Op.MUL, Type.I64, false, new Value[] {value, simplifier.constant(Type.I64, factor)});
    }

    /** The value as 64 bits, available in the preheader. */
    private Value extended(Value value) {
      Value here = value;
      if (value instanceof Instruction i && isInside(i)) {
        // A placeless value inside the loop: made again outside.
        Instruction copy = function.newInstruction(i.op, i.type);
        copy.imm = i.imm;
        copy.payload = i.payload;
        copy.loc = i.loc;
        simplifier.output.add(copy);
        here = copy;
      }
      return here.type == Type.I64
          ? here
          : simplifier.build(Op.SEXT, Type.I64, false, new Value[] {here});
    }

    // ---- the test

    private void replaceTest(Basic basic, Test test, List<Group> chosen) {
      Instruction compare = test.compare;
      Op op = compare.op;
      Value bound = compare.args[1 - test.counter];
      boolean narrow = basic.param.type == Type.I32;
      boolean equality = op == Op.EQ || op == Op.NE;
      boolean signed = op == Op.SLT || op == Op.SLE;
      boolean small = narrow || KnownBits.fits(bound, 34) && KnownBits.fits(basic.start, 34);
      Group group = null;
      for (Group candidate : chosen) {
        if (candidate.shape.coefficient > 0 && candidate.shape.coefficient < 1 << 20) {
          group = candidate;
          break;
        }
      }
      if (group == null) {
        return;
      }
      boolean unitStep =
          basic.step instanceof Instruction c
              && c.op == Op.ICONST
              && (basic.subtracts ? -c.imm : c.imm) == 1;
      if (!equality) {
        if (unitStep
            && (op == Op.SLT || op == Op.ULT)
            && test.counter == 0
            && test.isNext
            && forest.contains(loop, test.branch.then.target)
            && test.block == latch
            && isGuarded(basic, op, bound)) {
          op = Op.NE;
        } else if (unitStep
            && (op == Op.SLE || op == Op.ULE)
            && test.counter == 1
            && test.isNext
            && !forest.contains(loop, test.branch.then.target)
            && test.block == latch
            && isGuarded(basic, op == Op.SLE ? Op.SLT : Op.ULT, bound)) {
          op = Op.EQ;
        } else if (!(signed && small)) {
          return;
        }
      }
      if (narrow && !signed && !equality && op != Op.NE && op != Op.EQ) {
        return;
      }
      ArrayList<Instruction> output = new ArrayList<>();
      simplifier.output = output;
      Value end = evaluate(group.shape, bound, group.base);
      flush(output);
      Param variable = group.variable;
      Instruction next = group.next;
      if (variable == null || next == null) {
        throw new IllegalStateException();
      }
      if (test.isNext && test.block != latch) {
        return;
      }
      Value counter = test.isNext ? next : variable;
      Value[] args = test.counter == 0 ? new Value[] {counter, end} : new Value[] {end, counter};
      Instruction made = function.newInstruction(op, Type.I32, args);
      made.loc = compare.loc;
      test.block.append(made);
      test.branch.condition = made;
    }

    /** Whether the loop is entered only if {@code start op bound} holds. */
    private boolean isGuarded(Basic basic, Op op, Value bound) {
      Value start = basic.start;
      if (start instanceof Instruction a
          && bound instanceof Instruction b
          && a.op == Op.ICONST
          && b.op == Op.ICONST) {
        return op == Op.SLT ? a.imm < b.imm : Long.compareUnsigned(a.imm, b.imm) < 0;
      }
      Block at = preheader;
      for (int steps = 0; steps < 4 && flow.predecessorCount(at) == 1; steps++) {
        Block pred = flow.predecessor(at, 0);
        if (pred.terminator instanceof Terminator.Branch branch
            && branch.then.target != branch.otherwise.target
            && says(branch.condition, branch.then.target == at, op, start, bound)) {
          return true;
        }
        at = pred;
      }
      return false;
    }

    private static boolean says(Value condition, boolean isTrue, Op op, Value a, Value b) {
      boolean fromZero = a instanceof Instruction c && c.isConst(0);
      if (fromZero && op == Op.ULT && condition == b) {
        return isTrue;
      }
      if (!(condition instanceof Instruction i)) {
        return false;
      }
      if (i.op == op && isTrue) {
        return isSame(i.args[0], a) && isSame(i.args[1], b);
      }
      if (fromZero && op == Op.ULT && (i.op == Op.NE && isTrue || i.op == Op.EQ && !isTrue)) {
        return isSame(i.args[0], b) && i.args[1] instanceof Instruction z && z.isConst(0);
      }
      Op weak = op == Op.SLT ? Op.SLE : Op.ULE;
      return i.op == weak && !isTrue && isSame(i.args[0], b) && isSame(i.args[1], a);
    }

    private static boolean isSame(Value a, Value b) {
      return a == b
          || a instanceof Instruction x
              && b instanceof Instruction y
              && x.op == Op.ICONST
              && y.op == Op.ICONST
              && x.imm == y.imm
              && x.type == y.type;
    }
  }
}
