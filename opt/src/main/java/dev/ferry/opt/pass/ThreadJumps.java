package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.eval.Eval;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.Cloner;
import dev.ferry.opt.edit.DefinitionRepair;
import dev.ferry.opt.edit.EscapingValues;
import dev.ferry.opt.edit.SsaUpdate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Jump threading: where an edge into a small block decides the branch at its end, the edge goes
 * straight to where the branch would go.
 *
 * <p>Algorithm: the branch's condition is evaluated with the edge's constant arguments, and with
 * what a branch on the same condition just before says; edges that decide the same way get a copy
 * of the block that ends in a jump. Values of the block used elsewhere are repaired by {@link
 * DefinitionRepair}. Loop headers are left alone, so that loops keep one entry.
 *
 * <p>Requires nothing; preserves nothing. Before: {@code a: jump j(0) j(%1): branch %1, x, y}.
 * After: {@code a: jump y}.
 */
public final class ThreadJumps implements Pass {
  private static final int MAX_COPIED = 8;
  private static final int MAX_REPAIRS = 200;

  @Override
  public String name() {
    return "thread-jumps";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = Blocks.removeUnreachable(function, flow);
    return new Threader(function, context, flow).run() | changed;
  }

  private static final class Threader {
    private final Function function;
    private final PassContext context;
    private final ControlFlow flow;
    private final int maxCopied;

    private final EscapingValues escaping;

    private int repairs;

    Threader(Function function, PassContext context, ControlFlow flow) {
      this.function = function;
      this.context = context;
      this.flow = flow;
      this.maxCopied = context.options.optimizesSize() ? 1 : MAX_COPIED;
      this.escaping = new EscapingValues(function, flow);
    }

    boolean run() {
      boolean changed = false;
      for (Block block : flow.order) {
        if (isCandidate(block)) {
          changed |= thread(block);
        }
      }
      return changed;
    }

    private boolean isCandidate(Block block) {
      if (block.addressTaken
          || block == function.entry()
          || flow.predecessorCount(block) < 2
          || !(block.terminator instanceof Terminator.Branch
              || block.terminator instanceof Terminator.Switch)) {
        return false;
      }
      for (int p = 0; p < flow.predecessorCount(block); p++) {
        if (flow.isBackEdge(flow.predecessor(block, p), block)) {
          return false;
        }
      }
      int cost = 0;
      for (Instruction instruction : block.instructions) {
        switch (instruction.op) {
          case ICONST, FCONST, SEXT, TRUNC, SLOT_ADDR -> {}
          case CALL, ASM, STACK_ALLOC, MEMCPY, MEMSET, RESULT -> cost += 100;
          default -> cost++;
        }
      }
      return cost <= maxCopied;
    }

    /** Edges into the block, grouped by the way they decide. */
    private boolean thread(Block block) {
      List<Edge> decided = new ArrayList<>();
      List<Edge> ways = new ArrayList<>();
      int total = 0;
      for (int p = 0; p < flow.predecessorCount(block); p++) {
        Block pred = flow.predecessor(block, p);
        Edge edge = flow.incoming(block, p);
        if (edge.target != block) {
          // Threaded away since the order was made.
          continue;
        }
        total++;
        if (!Blocks.isFixedEdge(pred.terminator, edge)) {
          Edge way = decide(block, pred, edge);
          if (way != null) {
            decided.add(edge);
            ways.add(way);
          }
        }
      }
      if (decided.isEmpty() || total < 2) {
        return false;
      }
      boolean changed = false;
      for (Edge way : block.terminator.edges()) {
        List<Edge> group = new ArrayList<>();
        for (int i = 0; i < decided.size(); i++) {
          if (ways.get(i) == way) {
            group.add(decided.get(i));
          }
        }
        if (!group.isEmpty() && group.size() < total && context.fuel()) {
          context.optimized(function, block.terminator.loc, "branch skipped where it is decided");
          changed |= copy(block, way, group);
          total -= group.size();
        }
      }
      return changed;
    }

    // ---- deciding

    private @Nullable Edge decide(Block block, Block pred, Edge edge) {
      return switch (block.terminator) {
        case Terminator.Branch branch -> {
          Long value = evaluate(branch.condition, block, pred, edge, 0);
          yield value == null ? null : value != 0 ? branch.then : branch.otherwise;
        }
        case Terminator.Switch choice -> {
          Long value = evaluate(choice.value, block, pred, edge, 0);
          yield value == null ? null : way(choice, value);
        }
        default -> null;
      };
    }

    private static Edge way(Terminator.Switch choice, long value) {
      for (int i = 0; i < choice.cases.length; i++) {
        if (choice.cases[i] == value) {
          return choice.edges()[i];
        }
      }
      return choice.defaultEdge();
    }

    private @Nullable Long evaluate(Value value, Block block, Block pred, Edge edge, int depth) {
      if (value instanceof Param param) {
        if (param.block != block) {
          return implied(param, pred, edge);
        }
        Value arg = edge.args[param.index];
        return arg instanceof Instruction c && c.op == Op.ICONST
            ? (Long) c.imm
            : implied(arg, pred, edge);
      }
      Instruction i = (Instruction) value;
      if (i.op == Op.ICONST) {
        return i.imm;
      }
      if (i.block != block) {
        return implied(i, pred, edge);
      }
      if (depth > 3 || !Eval.isFoldable(i.op) || i.op == Op.SELECT || i.args.length > 2) {
        return null;
      }
      for (Value arg : i.args) {
        if (!arg.requireType().isInt()) {
          return null;
        }
      }
      if (!i.requireType().isInt()) {
        return null;
      }
      Long a = evaluate(i.args[0], block, pred, edge, depth + 1);
      if (a == null) {
        return null;
      }
      Long b = i.args.length > 1 ? evaluate(i.args[1], block, pred, edge, depth + 1) : (Long) 0L;
      return b == null ? null : (Long) Eval.apply(i, a, b, 0);
    }

    /** What the branch that leads over the edge, or one that surely led to it, says of a value. */
    private @Nullable Long implied(Value value, Block pred, Edge edge) {
      Block at = pred;
      Edge taken = edge;
      for (int steps = 0; steps < 4; steps++) {
        if (at.terminator instanceof Terminator.Branch branch
            && branch.then.target != branch.otherwise.target) {
          boolean isTrue = branch.then == taken;
          if (branch.condition == value) {
            if (!isTrue) {
              return 0L;
            }
            return value instanceof Instruction i && i.op.isIntCompare() ? (Long) 1L : null;
          }
          if (branch.condition instanceof Instruction i
              && (i.op == Op.EQ && isTrue || i.op == Op.NE && !isTrue)
              && i.args[0] == value
              && i.args[1] instanceof Instruction c
              && c.op == Op.ICONST) {
            return c.imm;
          }
        }
        if (flow.predecessorCount(at) != 1) {
          return null;
        }
        Block up = flow.predecessor(at, 0);
        taken = edgeTo(up, at);
        if (taken == null) {
          return null;
        }
        at = up;
      }
      return null;
    }

    private static @Nullable Edge edgeTo(Block from, Block to) {
      for (Edge edge : from.terminator.edges()) {
        if (edge.target == to) {
          return edge;
        }
      }
      return null;
    }

    // ---- copying

    private boolean copy(Block block, Edge way, List<Edge> group) {
      List<Value> values = new ArrayList<>(block.params);
      for (Instruction instruction : block.instructions) {
        if (instruction.type != null) {
          values.add(instruction);
        }
      }
      values.removeIf(value -> !escaping.contains(value));
      if (!values.isEmpty() && ++repairs > MAX_REPAIRS) {
        return false;
      }
      Cloner cloner = new Cloner(function);
      Block copy = cloner.copyFrame(block);
      function.blocks.add(function.blocks.indexOf(block) + 1, copy);
      for (Instruction instruction : block.instructions) {
        copy.append(cloner.copy(instruction));
      }
      copy.terminator = new Terminator.Jump(cloner.copy(way));
      copy.terminator.loc = block.terminator.loc;
      for (Edge edge : group) {
        edge.target = copy;
      }
      if (!values.isEmpty()) {
        ControlFlow now = ControlFlow.of(function);
        if (!now.isReachable(block)) {
          return true;
        }
        DefinitionRepair.run(function, now, values, new TwoDefinitions(block, copy, cloner));
      }
      return true;
    }

    /** The values of a block and of its copy. */
    private record TwoDefinitions(Block original, Block copy, Cloner cloner)
        implements DefinitionRepair.Definitions {
      @Override
      public void define(Value value, SsaUpdate update) {
        update.define(original, value);
        update.define(copy, cloner.find(value));
      }

      @Override
      public boolean isRight(Value value, Block block) {
        return block == original || block == copy;
      }
    }
  }
}
