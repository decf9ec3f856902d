package dev.ferry.codegen.mir;

import java.util.List;

/** The edges between machine blocks, as their terminators say. */
public final class ControlGraph {
  private ControlGraph() {}

  /** Recomputes successors and predecessors of all blocks in the list. */
  public static void connect(MFunction function) {
    for (MBlock block : function.blocks) {
      block.successors.clear();
      block.predecessors.clear();
      block.mark = -1;
    }
    for (MBlock block : function.blocks) {
      for (MInst inst : block.code) {
        switch (inst.payload) {
          case MBlock target -> add(block, target);
          case JumpTable table -> {
            for (MBlock target : table.targets()) {
              add(block, target);
            }
          }
          case AsmCode asm -> {
            for (MBlock target : asm.labels()) {
              add(block, target);
            }
          }
          case List<?> targets -> {
            for (Object target : targets) {
              add(block, (MBlock) target);
            }
          }
          case null, default -> {}
        }
      }
    }
  }

  private static void add(MBlock from, MBlock to) {
    if (to.mark != from.id) {
      to.mark = from.id;
      from.addSuccessor(to);
    }
  }

  /** The assembler-local label of an IR block whose address is taken. */
  public static String label(MFunction function, MBlock block) {
    return ".L" + function.name() + ".ir" + block.sourceId;
  }
}
