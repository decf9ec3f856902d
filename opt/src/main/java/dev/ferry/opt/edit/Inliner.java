package dev.ferry.opt.edit;

import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Layout;
import dev.ferry.ir.MemBlock;
import dev.ferry.ir.Op;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a callee's body in place of a call. */
public final class Inliner {
  private final Function caller;

  public Inliner(Function caller) {
    this.caller = caller;
  }

  /**
   * Replaces the call, which stands at {@code index} of its block.
   *
   * @param substitution learns what stands for the call's result
   */
  public void inline(Instruction call, int index, Function callee, Substitution substitution) {
    Block before = call.block;
    if (before == null) {
      throw new IllegalStateException();
    }
    Block after = caller.newBlock("after");
    List<Instruction> tail = before.instructions.subList(index + 1, before.instructions.size());
    for (Instruction instruction : tail) {
      after.append(instruction);
    }
    tail.clear();
    before.instructions.removeLast();
    after.terminator = before.terminator;
    Cloner cloner = new Cloner(callee, caller);
    cloner.mapSlots(copySlots(callee));
    List<Block> copies = copyFrames(callee, cloner, call, before);
    Type result = call.type;
    if (result != null) {
      substitution.replace(call, after.addParam(result));
    }
    bindAggregates(call, callee, cloner, before);
    VariadicArguments variadic =
        callee.signature.variadic() ? variadicArguments(call, callee, before) : null;
    copyBodies(callee, cloner, before, variadic);
    for (Block block : copies) {
      finish(block, call, after);
    }
    finish(before, call, after);
    int at = caller.blocks.indexOf(before) + 1;
    caller.blocks.addAll(at, copies);
    caller.blocks.add(at + copies.size(), after);
  }

  private Slot[] copySlots(Function callee) {
    Slot[] map = new Slot[callee.slots.size()];
    for (Slot slot : callee.slots) {
      map[slot.id] = caller.addSlot(slot.name, slot.size, slot.align);
      map[slot.id].shelf = slot.shelf;
    }
    slotMap = map;
    return map;
  }

  private Slot[] slotMap = {};

  /** The entry's copy is the calling block itself. */
  private static List<Block> copyFrames(
      Function callee, Cloner cloner, Instruction call, Block before) {
    List<Block> copies = new ArrayList<>(callee.blocks.size());
    CallInfo info = call.call();
    int argument = info.firstArgument();
    int scalar = 0;
    for (ParamType type : callee.signature.params()) {
      if (type instanceof ParamType.Scalar) {
        cloner.map(callee.entry().params.get(scalar++), call.args[argument]);
      }
      argument++;
    }
    cloner.map(callee.entry(), before);
    for (Block block : callee.blocks) {
      if (block != callee.entry()) {
        copies.add(cloner.copyFrame(block));
      }
    }
    return copies;
  }

  /** By-value arguments are copied into their slots. */
  private void bindAggregates(Instruction call, Function callee, Cloner cloner, Block before) {
    int first = call.call().firstArgument();
    for (Slot slot : callee.slots) {
      if (slot.param >= 0
          && callee.signature.params().get(slot.param) instanceof ParamType.Aggregate(Layout layout)
          && layout.size() > 0) {
        Instruction address = caller.newInstruction(Op.SLOT_ADDR, caller.module.pointerType());
        address.payload = slotMap[slot.id];
        address.loc = call.loc;
        before.append(address);
        copy(before, address, call.args[first + slot.param], layout, slot.align, call.loc);
      }
    }
  }

  /** The arguments of a call that its callee does not name; aggregates in copies of their own. */
  private VariadicArguments variadicArguments(Instruction call, Function callee, Block before) {
    CallInfo info = call.call();
    int named = callee.signature.params().size();
    List<ParamType> types =
        info.signature().params().subList(named, info.signature().params().size());
    Value[] values = new Value[types.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = call.args[info.firstArgument() + named + i];
      if (types.get(i) instanceof ParamType.Aggregate(Layout layout) && layout.size() > 0) {
        Slot slot = caller.addSlot("variadic", layout.size(), layout.align());
        Instruction address = caller.newInstruction(Op.SLOT_ADDR, caller.module.pointerType());
        address.payload = slot;
        address.loc = call.loc;
        before.append(address);
        copy(before, address, values[i], layout, layout.align(), call.loc);
        values[i] = address;
      }
    }
    return new VariadicArguments(types, values, info.forwards());
  }

  /**
   * The variadic arguments of the call that goes.
   *
   * @param forwards whether those of the caller follow
   */
  private record VariadicArguments(List<ParamType> types, Value[] values, boolean forwards) {
    /** Gives them to a call that forwards its function's, and answers how many there are. */
    void settle(Instruction instruction) {
      if (instruction.op == Op.CALL && instruction.call().forwards()) {
        forward(instruction);
      } else if (instruction.op == Op.VARIADIC_COUNT && !forwards) {
        instruction.op = Op.ICONST;
        instruction.imm = values.length;
      }
    }

    private void forward(Instruction call) {
      CallInfo info = call.call();
      List<Value> operands = new ArrayList<>(List.of(call.args));
      operands.addAll(operands.size() - (info.staticChain() ? 1 : 0), List.of(values));
      call.args = operands.toArray(new Value[0]);
      Signature old = info.signature();
      List<ParamType> params = new ArrayList<>(old.params());
      params.addAll(types);
      int named = old.variadic() ? old.named() : params.size();
      call.payload =
          info.with(
              new Signature(List.copyOf(params), old.result(), old.variadic(), named), forwards);
    }
  }

  private void copy(Block block, Value to, Value from, Layout layout, int toAlign, int loc) {
    Instruction copy = caller.newInstruction(Op.MEMCPY, null, to, from);
    copy.payload = new MemBlock(toAlign, layout.align(), false);
    copy.imm = layout.size();
    copy.loc = loc;
    block.append(copy);
  }

  private static void copyBodies(
      Function callee, Cloner cloner, Block before, @Nullable VariadicArguments variadic) {
    // Operands are mapped only when everything is copied: blocks may stand before their dominators.
    List<Instruction> copies = new ArrayList<>();
    for (Block block : callee.blocks) {
      Block target = block == callee.entry() ? before : cloner.find(block);
      for (Instruction instruction : block.instructions) {
        Instruction copy = cloner.copyShape(instruction);
        target.append(copy);
        copies.add(copy);
      }
    }
    for (Instruction copy : copies) {
      cloner.rewriteOperands(copy);
      if (variadic != null) {
        variadic.settle(copy);
      }
    }
    for (Block block : callee.blocks) {
      Block target = block == callee.entry() ? before : cloner.find(block);
      target.terminator = cloner.copy(block.terminator);
    }
  }

  /** A return goes on after the call. */
  private void finish(Block block, Instruction call, Block after) {
    if (!(block.terminator instanceof Terminator.Return ret)) {
      return;
    }
    Value value = ret.value;
    Terminator.Jump jump;
    if (call.call().signature().result() instanceof ParamType.Aggregate(Layout layout)) {
      if (value != null && layout.size() > 0) {
        Value result = call.args[call.call().firstArgument() - 1];
        copy(block, result, value, layout, layout.align(), ret.loc);
      }
      jump = new Terminator.Jump(after, new Value[0]);
    } else if (call.type != null && value != null) {
      jump = new Terminator.Jump(after, value);
    } else {
      jump = new Terminator.Jump(after, new Value[0]);
    }
    jump.loc = ret.loc;
    block.terminator = jump;
  }
}
