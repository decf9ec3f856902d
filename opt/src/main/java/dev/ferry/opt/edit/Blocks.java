package dev.ferry.opt.edit;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import java.util.Arrays;

/** Small edits of the block graph. */
public final class Blocks {
  private static final Value[] NONE = {};

  private Blocks() {}

  /**
   * Removes blocks that control cannot reach. A block whose address is taken stays while something
   * may still name it: as an empty unreachable block.
   */
  public static boolean removeUnreachable(Function function, ControlFlow flow) {
    if (flow.order.length == function.blocks.size()) {
      return false;
    }
    boolean[] removed = {false};
    function.blocks.removeIf(block -> {
      if (flow.isReachable(block)) {
        return false;
      }
      if (block.addressTaken) {
        removed[0] |= !isGutted(block);
        block.instructions.clear();
        block.params.clear();
        block.terminator = new Terminator.Unreachable();
        return false;
      }
      removed[0] = true;
      return true;
    });
    return removed[0];
  }

  private static boolean isGutted(Block block) {
    return block.instructions.isEmpty()
        && block.params.isEmpty()
        && block.terminator instanceof Terminator.Unreachable;
  }

  /** Appends an argument to an edge. */
  public static void addArgument(Edge edge, Value value) {
    Value[] args = Arrays.copyOf(edge.args, edge.args.length + 1);
    args[args.length - 1] = value;
    edge.args = args;
  }

  /** Removes argument {@code index} of an edge. */
  public static void removeArgument(Edge edge, int index) {
    int count = edge.args.length - 1;
    if (count == 0) {
      edge.args = NONE;
      return;
    }
    Value[] args = new Value[count];
    System.arraycopy(edge.args, 0, args, 0, index);
    System.arraycopy(edge.args, index + 1, args, index, count - index);
    edge.args = args;
  }

  /** A new block on the edge, after its source in the list. */
  public static Block split(Function function, Block source, Edge edge) {
    Block middle = function.newBlock("edge");
    middle.terminator = new Terminator.Jump(edge.target, edge.args);
    middle.terminator.loc = source.terminator.loc;
    edge.target = middle;
    edge.args = NONE;
    function.blocks.add(function.blocks.indexOf(source) + 1, middle);
    return middle;
  }

  /** Whether edges into this block can carry arguments at all. */
  public static boolean isFixedEdge(Terminator terminator, Edge edge) {
    return switch (terminator) {
      case Terminator.IndirectJump _ -> true;
      case Terminator.AsmGoto asmGoto -> asmGoto.edges()[0] != edge;
      default -> false;
    };
  }
}
