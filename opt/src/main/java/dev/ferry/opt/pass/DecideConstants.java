package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.Value;
import dev.ferry.opt.ModulePass;
import dev.ferry.opt.PassContext;

/**
 * Answers every {@code is_constant} that is still open with 0.
 *
 * <p>Algorithm: {@code simplify} makes it 1 as soon as its operand is a constant. After inlining
 * nothing is awaited that could do so; the functions concerned are cleaned up, so that calls that
 * stand under it are gone before anything refers to what they name.
 *
 * <p>Requires inlining to be done; preserves all other functions. Before: {@code %2: i32 =
 * is_constant %1}. After: {@code %2: i32 = iconst 0}.
 */
public final class DecideConstants implements ModulePass {
  @Override
  public String name() {
    return "decide-constants";
  }

  @Override
  public boolean run(Module module, PassContext context) {
    boolean changed = false;
    for (Function function : module.functions) {
      if (!function.noOptimize && decide(function, context)) {
        context.cleanUp(function);
        changed = true;
      }
    }
    return changed;
  }

  private static boolean decide(Function function, PassContext context) {
    boolean changed = false;
    for (Block block : function.blocks) {
      for (Instruction instruction : block.instructions) {
        if (instruction.op == Op.IS_CONSTANT && context.fuel()) {
          instruction.op = Op.ICONST;
          instruction.args = new Value[0];
          instruction.imm = 0;
          changed = true;
        }
      }
    }
    return changed;
  }
}
