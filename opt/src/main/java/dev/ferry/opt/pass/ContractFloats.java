package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.Uses;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Fuses products and sums into multiply-add, rounded once: gcc's default, {@code
 * -ffp-contract=fast}.
 *
 * <p>Algorithm: a sum or difference with a product that nothing else uses becomes FMA; signs go
 * into negations, which code generation folds into the four fused instructions.
 *
 * <p>Requires nothing; preserves the block graph. Before: {@code %2 = fmul %0, %1; %4 = fadd %2,
 * %3}. After: {@code %4 = fma %0, %1, %3}.
 */
public final class ContractFloats implements Pass {
  @Override
  public String name() {
    return "contract";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (!context.options.contractFloats || !hasFloatSum(function)) {
      return false;
    }
    int[] uses = Uses.count(function);
    boolean changed = false;
    for (Block block : function.blocks) {
      ArrayList<Instruction> output = new ArrayList<>(block.instructions.size());
      for (Instruction instruction : block.instructions) {
        if (instruction.op == Op.FADD || instruction.op == Op.FSUB) {
          changed |= contract(function, block, instruction, uses, output, context);
        }
        output.add(instruction);
      }
      block.instructions.clear();
      block.instructions.addAll(output);
    }
    return changed;
  }

  private static boolean hasFloatSum(Function function) {
    for (Block block : function.blocks) {
      for (Instruction instruction : block.instructions) {
        if (instruction.op == Op.FADD || instruction.op == Op.FSUB) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean contract(
      Function function,
      Block block,
      Instruction sum,
      int[] uses,
      ArrayList<Instruction> output,
      PassContext context) {
    Value a = sum.args[0];
    Value b = sum.args[1];
    Instruction left = product(a, uses);
    Instruction right = product(b, uses);
    if (left == null && right == null || !context.fuel()) {
      return false;
    }
    context.optimized(function, sum.loc, "multiplication and addition fused");
    if (sum.op == Op.FADD) {
      Instruction product = left != null ? left : right;
      Value other = left != null ? b : a;
      fuse(sum, product, other);
    } else if (left != null) {
      fuse(sum, left, negated(function, block, b, output));
    } else if (right != null) {
      Value factor = negated(function, block, right.args[0], output);
      sum.op = Op.FMA;
      sum.args = new Value[] {factor, right.args[1], a};
    }
    return true;
  }

  private static @Nullable Instruction product(Value value, int[] uses) {
    return value instanceof Instruction i && i.op == Op.FMUL && uses[i.id] == 1 ? i : null;
  }

  private static void fuse(Instruction sum, @Nullable Instruction product, Value other) {
    if (product == null) {
      throw new IllegalStateException();
    }
    sum.op = Op.FMA;
    sum.args = new Value[] {product.args[0], product.args[1], other};
  }

  private static Value negated(
      Function function, Block block, Value value, ArrayList<Instruction> output) {
    Instruction made = function.newInstruction(Op.FNEG, value.type, value);
    made.block = block;
    output.add(made);
    return made;
  }
}
