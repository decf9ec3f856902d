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
import dev.ferry.opt.edit.Substitution;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A loop of one block whose parameters all grow by constants and say when it is left ({@link
 * RoundCount}), and of which nothing but these is used behind it: for {@link LoopIdioms}.
 */
final class CountedLoop {
  private static final Value[] NONE = {};

  /**
   * A parameter that grows by the same in each round.
   *
   * @param next what the back edge carries: the sum, or the parameter itself for a step of 0
   */
  record Variable(Param param, Value initial, Value next, long step) {}

  /**
   * {@code base + offset}, in the first round.
   *
   * @param step what is added to it in each round
   */
  record Place(Value base, long offset, long step) {}

  final Block block;
  private final Function function;
  private final Block before;
  private final Edge entering;
  private final Edge leaving;
  private final List<Variable> variables;

  /** Those whose last values, or the ones after these, are used where the loop has been left. */
  private final List<Variable> usedBehind = new ArrayList<>();

  /** Where instructions go while the loop is replaced. */
  private Block into;

  /** How often it runs. */
  RoundCount rounds;

  @SuppressWarnings("NullAway.Init") // of() fills in the count, for which it needs the places.
  private CountedLoop(
      Block block, Block before, Edge entering, Edge leaving, List<Variable> variables) {
    this.block = block;
    this.before = before;
    this.function = block.function();
    this.entering = entering;
    this.leaving = leaving;
    this.variables = variables;
    this.into = block;
  }

  // ---- what it is

  /**
   * The loop that the block is, or null if it is none of this kind.
   *
   * @param entry which of its two predecessors it is entered from
   */
  static @Nullable CountedLoop of(Block block, ControlFlow flow, int entry, int[] uses) {
    Edge entering = flow.incoming(block, entry);
    Terminator.Branch branch = (Terminator.Branch) block.terminator;
    Edge back = branch.then.target == block ? branch.then : branch.otherwise;
    Edge leaving = back == branch.then ? branch.otherwise : branch.then;
    List<Variable> variables = variables(block, entering, back);
    if (variables == null || !(branch.condition instanceof Instruction test)) {
      return null;
    }
    CountedLoop loop =
        new CountedLoop(block, flow.predecessor(block, entry), entering, leaving, variables);
    RoundCount rounds = RoundCount.of(loop, test, back == branch.then, flow, entry);
    if (rounds == null) {
      return null;
    }
    loop.rounds = rounds;
    return loop.hides(uses, back) ? loop : null;
  }

  private static @Nullable List<Variable> variables(Block block, Edge entering, Edge back) {
    List<Variable> variables = new ArrayList<>();
    for (Param param : block.params) {
      Value next = back.args[param.index];
      Long step = next == param ? Long.valueOf(0) : step(param, next);
      if (step == null) {
        return null;
      }
      variables.add(new Variable(param, entering.args[param.index], next, step));
    }
    return variables;
  }

  private static @Nullable Long step(Param param, Value next) {
    return next instanceof Instruction i
            && i.block == param.block
            && i.op == Op.ADD
            && i.args[0] == param
            && !(i.args[1] instanceof Instruction c && c.isConst(0))
        ? LoopIdioms.constant(i.args[1])
        : null;
  }

  private static Place place(Value value, Block block, List<Variable> variables) {
    Value base = value;
    long offset = 0;
    while (base instanceof Instruction i && i.op == Op.ADD && i.block == block) {
      Long added = LoopIdioms.constant(i.args[1]);
      if (added == null) {
        break;
      }
      offset += added;
      base = i.args[0];
    }
    for (Variable variable : variables) {
      if (variable.param == base) {
        return new Place(variable.initial, offset, variable.step);
      }
    }
    return new Place(base, offset, 0);
  }

  private static boolean isChanging(Value value, Block block) {
    return value.block == block && LoopIdioms.constant(value) == null;
  }

  /** Whether nothing is used behind the loop but variables and constants. */
  private boolean hides(int[] uses, Edge back) {
    Map<Value, Integer> inside = new IdentityHashMap<>();
    for (Instruction instruction : block.instructions) {
      count(inside, instruction.args);
    }
    count(inside, block.terminator.operand(0));
    count(inside, back.args);
    for (Variable variable : variables) {
      if (isUsedBehind(variable.param, uses, inside) || isUsedBehind(variable.next, uses, inside)) {
        usedBehind.add(variable);
      }
    }
    return usedBehind.stream().allMatch(v -> rounds.canScale(v.step))
        && block.instructions.stream()
            .noneMatch(i -> !i.isConst() && !isNext(i) && isUsedBehind(i, uses, inside));
  }

  private static void count(Map<Value, Integer> counts, Value... values) {
    for (Value value : values) {
      counts.merge(value, 1, Integer::sum);
    }
  }

  private static boolean isUsedBehind(Value value, int[] uses, Map<Value, Integer> inside) {
    return value.block != null && inside.getOrDefault(value, 0) < uses[value.id];
  }

  private boolean isNext(Instruction instruction) {
    return variables.stream().anyMatch(v -> v.next == instruction);
  }

  /** Where an address in the loop leads. */
  Place place(Value address) {
    return place(address, block, variables);
  }

  /** Whether the value may be another in each round. */
  boolean isChanging(Value value) {
    return isChanging(value, block);
  }

  /** Whether it is entered only where something is below the constant. */
  boolean isEnteredBelow(long constant) {
    return before.terminator instanceof Terminator.Branch branch
        && branch.condition instanceof Instruction test
        && test.op == Op.ULT
        && branch.then == entering
        && Long.valueOf(constant).equals(LoopIdioms.constant(test.args[1]));
  }

  // ---- what it becomes

  /**
   * Puts calls in the place of the loop, and what its variables are at last into {@code finals}.
   */
  void replace(List<BlockStore> stores, Substitution finals) {
    List<Instruction> constants = block.instructions.stream().filter(Instruction::isConst).toList();
    block.instructions.clear();
    constants.forEach(block::append);
    into = block;
    stores.forEach(s -> s.emit(this));
    for (Variable variable : variables) {
      if (variable.step == 0) {
        finals.replace(variable.param, variable.initial);
      } else if (usedBehind.contains(variable)) {
        Value end = end(variable);
        finals.replace(variable.next, end);
        finals.replace(variable.param, sum(end, -variable.step));
      }
    }
    block.params.clear();
    entering.args = NONE;
    jump(block, leaving);
  }

  /**
   * Puts a test before the loop, which leads to calls if that is worth it, and to the loop if there
   * are few bytes only.
   *
   * @param enough what is left to the calls, bytes of the first store
   */
  void avoid(List<BlockStore> stores, long enough) {
    Block test = newBlock("size", 0);
    Block calls = newBlock("calls", 1);
    Block landing = newBlock("behind", 1);
    into = test;
    Value bytes = rounds.total(Math.abs(stores.getFirst().to().step()), this);
    Value isShort = emit(Op.ULT, Type.I32, bytes, constant(bytes.requireType(), enough));
    test.terminator =
        new Terminator.Branch(isShort, new Edge(block, entering.args), new Edge(calls));
    test.terminator.loc = block.terminator.loc;
    entering.target = test;
    entering.args = NONE;
    into = calls;
    stores.forEach(s -> s.emit(this));
    List<Value> ends = new ArrayList<>();
    List<Value> loopEnds = new ArrayList<>();
    Substitution behind = new Substitution(function);
    for (Variable variable : usedBehind) {
      Value end = end(variable);
      Type type = end.requireType();
      ends.addAll(List.of(end, sum(end, -variable.step)));
      loopEnds.addAll(List.of(variable.next, variable.param));
      behind.replace(variable.next, landing.addParam(type));
      behind.replace(variable.param, landing.addParam(type));
    }
    jump(calls, new Edge(landing, ends.toArray(NONE)));
    into = landing;
    for (Instruction instruction : block.instructions) {
      if (instruction.isConst()) {
        behind.replace(instruction, constant(instruction.requireType(), instruction.imm));
      }
    }
    jump(landing, leaving);
    for (Block other : function.blocks) {
      if (other != block) {
        other.instructions.forEach(behind::rewrite);
        behind.rewrite(other.terminator);
      }
    }
    leaveTo(new Edge(landing, loopEnds.toArray(NONE)));
  }

  private void leaveTo(Edge edge) {
    Terminator.Branch branch = (Terminator.Branch) block.terminator;
    boolean repeats = branch.then != leaving;
    Terminator.Branch changed =
        new Terminator.Branch(
            branch.condition, repeats ? branch.then : edge, repeats ? edge : branch.otherwise);
    changed.probability = branch.probability;
    changed.loc = branch.loc;
    block.terminator = changed;
  }

  /** A block at some distance from the loop's in the list. */
  private Block newBlock(String name, int distance) {
    Block made = function.newBlock(name);
    function.blocks.add(function.blocks.indexOf(block) + distance, made);
    return made;
  }

  private void jump(Block from, Edge edge) {
    int loc = block.terminator.loc;
    from.terminator = new Terminator.Jump(edge);
    from.terminator.loc = loc;
  }

  /** What a variable is behind the loop, after its last addition. */
  private Value end(Variable variable) {
    Type type = variable.param.requireType();
    if (rounds.endsAtLimit(variable)) {
      return rounds.limit();
    }
    Value total = rounds.total(variable.step, this);
    if (total.type != type) {
      total = emit(Op.TRUNC, type, total);
    }
    return emit(Op.ADD, type, variable.initial, total);
  }

  /** The value plus a constant. */
  Value sum(Value value, long added) {
    Type type = value.requireType();
    return added == 0 ? value : emit(Op.ADD, type, value, constant(type, added));
  }

  /** The value times a constant. */
  Value product(Value value, long factor) {
    Type type = value.requireType();
    return factor == 1 ? value : emit(Op.MUL, type, value, constant(type, factor));
  }

  Instruction constant(Type type, long value) {
    Instruction made = function.newConst(type, value);
    into.append(made);
    return made;
  }

  Instruction emit(Op op, @Nullable Type type, Value... args) {
    Instruction made = function.newInstruction(op, type, args);
    made.loc = block.terminator.loc;
    into.append(made);
    return made;
  }
}
