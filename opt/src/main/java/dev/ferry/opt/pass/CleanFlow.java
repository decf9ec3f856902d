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
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.Substitution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Control-flow clean-up: folds branches on constants, threads jumps through empty blocks, merges
 * chains of blocks, removes parameters that always get the same value, and drops edges to blocks
 * that cannot be reached in a defined program.
 *
 * <p>Algorithm: rounds over the blocks in reverse postorder until nothing changes; each step is
 * local.
 *
 * <p>Requires nothing; preserves nothing. Before: {@code a: branch 1, b, c b: jump d}. After:
 * {@code a: } followed by d's instructions.
 */
public final class CleanFlow implements Pass {
  @Override
  public String name() {
    return "clean-flow";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    boolean changed = false;
    for (int round = 0; round < 10; round++) {
      if (!new Round(function, context).run()) {
        break;
      }
      changed = true;
    }
    return changed;
  }

  /** One round; its substitution is applied at its end. */
  private static final class Round {
    private final Function function;
    private final PassContext context;
    private final Substitution substitution;
    private ControlFlow flow;
    private boolean changed;

    Round(Function function, PassContext context) {
      this.function = function;
      this.context = context;
      this.substitution = new Substitution(function);
      this.flow = ControlFlow.of(function);
    }

    boolean run() {
      changed = Blocks.removeUnreachable(function, flow);
      foldTerminators();
      threadEdges();
      if (changed) {
        flow = ControlFlow.of(function);
        Blocks.removeUnreachable(function, flow);
      }
      sameArguments();
      substitution.apply(function);
      mergeChains();
      return changed;
    }

    // ---- terminators

    private void foldTerminators() {
      for (Block block : flow.order) {
        Terminator folded = fold(block, block.terminator);
        if (folded != null && context.fuel()) {
          folded.loc = block.terminator.loc;
          context.optimized(function, folded.loc, "branch decided");
          block.terminator = folded;
          changed = true;
        }
      }
    }

    private static @Nullable Terminator fold(Block block, Terminator terminator) {
      return switch (terminator) {
        case Terminator.Branch branch -> foldBranch(branch);
        case Terminator.Switch choice -> foldSwitch(block, choice);
        default -> null;
      };
    }

    private static @Nullable Terminator foldBranch(Terminator.Branch branch) {
      if (branch.condition instanceof Instruction condition) {
        if (condition.op == Op.ICONST) {
          return new Terminator.Jump(condition.imm != 0 ? branch.then : branch.otherwise);
        }
        if (condition.op == Op.UNDEF) {
          return new Terminator.Jump(branch.otherwise);
        }
        Terminator.Branch simpler = simplerCondition(branch, condition);
        if (simpler != null) {
          return simpler;
        }
      }
      if (isSame(branch.then, branch.otherwise)) {
        return new Terminator.Jump(branch.then);
      }
      if (isNeverReached(branch.then.target)) {
        return new Terminator.Jump(branch.otherwise);
      }
      if (isNeverReached(branch.otherwise.target)) {
        return new Terminator.Jump(branch.then);
      }
      return null;
    }

    /** {@code branch (x == 0), a, b} is {@code branch x, b, a}; {@code x != 0} is {@code x}. */
    private static Terminator.@Nullable Branch simplerCondition(
        Terminator.Branch branch, Instruction condition) {
      if ((condition.op == Op.EQ || condition.op == Op.NE)
          && condition.args[0].type == Type.I32
          && condition.args[1] instanceof Instruction zero
          && zero.isConst(0)) {
        boolean swap = condition.op == Op.EQ;
        Terminator.Branch result =
            new Terminator.Branch(
                condition.args[0],
                swap ? branch.otherwise : branch.then,
                swap ? branch.then : branch.otherwise);
        result.probability =
            branch.probability < 0 || !swap ? branch.probability : 1000 - branch.probability;
        return result;
      }
      return null;
    }

    private static boolean isSame(Edge a, Edge b) {
      return a.target == b.target && Arrays.equals(a.args, b.args);
    }

    /** A block that does nothing and ends in Unreachable: undefined behaviour if entered. */
    private static boolean isNeverReached(Block block) {
      return block.terminator instanceof Terminator.Unreachable
          && block.instructions.isEmpty()
          && !block.addressTaken;
    }

    private static @Nullable Terminator foldSwitch(Block block, Terminator.Switch choice) {
      if (choice.value instanceof Instruction value && value.op == Op.ICONST) {
        for (int i = 0; i < choice.cases.length; i++) {
          if (choice.cases[i] == value.imm) {
            return new Terminator.Jump(choice.edges()[i]);
          }
        }
        return new Terminator.Jump(choice.defaultEdge());
      }
      int kept = 0;
      for (int i = 0; i < choice.cases.length; i++) {
        kept += isDroppable(choice, i) ? 0 : 1;
      }
      if (kept == 0) {
        return new Terminator.Jump(choice.defaultEdge());
      }
      if (kept == 1) {
        return asBranch(block, choice);
      }
      if (kept == choice.cases.length) {
        return null;
      }
      long[] cases = new long[kept];
      Edge[] edges = new Edge[kept + 1];
      int next = 0;
      for (int i = 0; i < choice.cases.length; i++) {
        if (!isDroppable(choice, i)) {
          cases[next] = choice.cases[i];
          edges[next++] = choice.edges()[i];
        }
      }
      edges[next] = choice.defaultEdge();
      return new Terminator.Switch(choice.value, cases, edges);
    }

    private static boolean isDroppable(Terminator.Switch choice, int i) {
      Edge edge = choice.edges()[i];
      return isSame(edge, choice.defaultEdge()) || isNeverReached(edge.target);
    }

    private static Terminator asBranch(Block block, Terminator.Switch choice) {
      int only = 0;
      while (isDroppable(choice, only)) {
        only++;
      }
      Edge edge = choice.edges()[only];
      if (isNeverReached(choice.defaultEdge().target)) {
        return new Terminator.Jump(edge);
      }
      Function function = block.function();
      Type type = choice.value.requireType();
      Instruction constant = block.append(function.newConst(type, choice.cases[only]));
      Instruction equal =
          block.append(function.newInstruction(Op.EQ, Type.I32, choice.value, constant));
      equal.loc = choice.loc;
      return new Terminator.Branch(equal, edge, choice.defaultEdge());
    }

    // ---- empty blocks

    /** Edges into a block that only jumps on go to where it jumps. */
    private void threadEdges() {
      int[] uses = null;
      for (Block block : flow.order) {
        for (Edge edge : block.terminator.edges()) {
          if (Blocks.isFixedEdge(block.terminator, edge)) {
            continue;
          }
          for (int hops = 0; hops < 8; hops++) {
            Block middle = edge.target;
            if (!(middle.terminator instanceof Terminator.Jump jump)
                || !middle.instructions.isEmpty()
                || middle.addressTaken
                || jump.edge.target == middle
                || middle == function.entry()) {
              break;
            }
            if (!middle.params.isEmpty()) {
              if (uses == null) {
                uses = dev.ferry.ir.analysis.Uses.count(function);
              }
              if (!usedOnlyByJump(middle, jump, uses)) {
                break;
              }
            }
            if (!context.fuel()) {
              return;
            }
            context.optimized(function, jump.loc, "jump through an empty block shortened");
            forward(edge, middle, jump, uses);
            changed = true;
          }
        }
      }
    }

    /** Whether the block's parameters are used by nothing but its own jump. */
    private static boolean usedOnlyByJump(Block middle, Terminator.Jump jump, int[] uses) {
      for (Param param : middle.params) {
        int here = 0;
        for (Value arg : jump.edge.args) {
          here += arg == param ? 1 : 0;
        }
        if (uses[param.id] != here) {
          return false;
        }
      }
      return true;
    }

    private static void forward(
        Edge edge, Block middle, Terminator.Jump jump, int @Nullable [] uses) {
      Value[] args = new Value[jump.edge.args.length];
      for (int i = 0; i < args.length; i++) {
        Value arg = jump.edge.args[i];
        args[i] = arg.block == middle && arg instanceof Param param ? edge.args[param.index] : arg;
        if (uses != null && args[i].id < uses.length) {
          // Keeps the count of the middle block's own uses right while it still stands.
          uses[args[i].id]++;
        }
      }
      edge.target = jump.edge.target;
      edge.args = args;
    }

    // ---- parameters

    /** A parameter that gets one value (or itself) from every edge is that value. */
    private void sameArguments() {
      for (Block block : flow.order) {
        if (block == function.entry()) {
          continue;
        }
        for (int i = block.params.size() - 1; i >= 0; i--) {
          Value only = onlyArgument(block, i);
          if (only != null && context.fuel()) {
            substitution.replace(block.params.get(i), only);
            removeParam(block, i);
            changed = true;
          }
        }
      }
    }

    private @Nullable Value onlyArgument(Block block, int index) {
      Value only = null;
      Param self = block.params.get(index);
      for (int p = 0; p < flow.predecessorCount(block); p++) {
        Value arg = substitution.find(flow.incoming(block, p).args[index]);
        if (arg != self && arg != only) {
          if (only != null) {
            return null;
          }
          only = arg;
        }
      }
      return only;
    }

    private void removeParam(Block block, int index) {
      for (int p = 0; p < flow.predecessorCount(block); p++) {
        Blocks.removeArgument(flow.incoming(block, p), index);
      }
      block.removeParam(index);
    }

    // ---- chains

    /** A block whose only way on is a jump to a block with no other way in swallows it. */
    private void mergeChains() {
      flow = ControlFlow.of(function);
      Blocks.removeUnreachable(function, flow);
      boolean[] gone = new boolean[function.blockLimit()];
      Substitution merged = new Substitution(function);
      boolean any = false;
      for (Block block : flow.order) {
        while (!gone[block.id]
            && block.terminator instanceof Terminator.Jump jump
            && canMerge(block, jump.edge.target)
            && context.fuel()) {
          Block next = jump.edge.target;
          for (Param param : next.params) {
            merged.replace(param, jump.edge.args[param.index]);
          }
          for (Instruction instruction : next.instructions) {
            block.append(instruction);
          }
          block.terminator = next.terminator;
          gone[next.id] = true;
          context.optimized(function, jump.loc, "blocks merged");
          any = true;
        }
      }
      if (any) {
        List<Block> kept = new ArrayList<>(function.blocks.size());
        for (Block block : function.blocks) {
          if (!gone[block.id]) {
            kept.add(block);
          }
        }
        function.blocks.clear();
        function.blocks.addAll(kept);
        merged.apply(function);
        changed = true;
      }
    }

    private boolean canMerge(Block block, Block next) {
      return next != block
          && next != function.entry()
          && !next.addressTaken
          && flow.predecessorCount(next) == 1;
    }
  }
}
