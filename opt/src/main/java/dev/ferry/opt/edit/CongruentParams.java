package dev.ferry.opt.edit;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Param;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.opt.PassContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds parameters of a block that always have the same value, such as two counters of one loop.
 *
 * <p>Two parameters are the same if on each edge they get the same value, or values computed alike
 * from the two parameters themselves: the assumption proves itself round by round (the optimistic
 * step of Alpern, Wegman and Zadeck 1988, for pairs).
 */
public final class CongruentParams {
  private static final int MAX_PARAMS = 24;

  private CongruentParams() {}

  /** Notes what stands for the parameters that equal an earlier one of their block. */
  public static boolean find(
      Function function, ControlFlow flow, Substitution substitution, PassContext context) {
    boolean any = false;
    for (Block block : flow.order) {
      int n = block.params.size();
      if (n < 2 || n > MAX_PARAMS || block == function.entry()) {
        continue;
      }
      List<Edge> edges = incoming(flow, block);
      boolean[] gone = new boolean[n];
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          if (!gone[i]
              && !gone[j]
              && areSame(block.params.get(i), block.params.get(j), edges)
              && context.fuel()) {
            substitution.replace(block.params.get(j), block.params.get(i));
            gone[j] = true;
            any = true;
          }
        }
      }
    }
    return any;
  }

  private static List<Edge> incoming(ControlFlow flow, Block block) {
    List<Edge> edges = new ArrayList<>();
    for (int p = 0; p < flow.predecessorCount(block); p++) {
      edges.add(flow.incoming(block, p));
    }
    return edges;
  }

  private static boolean areSame(Param a, Param b, List<Edge> edges) {
    if (a.type != b.type) {
      return false;
    }
    for (Edge edge : edges) {
      if (!areAlike(edge.args[a.index], edge.args[b.index], a, b)) {
        return false;
      }
    }
    return !edges.isEmpty();
  }

  private static boolean areAlike(Value x, Value y, Param a, Param b) {
    if (x == y) {
      return true;
    }
    if (!(x instanceof Instruction i)
        || !(y instanceof Instruction j)
        || i.op != j.op
        || !i.op.isPure()
        || i.imm != j.imm
        || i.payload != j.payload
        || i.type != j.type
        || i.args.length != j.args.length) {
      return false;
    }
    for (int k = 0; k < i.args.length; k++) {
      boolean isPair = i.args[k] == a && j.args[k] == b;
      if (!isPair && !isSameConstant(i.args[k], j.args[k])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSameConstant(Value x, Value y) {
    return x == y
        || x instanceof Instruction i
            && i.isConst()
            && y instanceof Instruction j
            && j.isConst(i.imm)
            && i.type == j.type;
  }
}
