package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives computed gotos and asm gotos landing blocks, so that every variable may become an SSA
 * value.
 *
 * <p>Algorithm: all indirect jumps of a function become jumps to one dispatch block (as gcc factors
 * computed gotos); then each block entered by an indirect or asm-goto edge and by other edges too
 * is split: an empty landing block keeps the address and jumps to the rest. A landing block's only
 * predecessor is the dispatch, so it never needs a parameter.
 *
 * <p>Requires nothing; preserves nothing. Before: {@code a: indirect_jump %1, x b: indirect_jump
 * %2, x}. After: {@code a: jump d(%1) b: jump d(%2) d(%3): indirect_jump %3, x}.
 */
public final class FactorGotos implements Pass {
  @Override
  public String name() {
    return "factor-gotos";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    List<Block> indirect = new ArrayList<>(0);
    boolean hasFixed = false;
    for (Block block : function.blocks) {
      if (block.terminator instanceof Terminator.IndirectJump) {
        indirect.add(block);
      }
      hasFixed |= block.terminator instanceof Terminator.AsmGoto;
    }
    if (indirect.isEmpty() && !hasFixed || !context.fuel()) {
      return false;
    }
    if (indirect.size() > 1) {
      factor(function, indirect);
    }
    return land(function) | indirect.size() > 1;
  }

  private static void factor(Function function, List<Block> indirect) {
    Type pointer = function.module.pointerType();
    Block dispatch = function.addBlock("dispatch");
    Param address = dispatch.addParam(pointer);
    List<Edge> edges = new ArrayList<>();
    boolean[] seen = new boolean[function.blockLimit()];
    for (Block block : indirect) {
      Terminator.IndirectJump jump = (Terminator.IndirectJump) block.terminator;
      for (Edge edge : jump.edges()) {
        if (!seen[edge.target.id]) {
          seen[edge.target.id] = true;
          edges.add(edge);
        }
      }
      Terminator.Jump direct = new Terminator.Jump(dispatch, jump.address);
      direct.loc = jump.loc;
      block.terminator = direct;
    }
    dispatch.terminator = new Terminator.IndirectJump(address, edges.toArray(Edge[]::new));
  }

  /** Splits blocks that a fixed edge and another edge enter. */
  private static boolean land(Function function) {
    int[] entering = new int[function.blockLimit()];
    boolean[] fixed = new boolean[function.blockLimit()];
    for (Block block : function.blocks) {
      for (Edge edge : block.terminator.edges()) {
        entering[edge.target.id]++;
        fixed[edge.target.id] |= isFixed(block.terminator, edge);
      }
    }
    boolean changed = false;
    for (Block block : List.copyOf(function.blocks)) {
      if (block.id < fixed.length && fixed[block.id] && entering[block.id] > 1) {
        split(function, block);
        changed = true;
      }
    }
    return changed;
  }

  private static boolean isFixed(Terminator terminator, Edge edge) {
    return terminator instanceof Terminator.IndirectJump
        || terminator instanceof Terminator.AsmGoto asmGoto && asmGoto.edges()[0] != edge;
  }

  /** The rest of the block moves to a new one; plain edges go there, fixed ones stay. */
  private static void split(Function function, Block landing) {
    Block rest = function.newBlock(landing.name);
    function.blocks.add(function.blocks.indexOf(landing) + 1, rest);
    for (var instruction : landing.instructions) {
      rest.append(instruction);
    }
    landing.instructions.clear();
    rest.terminator = landing.terminator;
    landing.terminator = new Terminator.Jump(rest, new Value[0]);
    landing.terminator.loc = rest.terminator.loc;
    for (Block block : function.blocks) {
      for (Edge edge : block.terminator.edges()) {
        if (edge.target == landing && !isFixed(block.terminator, edge)) {
          edge.target = rest;
        }
      }
    }
  }
}
