package dev.ferry.ir.analysis;

import dev.ferry.ir.Block;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Natural loops and their nesting. A header dominates the sources of its back edges; cycles with
 * several entries (irreducible) are in no loop of their own.
 */
public final class LoopForest {
  /** One natural loop. */
  public static final class Loop {
    public final Block header;
    public @Nullable Loop parent;

    /** Blocks of the loop and of the loops inside, header first. */
    public final List<Block> blocks = new ArrayList<>();

    /** Sources of back edges. */
    public final List<Block> latches = new ArrayList<>(1);

    /** 1 for an outermost loop. */
    public int depth = 1;

    Loop(Block header) {
      this.header = header;
    }
  }

  private final @Nullable Loop[] innermost;

  /** Inner loops stand before the loops around them. */
  public final List<Loop> loops;

  private LoopForest(@Nullable Loop[] innermost, List<Loop> loops) {
    this.innermost = innermost;
    this.loops = loops;
  }

  public static LoopForest of(DominatorTree tree) {
    ControlFlow flow = tree.flow;
    Loop[] innermost = new Loop[flow.number.length];
    List<Loop> loops = new ArrayList<>();
    // Headers from last to first in reverse postorder: inner loops before outer ones.
    for (int i = flow.order.length - 1; i >= 0; i--) {
      Block header = flow.order[i];
      Loop loop = null;
      for (int p = 0; p < flow.predecessorCount(header); p++) {
        Block latch = flow.predecessor(header, p);
        if (flow.number[latch.id] >= i && tree.dominates(header, latch)) {
          if (loop == null) {
            loop = new Loop(header);
          }
          if (!loop.latches.contains(latch)) {
            loop.latches.add(latch);
          }
        }
      }
      if (loop != null) {
        fill(loop, flow, innermost);
        loops.add(loop);
      }
    }
    for (int i = loops.size() - 1; i >= 0; i--) {
      Loop loop = loops.get(i);
      Loop parent = loop.parent;
      loop.depth = parent == null ? 1 : parent.depth + 1;
    }
    collectBlocks(flow, innermost);
    return new LoopForest(innermost, loops);
  }

  /** Backwards from the latches; loops found before become children. */
  private static void fill(Loop loop, ControlFlow flow, @Nullable Loop[] innermost) {
    ArrayList<Block> work = new ArrayList<>(loop.latches);
    innermost[loop.header.id] =
        innermost[loop.header.id] == null ? loop : innermost[loop.header.id];
    while (!work.isEmpty()) {
      Block block = work.removeLast();
      Loop inner = innermost[block.id];
      if (inner == null) {
        innermost[block.id] = loop;
      } else {
        inner = outermost(inner);
        if (inner == loop) {
          continue;
        }
        inner.parent = loop;
        block = inner.header;
      }
      for (int p = 0; p < flow.predecessorCount(block); p++) {
        Block pred = flow.predecessor(block, p);
        Loop predLoop = innermost[pred.id];
        if (predLoop == null || outermost(predLoop) != loop) {
          work.add(pred);
        }
      }
    }
  }

  private static Loop outermost(Loop start) {
    Loop loop = start;
    for (Loop parent = loop.parent; parent != null; parent = loop.parent) {
      loop = parent;
    }
    return loop;
  }

  private static void collectBlocks(ControlFlow flow, @Nullable Loop[] innermost) {
    for (Block block : flow.order) {
      for (Loop loop = innermost[block.id]; loop != null; loop = loop.parent) {
        loop.blocks.add(block);
      }
    }
  }

  /** The innermost loop around a block, or null. */
  public @Nullable Loop of(Block block) {
    return innermost[block.id];
  }

  /** Whether the block was there when the forest was built. */
  public boolean knows(Block block) {
    return block.id < innermost.length;
  }

  /** How many loops are around a block. */
  public int depth(Block block) {
    Loop loop = innermost[block.id];
    return loop == null ? 0 : loop.depth;
  }

  /** Whether the block is in the loop or in one inside it. */
  public boolean contains(Loop loop, Block block) {
    Loop at = block.id < innermost.length ? innermost[block.id] : null;
    while (at != null && at != loop) {
      at = at.parent;
    }
    return at == loop;
  }
}
