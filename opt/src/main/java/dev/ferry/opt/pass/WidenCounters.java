package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.DominatorTree;
import dev.ferry.ir.analysis.LoopForest;
import dev.ferry.ir.analysis.LoopForest.Loop;
import dev.ferry.ir.analysis.Uses;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.LoopEdit;
import dev.ferry.opt.edit.Substitution;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Unsigned 32-bit loop counters that never wrap and are zero-extended in the loop are counted in 64
 * bits as well, which makes addresses that are computed from them linear for {@code strength}.
 *
 * <p>Algorithm: a counter that goes up by one while its next value is below a limit, from below
 * that limit, stays below it; one that goes down by one while its next value is not 0, from another
 * value than 0, does not pass 0. What is known at first is read from a constant or from the branch
 * in front of the loop. Where nothing else needs the narrow counter, the test is widened, too.
 *
 * <p>Requires preheaders, which it adds; wants rotated loops; preserves the block graph otherwise.
 * Before: {@code loop(%i): %x = zext %i; … %j = add %i, 1; %c = ult %j, %n; branch %c, loop(%j)}.
 * After: {@code loop(%w): … %v = add %w, 1; %c = ult %v, %m; branch %c, loop(%v)}.
 */
public final class WidenCounters implements Pass {
  @Override
  public String name() {
    return "widen-counters";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (function.module.xlen != 64 || !hasZeroExtension(function)) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = Blocks.removeUnreachable(function, flow);
    LoopForest forest = LoopForest.of(DominatorTree.of(flow));
    if (forest.loops.isEmpty()) {
      return changed;
    }
    if (LoopEdit.addPreheaders(function, forest, flow)) {
      flow = ControlFlow.of(function);
      forest = LoopForest.of(DominatorTree.of(flow));
      changed = true;
    }
    return new Widening(function, context, flow, forest).run() | changed;
  }

  private static boolean hasZeroExtension(Function function) {
    for (Block block : function.blocks) {
      for (Instruction instruction : block.instructions) {
        if (instruction.op == Op.ZEXT) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * A counter, and the test in its latch.
   *
   * @param next what it is in the next round
   * @param tested the loop goes on while this, the counter or its next value, ...
   * @param op ... is {@code NE} or {@code ULT} ...
   * @param limit ... this; null for 0
   */
  private record Counter(
      Loop loop,
      Block preheader,
      Edge entering,
      Edge back,
      Param param,
      Instruction next,
      long step,
      Value tested,
      Op op,
      @Nullable Value limit) {
    boolean testsNext() {
      return tested == next;
    }

    Value initial() {
      return entering.args[param.index];
    }

    Block latch() {
      return loop.latches.getFirst();
    }
  }

  private static final class Widening {
    private final Function function;
    private final PassContext context;
    private final ControlFlow flow;
    private final LoopForest forest;
    private final int[] uses;
    private final Substitution substitution;

    Widening(Function function, PassContext context, ControlFlow flow, LoopForest forest) {
      this.function = function;
      this.context = context;
      this.flow = flow;
      this.forest = forest;
      this.uses = Uses.count(function);
      this.substitution = new Substitution(function);
    }

    boolean run() {
      for (Loop loop : forest.loops) {
        Block preheader = LoopEdit.preheader(loop, forest, flow);
        if (preheader != null
            && loop.latches.size() == 1
            && loop.latches.getFirst().terminator instanceof Terminator.Branch branch) {
          widenAll(loop, preheader, branch);
        }
      }
      boolean changed = !substitution.isEmpty();
      substitution.apply(function);
      return changed;
    }

    private void widenAll(Loop loop, Block preheader, Terminator.Branch branch) {
      if (branch.then.target == branch.otherwise.target) {
        return;
      }
      boolean repeatsIfTrue = branch.then.target == loop.header;
      Edge back = repeatsIfTrue ? branch.then : branch.otherwise;
      Edge entering = ((Terminator.Jump) preheader.terminator).edge;
      for (Param param : List.copyOf(loop.header.params)) {
        if (param.type == Type.I32
            && back.args[param.index] instanceof Instruction next
            && next.op == Op.ADD
            && next.args[0] == param
            && LoopIdioms.constant(next.args[1]) instanceof Long step) {
          Counter counter =
              new Counter(loop, preheader, entering, back, param, next, step, next, Op.NE, null);
          counter = withTest(counter, branch.condition, repeatsIfTrue);
          if (counter != null && neverWraps(counter)) {
            widen(counter);
          }
        }
      }
    }

    private @Nullable Counter withTest(Counter c, Value condition, boolean repeatsIfTrue) {
      if (condition == c.next || condition == c.param) {
        return repeatsIfTrue ? withTest(c, condition, Op.NE, null) : null;
      }
      if (!(condition instanceof Instruction test)
          || test.args.length != 2
          || test.args[0] != c.next && test.args[0] != c.param
          || !isInvariant(test.args[1], c.loop)) {
        return null;
      }
      Value limit = isZero(test.args[1]) ? null : test.args[1];
      if (test.op == Op.ULT && repeatsIfTrue) {
        return withTest(c, test.args[0], Op.ULT, limit);
      }
      return test.op == (repeatsIfTrue ? Op.NE : Op.EQ)
          ? withTest(c, test.args[0], Op.NE, limit)
          : null;
    }

    private static Counter withTest(Counter c, Value tested, Op op, @Nullable Value limit) {
      return new Counter(
          c.loop, c.preheader, c.entering, c.back, c.param, c.next, c.step, tested, op, limit);
    }

    private boolean isInvariant(Value value, Loop loop) {
      Block home = value.block;
      return LoopIdioms.constant(value) != null || home != null && !forest.contains(loop, home);
    }

    // ---- the proof

    private boolean neverWraps(Counter counter) {
      if (!counter.testsNext()) {
        // Where the loop goes on, there is room for another step.
        return counter.step == 1
            ? counter.op == Op.ULT
            : counter.step == -1 && counter.op == Op.NE && counter.limit == null;
      }
      if (counter.step == 1) {
        return startsBelow(counter);
      }
      return counter.step == -1
          && counter.op == Op.NE
          && (endsBelowZero(counter)
              ? isAboveZero(counter.preheader, counter.initial(), 1)
              : counter.limit == null && isAboveZero(counter.preheader, counter.initial(), 0));
    }

    /** Whether a counter that falls is left as -1, so that only its last successor wraps. */
    private static boolean endsBelowZero(Counter counter) {
      return counter.limit instanceof Instruction i && i.isConst(-1);
    }

    /** Whether the counter's first value is below the limit, unsigned. */
    private boolean startsBelow(Counter counter) {
      Value limit = counter.limit;
      if (limit == null) {
        return false;
      }
      Long first = LoopIdioms.constant(counter.initial());
      Long last = LoopIdioms.constant(limit);
      if (first != null && last != null) {
        return Integer.compareUnsigned(first.intValue(), last.intValue()) < 0;
      }
      return isKnown(counter.preheader, Op.ULT, counter.initial(), limit)
          || isZero(counter.initial()) && isAboveZero(counter.preheader, limit, 0);
    }

    /** Whether the value plus something is known not to be 0 where the block is reached. */
    private boolean isAboveZero(Block block, Value value, long added) {
      Long constant = LoopIdioms.constant(value);
      if (constant != null) {
        return (int) (constant + added) != 0;
      }
      if (added == 0) {
        return isKnown(block, Op.NE, value, null);
      }
      return value instanceof Instruction i
          && i.op == Op.ADD
          && i.args[1] instanceof Instruction c
          && c.isConst(-added)
          && isKnown(block, Op.NE, i.args[0], null);
    }

    /** Whether a branch that leads to the block says {@code a op b}; null stands for 0. */
    private boolean isKnown(Block start, Op op, Value a, @Nullable Value b) {
      for (Block block = start; flow.predecessorCount(block) == 1; ) {
        Edge edge = flow.incoming(block, 0);
        block = flow.predecessor(block, 0);
        if (block.terminator instanceof Terminator.Branch branch
            && says(branch.condition, edge == branch.then, op, a, b)) {
          return true;
        }
      }
      return false;
    }

    private static boolean says(Value condition, boolean holds, Op op, Value a, @Nullable Value b) {
      if (condition == a) {
        return holds && op == Op.NE && b == null;
      }
      if (!(condition instanceof Instruction test) || test.args.length != 2) {
        return false;
      }
      Value left = test.args[0];
      Value right = test.args[1];
      boolean isAsked = left == a && (b == null ? isZero(right) : right == b);
      boolean isTurned = right == a && (b == null ? isZero(left) : left == b);
      if (op == Op.NE) {
        // 0 < a unsigned says the same.
        return isAsked && test.op == (holds ? Op.NE : Op.EQ)
            || holds && test.op == Op.ULT && isTurned;
      }
      return holds ? test.op == op && isAsked : test.op == Op.ULE && isTurned;
    }

    private static boolean isZero(Value value) {
      return value instanceof Instruction i && i.isConst(0);
    }

    // ---- the change

    private void widen(Counter counter) {
      List<Instruction> ofParam = extensions(counter, counter.param);
      // The last successor may have wrapped.
      List<Instruction> ofNext =
          counter.testsNext() && !endsBelowZero(counter)
              ? extensions(counter, counter.next)
              : List.of();
      Block home = counter.next.block;
      if (home == null || ofParam.isEmpty() && ofNext.isEmpty() || !context.fuel()) {
        return;
      }
      Param wide = counter.loop.header.addParam(Type.I64);
      Blocks.addArgument(counter.entering, extended(counter.initial(), counter.preheader));
      Instruction step = function.newConst(Type.I64, counter.step);
      Instruction next = function.newInstruction(Op.ADD, Type.I64, wide, step);
      next.loc = counter.next.loc;
      int place = home.instructions.indexOf(counter.next);
      home.insert(place + 1, step);
      home.insert(place + 2, next);
      Blocks.addArgument(counter.back, next);
      ofParam.forEach(e -> substitution.replace(e, wide));
      ofNext.forEach(e -> substitution.replace(e, next));
      if (servesOnlyTest(counter, ofParam.size(), ofNext.size())) {
        widenTest(counter, counter.testsNext() ? next : wide);
      }
      context.optimized(
          function, counter.latch().terminator.loc, "unsigned counter is counted in 64 bits");
    }

    private static List<Instruction> extensions(Counter counter, Value value) {
      List<Instruction> found = new ArrayList<>();
      for (Block block : counter.loop.blocks) {
        for (Instruction instruction : block.instructions) {
          if (instruction.op == Op.ZEXT && instruction.args[0] == value) {
            found.add(instruction);
          }
        }
      }
      return found;
    }

    /** Whether the narrow counter is needed for nothing but itself and the test. */
    private boolean servesOnlyTest(Counter counter, int ofParam, int ofNext) {
      Value condition = counter.latch().terminator.operand(0);
      int ofTested = counter.testsNext() ? 1 : 0;
      return (condition == counter.tested || uses[condition.id] == 1)
          && uses[counter.param.id] == ofParam + 2 - ofTested
          && uses[counter.next.id] == ofNext + 1 + ofTested;
    }

    private void widenTest(Counter counter, Value tested) {
      Block latch = counter.latch();
      Value limit =
          counter.limit == null || endsBelowZero(counter)
              ? latch.append(function.newConst(Type.I64, counter.limit == null ? 0 : -1))
              : extended(counter.limit, counter.preheader);
      boolean repeatsIfTrue = latch.terminator.edges()[0] == counter.back;
      // From below the limit in steps of one, they are equal once.
      boolean isOrder = counter.op == Op.ULT && !counter.testsNext();
      Op op = isOrder ? Op.ULT : repeatsIfTrue ? Op.NE : Op.EQ;
      Instruction test = function.newInstruction(op, Type.I32, tested, limit);
      test.loc = latch.terminator.loc;
      latch.append(test);
      latch.terminator.setOperand(0, test);
    }

    private Value extended(Value value, Block block) {
      Long constant = LoopIdioms.constant(value);
      if (constant != null) {
        return block.append(
            function.newConst(Type.I64, Integer.toUnsignedLong(constant.intValue())));
      }
      return block.append(function.newInstruction(Op.ZEXT, Type.I64, value));
    }
  }
}
