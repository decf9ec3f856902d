package dev.ferry.opt.edit;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;

/** The values that are used in another block than their own. */
public final class EscapingValues {
  private final boolean[] escapes;

  public EscapingValues(Function function, ControlFlow flow) {
    this.escapes = new boolean[function.valueLimit()];
    for (Block block : flow.order) {
      for (Instruction instruction : block.instructions) {
        for (Value arg : instruction.args) {
          use(arg, block);
        }
      }
      Terminator terminator = block.terminator;
      for (int i = 0; i < terminator.operandCount(); i++) {
        use(terminator.operand(i), block);
      }
      for (Edge edge : terminator.edges()) {
        for (Value arg : edge.args) {
          use(arg, block);
        }
      }
    }
  }

  private void use(Value value, Block where) {
    escapes[value.id] |= value.block != where;
  }

  /** Whether the value escapes; one made since then counts as used anywhere. */
  public boolean contains(Value value) {
    return value.id >= escapes.length || escapes[value.id];
  }

  /** Whether any value of the block escapes. */
  public boolean containsAnyOf(Block block) {
    for (Value param : block.params) {
      if (contains(param)) {
        return true;
      }
    }
    for (Instruction instruction : block.instructions) {
      if (contains(instruction)) {
        return true;
      }
    }
    return false;
  }
}
