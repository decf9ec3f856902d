package dev.ferry.ir.analysis;

import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Terminator;

/**
 * Blocks that ordinary runs hardly ever reach: from which every way leads to a call that does not
 * return or is said to be cold (Ball and Larus, "Branch prediction for free", PLDI 1993: the call
 * and the return heuristics with the source's own word), or to which only branches lead that the
 * source says are unlikely. Valid until an edge or block changes.
 */
public final class ColdBlocks {
  /** Of 1000 executions of a branch: what {@code __builtin_expect} gives the other way. */
  private static final int UNLIKELY = 100;

  private final ControlFlow flow;
  private final boolean[] ends;
  private final boolean[] unlikely;

  private ColdBlocks(Function function, ControlFlow flow) {
    this.flow = flow;
    this.ends = new boolean[function.blockLimit()];
    this.unlikely = new boolean[function.blockLimit()];
  }

  /** Two walks over the blocks in order. */
  public static ColdBlocks of(Function function, ControlFlow flow) {
    ColdBlocks result = new ColdBlocks(function, flow);
    for (int i = flow.order.length - 1; i >= 0; i--) {
      Block block = flow.order[i];
      result.ends[block.id] = result.endsCold(block);
    }
    for (Block block : flow.order) {
      result.unlikely[block.id] = result.isReachedRarely(block);
    }
    return result;
  }

  /** Whether every way from here leads to a call that does not return or is cold. */
  public boolean leadsToCold(Block block) {
    return ends[block.id];
  }

  /**
   * Whether a run that gets here went an unlikely way: towards a cold call where there was another
   * way, or where the source does not expect it.
   */
  public boolean isUnlikely(Block block) {
    return unlikely[block.id];
  }

  private boolean endsCold(Block block) {
    if (block.terminator instanceof Terminator.Unreachable) {
      return true;
    }
    for (Instruction inst : block.instructions) {
      if (inst.op == Op.CALL && isCold(inst.call())) {
        return true;
      }
    }
    Edge[] edges = block.successors();
    for (Edge edge : edges) {
      if (!ends[edge.target.id]) {
        return false;
      }
    }
    return edges.length > 0;
  }

  private static boolean isCold(CallInfo call) {
    Symbol callee = call.callee();
    return call.noReturn() || callee != null && callee.isCold;
  }

  /** Ways back to the head of a loop do not count: they were in it before. */
  private boolean isReachedRarely(Block block) {
    int ways = 0;
    for (int i = 0; i < flow.predecessorCount(block); i++) {
      Block from = flow.predecessor(block, i);
      if (flow.number[from.id] >= flow.number[block.id]) {
        continue;
      }
      ways++;
      if (!unlikely[from.id] && !isRare(from, block)) {
        return false;
      }
    }
    return ways > 0;
  }

  private boolean isRare(Block from, Block target) {
    if (ends[target.id] && !ends[from.id]) {
      return true;
    }
    if (!(from.terminator instanceof Terminator.Branch branch) || branch.probability < 0) {
      return false;
    }
    int share = branch.then.target == target ? branch.probability : 0;
    share += branch.otherwise.target == target ? 1000 - branch.probability : 0;
    return share <= UNLIKELY;
  }
}
