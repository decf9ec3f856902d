package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import dev.ferry.opt.OptOptions.Level;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Substitution;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls at the end of a function: a jump to a block that only returns becomes the return itself if
 * a call stands before it, so that code generation sees that the call comes last; and a function
 * that ends by calling itself jumps to its beginning instead.
 *
 * <p>Algorithm: the entry block's code moves to a new block whose parameters are the function's;
 * the calls become jumps to it. This is done only if no address in the frame is known outside and
 * the definition seen is the one that runs.
 *
 * <p>Requires nothing; preserves nothing. Before: {@code @f(%0): … %3 = call @f(%2) return %3}.
 * After: {@code @f(%0): jump again(%0) again(%1): … jump again(%2)}.
 */
public final class TailCalls implements Pass {
  @Override
  public String name() {
    return "tail-calls";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    Level level = context.options.level;
    if (level == Level.O0 || level == Level.O1 || level == Level.OG) {
      return false;
    }
    boolean changed = false;
    for (Block block : function.blocks) {
      changed |= returnAtOnce(block, context);
    }
    return recursion(function, context) | changed;
  }

  // ---- returns

  private static boolean returnAtOnce(Block block, PassContext context) {
    if (block.instructions.isEmpty()
        || block.instructions.getLast().op != Op.CALL
        || !(block.terminator instanceof Terminator.Jump jump)
        || !jump.edge.target.instructions.isEmpty()
        || !(jump.edge.target.terminator instanceof Terminator.Return ret)) {
      return false;
    }
    Value value = ret.value;
    if (value instanceof Param param && param.block == jump.edge.target) {
      value = jump.edge.args[param.index];
    }
    if (value != null && value != block.instructions.getLast() || !context.fuel()) {
      return false;
    }
    Terminator.Return copy = new Terminator.Return(value);
    copy.loc = ret.loc;
    block.terminator = copy;
    return true;
  }

  // ---- recursion

  private static boolean recursion(Function function, PassContext context) {
    if (!mayLoop(function, context)) {
      return false;
    }
    List<Block> calls = new ArrayList<>(2);
    for (Block block : function.blocks) {
      if (endsBySelfCall(block, function)) {
        calls.add(block);
      }
    }
    if (calls.isEmpty() || !hasPrivateFrame(function) || !context.fuel()) {
      return false;
    }
    Block head = splitEntry(function);
    for (Block block : calls) {
      // The entry's own code is in the head now.
      Block home = block == function.entry() ? head : block;
      Instruction call = home.instructions.removeLast();
      home.terminator = new Terminator.Jump(head, call.args);
      home.terminator.loc = call.loc;
      context.optimized(function, call.loc, "call of itself became a jump");
    }
    return true;
  }

  private static boolean mayLoop(Function function, PassContext context) {
    Symbol symbol = function.symbol;
    boolean isFinal =
        symbol.linkage == Symbol.Linkage.LOCAL
            || symbol.linkage == Symbol.Linkage.GLOBAL && !context.options.semanticInterposition;
    if (!isFinal
        || function.signature.variadic()
        || function.signature.returnsAggregate()
        || function.callsReturnsTwice
        || function.entry().addressTaken) {
      return false;
    }
    for (ParamType param : function.signature.params()) {
      if (!(param instanceof ParamType.Scalar)) {
        return false;
      }
    }
    return true;
  }

  private static boolean endsBySelfCall(Block block, Function function) {
    if (!(block.terminator instanceof Terminator.Return ret) || block.instructions.isEmpty()) {
      return false;
    }
    Instruction call = block.instructions.getLast();
    return call.op == Op.CALL
        && call.call().callee() == function.symbol
        && !call.call().staticChain()
        && (ret.value == call || ret.value == null)
        && hasTypes(call, function.entry().params);
  }

  private static boolean hasTypes(Instruction call, List<Param> params) {
    if (call.args.length != params.size()) {
      return false;
    }
    for (int i = 0; i < params.size(); i++) {
      if (call.args[i].type != params.get(i).type) {
        return false;
      }
    }
    return true;
  }

  /** Whether each round may use the frame of the one before: variables all became values. */
  private static boolean hasPrivateFrame(Function function) {
    for (Block block : function.blocks) {
      for (Instruction instruction : block.instructions) {
        switch (instruction.op) {
          case STACK_ALLOC, FRAME_ADDR, RETURN_ADDR, STATIC_CHAIN, SLOT_ADDR -> {
            return false;
          }
          default -> {}
        }
      }
    }
    return true;
  }

  /** A new entry that jumps to the code of the old one. */
  private static Block splitEntry(Function function) {
    Block entry = function.entry();
    Block head = function.newBlock("again");
    function.blocks.add(1, head);
    Substitution substitution = new Substitution(function);
    Value[] args = new Value[entry.params.size()];
    for (Param param : entry.params) {
      args[param.index] = param;
      substitution.replace(param, head.addParam(param.requireType()));
    }
    for (Instruction instruction : entry.instructions) {
      head.append(instruction);
    }
    entry.instructions.clear();
    head.terminator = entry.terminator;
    entry.terminator = new Terminator.Unreachable();
    substitution.apply(function);
    entry.terminator = new Terminator.Jump(head, args);
    return head;
  }
}
