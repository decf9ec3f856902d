package dev.ferry.ir.analysis;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import java.util.Arrays;

/**
 * Immediate dominators, by Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001),
 * with a preorder numbering of the tree so that {@link #dominates} takes constant time.
 */
public final class DominatorTree {
  /** The order the tree was built over. */
  public final ControlFlow flow;

  /** Immediate dominator by position in the order, as a position; the entry's is itself. */
  private final int[] idom;

  private final int[] firstChild;
  private final int[] children;
  private final int[] enter;
  private final int[] leave;
  private final int[] depth;

  private DominatorTree(ControlFlow flow) {
    this.flow = flow;
    int n = flow.order.length;
    idom = immediateDominators(flow);
    firstChild = new int[n + 1];
    children = new int[Math.max(0, n - 1)];
    enter = new int[n];
    leave = new int[n];
    depth = new int[n];
    buildChildren();
    numberTree();
  }

  public static DominatorTree of(Function function) {
    return new DominatorTree(ControlFlow.of(function));
  }

  public static DominatorTree of(ControlFlow flow) {
    return new DominatorTree(flow);
  }

  private static int[] immediateDominators(ControlFlow flow) {
    int n = flow.order.length;
    int[] idom = new int[n];
    Arrays.fill(idom, -1);
    idom[0] = 0;
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = 1; i < n; i++) {
        Block block = flow.order[i];
        int best = -1;
        for (int p = 0; p < flow.predecessorCount(block); p++) {
          int pred = flow.number[flow.predecessor(block, p).id];
          if (idom[pred] >= 0) {
            best = best < 0 ? pred : intersect(idom, pred, best);
          }
        }
        if (idom[i] != best) {
          idom[i] = best;
          changed = true;
        }
      }
    }
    return idom;
  }

  private static int intersect(int[] idom, int a, int b) {
    while (a != b) {
      if (a > b) {
        a = idom[a];
      } else {
        b = idom[b];
      }
    }
    return a;
  }

  private void buildChildren() {
    int n = idom.length;
    for (int i = 1; i < n; i++) {
      firstChild[idom[i] + 1]++;
    }
    for (int i = 0; i < n; i++) {
      firstChild[i + 1] += firstChild[i];
    }
    int[] fill = firstChild.clone();
    for (int i = 1; i < n; i++) {
      children[fill[idom[i]]++] = i;
      depth[i] = depth[idom[i]] + 1;
    }
  }

  private void numberTree() {
    int n = idom.length;
    int[] stack = new int[n];
    int[] next = firstChild.clone();
    int top = 0;
    int clock = 1;
    while (top >= 0) {
      int node = stack[top];
      if (next[node] == firstChild[node + 1]) {
        leave[node] = clock;
        top--;
      } else {
        int child = children[next[node]++];
        enter[child] = clock++;
        stack[++top] = child;
      }
    }
  }

  public boolean isReachable(Block block) {
    return flow.number[block.id] >= 0;
  }

  /** Whether every path from the entry to b goes through a; a block dominates itself. */
  public boolean dominates(Block a, Block b) {
    int i = flow.number[a.id];
    int j = flow.number[b.id];
    return i >= 0 && j >= 0 && enter[i] <= enter[j] && leave[j] <= leave[i];
  }

  /** The immediate dominator; the entry's is itself. */
  public Block idom(Block block) {
    return flow.order[idom[flow.number[block.id]]];
  }

  /** Distance from the entry in the tree. */
  public int depth(Block block) {
    return depth[flow.number[block.id]];
  }

  public int childCount(Block block) {
    int i = flow.number[block.id];
    return firstChild[i + 1] - firstChild[i];
  }

  public Block child(Block block, int k) {
    return flow.order[children[firstChild[flow.number[block.id]] + k]];
  }

  /** Blocks in preorder of the tree: each after its immediate dominator. */
  public Block[] preorder() {
    Block[] result = new Block[idom.length];
    for (int i = 0; i < idom.length; i++) {
      result[enter[i]] = flow.order[i];
    }
    return result;
  }

  /** The nearest block that dominates both. */
  public Block common(Block a, Block b) {
    return flow.order[intersect(idom, flow.number[a.id], flow.number[b.id])];
  }
}
