package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.Uses;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Substitution;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A loop that clears the lowest bit of a value until none is left, and counts on the way: {@code
 * for (; x; x &= x - 1) n++}, once it tests at the bottom. It runs once for each bit.
 */
final class PopulationLoop {
  private static final Value[] NONE = {};

  private final Function function;
  private final Block block;
  private final Edge entering;
  private final Edge back;
  private final Edge leaving;

  /** What loses its bits. */
  private final Param word;

  private PopulationLoop(Block block, Edge entering, Edge back, Edge leaving, Param word) {
    this.function = block.function();
    this.block = block;
    this.entering = entering;
    this.back = back;
    this.leaving = leaving;
    this.word = word;
  }

  /** Whether the target counts bits in an instruction. */
  static boolean isCheap(PassContext context) {
    return context.costs.cost(Op.POPCNT, Type.I64) == 1;
  }

  /** Replaces all loops of the function that do nothing else; whether there was one. */
  static boolean replaceAll(Function function, PassContext context) {
    if (!isCheap(context)) {
      return false;
    }
    boolean changed = false;
    ControlFlow flow = ControlFlow.of(function);
    int[] uses = Uses.count(function);
    Substitution finals = new Substitution(function);
    for (Block block : function.blocks) {
      PopulationLoop loop = of(block, flow);
      if (loop != null && loop.onlyCounts(uses) && context.fuel()) {
        context.optimized(function, block.terminator.loc, "loop became a count of bits");
        loop.replace(finals);
        changed = true;
      }
    }
    finals.apply(function);
    return changed;
  }

  private static @Nullable PopulationLoop of(Block block, ControlFlow flow) {
    if (!(block.terminator instanceof Terminator.Branch branch)
        || (branch.then.target == block) == (branch.otherwise.target == block)
        || !flow.isReachable(block)
        || flow.predecessorCount(block) != 2
        || block.addressTaken) {
      return null;
    }
    Edge back = branch.then.target == block ? branch.then : branch.otherwise;
    Edge leaving = back == branch.then ? branch.otherwise : branch.then;
    int entry = flow.predecessor(block, 0) == block ? 1 : 0;
    Edge entering = flow.incoming(block, entry);
    for (Param param : block.params) {
      Value next = back.args[param.index];
      if (isWithoutLowest(next, param)
          && whereNotZero(branch, next) == back
          && isEnteredWithBits(block, entry, entering.args[param.index], flow)) {
        return new PopulationLoop(block, entering, back, leaving, param);
      }
    }
    return null;
  }

  /** Whether a branch leads to the loop only if the value is not zero. */
  private static boolean isEnteredWithBits(Block block, int entry, Value value, ControlFlow flow) {
    Block before = flow.predecessor(block, entry);
    Edge edge = flow.incoming(block, entry);
    // The preheader.
    if (before.terminator instanceof Terminator.Jump
        && flow.predecessorCount(before) == 1
        && value.block != before) {
      edge = flow.incoming(before, 0);
      before = flow.predecessor(before, 0);
    }
    return before.terminator instanceof Terminator.Branch guard
        && whereNotZero(guard, value) == edge;
  }

  private static boolean isWithoutLowest(Value next, Param word) {
    return next instanceof Instruction and
        && and.op == Op.AND
        && and.block == word.block
        && (and.args[0] == word && isLess(and.args[1], word)
            || and.args[1] == word && isLess(and.args[0], word));
  }

  private static boolean isLess(Value value, Param word) {
    return value instanceof Instruction sum
        && sum.op == Op.ADD
        && sum.args[0] == word
        && Long.valueOf(-1).equals(LoopIdioms.constant(sum.args[1]));
  }

  /** The edge that a branch takes where the value is not zero, or null if it tests another. */
  private static @Nullable Edge whereNotZero(Terminator.Branch branch, Value value) {
    ZeroCase zero = ZeroCase.of(branch);
    return zero.tested() == value ? zero.otherwise() : null;
  }

  /** Whether nothing has an effect, and only counters are used behind the loop. */
  private boolean onlyCounts(int[] uses) {
    Map<Value, Integer> inside = new IdentityHashMap<>();
    for (Instruction instruction : block.instructions) {
      if (!instruction.op.isPure()) {
        return false;
      }
      count(inside, instruction.args);
    }
    count(inside, block.terminator.operand(0));
    count(inside, back.args);
    for (Instruction instruction : block.instructions) {
      if (!instruction.isConst()
          && !isNextOfCounter(instruction)
          && isUsedBehind(instruction, uses, inside)) {
        return false;
      }
    }
    for (Param param : block.params) {
      if (step(param) == null && isUsedBehind(param, uses, inside)) {
        return false;
      }
    }
    return true;
  }

  private static void count(Map<Value, Integer> counts, Value... values) {
    for (Value value : values) {
      counts.merge(value, 1, Integer::sum);
    }
  }

  private static boolean isUsedBehind(Value value, int[] uses, Map<Value, Integer> inside) {
    return inside.getOrDefault(value, 0) < uses[value.id];
  }

  private boolean isNextOfCounter(Instruction instruction) {
    for (Param param : block.params) {
      if (back.args[param.index] == instruction && step(param) != null) {
        return true;
      }
    }
    return false;
  }

  /** What is added to a parameter in each round, or null. */
  private @Nullable Long step(Param param) {
    Value next = back.args[param.index];
    if (next == param) {
      return 0L;
    }
    return next instanceof Instruction sum
            && sum.op == Op.ADD
            && sum.block == block
            && sum.args[0] == param
            && param.requireType().isInt()
        ? LoopIdioms.constant(sum.args[1])
        : null;
  }

  private void replace(Substitution finals) {
    int loc = block.terminator.loc;
    block.instructions.removeIf(i -> !i.isConst());
    Instruction rounds = emit(Op.POPCNT, word.requireType(), entering.args[word.index]);
    for (Param param : block.params) {
      Long step = step(param);
      if (step != null) {
        Value initial = entering.args[param.index];
        Value end = step == 0 ? initial : sum(initial, product(rounds, param.requireType(), step));
        finals.replace(back.args[param.index], end);
        finals.replace(param, step == 0 ? initial : sum(end, constant(end, -step)));
      }
    }
    block.params.clear();
    entering.args = NONE;
    block.terminator = new Terminator.Jump(leaving);
    block.terminator.loc = loc;
  }

  private Value product(Instruction rounds, Type type, long factor) {
    Value count = rounds;
    if (rounds.type != type) {
      count = emit(type == Type.I32 ? Op.TRUNC : Op.SEXT, type, rounds);
    }
    return factor == 1 ? count : emit(Op.MUL, type, count, constant(count, factor));
  }

  private Value sum(Value a, Value b) {
    return emit(Op.ADD, a.requireType(), a, b);
  }

  private Instruction constant(Value like, long value) {
    Instruction made = function.newConst(like.requireType(), value);
    block.append(made);
    return made;
  }

  private Instruction emit(Op op, Type type, Value... args) {
    Instruction made = function.newInstruction(op, type, args);
    made.loc = block.terminator.loc;
    block.append(made);
    return made;
  }
}
