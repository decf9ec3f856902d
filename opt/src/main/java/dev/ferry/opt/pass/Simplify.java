package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.Uses;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.Substitution;
import dev.ferry.opt.rules.Simplifier;
import java.util.ArrayList;

/**
 * Peephole simplification: folds constants and applies the rewrite rules.
 *
 * <p>Algorithm: one sweep in reverse postorder, so that operands are simplified before their users;
 * new instructions are simplified as they are built. What a back edge carries is seen next time.
 *
 * <p>Requires nothing; preserves the block graph except that unreachable blocks go. Before: {@code
 * %2 = add %1, 3; %3 = add %2, 4}. After: {@code %4 = add %1, 7}.
 */
public final class Simplify implements Pass {
  @Override
  public String name() {
    return "simplify";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = Blocks.removeUnreachable(function, flow);
    Simplifier simplifier = new Simplifier(function, context, Uses.count(function));
    Substitution substitution = new Substitution(function);
    for (Block block : flow.order) {
      changed |= run(block, simplifier, substitution, context);
    }
    substitution.apply(function);
    return changed | simplifier.changedOperands();
  }

  private static boolean run(
      Block block, Simplifier simplifier, Substitution substitution, PassContext context) {
    ArrayList<Instruction> output = new ArrayList<>(block.instructions.size() + 8);
    simplifier.output = output;
    boolean changed = false;
    for (Instruction instruction : block.instructions) {
      substitution.rewrite(instruction);
      Value simpler = context.isOutOfFuel() ? null : simplifier.simplify(instruction);
      if (simpler != null && context.fuel()) {
        substitution.replace(instruction, simpler);
        changed = true;
      } else {
        output.add(instruction);
      }
    }
    substitution.rewrite(block.terminator);
    for (Instruction instruction : output) {
      instruction.block = block;
    }
    block.instructions.clear();
    block.instructions.addAll(output);
    return changed;
  }
}
