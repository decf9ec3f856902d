package dev.ferry.codegen.regalloc;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.codegen.mir.AsmCode;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import java.util.List;

/**
 * What the allocator takes for granted of the machine IR it is given:
 *
 * <ol>
 *   <li>a block ends in one unconditional terminator, and terminators stand only at its end;
 *   <li>successors and predecessors mirror each other;
 *   <li>no edge is critical but those into the labels of computed gotos and {@code asm goto}.
 * </ol>
 */
final class MirVerifier {
  private final MFunction function;

  private MirVerifier(MFunction function) {
    this.function = function;
  }

  /**
   * Checks {@code function}.
   *
   * @throws InternalCompilerError naming the first violation
   */
  static void verify(MFunction function) {
    MirVerifier verifier = new MirVerifier(function);
    for (MBlock block : function.blocks) {
      verifier.end(block);
      verifier.edges(block);
    }
  }

  private void end(MBlock block) {
    int n = block.code.size();
    MOp last = n == 0 ? null : block.code.get(n - 1).op;
    if (last == null || !last.isTerminator() || last.isBranch()) {
      throw fail(block, "falls through");
    }
    for (int i = 0; i < block.terminatorIndex(); i++) {
      if (block.code.get(i).op.isTerminator()) {
        throw fail(block, "goes on after " + block.code.get(i));
      }
    }
  }

  private void edges(MBlock block) {
    for (MBlock next : block.successors) {
      if (!next.predecessors.contains(block)) {
        throw fail(block, next + " does not know it");
      }
      if (CriticalEdges.isCritical(block, next) && !isFixed(block, next)) {
        throw fail(block, "critical edge to " + next);
      }
    }
    for (MBlock previous : block.predecessors) {
      if (!previous.successors.contains(block)) {
        throw fail(block, previous + " does not lead to it");
      }
    }
  }

  private static boolean isFixed(MBlock from, MBlock to) {
    for (MInst inst : from.code) {
      boolean names =
          switch (inst.payload) {
            case AsmCode asm -> asm.labels().contains(to);
            case List<?> targets -> targets.contains(to);
            case null, default -> false;
          };
      if (names) {
        return true;
      }
    }
    return false;
  }

  private InternalCompilerError fail(MBlock block, String message) {
    return new InternalCompilerError("codegen.mir.verify", function.name(), block + ": " + message);
  }
}
