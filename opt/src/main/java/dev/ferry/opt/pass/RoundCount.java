package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.opt.edit.Comparison;
import org.jspecify.annotations.Nullable;

/**
 * How often a {@link CountedLoop} runs. With {@code distance} for how far the tested value is from
 * the limit in the first round, that is {@code ceil(distance / step) + 1}; where the test is an
 * order and not an inequality, a negative distance counts as 0.
 *
 * @param tested the value that is compared in each round, after its own additions
 * @param order the loop goes on while the value is {@code NE}, {@code SLT} or {@code ULT} the limit
 *     (greater, if it falls)
 * @param entersBelow whether the value before the last addition of a step is known to be below the
 *     limit at first
 */
record RoundCount(CountedLoop.Place tested, Value limit, Op order, boolean entersBelow, Type word) {

  /**
   * What the loop's test says, or null if it is none of the kind.
   *
   * @param entry which of the predecessors the loop is entered from
   */
  static @Nullable RoundCount of(
      CountedLoop loop, Instruction test, boolean repeatsIfTrue, ControlFlow flow, int entry) {
    Comparison comparison = Comparison.of(test, repeatsIfTrue);
    Op order = comparison.op();
    boolean isOrder = order == Op.SLT || order == Op.ULT;
    Value right = comparison.right();
    if (test.block != loop.block || right == null || !isOrder && order != Op.NE) {
      return null;
    }
    boolean isFalling = isOrder && loop.place(comparison.left()).step() == 0;
    Value limit = isFalling ? comparison.left() : right;
    CountedLoop.Place tested = loop.place(isFalling ? right : comparison.left());
    Type word = loop.block.function().module.pointerType();
    long step = tested.step();
    if (loop.isChanging(limit)
        || step == 0
        || isOrder && (isFalling != step < 0 || Long.bitCount(Math.abs(step)) != 1)
        || limit.type != word && Math.abs(step) != 1) {
      return null;
    }
    RoundCount count = new RoundCount(tested, limit, order, false, word);
    boolean entersBelow = isOrder && count.isGuarded(loop.block, flow, entry);
    return new RoundCount(tested, limit, order, entersBelow, word);
  }

  /** Whether the way into the loop has passed a test that its first round would pass, too. */
  private boolean isGuarded(Block header, ControlFlow flow, int entry) {
    Block block = flow.predecessor(header, entry);
    Edge edge = flow.incoming(header, entry);
    while (block.terminator instanceof Terminator.Jump && flow.predecessorCount(block) == 1) {
      edge = flow.incoming(block, 0);
      block = flow.predecessor(block, 0);
    }
    if (!(block.terminator instanceof Terminator.Branch branch)
        || edge != branch.then && edge != branch.otherwise) {
      return false; // Or a loop before this one that is none any more.
    }
    Comparison guard = Comparison.of(branch.condition, edge == branch.then);
    if (order == Op.ULT && tested.step() > 0 && guard.saysNotZero(limit)) {
      return isZero(tested.base()) && tested.offset() == tested.step();
    }
    Value right = guard.right();
    if (guard.op() != order || right == null) {
      return false;
    }
    boolean isFalling = tested.step() < 0;
    Long distance = difference(isFalling ? right : guard.left(), tested.base());
    return (isFalling ? guard.left() : right) == limit
        && distance != null
        && distance == tested.offset() - tested.step();
  }

  private static boolean isZero(Value value) {
    return Long.valueOf(0).equals(LoopIdioms.constant(value));
  }

  // ---- known rounds

  /** Whether {@link #total} can say what this makes in all rounds. */
  boolean canScale(long step) {
    return step % tested.step() == 0 || Long.bitCount(Math.abs(tested.step())) == 1;
  }

  /** Whether the tested variable, after the last addition, is the limit. */
  boolean endsAtLimit(CountedLoop.Variable variable) {
    return order == Op.NE
        && limit.type == variable.param().type
        && tested.base() == variable.initial()
        && tested.offset() == variable.step()
        && tested.step() == variable.step();
  }

  /** The step times the number of rounds, if that is known. */
  @Nullable Long knownTotal(long step) {
    Long way = difference(limit, tested.base());
    if (way == null) {
      return null;
    }
    long size = Math.abs(tested.step());
    long distance = (way - tested.offset()) * Long.signum(tested.step());
    if (order != Op.NE) {
      distance = Math.max(distance, 0) + size - 1;
    } else if (limit.type != word) {
      distance = Integer.toUnsignedLong((int) distance);
    }
    return (Math.floorDiv(distance, size) + 1) * step;
  }

  boolean isKnown() {
    return knownTotal(1) != null;
  }

  /** Whether the loop is not known to pass the limit by. */
  boolean mayEnd() {
    Long rounds = knownTotal(1);
    return rounds == null || rounds > 0;
  }

  /** The difference of two values that are sums of one value, or of none, and constants. */
  private static @Nullable Long difference(Value a, Value b) {
    CountedLoop.Place left = sum(a);
    CountedLoop.Place right = sum(b);
    return isSame(left.base(), right.base()) ? (Long) (left.offset() - right.offset()) : null;
  }

  private static CountedLoop.Place sum(Value value) {
    Value base = value;
    long offset = 0;
    while (base instanceof Instruction i && i.op == Op.ADD) {
      Long added = LoopIdioms.constant(i.args[1]);
      if (added == null) {
        break;
      }
      offset += added;
      base = i.args[0];
    }
    boolean hasOffset =
        base instanceof Instruction i
            && (i.op == Op.ICONST || i.op == Op.GLOBAL_ADDR || i.op == Op.SLOT_ADDR);
    return new CountedLoop.Place(base, hasOffset ? offset + ((Instruction) base).imm : offset, 0);
  }

  /** Whether the two differ by what {@link #sum} has taken off at most. */
  private static boolean isSame(Value a, Value b) {
    return a == b
        || a instanceof Instruction x
            && b instanceof Instruction y
            && x.op == y.op
            && (x.op == Op.ICONST
                || (x.op == Op.GLOBAL_ADDR || x.op == Op.SLOT_ADDR) && x.payload == y.payload);
  }

  // ---- rounds at run time

  /** The step times the number of rounds, a word that the loop's successor computes. */
  Value total(long step, CountedLoop loop) {
    Long known = knownTotal(step);
    if (known != null) {
      return loop.constant(word, known);
    }
    long unit = tested.step();
    if (order == Op.NE && limit.type == word && step % unit == 0) {
      Value way = loop.sum(minus(limit, tested.base(), loop), unit - tested.offset());
      return loop.product(way, step / unit);
    }
    int shift = Long.numberOfTrailingZeros(Math.abs(unit));
    Value distance = distance(loop);
    Value steps =
        shift == 0 ? distance : loop.emit(Op.SHR, word, distance, loop.constant(word, shift));
    return loop.product(loop.sum(steps, 1), step);
  }

  /** {@code a - b}, which may be what was added to b. */
  private static Value minus(Value a, Value b, CountedLoop loop) {
    if (a instanceof Instruction i && i.op == Op.ADD) {
      for (int k = 0; k < 2; k++) {
        if (Long.valueOf(0).equals(difference(i.args[k], b))) {
          return i.args[1 - k];
        }
      }
    }
    return isZero(b) ? a : loop.emit(Op.SUB, a.requireType(), a, b);
  }

  /** The distance, rounded up so that a shift gives whole steps: a word. */
  private Value distance(CountedLoop loop) {
    Type type = limit.requireType();
    boolean isFalling = tested.step() < 0;
    long size = Math.abs(tested.step());
    long up = order == Op.NE ? 0 : size - 1;
    Value way = isFalling ? minus(tested.base(), limit, loop) : minus(limit, tested.base(), loop);
    long offset = isFalling ? tested.offset() : -tested.offset();
    if (order == Op.NE || entersBelow) {
      return widened(loop.sum(way, offset + up), loop);
    }
    Value first = loop.sum(tested.base(), tested.offset());
    Value isBelow =
        isFalling
            ? loop.emit(order, Type.I32, limit, first)
            : loop.emit(order, Type.I32, first, limit);
    Value zero = loop.constant(type, 0);
    Value distance = loop.emit(Op.SELECT, type, isBelow, loop.sum(way, offset), zero);
    return loop.sum(widened(distance, loop), up);
  }

  private Value widened(Value value, CountedLoop loop) {
    return value.type == word ? value : loop.emit(Op.ZEXT, word, value);
  }
}
