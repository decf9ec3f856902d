package dev.ferry.opt.rules;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;

/**
 * Which values of a function are never negative, loop variables among them: what {@link KnownBits}
 * cannot see because it would have to look round a loop.
 *
 * <p>Algorithm: all block parameters are taken for non-negative; whatever contradicts takes that
 * back, until nothing changes. A sum or product without signed overflow of non-negative values is
 * one. Facts hold for the values that the function had when they were found.
 */
public final class Signs {
  private static final int MAX_ROUNDS = 8;

  private final ControlFlow flow;
  private final boolean[] isNonNegative;

  private Signs(Function function, ControlFlow flow) {
    this.flow = flow;
    this.isNonNegative = new boolean[function.valueLimit()];
  }

  /** The facts about a function. */
  public static Signs of(Function function, ControlFlow flow) {
    Signs signs = new Signs(function, flow);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      if (!signs.round(round == 0)) {
        return signs;
      }
    }
    // Too deep a chain of loops: nothing is known.
    return new Signs(function, flow);
  }

  public boolean isNonNegative(Value value) {
    return value.id < isNonNegative.length && isNonNegative[value.id];
  }

  /**
   * Whether a back edge took something back, so that what its loop made of it must be seen again:
   * all else is final, as a block follows its other predecessors and values their operands.
   */
  private boolean round(boolean first) {
    Block entry = flow.order[0];
    if (first) {
      for (Block block : flow.order) {
        for (Param param : block.params) {
          isNonNegative[param.id] = block != entry && param.requireType().isInt();
        }
      }
    }
    boolean changed = false;
    for (Block block : flow.order) {
      for (Instruction instruction : block.instructions) {
        Type type = instruction.type;
        if (type != null && type.isInt()) {
          isNonNegative[instruction.id] = compute(instruction);
        }
      }
      changed |= arguments(block);
    }
    return changed;
  }

  private boolean arguments(Block block) {
    boolean changed = false;
    for (Edge edge : block.terminator.edges()) {
      for (int i = 0; i < edge.args.length; i++) {
        Param param = edge.target.params.get(i);
        if (isNonNegative[param.id] && !isNonNegative[edge.args[i].id]) {
          isNonNegative[param.id] = false;
          changed |= flow.isBackEdge(block, edge.target);
        }
      }
    }
    return changed;
  }

  private boolean is(Instruction i, int arg) {
    return isNonNegative[i.args[arg].id];
  }

  private boolean compute(Instruction i) {
    return switch (i.op) {
      case ADD, MUL -> i.nsw && is(i, 0) && is(i, 1);
      case SHL -> i.nsw && is(i, 0) || KnownBits.isNonNegative(i);
      case OR, XOR, SMIN -> is(i, 0) && is(i, 1);
      case SDIV, UDIV -> is(i, 0) && i.args[1] instanceof Instruction c && c.isConst() && c.imm > 0;
      case SREM, UREM, SAR, SEXT, COPY -> is(i, 0) || KnownBits.isNonNegative(i);
      case AND, UMIN, SMAX -> is(i, 0) || is(i, 1);
      case SHR ->
          is(i, 0)
              || i.args[1] instanceof Instruction c
                  && c.op == Op.ICONST
                  && c.imm > 0
                  && c.imm < i.requireType().bits();
      case SELECT -> is(i, 1) && is(i, 2);
      case ZEXT, ZEXT8, ZEXT16 -> true;
      default -> KnownBits.isNonNegative(i);
    };
  }
}
