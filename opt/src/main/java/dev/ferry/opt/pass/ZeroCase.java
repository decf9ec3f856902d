package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.eval.Eval;
import java.util.Objects;

/**
 * What a value would be if another were zero: for a branch that guards a computation against zero,
 * whose result is then no other than that of the way around it (gcc's {@code value_replacement}).
 *
 * @param tested the value that the branch compares with zero
 * @param otherwise the edge that it takes if the value is not zero
 */
record ZeroCase(Value tested, Edge otherwise) {
  /** What a branch tests for zero: its condition, if nothing else. */
  static ZeroCase of(Terminator.Branch branch) {
    if (branch.condition instanceof Instruction test
        && (test.op == Op.NE || test.op == Op.EQ)
        && Long.valueOf(0).equals(LoopIdioms.constant(test.args[1]))) {
      return new ZeroCase(test.args[0], test.op == Op.NE ? branch.then : branch.otherwise);
    }
    return new ZeroCase(branch.condition, branch.then);
  }

  /**
   * Whether a value computed in a block is then the same as another, which is computed before it.
   */
  boolean isSame(Value computed, Value other, Block block) {
    return Objects.equals(at(computed, block), at(other, block));
  }

  /** The constant (a Long) or the value that a value then is. */
  private Object at(Value value, Block block) {
    if (value == tested) {
      return 0L;
    }
    if (!(value instanceof Instruction i)) {
      return value;
    }
    if (i.isConst()) {
      return i.imm;
    }
    if (i.block != block || i.args.length == 0 || i.args.length > 2 || !Eval.isFoldable(i.op)) {
      return value;
    }
    Object first = at(i.args[0], block);
    Object second = i.args.length == 1 ? first : at(i.args[1], block);
    return switch (i.op) {
      case ADD, OR, XOR -> isZero(second) ? first : isZero(first) ? second : i;
      case SUB -> isZero(second) ? first : i;
      case SHL, SHR, SAR, ROTL, ROTR -> isZero(second) || isCount(i.args[1]) ? first : i;
      case AND, MUL -> isZero(first) || isZero(second) ? (Object) 0L : i;
      case SEXT, ZEXT, TRUNC, POPCNT, BSWAP -> isZero(first) ? (Object) 0L : i;
      default -> i;
    };
  }

  /** Whether the tested value has all the bits of a value that count in a shift. */
  private boolean isCount(Value value) {
    long bits = value.type == Type.I32 ? 31 : 63;
    return tested instanceof Instruction and
        && and.op == Op.AND
        && and.args[0] == value
        && and.args[1] instanceof Instruction mask
        && mask.isConst()
        && (mask.imm & bits) == bits;
  }

  private static boolean isZero(Object known) {
    return known instanceof Long constant && constant == 0;
  }
}
