package dev.ferry.codegen.regalloc;

import dev.ferry.codegen.mir.ControlGraph;
import dev.ferry.codegen.mir.JumpTable;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MLoop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives each critical edge, from a block with several successors to one with several predecessors,
 * a block of its own, so that the moves of an edge always have a place. Edges of computed gotos and
 * of {@code asm goto}'s labels stay: no jump of theirs can be turned. Blocks that got no moves are
 * jumped through by {@link dev.ferry.codegen.emit.BlockLayout}.
 */
final class CriticalEdges {
  private final MFunction function;

  /** The new blocks of the edges from the block at hand, in the order of its code. */
  private final List<MBlock> made = new ArrayList<>();

  /** The same by their target's id. */
  private final @Nullable MBlock[] madeFor;

  private CriticalEdges(MFunction function) {
    this.function = function;
    this.madeFor = new MBlock[function.blockLimit()];
  }

  /** Splits all of them and brings the edges up to date. */
  static void split(MFunction function) {
    new CriticalEdges(function).run();
  }

  /** Whether moves on the edge would have no place. */
  static boolean isCritical(MBlock from, MBlock to) {
    return from.successors.size() > 1 && to.predecessors.size() > 1;
  }

  private void run() {
    List<MBlock> result = new ArrayList<>(function.blocks.size());
    for (MBlock block : function.blocks) {
      result.add(block);
      if (block.successors.size() > 1) {
        splitAfter(block);
        result.addAll(made);
        for (MBlock edge : made) {
          madeFor[edge.code.getFirst().target().id] = null;
        }
        made.clear();
      }
    }
    if (result.size() > function.blocks.size()) {
      function.blocks.clear();
      function.blocks.addAll(result);
      ControlGraph.connect(function);
    }
  }

  private void splitAfter(MBlock block) {
    for (MInst inst : block.code) {
      if (inst.payload instanceof MBlock target) {
        inst.payload = between(block, target);
      } else if (inst.payload instanceof JumpTable table) {
        List<MBlock> targets = new ArrayList<>(table.targets().size());
        for (MBlock target : table.targets()) {
          targets.add(between(block, target));
        }
        inst.payload = new JumpTable(table.id(), targets, table.relative());
      }
    }
  }

  private MBlock between(MBlock from, MBlock to) {
    if (!isCritical(from, to)) {
      return to;
    }
    MBlock known = madeFor[to.id];
    if (known != null) {
      return known;
    }
    MBlock block = function.newBlock();
    block.frequency = from.frequencyTo(to);
    block.isCold = to.isCold;
    block.loop = MLoop.common(from.loop, to.loop);
    block.add(MInst.jump(to));
    made.add(block);
    madeFor[to.id] = block;
    return block;
  }
}
