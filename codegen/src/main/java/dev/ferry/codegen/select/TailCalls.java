package dev.ferry.codegen.select;

import dev.ferry.codegen.abi.CallLayout;
import dev.ferry.codegen.abi.CallingConvention;
import dev.ferry.codegen.abi.Location;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import org.jspecify.annotations.Nullable;

/**
 * Which calls may be jumps: the last thing a function does is to return what the callee returned,
 * in the same registers, and the callee needs nothing of the caller's frame, neither for its
 * arguments nor through an address that it or anybody else may hold.
 */
final class TailCalls {
  private final Function function;
  private final Emission e;
  private final CallLayout own;
  private final boolean isPossible;

  TailCalls(Emission emission, CallLayout own, ControlFlow flow) {
    this.e = emission;
    this.function = emission.function;
    this.own = own;
    this.isPossible =
        emission.options.optimise >= 2
            && emission.options.siblingCalls
            && !function.isNaked
            && isFrameFree(flow);
  }

  /** The call at the end of the block that may be a jump, or null. */
  @Nullable Instruction of(Block block, MFunction mf) {
    if (!isPossible
        || mf.varargsBytes > 0
        || mf.hasDynamicStack
        || !(block.terminator instanceof Terminator.Return ret)
        || block.instructions.isEmpty()) {
      return null;
    }
    Instruction call = block.instructions.getLast();
    if (call.op != Op.CALL || !returns(ret.value, call)) {
      return null;
    }
    CallInfo info = call.call();
    return info.returnsTwice() || info.noReturn() || info.staticChain() || !fits(info)
        ? null
        : call;
  }

  private boolean returns(@Nullable Value value, Instruction call) {
    return value == null ? own.result() == null : value == call && e.useCount[call.id] == 1;
  }

  private boolean fits(CallInfo info) {
    CallLayout layout = CallingConvention.layout(info.signature(), e.options.abi);
    if (layout.stackBytes() > 0 || isIndirect(layout.result()) || isIndirect(own.result())) {
      return false;
    }
    for (Location location : layout.params()) {
      if (location.indirect()) {
        return false;
      }
    }
    Location wanted = own.result();
    return wanted == null || wanted.equals(layout.result());
  }

  private static boolean isIndirect(@Nullable Location location) {
    return location != null && location.indirect();
  }

  /** Whether nobody can hold an address in the frame. */
  private boolean isFrameFree(ControlFlow flow) {
    for (Slot slot : function.slots) {
      if (slot.param >= 0) {
        return false;
      }
    }
    for (Block block : flow.order) {
      for (Instruction instruction : block.instructions) {
        switch (instruction.op) {
          case STACK_ALLOC, VA_START, FRAME_ADDR, RETURN_ADDR, STATIC_CHAIN -> {
            return false;
          }
          case CALL -> {
            if (instruction.call().returnsTwice()) {
              return false;
            }
          }
          default -> {}
        }
        for (int i = 0; i < instruction.args.length; i++) {
          if (isSlot(instruction.args[i]) && !isAccess(instruction, i)) {
            return false;
          }
        }
      }
      if (passesSlot(block.terminator)) {
        return false;
      }
    }
    return true;
  }

  private static boolean passesSlot(Terminator terminator) {
    for (int i = 0; i < terminator.operandCount(); i++) {
      if (isSlot(terminator.operand(i))) {
        return true;
      }
    }
    for (var edge : terminator.edges()) {
      for (Value arg : edge.args) {
        if (isSlot(arg)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isSlot(Value value) {
    return value instanceof Instruction i && i.op == Op.SLOT_ADDR;
  }

  /** Whether operand {@code i} is only the place that is read or written. */
  private static boolean isAccess(Instruction user, int i) {
    return switch (user.op) {
      case LOAD -> true;
      case STORE, MEMSET -> i == 0;
      case MEMCPY -> i <= 1;
      default -> false;
    };
  }
}
