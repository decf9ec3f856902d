package dev.ferry.opt.edit;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.opt.PassContext;
import java.util.HashMap;
import java.util.Map;

/**
 * How many bytes lie between an address and the end of the object that it points into: a slot, a
 * global of this module, what an allocating function gives. Where several objects are possible it
 * is the largest, or the smallest if a minimum is asked for. An address plus an unknown number
 * counts as the address for a maximum.
 */
public final class ObjectSizes {
  public static final long UNKNOWN = -1;
  private static final long ANY = -2;
  private static final int MAX_DEPTH = 40;

  private final Function function;
  private final PassContext context;
  private final ControlFlow flow;
  private final Map<Param, Long> visiting = new HashMap<>();
  private boolean isMinimum;

  public ObjectSizes(Function function, PassContext context) {
    this.function = function;
    this.context = context;
    this.flow = ControlFlow.of(function);
  }

  /** The size, or {@link #UNKNOWN}. */
  public long of(Value address, boolean minimum) {
    isMinimum = minimum;
    visiting.clear();
    long size = rest(address, 0, 0);
    return size == ANY ? UNKNOWN : size;
  }

  /**
   * @param skipped how far the asked-for address is behind {@code address}
   * @return ANY for what says nothing: the way round a loop
   */
  private long rest(Value address, long skipped, int depth) {
    if (depth > MAX_DEPTH) {
      return UNKNOWN;
    }
    if (address instanceof Param param) {
      return chosen(param, skipped, depth);
    }
    if (!(address instanceof Instruction i)) {
      return UNKNOWN;
    }
    return switch (i.op) {
      case SLOT_ADDR -> left(i.slot().size, skipped + i.imm);
      case GLOBAL_ADDR -> left(context.sizeOf(function.module, i.symbol()), skipped + i.imm);
      case COPY -> rest(i.args[0], skipped, depth + 1);
      case ADD -> sum(i, skipped, depth);
      case SUB ->
          i.args[1] instanceof Instruction c && c.op == Op.ICONST
              ? rest(i.args[0], skipped - c.imm, depth + 1)
              : UNKNOWN;
      case SELECT ->
          combined(rest(i.args[1], skipped, depth + 1), rest(i.args[2], skipped, depth + 1));
      case STACK_ALLOC -> left(number(i.args[0]), skipped);
      case CALL -> left(allocated(i), skipped);
      default -> UNKNOWN;
    };
  }

  private static long left(long size, long skipped) {
    return size < 0 || skipped < 0 ? UNKNOWN : Math.max(0, size - skipped);
  }

  private long sum(Instruction i, long skipped, int depth) {
    for (int k = 0; k < 2; k++) {
      if (i.args[k] instanceof Instruction c && c.op == Op.ICONST) {
        return rest(i.args[1 - k], skipped + c.imm, depth + 1);
      }
    }
    if (isMinimum) {
      return UNKNOWN;
    }
    long first = rest(i.args[0], skipped, depth + 1);
    return first != UNKNOWN ? first : rest(i.args[1], skipped, depth + 1);
  }

  /** Over all edges into the block; a way round that goes forwards leaves less. */
  private long chosen(Param param, long skipped, int depth) {
    Long before = visiting.get(param);
    if (before != null) {
      return !isMinimum && skipped >= before ? ANY : UNKNOWN;
    }
    Block block = param.block;
    if (block == null || block == function.entry()) {
      return UNKNOWN;
    }
    int edges = flow.predecessorCount(block);
    if (edges == 0) {
      return UNKNOWN;
    }
    visiting.put(param, skipped);
    long result = ANY;
    for (int k = 0; k < edges && result != UNKNOWN; k++) {
      result =
          combined(result, rest(flow.incoming(block, k).args[param.index], skipped, depth + 1));
    }
    visiting.remove(param);
    return result;
  }

  private long combined(long a, long b) {
    if (a == UNKNOWN || b == UNKNOWN) {
      return UNKNOWN;
    }
    if (a == ANY || b == ANY) {
      return a == ANY ? b : a;
    }
    return isMinimum ? Math.min(a, b) : Math.max(a, b);
  }

  private static long allocated(Instruction call) {
    Symbol callee = call.call().callee();
    Value[] args = call.args;
    if (callee == null || callee.isDefined) {
      return UNKNOWN;
    }
    return switch (callee.libraryName) {
      case "malloc" -> args.length == 1 ? number(args[0]) : UNKNOWN;
      case "realloc", "aligned_alloc" -> args.length == 2 ? number(args[1]) : UNKNOWN;
      case "calloc" -> args.length == 2 ? product(number(args[0]), number(args[1])) : UNKNOWN;
      default -> UNKNOWN;
    };
  }

  private static long product(long a, long b) {
    return a < 0 || b < 0 || a > Integer.MAX_VALUE || b > Integer.MAX_VALUE ? UNKNOWN : a * b;
  }

  private static long number(Value value) {
    return value instanceof Instruction c && c.op == Op.ICONST && c.imm >= 0 ? c.imm : UNKNOWN;
  }
}
