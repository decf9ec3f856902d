package dev.ferry.ir;

import java.util.ArrayList;
import java.util.List;

/** A basic block: parameters, instructions, one terminator. */
public final class Block {
  /** Dense in its function. */
  public final int id;

  /** The name in IR text; unique in its function. */
  public String name;

  public final List<Param> params = new ArrayList<>(2);
  public final ArrayList<Instruction> instructions = new ArrayList<>();
  public Terminator terminator = new Terminator.Unreachable();

  /** Whether a BLOCK_ADDR or a global initialiser takes its address: then it is never removed. */
  public boolean addressTaken;

  private final Function function;

  Block(Function function, int id, String name) {
    this.function = function;
    this.id = id;
    this.name = name;
  }

  public Function function() {
    return function;
  }

  public Param addParam(Type type) {
    Param param = new Param(function.nextValueId(), type, this, params.size());
    params.add(param);
    return param;
  }

  /** A parameter with this id, for the text reader, which keeps ids as written. */
  public Param addParamWithId(int id, Type type) {
    function.reserveValueIds(id + 1);
    Param param = new Param(id, type, this, params.size());
    params.add(param);
    return param;
  }

  /** Removes parameter {@code index}; the caller mends the edges. */
  public void removeParam(int index) {
    params.remove(index);
    for (int i = index; i < params.size(); i++) {
      params.get(i).index = i;
    }
  }

  /** Appends an instruction. */
  public Instruction append(Instruction instruction) {
    instruction.block = this;
    instructions.add(instruction);
    return instruction;
  }

  public Instruction insert(int index, Instruction instruction) {
    instruction.block = this;
    instructions.add(index, instruction);
    return instruction;
  }

  public Edge[] successors() {
    return terminator.edges();
  }

  @Override
  public String toString() {
    return name;
  }
}
