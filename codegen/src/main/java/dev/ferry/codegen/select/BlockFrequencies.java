package dev.ferry.codegen.select;

import dev.ferry.codegen.mir.MLoop;
import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.analysis.ColdBlocks;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.DominatorTree;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Natural loops and estimated execution counts of blocks. Loops are found from back edges to
 * dominators; frequencies flow in reverse postorder, a loop header multiplied by {@link
 * #ITERATIONS}, branch probabilities taken from the terminator or guessed (Ball and Larus: loop
 * branches, {@link ColdBlocks}).
 */
final class BlockFrequencies {
  static final double ITERATIONS = 8;
  private static final double MAXIMUM = 1e9;

  /** A natural loop; the outermost parent is null. */
  static final class Loop {
    final Block header;
    @Nullable Loop parent;
    int depth;

    /** Its machine counterpart, once made. */
    @Nullable MLoop machine;

    /** Dominates the header from outside the loop: where invariants are put. */
    @Nullable Block landing;

    Loop(Block header) {
      this.header = header;
    }
  }

  final double[] frequency;
  final @Nullable Loop[] loopOf;
  private final ControlFlow flow;
  private @Nullable ColdBlocks cold;

  private BlockFrequencies(Function function, ControlFlow flow) {
    this.flow = flow;
    this.frequency = new double[function.blockLimit()];
    this.loopOf = new Loop[function.blockLimit()];
  }

  static BlockFrequencies of(Function function, ControlFlow flow, boolean optimise) {
    BlockFrequencies result = new BlockFrequencies(function, flow);
    if (optimise) {
      DominatorTree dominators = DominatorTree.of(flow);
      result.cold = ColdBlocks.of(function, flow);
      result.findLoops(dominators);
      result.propagate();
    } else {
      Arrays.fill(result.frequency, 1);
    }
    return result;
  }

  boolean isCold(Block block) {
    return cold != null && cold.leadsToCold(block);
  }

  int depth(Block block) {
    Loop loop = loopOf[block.id];
    return loop == null ? 0 : loop.depth;
  }

  private void findLoops(DominatorTree dominators) {
    // Inner headers come later in reverse postorder: go backwards, so that inner loops exist first.
    for (int i = flow.order.length - 1; i >= 0; i--) {
      Block header = flow.order[i];
      Loop loop = null;
      for (int p = 0; p < flow.predecessorCount(header); p++) {
        Block latch = flow.predecessor(header, p);
        if (dominators.dominates(header, latch)) {
          if (loop == null) {
            loop = new Loop(header);
          }
          collect(loop, latch);
        }
      }
    }
    for (Block block : flow.order) {
      Loop loop = loopOf[block.id];
      if (loop != null && loop.header == block) {
        loop.depth = loop.parent == null ? 1 : loop.parent.depth + 1;
        loop.landing = landing(loop, dominators);
      }
    }
  }

  /** Adds to {@code loop} all blocks that reach {@code latch} without passing the header. */
  private void collect(Loop loop, Block latch) {
    ArrayDeque<Block> work = new ArrayDeque<>();
    work.push(latch);
    while (!work.isEmpty()) {
      Block block = work.pop();
      Loop inner = loopOf[block.id];
      if (inner == null) {
        loopOf[block.id] = loop;
        if (block == loop.header) {
          continue;
        }
      } else {
        while (inner != loop && inner.parent != null) {
          inner = inner.parent;
        }
        if (inner == loop) {
          continue;
        }
        inner.parent = loop;
        block = inner.header;
      }
      if (block == loop.header) {
        continue;
      }
      for (int p = 0; p < flow.predecessorCount(block); p++) {
        work.push(flow.predecessor(block, p));
      }
    }
    if (loopOf[loop.header.id] == null) {
      loopOf[loop.header.id] = loop;
    }
  }

  private @Nullable Block landing(Loop loop, DominatorTree dominators) {
    int outside = loop.depth - 1;
    Block block = loop.header;
    while (dominators.depth(block) > 0) {
      block = dominators.idom(block);
      Loop at = loopOf[block.id];
      if ((at == null ? 0 : at.depth) <= outside && at == loop.parent) {
        return block;
      }
      if (at == null) {
        return block;
      }
    }
    return null;
  }

  private void propagate() {
    frequency[flow.order[0].id] = 1;
    for (Block block : flow.order) {
      double f = frequency[block.id];
      Loop loop = loopOf[block.id];
      if (loop != null && loop.header == block) {
        f = Math.min(f * ITERATIONS, MAXIMUM);
      }
      frequency[block.id] = f;
      Edge[] edges = block.successors();
      for (int i = 0; i < edges.length; i++) {
        Block target = edges[i].target;
        if (flow.number[target.id] > flow.number[block.id]) {
          double flowOut = f * share(block, i);
          Loop inner = loopOf[target.id];
          frequency[target.id] += flowOut;
          if (inner == null && loop != null) {
            // What enters a loop leaves it, however often it goes round.
            continue;
          }
        }
      }
    }
  }

  /** The probability of edge {@code index}. */
  double share(Block block, int index) {
    Edge[] edges = block.successors();
    if (edges.length == 1) {
      return 1;
    }
    if (block.terminator instanceof Terminator.Branch branch) {
      double then = thenShare(block, branch);
      return index == 0 ? then : 1 - then;
    }
    return 1.0 / edges.length;
  }

  private double thenShare(Block block, Terminator.Branch branch) {
    if (branch.probability >= 0) {
      return Math.clamp(branch.probability / 1000.0, 0.001, 0.999);
    }
    boolean coldThen = isCold(branch.then.target);
    boolean coldOther = isCold(branch.otherwise.target);
    if (coldThen != coldOther) {
      return coldThen ? 0.001 : 0.999;
    }
    boolean staysThen = stays(block, branch.then.target);
    boolean staysOther = stays(block, branch.otherwise.target);
    if (staysThen != staysOther) {
      return staysThen ? 1 - 1 / ITERATIONS : 1 / ITERATIONS;
    }
    return 0.5;
  }

  /** Whether an edge to {@code target} stays in the innermost loop of {@code block}. */
  private boolean stays(Block block, Block target) {
    Loop loop = loopOf[block.id];
    if (loop == null) {
      return true;
    }
    Loop at = loopOf[target.id];
    while (at != null && at.depth > loop.depth) {
      at = at.parent;
    }
    return at == loop;
  }
}
