package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.DominatorTree;
import dev.ferry.ir.analysis.LoopForest;
import dev.ferry.ir.analysis.SwitchClusters;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.DecisionTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * If to switch: branches that compare one value with constants, one after the other, become one
 * switch, for which code generation knows better than a comparison a case.
 *
 * <p>Algorithm: from each block that ends in such a test, a {@link DecisionTree} is followed
 * through blocks that hold nothing but further tests; its leaves divide the value's range among the
 * blocks that it leads to. The leaf with the most values becomes the default. The switch is made
 * where what was a chain, not a tree, gets shallower: where cases can share a jump table or a bit
 * test, or a tree of comparisons is much shallower than the chain; for size, where it is smaller.
 *
 * <p>Requires nothing, and stands late, because passes over loops know branches better; preserves
 * nothing. Before: {@code a: branch x == 1, f, b b: branch x == 4, f, c c: branch x == 9, f, g}.
 * After: {@code a: switch x [1: f, 4: f, 9: f], g}.
 */
public final class IfToSwitch implements Pass {
  private static final int MIN_TESTS = 3;

  /** Tests that may be worth a tree of comparisons; programs put the likely one first. */
  private static final int MIN_TREE = 8;

  /** What a bit test and a jump table cost in comparisons. */
  private static final int BIT_TEST = 3;

  private static final int JUMP_TABLE = 5;

  /** Cases of a switch: more are not written out. */
  private static final int MAX_CASES = 1024;

  /** Entries of a jump table for each test of the chain, gcc's jump-table-max-growth-ratio. */
  private static final int MAX_GROWTH = 8;

  @Override
  public String name() {
    return "if-to-switch";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    return new Conversion(function, context).run();
  }

  private static final class Conversion {
    private final Function function;
    private final PassContext context;
    private final ControlFlow flow;
    private final DominatorTree dominators;
    private final SwitchClusters.Limits limits;
    private final DecisionTree.Facts facts;

    /** By block id: a test that some switch now makes; side entries may still lead to it. */
    private final boolean[] absorbed;

    Conversion(Function function, PassContext context) {
      this.function = function;
      this.context = context;
      this.flow = ControlFlow.of(function);
      this.dominators = DominatorTree.of(flow);
      this.facts = new DecisionTree.Facts(function, flow, LoopForest.of(dominators));
      this.absorbed = new boolean[function.blockLimit()];
      this.limits =
          new SwitchClusters.Limits(
              context.options.jumpTables,
              context.options.bitTests,
              context.options.optimizesSize(),
              function.module.xlen);
    }

    boolean run() {
      boolean changed = false;
      for (Block head : flow.order) {
        if (!absorbed[head.id]) {
          DecisionTree tree = DecisionTree.at(head, facts);
          if (tree != null) {
            changed |= convert(head, tree);
          }
        }
      }
      if (changed) {
        Blocks.removeUnreachable(function, ControlFlow.of(function));
      }
      return changed;
    }

    private boolean convert(Block head, DecisionTree tree) {
      Terminator.@Nullable Switch made = asSwitch(tree);
      if (made == null || !isWorthIt(made, tree) || !context.fuel()) {
        return false;
      }
      made.loc = head.terminator.loc;
      context.optimized(function, made.loc, "comparisons became a switch");
      for (Block block : tree.absorbed()) {
        absorbed[block.id] = true;
      }
      for (Block block : tree.absorbed()) {
        raiseConstants(block);
      }
      tree.constants().forEach(head::append);
      head.terminator = made;
      return true;
    }

    /**
     * Constants that are used elsewhere move to the next dominator that still is one: no way goes
     * round it that did not before.
     */
    private void raiseConstants(Block block) {
      Block home = dominators.idom(block);
      while (absorbed[home.id]) {
        home = dominators.idom(home);
      }
      for (int i = 0; i < block.instructions.size(); ) {
        Instruction instruction = block.instructions.get(i);
        if (facts.escapes(instruction)) {
          block.instructions.remove(i);
          home.append(instruction);
        } else {
          i++;
        }
      }
    }

    // ---- the switch

    private record Case(long value, DecisionTree.Leaf leaf) {}

    private static Terminator.@Nullable Switch asSwitch(DecisionTree tree) {
      List<DecisionTree.Leaf> leaves = tree.leaves();
      DecisionTree.Leaf other = leaves.getFirst();
      for (DecisionTree.Leaf leaf : leaves) {
        if (leaf.values().count(Long.MAX_VALUE) > other.values().count(Long.MAX_VALUE)) {
          other = leaf;
        }
      }
      List<Case> cases = new ArrayList<>();
      for (DecisionTree.Leaf leaf : leaves) {
        if (leaf != other) {
          if (cases.size() + leaf.values().count(MAX_CASES) >= MAX_CASES) {
            return null;
          }
          for (int i = 0; i < leaf.values().intervals(); i++) {
            long low = leaf.values().low(i);
            for (long n = 0; n <= leaf.values().high(i) - low; n++) {
              cases.add(new Case(low + n, leaf));
            }
          }
        }
      }
      cases.sort(Comparator.comparingLong(Case::value));
      long[] values = new long[cases.size()];
      Edge[] edges = new Edge[values.length + 1];
      for (int i = 0; i < values.length; i++) {
        values[i] = cases.get(i).value;
        edges[i] = cases.get(i).leaf.edge();
      }
      edges[values.length] = other.edge();
      return new Terminator.Switch(tree.root(), values, edges);
    }

    // ---- whether it pays

    /** A chain is worth it; what is a tree already is not. */
    private boolean isWorthIt(Terminator.Switch made, DecisionTree tree) {
      int tests = tree.comparedWith().size();
      if (tests < MIN_TESTS || made.cases.length == 0 || tree.depth() * 3 < tests * 2) {
        return false;
      }
      List<SwitchClusters.Cluster> clusters = SwitchClusters.of(made.cases, ways(made), limits);
      return context.options.optimizesSize()
          ? size(clusters) < size(tree)
          : depth(clusters) <= tree.depth() && clusters.stream().allMatch(c -> isDense(c, tests));
    }

    /**
     * Whether a table is not mostly the inside of ranges, which a chain finds by two tests each.
     */
    private static boolean isDense(SwitchClusters.Cluster cluster, int tests) {
      return cluster.kind() != SwitchClusters.Kind.TABLE
          || cluster.high() - cluster.low() < (long) MAX_GROWTH * tests;
    }

    /** The most comparisons, or what takes as long as one, to find a case. */
    private static int depth(List<SwitchClusters.Cluster> clusters) {
      int deepest = 0;
      boolean isTree = true;
      for (SwitchClusters.Cluster cluster : clusters) {
        int depth =
            switch (cluster.kind()) {
              case RANGE -> 2;
              case BITS -> BIT_TEST;
              case TABLE -> JUMP_TABLE;
            };
        isTree &= cluster.kind() == SwitchClusters.Kind.RANGE;
        deepest = Math.max(deepest, depth);
      }
      int found = Integer.SIZE - Integer.numberOfLeadingZeros(clusters.size() - 1);
      return isTree ? Math.max(MIN_TREE, 2 * (found + deepest)) : found + deepest;
    }

    /** One object a way out, for each case. */
    private static Object[] ways(Terminator.Switch made) {
      List<Edge> known = new ArrayList<>();
      Object[] result = new Object[made.cases.length];
      for (int i = 0; i < result.length; i++) {
        Edge edge = made.edges()[i];
        result[i] = edge;
        for (Edge other : known) {
          if (other.target == edge.target && Arrays.equals(other.args, edge.args)) {
            result[i] = other;
          }
        }
        if (result[i] == edge) {
          known.add(edge);
        }
      }
      return result;
    }

    /** Bytes of the chain's comparisons, about. */
    private static int size(DecisionTree tree) {
      int size = 0;
      for (long constant : tree.comparedWith()) {
        size += constant == 0 ? 2 : constantSize(constant) + 4;
      }
      return size;
    }

    /** Bytes of the switch's comparisons and tables, about. */
    private static int size(List<SwitchClusters.Cluster> clusters) {
      int size = 2;
      for (SwitchClusters.Cluster cluster : clusters) {
        size += constantSize(cluster.low()) + 4;
        long width = cluster.high() - cluster.low() + 1;
        switch (cluster.kind()) {
          case RANGE -> size += width == 1 ? 0 : 10;
          case BITS -> size += width <= Integer.SIZE ? 24 : 32;
          case TABLE -> size += 32 + 4 * (int) width;
        }
      }
      return size;
    }

    private static int constantSize(long constant) {
      if (constant >= -32 && constant < 32) {
        return 2;
      }
      return constant >= -2048 && constant < 2048 || (constant & 0xfff) == 0 ? 4 : 8;
    }
  }
}
