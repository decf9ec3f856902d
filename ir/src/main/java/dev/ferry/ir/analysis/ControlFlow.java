package dev.ferry.ir.analysis;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import java.util.Arrays;

/**
 * Reverse postorder of the reachable blocks and their predecessors. A predecessor stands once per
 * edge. Valid until an edge or block changes.
 */
public final class ControlFlow {
  /**
   * Reachable blocks; the entry is first, and each block but loop heads follows its predecessors.
   */
  public final Block[] order;

  /** Position in {@link #order} by block id, -1 if unreachable. */
  public final int[] number;

  private final int[] firstPredecessor;
  private final Block[] predecessors;
  private final Edge[] incoming;

  private ControlFlow(
      Block[] order, int[] number, int[] firstPredecessor, Block[] predecessors, Edge[] incoming) {
    this.order = order;
    this.number = number;
    this.firstPredecessor = firstPredecessor;
    this.predecessors = predecessors;
    this.incoming = incoming;
  }

  /** Depth-first search with an explicit stack, successors in order. */
  public static ControlFlow of(Function function) {
    int limit = function.blockLimit();
    int[] number = new int[limit];
    Arrays.fill(number, -1);
    Block[] postorder = new Block[limit];
    int count = 0;
    Block[] stack = new Block[limit + 1];
    int[] next = new int[limit + 1];
    int depth = 0;
    stack[0] = function.entry();
    number[function.entry().id] = 0;
    while (depth >= 0) {
      Edge[] edges = stack[depth].terminator.edges();
      if (next[depth] == edges.length) {
        postorder[count++] = stack[depth--];
        continue;
      }
      // Last successor first: its subtree then comes last in reverse postorder, so that loop bodies
      // and then-parts stay in source order.
      Block target = edges[edges.length - 1 - next[depth]++].target;
      if (number[target.id] < 0) {
        number[target.id] = 0;
        stack[++depth] = target;
        next[depth] = 0;
      }
    }
    Block[] order = new Block[count];
    for (int i = 0; i < count; i++) {
      order[i] = postorder[count - 1 - i];
      number[order[i].id] = i;
    }
    return withPredecessors(order, number);
  }

  private static ControlFlow withPredecessors(Block[] order, int[] number) {
    int[] first = new int[number.length + 1];
    for (Block block : order) {
      for (Edge edge : block.terminator.edges()) {
        first[edge.target.id + 1]++;
      }
    }
    for (int i = 0; i < number.length; i++) {
      first[i + 1] += first[i];
    }
    Block[] predecessors = new Block[first[number.length]];
    Edge[] incoming = new Edge[predecessors.length];
    int[] fill = first.clone();
    for (Block block : order) {
      for (Edge edge : block.terminator.edges()) {
        int at = fill[edge.target.id]++;
        predecessors[at] = block;
        incoming[at] = edge;
      }
    }
    return new ControlFlow(order, number, first, predecessors, incoming);
  }

  public boolean isReachable(Block block) {
    return number[block.id] >= 0;
  }

  public int predecessorCount(Block block) {
    return firstPredecessor[block.id + 1] - firstPredecessor[block.id];
  }

  public Block predecessor(Block block, int i) {
    return predecessors[firstPredecessor[block.id] + i];
  }

  /**
   * The edge that {@link #predecessor} {@code i} stands for. Blocks with many edges into one, as a
   * switch has, are why a walk over the incoming edges must not search the predecessors' own.
   */
  public Edge incoming(Block block, int i) {
    return incoming[firstPredecessor[block.id] + i];
  }

  /** Whether block comes to target over an edge that goes backwards in the order. */
  public boolean isBackEdge(Block block, Block target) {
    return number[target.id] <= number[block.id];
  }
}
