package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Removes instructions and block parameters whose value nobody needs.
 *
 * <p>Algorithm: mark from what must stay (stores, calls, terminator operands) through operands; a
 * marked parameter marks the arguments of the edges into its block; the rest goes. Cycles of
 * parameters that only feed each other disappear. Linear time.
 *
 * <p>Requires nothing; removes unreachable blocks, preserves the rest of the block graph. Before:
 * {@code %2 = add %0, %1; return %0}. After: {@code return %0}.
 */
public final class DeadCode implements Pass {
  @Override
  public String name() {
    return "dce";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (!context.fuel()) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = Blocks.removeUnreachable(function, flow);
    int before = context.wantsRemarks() ? size(function) : 0;
    changed |= new Marker(function, flow).run();
    if (context.wantsRemarks() && size(function) < before) {
      int removed = before - size(function);
      context.optimized(
          function,
          function.loc,
          removed
              + (removed == 1 ? " unused instruction removed" : " unused instructions removed"));
    }
    return changed;
  }

  private static int size(Function function) {
    int size = 0;
    for (Block block : function.blocks) {
      size += block.instructions.size();
    }
    return size;
  }

  private static final class Marker {
    private final Function function;
    private final ControlFlow flow;
    private final boolean[] live;
    private Value[] work = new Value[64];
    private int count;

    Marker(Function function, ControlFlow flow) {
      this.function = function;
      this.flow = flow;
      this.live = new boolean[function.valueLimit()];
    }

    boolean run() {
      for (Block block : flow.order) {
        for (Instruction instruction : block.instructions) {
          if (!instruction.isRemovable()) {
            mark(instruction);
          }
        }
        Terminator terminator = block.terminator;
        for (int i = 0; i < terminator.operandCount(); i++) {
          mark(terminator.operand(i));
        }
      }
      while (count > 0) {
        Value value = work[--count];
        switch (value) {
          case Instruction instruction -> {
            for (Value arg : instruction.args) {
              mark(arg);
            }
          }
          case Param param -> markArguments(param);
        }
      }
      return sweepParams() | sweepInstructions();
    }

    private void mark(Value value) {
      if (!live[value.id]) {
        live[value.id] = true;
        if (count == work.length) {
          work = Arrays.copyOf(work, count * 2);
        }
        work[count++] = value;
      }
    }

    private void markArguments(Param param) {
      Block block = param.block;
      if (block == null) {
        return;
      }
      for (int p = 0; p < flow.predecessorCount(block); p++) {
        mark(flow.incoming(block, p).args[param.index]);
      }
    }

    private boolean sweepParams() {
      boolean @Nullable [][] dead = null;
      for (Block block : flow.order) {
        if (block != function.entry()) {
          for (Param param : block.params) {
            if (!live[param.id]) {
              if (dead == null) {
                dead = new boolean[function.blockLimit()][];
              }
              boolean[] list = dead[block.id];
              if (list == null) {
                list = new boolean[block.params.size()];
                dead[block.id] = list;
              }
              list[param.index] = true;
            }
          }
        }
      }
      if (dead == null) {
        return false;
      }
      for (Block block : flow.order) {
        for (Edge edge : block.terminator.edges()) {
          boolean[] list = dead[edge.target.id];
          if (list != null) {
            edge.args = without(edge.args, list);
          }
        }
      }
      for (Block block : flow.order) {
        boolean[] list = dead[block.id];
        if (list != null) {
          for (int i = list.length - 1; i >= 0; i--) {
            if (list[i]) {
              block.removeParam(i);
            }
          }
        }
      }
      return true;
    }

    private static Value[] without(Value[] args, boolean[] dead) {
      int kept = 0;
      Value[] result = new Value[args.length];
      for (int i = 0; i < args.length; i++) {
        if (!dead[i]) {
          result[kept++] = args[i];
        }
      }
      return Arrays.copyOf(result, kept);
    }

    private boolean sweepInstructions() {
      boolean changed = false;
      for (Block block : flow.order) {
        changed |= block.instructions.removeIf(instruction -> !live[instruction.id]);
      }
      return changed;
    }
  }
}
