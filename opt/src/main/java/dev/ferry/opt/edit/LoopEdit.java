package dev.ferry.opt.edit;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.LoopForest;
import dev.ferry.ir.analysis.LoopForest.Loop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts loops into the form that loop passes want. */
public final class LoopEdit {
  private LoopEdit() {}

  /** The block outside the loop whose only way on is into the header, if there is one. */
  public static @Nullable Block preheader(Loop loop, LoopForest forest, ControlFlow flow) {
    Block found = null;
    for (int p = 0; p < flow.predecessorCount(loop.header); p++) {
      Block pred = flow.predecessor(loop.header, p);
      if (!forest.contains(loop, pred)) {
        if (found != null) {
          return null;
        }
        found = pred;
      }
    }
    return found != null && found.terminator instanceof Terminator.Jump ? found : null;
  }

  /**
   * Gives every loop a preheader.
   *
   * @return whether blocks were added: analyses are then stale
   */
  public static boolean addPreheaders(Function function, LoopForest forest, ControlFlow flow) {
    boolean changed = false;
    for (Loop loop : forest.loops) {
      if (!loop.header.addressTaken && preheader(loop, forest, flow) == null) {
        addPreheader(function, loop, forest, flow);
        changed = true;
      }
    }
    return changed;
  }

  private static void addPreheader(
      Function function, Loop loop, LoopForest forest, ControlFlow flow) {
    Block header = loop.header;
    List<Edge> entering = new ArrayList<>();
    Block last = null;
    for (int p = 0; p < flow.predecessorCount(header); p++) {
      Block pred = flow.predecessor(header, p);
      if (pred != last && !forest.contains(loop, pred)) {
        last = pred;
        for (Edge edge : pred.terminator.edges()) {
          if (edge.target == header && !entering.contains(edge)) {
            entering.add(edge);
          }
        }
      }
    }
    Block preheader = function.newBlock("preheader");
    function.blocks.add(function.blocks.indexOf(header), preheader);
    if (entering.size() == 1) {
      Edge only = entering.getFirst();
      preheader.terminator = new Terminator.Jump(header, only.args);
      only.target = preheader;
      only.args = new Value[0];
      return;
    }
    Value[] args = new Value[header.params.size()];
    for (Param param : header.params) {
      args[param.index] = preheader.addParam(param.requireType());
    }
    preheader.terminator = new Terminator.Jump(header, args);
    for (Edge edge : entering) {
      edge.target = preheader;
    }
  }

  /** The loops without a loop in them. */
  public static List<Loop> innermost(LoopForest forest) {
    Set<Loop> outer = new HashSet<>();
    for (Loop loop : forest.loops) {
      Loop parent = loop.parent;
      if (parent != null) {
        outer.add(parent);
      }
    }
    return forest.loops.stream().filter(loop -> !outer.contains(loop)).toList();
  }

  /** Whether a second copy of the loop's blocks may stand beside the first. */
  public static boolean isCopyable(Loop loop) {
    for (Block block : loop.blocks) {
      if (block.addressTaken
          || block.terminator instanceof Terminator.IndirectJump
          || block.terminator instanceof Terminator.AsmGoto) {
        return false;
      }
      for (Instruction instruction : block.instructions) {
        boolean isOnce =
            switch (instruction.op) {
              case ASM, STACK_ALLOC, BLOCK_ADDR -> true;
              case CALL -> instruction.call().returnsTwice();
              default -> false;
            };
        if (isOnce) {
          return false;
        }
      }
    }
    return true;
  }
}
