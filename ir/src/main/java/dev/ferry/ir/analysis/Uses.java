package dev.ferry.ir.analysis;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;

/** How often each value is used: operands of instructions, of terminators, and edge arguments. */
public final class Uses {
  private Uses() {}

  /** Use counts by value id. */
  public static int[] count(Function function) {
    int[] count = new int[function.valueLimit()];
    for (Block block : function.blocks) {
      for (Instruction instruction : block.instructions) {
        for (Value arg : instruction.args) {
          count[arg.id]++;
        }
      }
      Terminator terminator = block.terminator;
      for (int i = 0; i < terminator.operandCount(); i++) {
        count[terminator.operand(i).id]++;
      }
      for (Edge edge : terminator.edges()) {
        for (Value arg : edge.args) {
          count[arg.id]++;
        }
      }
    }
    return count;
  }
}
