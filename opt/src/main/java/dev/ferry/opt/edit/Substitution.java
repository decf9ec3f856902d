package dev.ferry.opt.edit;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values that stand for others: passes note replacements here and rewrite all operands in one
 * sweep. Chains are followed and shortened.
 */
public final class Substitution {
  private @Nullable Value[] to;
  private boolean isEmpty = true;

  public Substitution(Function function) {
    to = new Value[function.valueLimit() + 16];
  }

  public boolean isEmpty() {
    return isEmpty;
  }

  /** From now on {@code by} stands for {@code from}. */
  public void replace(Value from, Value by) {
    if (from == by) {
      return;
    }
    if (from.id >= to.length) {
      to = Arrays.copyOf(to, Math.max(from.id + 1, to.length * 2));
    }
    to[from.id] = by;
    isEmpty = false;
  }

  public boolean isReplaced(Value value) {
    return value.id < to.length && to[value.id] != null;
  }

  /** What stands for the value now; itself if not replaced. */
  public Value find(Value value) {
    if (value.id >= to.length) {
      return value;
    }
    Value next = to[value.id];
    if (next == null) {
      return value;
    }
    Value root = next;
    while (root.id < to.length) {
      Value further = to[root.id];
      if (further == null) {
        break;
      }
      root = further;
    }
    to[value.id] = root;
    return root;
  }

  public void rewrite(Instruction instruction) {
    rewrite(instruction.args);
  }

  public void rewrite(Value[] args) {
    for (int i = 0; i < args.length; i++) {
      args[i] = find(args[i]);
    }
  }

  public void rewrite(Terminator terminator) {
    for (int i = 0; i < terminator.operandCount(); i++) {
      Value old = terminator.operand(i);
      Value now = find(old);
      if (now != old) {
        terminator.setOperand(i, now);
      }
    }
    for (Edge edge : terminator.edges()) {
      rewrite(edge.args);
    }
  }

  /** Rewrites all operands of the function. */
  public void apply(Function function) {
    if (isEmpty) {
      return;
    }
    for (Block block : function.blocks) {
      for (Instruction instruction : block.instructions) {
        rewrite(instruction.args);
      }
      rewrite(block.terminator);
    }
  }
}
