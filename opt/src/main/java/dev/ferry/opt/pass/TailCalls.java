package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.opt.OptOptions.Level;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.Substitution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls at the end of a function: a jump to a block that only returns becomes the return itself if
 * a call stands before it, so that code generation sees that the call comes last; and a function
 * that ends by calling itself jumps to its beginning instead, also where it adds to the result or
 * multiplies it.
 *
 * <p>Algorithm: the entry block's code moves to a new block whose parameters are the function's;
 * the calls become jumps to it. This is done only if no address in the frame is known outside and
 * the definition seen is the one that runs. What is still to be added to the result of a call is
 * summed up in a parameter more, which every return adds (accumulator introduction; Burstall and
 * Darlington, "A transformation system for developing recursive programs", JACM 24, 1977).
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
        || !(block.terminator instanceof Terminator.Jump)) {
      return false;
    }
    Terminator.Return ret = returnOf(block);
    Value value = ret == null ? null : returned(block, ret);
    if (ret == null || value != null && value != block.instructions.getLast() || !context.fuel()) {
      return false;
    }
    Terminator.Return copy = new Terminator.Return(value);
    copy.loc = ret.loc;
    block.terminator = copy;
    return true;
  }

  /** The return that a block ends with, itself or by a jump to a block that only returns. */
  private static Terminator.@Nullable Return returnOf(Block block) {
    Terminator end = block.terminator;
    if (end instanceof Terminator.Jump jump && jump.edge.target.instructions.isEmpty()) {
      end = jump.edge.target.terminator;
    }
    return end instanceof Terminator.Return ret ? ret : null;
  }

  /** What that return gives when control comes from the block. */
  private static @Nullable Value returned(Block block, Terminator.Return ret) {
    return block.terminator instanceof Terminator.Jump jump
            && ret.value instanceof Param param
            && param.block == jump.edge.target
        ? jump.edge.args[param.index]
        : ret.value;
  }

  // ---- recursion

  /**
   * A call of the function itself that its block ends with.
   *
   * @param chain what is done to its result before that is returned, in order: sums or products
   */
  private record SelfCall(Block block, Instruction call, List<Instruction> chain) {
    /** The chain with another value in the place of the call's result. */
    Value appliedTo(Value value) {
      if (chain.isEmpty()) {
        return value;
      }
      Instruction first = chain.getFirst();
      first.args = first.args.clone();
      first.args[first.args[0] == call ? 0 : 1] = value;
      for (Instruction link : chain) {
        // The terms come in another order now: no sum need be in range.
        link.nsw = false;
      }
      return chain.getLast();
    }
  }

  private static boolean recursion(Function function, PassContext context) {
    if (!mayLoop(function, context)) {
      return false;
    }
    List<SelfCall> calls = new ArrayList<>(2);
    Op kind = null;
    for (Block block : function.blocks) {
      SelfCall call = selfCall(block, function);
      if (call != null) {
        Op needed = call.chain.isEmpty() ? null : kind(call.chain.getFirst());
        if (kind == null || needed == null || kind == needed) {
          calls.add(call);
          kind = kind == null ? needed : kind;
        }
      }
    }
    if (calls.isEmpty() || !hasPrivateFrame(function) || !context.fuel()) {
      return false;
    }
    Block head = splitEntry(function);
    Param sum = kind == null ? null : addSum(function, head, kind, calls);
    for (SelfCall self : calls) {
      Instruction call = self.call;
      // The entry's own code is in the head now.
      Block home = self.block == function.entry() ? head : self.block;
      home.instructions.remove(call);
      Value[] args = call.args;
      if (sum != null) {
        args = Arrays.copyOf(args, args.length + 1);
        args[args.length - 1] = self.appliedTo(sum);
      }
      home.terminator = new Terminator.Jump(head, args);
      home.terminator.loc = call.loc;
      context.optimized(function, call.loc, "call of itself became a jump");
    }
    if (sum != null && kind != null) {
      addToReturns(function, kind, sum);
    }
    return true;
  }

  /** The head's parameter for what is still to be done to any result. */
  private static Param addSum(Function function, Block head, Op kind, List<SelfCall> calls) {
    Type type = calls.getFirst().call.requireType();
    Block entry = function.entry();
    Instruction start = function.newConst(type, kind == Op.MUL ? 1 : 0);
    entry.append(start);
    Blocks.addArgument(entry.terminator.edges()[0], start);
    return head.addParam(type);
  }

  private static void addToReturns(Function function, Op kind, Param sum) {
    for (Block block : function.blocks) {
      if (block.terminator instanceof Terminator.Return ret && ret.value != null) {
        Instruction result = function.newInstruction(kind, sum.requireType(), ret.value, sum);
        result.loc = ret.loc;
        block.append(result);
        ret.value = result;
      }
    }
  }

  private static boolean mayLoop(Function function, PassContext context) {
    if (!context.isFinal(function.symbol)
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

  private static @Nullable SelfCall selfCall(Block block, Function function) {
    Terminator.Return ret = returnOf(block);
    if (ret == null) {
      return null;
    }
    Value result = returned(block, ret);
    int last = block.instructions.size() - 1;
    while (last >= 0 && block.instructions.get(last).op.isPure()) {
      last--;
    }
    if (last < 0 || !isSelfCall(block.instructions.get(last), function)) {
      return null;
    }
    Instruction call = block.instructions.get(last);
    List<Instruction> chain = new ArrayList<>(2);
    if (!collectChain(block, last + 1, call, chain)) {
      return null;
    }
    Value end = chain.isEmpty() ? call : chain.getLast();
    return result == end || result == null && chain.isEmpty()
        ? new SelfCall(block, call, chain)
        : null;
  }

  /**
   * Collects what is done to the call's result behind it.
   *
   * @return whether that is sums only or products only, each of what was before and something else
   */
  private static boolean collectChain(
      Block block, int from, Instruction call, List<Instruction> chain) {
    Value current = call;
    for (int i = from; i < block.instructions.size(); i++) {
      Instruction next = block.instructions.get(i);
      int uses = 0;
      for (Value arg : next.args) {
        uses += arg == current ? 1 : 0;
        if (arg != current && (arg == call || chain.contains(arg))) {
          return false;
        }
      }
      if (uses == 0) {
        continue;
      }
      Op kind = kind(next);
      if (uses > 1
          || kind == null
          || next.op == Op.SUB && next.args[0] != current
          || !chain.isEmpty() && kind != kind(chain.getFirst())) {
        return false;
      }
      chain.add(next);
      current = next;
    }
    return true;
  }

  /** Whether an instruction is a link of a chain of sums (ADD) or products (MUL); else null. */
  private static @Nullable Op kind(Instruction instruction) {
    return switch (instruction.op) {
      case ADD, SUB -> Op.ADD;
      case MUL -> Op.MUL;
      default -> null;
    };
  }

  private static boolean isSelfCall(Instruction call, Function function) {
    return call.op == Op.CALL
        && call.call().callee() == function.symbol
        && !call.call().staticChain()
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
