package dev.ferry.codegen.select;

import dev.ferry.ir.Block;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;

/** Whether a load may be moved down to its user within a block. */
final class MemoryOrder {
  private static final int LIMIT = 24;

  private MemoryOrder() {}

  /** Whether something between two instructions of one block may write memory. */
  static boolean writesBetween(Instruction load, Instruction user) {
    Block block = user.block;
    if (block == null) {
      return true;
    }
    int at = block.instructions.lastIndexOf(user);
    for (int i = at - 1, steps = 0; i >= 0 && steps < LIMIT; i--, steps++) {
      Instruction between = block.instructions.get(i);
      if (between == load) {
        return false;
      }
      Op.Effect effect = between.op.effect();
      if (effect == Op.Effect.WRITE || effect == Op.Effect.SIDE) {
        return true;
      }
    }
    return true;
  }
}
