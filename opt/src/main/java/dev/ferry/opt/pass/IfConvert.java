package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.Cloner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * If-conversion: a branch whose two ways meet at once, with different values, becomes a choice of
 * values: a minimum or maximum where the target has one, else a select.
 *
 * <p>Algorithm: each way is nothing, or one block of few cheap pure instructions, which then run
 * always. Without conditional-zero instructions a select is a branch over a move: then only one
 * value may differ, and both must be there already.
 *
 * <p>Requires nothing, and stands late, because a branch tells other passes more than a select.
 * Preserves nothing. Before: {@code %c = slt %a, %b branch %c, join(%a), join(%b)}. After: {@code
 * %m = smin %a, %b jump join(%m)}.
 */
public final class IfConvert implements Pass {
  /** Where a value or zero is chosen by one instruction. */
  private static final int MAX_SPECULATED = 1;

  /** More is not computed for a zero for which it makes no difference. */
  private static final int MAX_UNGUARDED = 4;

  @Override
  public String name() {
    return "if-convert";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = false;
    // Inner branches before those around them.
    for (int i = flow.order.length - 1; i >= 0; i--) {
      Block block = flow.order[i];
      if (block.terminator instanceof Terminator.Branch branch && branch.probability < 0) {
        Way then = way(branch.then, flow);
        Way otherwise = way(branch.otherwise, flow);
        if (then.join == otherwise.join && flow.number[then.join.id] > i) {
          changed |= new Conversion(function, context, block, branch, then, otherwise).run();
        }
      }
    }
    if (changed) {
      Blocks.removeUnreachable(function, ControlFlow.of(function));
    }
    return changed;
  }

  /**
   * One way from the branch to where the ways meet.
   *
   * @param enter the branch's edge
   * @param block between branch and join, or null
   * @param leave the edge into the join
   */
  private record Way(Edge enter, @Nullable Block block, Edge leave, Block join) {}

  private static Way way(Edge edge, ControlFlow flow) {
    Block target = edge.target;
    return target.terminator instanceof Terminator.Jump jump
            && flow.predecessorCount(target) == 1
            && !target.addressTaken
            && jump.edge.target != target
        ? new Way(edge, target, jump.edge, jump.edge.target)
        : new Way(edge, null, edge, target);
  }

  private static final class Conversion {
    private final Function function;
    private final PassContext context;
    private final Block block;
    private final Terminator.Branch branch;
    private final Way then;
    private final Way otherwise;

    Conversion(
        Function function,
        PassContext context,
        Block block,
        Terminator.Branch branch,
        Way then,
        Way otherwise) {
      this.function = function;
      this.context = context;
      this.block = block;
      this.branch = branch;
      this.then = then;
      this.otherwise = otherwise;
    }

    boolean run() {
      ZeroCase zero = ZeroCase.of(branch);
      boolean guards = zero.otherwise() == then.enter;
      return isNeedless(zero, guards ? then : otherwise, guards ? otherwise : then) || choose();
    }

    /** Drops a guard against zero that makes no difference. */
    private boolean isNeedless(ZeroCase zero, Way guarded, Way around) {
      Block side = guarded.block;
      if (side == null
          || !side.params.isEmpty()
          || around.block != null
              && !around.block.instructions.stream().allMatch(Instruction::isConst)
          || cost(side) > MAX_UNGUARDED) {
        return false;
      }
      Value[] args = guarded.leave.args;
      for (int i = 0; i < args.length; i++) {
        if (!zero.isSame(args[i], around.leave.args[i], side)) {
          return false;
        }
      }
      if (args.length == 0 || !context.fuel()) {
        return false;
      }
      context.optimized(function, branch.loc, "needless test for zero dropped");
      block.terminator = new Terminator.Jump(guarded.enter);
      block.terminator.loc = branch.loc;
      return true;
    }

    private boolean choose() {
      int speculated = cost(then.block) + cost(otherwise.block);
      boolean hasCheapSelect = context.costs.cost(Op.SELECT, Type.I64) <= 3;
      if (speculated > (hasCheapSelect ? MAX_SPECULATED : 0)) {
        return false;
      }
      boolean mayBeTwo = hasCheapSelect && speculated == 0;
      Cloner cloner = new Cloner(function);
      bind(then, cloner);
      bind(otherwise, cloner);
      int differing = 0;
      for (int i = 0; i < then.leave.args.length; i++) {
        Value a = cloner.find(then.leave.args[i]);
        Value b = cloner.find(otherwise.leave.args[i]);
        if (a != b) {
          differing++;
          boolean isMasked = isZero(a) || isZero(b);
          if (!isWorthIt(a, b, hasCheapSelect) || speculated > 0 && !isMasked) {
            return false;
          }
        }
      }
      if (differing == 0 || differing > (mayBeTwo ? 2 : 1) || !context.fuel()) {
        return false;
      }
      convert(cloner);
      return true;
    }

    /** Cost of running the block always; more than any limit if that is not possible. */
    private int cost(@Nullable Block side) {
      if (side == null) {
        return 0;
      }
      int cost = 0;
      for (Instruction instruction : side.instructions) {
        Type type = instruction.type;
        if (!instruction.op.isPure() || type == null) {
          return Integer.MAX_VALUE / 4;
        }
        cost += instruction.op == Op.ICONST ? 0 : context.costs.cost(instruction.op, type);
      }
      return cost;
    }

    private static void bind(Way way, Cloner cloner) {
      Block side = way.block;
      if (side != null) {
        for (int i = 0; i < side.params.size(); i++) {
          cloner.map(side.params.get(i), way.enter.args[i]);
        }
      }
    }

    private boolean isWorthIt(Value a, Value b, boolean hasCheapSelect) {
      if (extreme(a, b) != null) {
        return true;
      }
      if (hasCheapSelect && a.requireType().isInt()) {
        return true;
      }
      Long first = constant(a);
      Long second = constant(b);
      if (first != null && second != null) {
        return Math.abs(first - second) == 1;
      }
      return first == null && second == null;
    }

    private static boolean isZero(Value value) {
      return value instanceof Instruction i && i.isConst(0);
    }

    private static @Nullable Long constant(Value value) {
      return value instanceof Instruction i && i.op == Op.ICONST ? i.imm : null;
    }

    /** The minimum or maximum that the choice is, if that is one instruction; else null. */
    private @Nullable Op extreme(Value a, Value b) {
      if (!(branch.condition instanceof Instruction test)
          || !test.op.isIntCompare()
          || test.args.length != 2) {
        return null;
      }
      boolean same = test.args[0] == a && test.args[1] == b;
      boolean crossed = test.args[0] == b && test.args[1] == a;
      if (!same && !crossed) {
        return null;
      }
      Op op =
          switch (test.op) {
            case SLT, SLE -> same ? Op.SMIN : Op.SMAX;
            case ULT, ULE -> same ? Op.UMIN : Op.UMAX;
            default -> null;
          };
      return op != null && context.costs.cost(op, a.requireType()) == 1 ? op : null;
    }

    private void convert(Cloner cloner) {
      take(then.block, cloner);
      take(otherwise.block, cloner);
      Value[] args = new Value[then.leave.args.length];
      for (int i = 0; i < args.length; i++) {
        Value a = cloner.find(then.leave.args[i]);
        Value b = cloner.find(otherwise.leave.args[i]);
        args[i] = a == b ? a : choice(a, b);
      }
      Terminator.Jump jump = new Terminator.Jump(then.join, args);
      jump.loc = branch.loc;
      block.terminator = jump;
      context.optimized(function, branch.loc, "branch became a choice of values");
    }

    private void take(@Nullable Block side, Cloner cloner) {
      List<Instruction> code = side == null ? List.of() : side.instructions;
      for (Instruction instruction : code) {
        block.append(cloner.copy(instruction));
      }
    }

    private Value choice(Value a, Value b) {
      Op extreme = extreme(a, b);
      Instruction made =
          extreme != null
              ? function.newInstruction(extreme, a.type, a, b)
              : function.newInstruction(Op.SELECT, a.type, branch.condition, a, b);
      made.loc = branch.loc;
      return block.append(made);
    }
  }
}
