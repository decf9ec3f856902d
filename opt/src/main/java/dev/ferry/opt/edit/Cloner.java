package dev.ferry.opt.edit;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Param;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies instructions and blocks, within a function or into another. */
public final class Cloner {
  private final Function target;

  /** By id in the source: what stands for a value in the copy; null: the value itself. */
  private final @Nullable Value[] values;

  private final @Nullable Block[] blocks;

  /** In place of the arrays, where few blocks of a function are copied. */
  private final @Nullable Map<Object, Object> few;

  private Slot @Nullable [] slots;

  /**
   * @param source where the copied code is
   * @param target where copies are made
   */
  public Cloner(Function source, Function target) {
    this.target = target;
    this.values = new Value[source.valueLimit()];
    this.blocks = new Block[source.blockLimit()];
    this.few = null;
  }

  /** For copies of a few blocks within a function: costs no more than what is copied. */
  public Cloner(Function function) {
    this.target = function;
    this.values = new Value[0];
    this.blocks = new Block[0];
    this.few = new IdentityHashMap<>();
  }

  /** Slots of the source by id in the target; needed if the functions differ. */
  public void mapSlots(Slot[] map) {
    slots = map;
  }

  public void map(Value from, Value to) {
    Map<Object, Object> map = few;
    if (map != null) {
      map.put(from, to);
    } else {
      values[from.id] = to;
    }
  }

  public void map(Block from, Block to) {
    Map<Object, Object> map = few;
    if (map != null) {
      map.put(from, to);
    } else {
      blocks[from.id] = to;
    }
  }

  public Value find(Value value) {
    Map<Object, Object> map = few;
    if (map != null) {
      return map.get(value) instanceof Value mapped ? mapped : value;
    }
    Value mapped = value.id < values.length ? values[value.id] : null;
    return mapped == null ? value : mapped;
  }

  public Block find(Block block) {
    Map<Object, Object> map = few;
    if (map != null) {
      return map.get(block) instanceof Block mapped ? mapped : block;
    }
    Block mapped = block.id < blocks.length ? blocks[block.id] : null;
    return mapped == null ? block : mapped;
  }

  /**
   * A copy, not yet in a block, with its operands mapped; the copy stands for the original from now
   * on.
   */
  public Instruction copy(Instruction instruction) {
    Instruction result = copyShape(instruction);
    for (int i = 0; i < result.args.length; i++) {
      result.args[i] = find(instruction.args[i]);
    }
    return result;
  }

  /**
   * A copy whose operands are still the originals: for {@link #rewriteOperands} when all are
   * copied.
   */
  public Instruction copyShape(Instruction instruction) {
    Instruction result =
        target.newInstruction(instruction.op, instruction.type, instruction.args.clone());
    result.imm = instruction.imm;
    result.nsw = instruction.nsw;
    result.loc = instruction.loc;
    Object payload = instruction.payload;
    Slot[] map = slots;
    if (payload instanceof Slot slot && map != null) {
      payload = map[slot.id];
    } else if (payload instanceof Block block) {
      payload = find(block);
    }
    result.payload = payload;
    map(instruction, result);
    return result;
  }

  public void rewriteOperands(Instruction instruction) {
    Value[] args = instruction.args;
    for (int i = 0; i < args.length; i++) {
      args[i] = find(args[i]);
    }
  }

  /** New empty blocks for the source's, with parameters; placed at the end of the target. */
  public Block copyFrame(Block block) {
    int dot = block.name.indexOf('.');
    Block result = target.newBlock(dot > 0 ? block.name.substring(0, dot) : block.name);
    map(block, result);
    for (Param param : block.params) {
      map(param, result.addParam(param.requireType()));
    }
    return result;
  }

  public Edge copy(Edge edge) {
    Value[] args = new Value[edge.args.length];
    for (int i = 0; i < args.length; i++) {
      args[i] = find(edge.args[i]);
    }
    return new Edge(find(edge.target), args);
  }

  private Edge[] copy(Edge[] edges) {
    Edge[] result = new Edge[edges.length];
    for (int i = 0; i < edges.length; i++) {
      result[i] = copy(edges[i]);
    }
    return result;
  }

  public Terminator copy(Terminator terminator) {
    Terminator result =
        switch (terminator) {
          case Terminator.Jump jump -> new Terminator.Jump(copy(jump.edge));
          case Terminator.Branch branch -> {
            Terminator.Branch made =
                new Terminator.Branch(
                    find(branch.condition), copy(branch.then), copy(branch.otherwise));
            made.probability = branch.probability;
            yield made;
          }
          case Terminator.Switch choice ->
              new Terminator.Switch(find(choice.value), choice.cases, copy(choice.edges()));
          case Terminator.Return ret -> {
            Value value = ret.value;
            yield new Terminator.Return(value == null ? null : find(value));
          }
          case Terminator.IndirectJump jump ->
              new Terminator.IndirectJump(find(jump.address), copy(jump.edges()));
          case Terminator.AsmGoto asmGoto -> {
            Value[] inputs = asmGoto.inputs.clone();
            for (int i = 0; i < inputs.length; i++) {
              inputs[i] = find(inputs[i]);
            }
            yield new Terminator.AsmGoto(asmGoto.asm, inputs, copy(asmGoto.edges()));
          }
          case Terminator.Unreachable _ -> new Terminator.Unreachable();
        };
    result.loc = terminator.loc;
    return result;
  }
}
