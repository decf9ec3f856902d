package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.Value;
import dev.ferry.opt.ModulePass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.ObjectSizes;

/**
 * Answers every {@code is_constant} that is still open with 0, and every {@code object_size}.
 *
 * <p>Algorithm: {@code simplify} makes the first 1 as soon as its operand is a constant; {@link
 * ObjectSizes} follows the operand of the second to the objects it may point into. After inlining
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
    ObjectSizes sizes = null;
    for (Block block : function.blocks) {
      for (Instruction instruction : block.instructions) {
        if (instruction.op == Op.IS_CONSTANT && context.fuel()) {
          becomes(instruction, 0);
          changed = true;
        } else if (instruction.op == Op.OBJECT_SIZE && context.fuel()) {
          sizes = sizes == null ? new ObjectSizes(function, context) : sizes;
          becomes(instruction, size(instruction, sizes));
          changed = true;
        }
      }
    }
    return changed;
  }

  private static void becomes(Instruction instruction, long value) {
    instruction.op = Op.ICONST;
    instruction.args = new Value[0];
    instruction.imm = value;
  }

  /** Of a part of an object all that is known is that it is no larger than the whole. */
  private static long size(Instruction question, ObjectSizes sizes) {
    boolean isMinimum = (question.imm & 2) != 0;
    boolean isPart = (question.imm & 1) != 0;
    long size = isMinimum && isPart ? ObjectSizes.UNKNOWN : sizes.of(question.args[0], isMinimum);
    return size >= 0 ? size : isMinimum ? 0 : -1;
  }
}
