package dev.ferry.driver.explain;

import dev.ferry.driver.explain.ExplainDocument.FlowBlock;
import dev.ferry.driver.explain.ExplainDocument.FlowEdge;
import dev.ferry.driver.explain.ExplainDocument.FlowGraph;
import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.analysis.DominanceFrontier;
import dev.ferry.ir.analysis.DominatorTree;
import dev.ferry.ir.analysis.LoopForest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The control-flow graph of a function with its dominators and loops. */
final class FlowGraphs {
  private final Function function;
  private final DominatorTree tree;
  private final LoopForest loops;
  private final DominanceFrontier frontier;

  private FlowGraphs(Function function) {
    this.function = function;
    this.tree = DominatorTree.of(function);
    this.loops = LoopForest.of(tree);
    this.frontier = DominanceFrontier.of(tree);
  }

  static FlowGraph of(Function function) {
    return new FlowGraphs(function).graph();
  }

  /** The id of a block in the document. */
  static String id(Block block) {
    return block.function().symbol.name + "/" + block.name;
  }

  private FlowGraph graph() {
    List<FlowBlock> blocks = new ArrayList<>();
    List<FlowEdge> edges = new ArrayList<>();
    int line = 1 + function.slots.size();
    for (Block block : function.blocks) {
      int count = block.instructions.size() + 2;
      blocks.add(block(block, line, count));
      edges(block, edges);
      line += count;
    }
    return new FlowGraph(blocks, edges);
  }

  private FlowBlock block(Block block, int firstLine, int lineCount) {
    List<String> border = new ArrayList<>();
    if (!tree.isReachable(block)) {
      return new FlowBlock(id(block), block.name, firstLine, lineCount, null, border, 0, null);
    }
    for (int i = 0; i < frontier.size(block); i++) {
      border.add(id(frontier.get(block, i)));
    }
    LoopForest.Loop loop = loops.of(block);
    return new FlowBlock(
        id(block),
        block.name,
        firstLine,
        lineCount,
        dominator(block),
        border,
        loops.depth(block),
        loop == null ? null : id(loop.header));
  }

  private @Nullable String dominator(Block block) {
    return block == function.entry() ? null : id(tree.idom(block));
  }

  private void edges(Block block, List<FlowEdge> edges) {
    Edge[] all = block.terminator.edges();
    for (int i = 0; i < all.length; i++) {
      Block target = all[i].target;
      List<String> copies = new ArrayList<>();
      for (Param param : target.params) {
        copies.add(param + " = " + all[i].args[param.index]);
      }
      boolean back =
          tree.isReachable(block) && tree.isReachable(target) && tree.dominates(target, block);
      edges.add(new FlowEdge(id(block), id(target), label(block.terminator, i), copies, back));
    }
  }

  private static String label(Terminator terminator, int edge) {
    return switch (terminator) {
      case Terminator.Branch _ -> edge == 0 ? "true" : "false";
      case Terminator.Switch choice ->
          edge < choice.cases.length ? Long.toString(choice.cases[edge]) : "default";
      default -> "";
    };
  }
}
