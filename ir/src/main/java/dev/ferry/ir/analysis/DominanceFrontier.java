package dev.ferry.ir.analysis;

import dev.ferry.ir.Block;
import java.util.Arrays;

/**
 * Dominance frontiers of the reachable blocks (Cytron et al. 1991; computed as Cooper, Harvey and
 * Kennedy do: from each join up to its immediate dominator).
 */
public final class DominanceFrontier {
  private final int[] first;
  private final Block[] blocks;

  private DominanceFrontier(int[] first, Block[] blocks) {
    this.first = first;
    this.blocks = blocks;
  }

  public static DominanceFrontier of(DominatorTree tree) {
    ControlFlow flow = tree.flow;
    int[] from = new int[64];
    int[] to = new int[64];
    int count = 0;
    int[] seen = new int[flow.number.length];
    Arrays.fill(seen, -1);
    for (Block join : flow.order) {
      if (flow.predecessorCount(join) < 2) {
        continue;
      }
      Block stop = tree.idom(join);
      for (int p = 0; p < flow.predecessorCount(join); p++) {
        Block runner = flow.predecessor(join, p);
        while (runner != stop && seen[runner.id] != join.id) {
          seen[runner.id] = join.id;
          if (count == from.length) {
            from = Arrays.copyOf(from, count * 2);
            to = Arrays.copyOf(to, count * 2);
          }
          from[count] = runner.id;
          to[count++] = flow.number[join.id];
          runner = tree.idom(runner);
        }
      }
    }
    return pack(flow, from, to, count);
  }

  private static DominanceFrontier pack(ControlFlow flow, int[] from, int[] to, int count) {
    int[] first = new int[flow.number.length + 1];
    for (int i = 0; i < count; i++) {
      first[from[i] + 1]++;
    }
    for (int i = 0; i < flow.number.length; i++) {
      first[i + 1] += first[i];
    }
    int[] fill = first.clone();
    Block[] blocks = new Block[count];
    for (int i = 0; i < count; i++) {
      blocks[fill[from[i]]++] = flow.order[to[i]];
    }
    return new DominanceFrontier(first, blocks);
  }

  public int size(Block block) {
    return first[block.id + 1] - first[block.id];
  }

  public Block get(Block block, int i) {
    return blocks[first[block.id] + i];
  }
}
