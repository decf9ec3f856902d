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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves the updates of loop variables to the end of the loop, so that the old value is dead when
 * the new one is made and both can have one register.
 *
 * <p>Algorithm: for each loop with one latch, the pure instructions that compute an argument of the
 * back edge from the parameter it goes to. One that is used by nothing else in the loop moves into
 * the latch, below all that stands there but the comparison that ends it; a comparison of the old
 * value with a constant becomes one of the new value.
 *
 * <p>Requires nothing, and stands last: a sunk update is in nobody's way. Preserves the block
 * graph. Before: {@code %2 = add %p, 1 store %x, %p branch %p, loop(%2), out}. After: {@code store
 * %x, %p %2 = add %p, 1 %3 = ne %2, 1 branch %3, loop(%2), out}.
 */
public final class SinkUpdates implements Pass {
  @Override
  public String name() {
    return "sink-updates";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    LoopForest forest = LoopForest.of(DominatorTree.of(ControlFlow.of(function)));
    if (forest.loops.isEmpty()) {
      return false;
    }
    boolean changed = false;
    int[] uses = Uses.count(function);
    Marks marks = new Marks(function.valueLimit());
    for (Loop loop : forest.loops) {
      if (loop.latches.size() == 1 && forest.of(loop.latches.getFirst()) == loop) {
        marks.round++;
        changed |= new Sinking(function, context, forest, loop, uses, marks).run();
      }
    }
    return changed;
  }

  /** Two sets of values, emptied at the beginning of each round without touching their arrays. */
  private static final class Marks {
    int round;
    private int[] moved;
    private int[] needed;

    Marks(int limit) {
      moved = new int[limit];
      needed = new int[limit];
    }

    void move(Value value) {
      moved = grown(moved, value.id);
      moved[value.id] = round;
    }

    void need(Value value) {
      needed = grown(needed, value.id);
      needed[value.id] = round;
    }

    boolean moves(Value value) {
      return value.id < moved.length && moved[value.id] == round;
    }

    boolean isNeeded(Value value) {
      return value.id < needed.length && needed[value.id] == round;
    }

    void stay(Value value) {
      if (value.id < moved.length) {
        moved[value.id] = 0;
      }
    }

    private static int[] grown(int[] array, int id) {
      return id < array.length ? array : Arrays.copyOf(array, Math.max(id + 1, array.length * 2));
    }
  }

  /** The work on one loop. */
  private static final class Sinking {
    private final Function function;
    private final PassContext context;
    private final LoopForest forest;
    private final Loop loop;
    private final Block latch;
    private final int[] uses;
    private final Marks marks;

    /** Updates in the latch that may move down. */
    private final List<Instruction> updates = new ArrayList<>(4);

    Sinking(
        Function function,
        PassContext context,
        LoopForest forest,
        Loop loop,
        int[] uses,
        Marks marks) {
      this.function = function;
      this.context = context;
      this.forest = forest;
      this.loop = loop;
      this.latch = loop.latches.getFirst();
      this.uses = uses;
      this.marks = marks;
    }

    boolean run() {
      Edge back = backEdge();
      if (back == null) {
        return false;
      }
      boolean changed = false;
      for (int i = 0; i < back.args.length; i++) {
        Param param = loop.header.params.get(i);
        if (back.args[i] instanceof Instruction update && isUpdate(update, param)) {
          changed |= bringToLatch(update);
          if (update.block == latch) {
            changed |= testNewValue(param, update);
            updates.add(update);
          }
        }
      }
      return !updates.isEmpty() && reorder() | changed;
    }

    /** The only edge from the latch to the header, or null. */
    private @Nullable Edge backEdge() {
      Edge result = null;
      for (Edge edge : latch.terminator.edges()) {
        if (edge.target == loop.header) {
          if (result != null) {
            return null;
          }
          result = edge;
        }
      }
      return result;
    }

    /** Computed in the loop from the parameter and what does not change in the loop. */
    private boolean isUpdate(Instruction update, Param param) {
      Block block = update.block;
      if (!update.op.isPure() || block == null || forest.of(block) != loop) {
        return false;
      }
      boolean usesParam = false;
      for (Value arg : update.args) {
        usesParam |= arg == param;
        if (arg != param && !isInvariant(arg)) {
          return false;
        }
      }
      return usesParam;
    }

    /** What this pass made is used once. */
    private boolean isUsedOnce(Value value) {
      return value.id >= uses.length || uses[value.id] == 1;
    }

    private boolean isInvariant(Value value) {
      Block block = value.block;
      return value instanceof Instruction i && i.op == Op.ICONST
          || block != null && !forest.contains(loop, block);
    }

    /** An update that only the back edge needs is computed on the way to it only. */
    private boolean bringToLatch(Instruction update) {
      Block block = update.block;
      if (block == latch || block == null || !isUsedOnce(update) || !context.fuel()) {
        return false;
      }
      for (Value arg : update.args) {
        if (arg instanceof Instruction constant && constant.op == Op.ICONST) {
          // A constant stands before what uses it; a copy does in the latch.
          replaceConstant(update, constant);
        }
      }
      block.instructions.remove(update);
      latch.append(update);
      return true;
    }

    private void replaceConstant(Instruction update, Instruction constant) {
      if (constant.block == null || !forest.contains(loop, constant.block)) {
        return;
      }
      Instruction copy = function.newConst(constant.requireType(), constant.imm);
      latch.append(copy);
      for (int i = 0; i < update.args.length; i++) {
        if (update.args[i] == constant) {
          update.args[i] = copy;
        }
      }
    }

    /**
     * {@code p == c} is {@code p + k == c + k}, and then the old value is not needed at the end.
     */
    private boolean testNewValue(Param param, Instruction update) {
      if (!(latch.terminator instanceof Terminator.Branch branch)
          || update.op != Op.ADD
          || update.args[0] != param
          || !(update.args[1] instanceof Instruction step)
          || step.op != Op.ICONST) {
        return false;
      }
      Type type = param.requireType();
      if (branch.condition == param) {
        return compare(branch, Op.NE, update, type, step.imm);
      }
      if (branch.condition instanceof Instruction test
          && test.block == latch
          && isUsedOnce(test)
          && (test.op == Op.EQ || test.op == Op.NE)
          && test.args[0] == param
          && test.args[1] instanceof Instruction limit
          && limit.op == Op.ICONST) {
        return compare(branch, test.op, update, type, limit.imm + step.imm);
      }
      return false;
    }

    private boolean compare(
        Terminator.Branch branch, Op op, Instruction update, Type type, long value) {
      if (!context.fuel()) {
        return false;
      }
      Instruction limit = function.newConst(type, value);
      latch.append(limit);
      branch.condition = latch.append(function.newInstruction(op, Type.I32, update, limit));
      return true;
    }

    // ---- order in the latch

    /** Puts the updates that nothing else in the latch needs below everything but the test. */
    private boolean reorder() {
      for (Instruction update : updates) {
        marks.move(update);
      }
      Instruction test = finalTest();
      List<Instruction> code = latch.instructions;
      for (int i = code.size() - 1; i >= 0; i--) {
        Instruction instruction = code.get(i);
        if (marks.isNeeded(instruction)) {
          marks.stay(instruction);
        }
        if (!marks.moves(instruction) && instruction != test) {
          for (Value arg : instruction.args) {
            marks.need(arg);
          }
        }
      }
      return arrange(test);
    }

    /** The comparison that the latch ends with, if only its branch uses it. */
    private @Nullable Instruction finalTest() {
      return latch.terminator instanceof Terminator.Branch branch
              && branch.condition instanceof Instruction test
              && test.block == latch
              && test.op.isIntCompare()
              && isUsedOnce(test)
          ? test
          : null;
    }

    private boolean arrange(@Nullable Instruction test) {
      List<Instruction> code = latch.instructions;
      List<Instruction> result = new ArrayList<>(code.size());
      List<Instruction> moved = new ArrayList<>(updates.size());
      for (Instruction instruction : code) {
        if (marks.moves(instruction)) {
          moved.add(instruction);
        } else if (instruction != test) {
          result.add(instruction);
        }
      }
      result.addAll(moved);
      if (test != null) {
        result.add(test);
      }
      if (result.equals(code) || !context.fuel()) {
        return false;
      }
      code.clear();
      code.addAll(result);
      return true;
    }
  }
}
