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
import dev.ferry.opt.edit.Comparison;
import dev.ferry.opt.edit.LoopEdit;
import dev.ferry.opt.edit.Substitution;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

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
   * @param test of the counter or its next value, NE or ULT: the loop goes on while it holds
   */
  private record Counter(
      Loop loop,
      Block preheader,
      Edge entering,
      Edge back,
      Param param,
      Instruction next,
      long step,
      Comparison test) {
    boolean testsNext() {
      return test.left() == next;
    }

    boolean isOrder() {
      return test.op() == Op.ULT;
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
      Comparison test = Comparison.of(branch.condition, repeatsIfTrue);
      Value limit = test.right();
      if (test.op() != Op.NE && test.op() != Op.ULT || limit != null && !isInvariant(limit, loop)) {
        return;
      }
      for (Param param : List.copyOf(loop.header.params)) {
        if (param.type == Type.I32
            && back.args[param.index] instanceof Instruction next
            && next.op == Op.ADD
            && next.args[0] == param
            && LoopIdioms.constant(next.args[1]) instanceof Long step
            && (test.left() == next || test.left() == param)) {
          Counter counter = new Counter(loop, preheader, entering, back, param, next, step, test);
          if (neverWraps(counter)) {
            widen(counter);
          }
        }
      }
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
            ? counter.isOrder()
            : counter.step == -1 && !counter.isOrder() && counter.test.isWithZero();
      }
      if (counter.step == 1) {
        return startsBelow(counter);
      }
      return counter.step == -1
          && !counter.isOrder()
          && (endsBelowZero(counter)
              ? isAboveZero(counter.preheader, counter.initial(), 1)
              : counter.test.isWithZero() && isAboveZero(counter.preheader, counter.initial(), 0));
    }

    /** Whether a counter that falls is left as -1, so that only its last successor wraps. */
    private static boolean endsBelowZero(Counter counter) {
      return counter.test.right() instanceof Instruction i && i.isConst(-1);
    }

    /** Whether the counter's first value is below the limit, unsigned. */
    private boolean startsBelow(Counter counter) {
      Value limit = counter.test.right();
      if (limit == null) {
        return false;
      }
      Long first = LoopIdioms.constant(counter.initial());
      Long last = LoopIdioms.constant(limit);
      if (first != null && last != null) {
        return Integer.compareUnsigned(first.intValue(), last.intValue()) < 0;
      }
      Comparison below = new Comparison(Op.ULT, counter.initial(), limit);
      return isKnown(counter.preheader, below::equals)
          || isZero(counter.initial()) && isAboveZero(counter.preheader, limit, 0);
    }

    /** Whether the value plus something is known not to be 0 where the block is reached. */
    private boolean isAboveZero(Block block, Value value, long added) {
      Long constant = LoopIdioms.constant(value);
      if (constant != null) {
        return (int) (constant + added) != 0;
      }
      if (added == 0) {
        return isKnown(block, c -> c.saysNotZero(value));
      }
      return value instanceof Instruction i
          && i.op == Op.ADD
          && i.args[1] instanceof Instruction c
          && c.isConst(-added)
          && isKnown(block, k -> k.saysNotZero(i.args[0]));
    }

    /** Whether a branch that leads to the block says what is asked. */
    private boolean isKnown(Block start, Predicate<Comparison> asked) {
      for (Block block = start; flow.predecessorCount(block) == 1; ) {
        Edge edge = flow.incoming(block, 0);
        block = flow.predecessor(block, 0);
        if (block.terminator instanceof Terminator.Branch branch
            && asked.test(Comparison.of(branch.condition, edge == branch.then))) {
          return true;
        }
      }
      return false;
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
      return (condition == counter.test.left() || uses[condition.id] == 1)
          && uses[counter.param.id] == ofParam + 2 - ofTested
          && uses[counter.next.id] == ofNext + 1 + ofTested;
    }

    private void widenTest(Counter counter, Value tested) {
      Block latch = counter.latch();
      Value narrow = counter.test.right();
      Value limit =
          narrow == null
              ? latch.append(function.newConst(Type.I64, 0))
              : endsBelowZero(counter)
                  ? latch.append(function.newConst(Type.I64, -1))
                  : extended(narrow, counter.preheader);
      boolean repeatsIfTrue = latch.terminator.edges()[0] == counter.back;
      Instruction test;
      if (!counter.isOrder() || counter.testsNext()) {
        // From below the limit in steps of one, they are equal once.
        Op op = repeatsIfTrue ? Op.NE : Op.EQ;
        test = function.newInstruction(op, Type.I32, tested, limit);
      } else if (repeatsIfTrue) {
        test = function.newInstruction(Op.ULT, Type.I32, tested, limit);
      } else {
        test = function.newInstruction(Op.ULE, Type.I32, limit, tested);
      }
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
