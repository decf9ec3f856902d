package dev.ferry.ir.analysis;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which object the address in a value is computed from, also where it comes through block
 * parameters: pointers that loops step. An object is a slot, a global, fresh memory, or what a
 * {@code restrict} parameter points to (C17 6.7.3.1: what is written through it is only reached by
 * addresses based on it). Says too on which {@code restrict} parameters a value may be based.
 *
 * <p>A data-flow problem over the whole function, solved from above: a value starts unvisited and
 * only goes down, object, {@link #NUMBER}, {@link #MIXED}.
 */
final class PointerOrigins {
  /** No way into the value is known yet. */
  private static final int UNVISITED = 0;

  /** From here on: the objects, 1 is {@code objects.get(0)}. */
  private static final int MAX_OBJECT = Integer.MAX_VALUE - 2;

  /** A number, or an address that may lead anywhere; as a summand it does not change an object. */
  private static final int NUMBER = Integer.MAX_VALUE - 1;

  /** Computed from several objects, as their distance: it may lead from each to the other. */
  private static final int MIXED = Integer.MAX_VALUE;

  private final Function function;
  private final int[] origins;
  private final List<Value> objects = new ArrayList<>();
  private final Map<Object, Integer> numbers = new HashMap<>();

  /** For each value the restrict parameters, as bits, that it may be based on; null: none exist. */
  private final long @Nullable [] bases;

  /** The restrict parameters whose value goes where loads and callees may find it. */
  private long leaked;

  private boolean changed;

  PointerOrigins(Function function) {
    this.function = function;
    this.origins = new int[function.valueLimit()];
    this.bases = hasRestrict(function) ? new long[origins.length] : null;
    Arrays.fill(origins, UNVISITED);
    for (Param param : function.entry().params) {
      origins[param.id] = param.isRestrict ? objectNumber(param, param) : NUMBER;
      if (bases != null && param.isRestrict) {
        bases[param.id] = bit(param);
      }
    }
    do {
      changed = false;
      for (Block block : function.blocks) {
        visit(block);
      }
    } while (changed);
  }

  /** Whether a parameter of the function is restrict. */
  static boolean hasRestrict(Function function) {
    for (Param param : function.entry().params) {
      if (param.isRestrict) {
        return true;
      }
    }
    return false;
  }

  /**
   * The object that the address surely points into: a slot_addr, global_addr, stack_alloc, call of
   * an allocation function or restrict parameter; null if it is not known.
   */
  @Nullable Value objectOf(Value address) {
    int origin = address.id < origins.length ? origins[address.id] : NUMBER;
    return origin > UNVISITED && origin <= MAX_OBJECT ? objects.get(origin - 1) : null;
  }

  /** Whether the address may be based on the restrict parameter. */
  boolean mayBeBasedOn(Value address, Param restrict) {
    return bases == null
        || address.id >= bases.length
        || bit(restrict) == 0
        || (bases[address.id] & bit(restrict)) != 0;
  }

  /** The first 64 parameters have one. */
  private static long bit(Param restrict) {
    return restrict.index < Long.SIZE ? 1L << restrict.index : 0;
  }

  // ---- the sweep

  private void visit(Block block) {
    for (Instruction instruction : block.instructions) {
      if (instruction.type != null) {
        lower(instruction, origin(instruction));
      }
      if (bases != null) {
        visitBases(instruction, bases);
      }
    }
    Terminator terminator = block.terminator;
    for (Edge edge : terminator.edges()) {
      for (int i = 0; i < edge.args.length; i++) {
        Param param = edge.target.params.get(i);
        lower(param, origins[edge.args[i].id]);
        if (bases != null) {
          addBases(bases, param, bases[edge.args[i].id]);
        }
      }
    }
  }

  private void lower(Value value, int origin) {
    int met = meet(origins[value.id], origin);
    if (met != origins[value.id]) {
      origins[value.id] = met;
      changed = true;
    }
  }

  private static int meet(int a, int b) {
    if (a == b || b == UNVISITED) {
      return a;
    }
    if (a == UNVISITED) {
      return b;
    }
    return a == MIXED || b == MIXED ? MIXED : NUMBER;
  }

  private int origin(Instruction i) {
    return switch (i.op) {
      case SLOT_ADDR -> objectNumber(i.slot(), i);
      case GLOBAL_ADDR -> objectNumber(i.symbol(), i);
      case STACK_ALLOC, CALL -> AliasAnalysis.isFresh(i) ? objectNumber(i, i) : NUMBER;
      case COPY -> origins[i.args[0].id];
      case ADD -> sum(origins[i.args[0].id], origins[i.args[1].id]);
      case SUB -> difference(origins[i.args[0].id], origins[i.args[1].id]);
      case SELECT -> meet(origins[i.args[1].id], origins[i.args[2].id]);
      default -> {
        if (i.op.effect() != Op.Effect.PURE) {
          yield NUMBER;
        }
        int result = NUMBER;
        for (Value arg : i.args) {
          result = origins[arg.id] == MIXED ? MIXED : result;
        }
        yield result;
      }
    };
  }

  private static int sum(int a, int b) {
    if (a == UNVISITED || b == UNVISITED) {
      return UNVISITED;
    }
    return b == NUMBER ? a : a == NUMBER ? b : MIXED;
  }

  private static int difference(int a, int b) {
    if (a == UNVISITED || b == UNVISITED) {
      return UNVISITED;
    }
    return b == NUMBER ? a : a == b && a != MIXED ? NUMBER : MIXED;
  }

  private int objectNumber(Object key, Value object) {
    Integer number = numbers.get(key);
    if (number == null) {
      objects.add(object);
      number = objects.size();
      numbers.put(key, number);
    }
    return number;
  }

  private void visitBases(Instruction instruction, long[] bases) {
    long bits = 0;
    boolean isMemory = instruction.op.effect() != Op.Effect.PURE;
    for (int i = addresses(instruction.op); i < instruction.args.length; i++) {
      bits |= bases[instruction.args[i].id];
    }
    if (isMemory && (bits & ~leaked) != 0) {
      leaked |= bits;
      changed = true;
    }
    if (instruction.type != null) {
      addBases(bases, instruction, isMemory ? leaked : bits);
    }
  }

  /** How many operands are only where memory is read or written, and go nowhere themselves. */
  private static int addresses(Op op) {
    return switch (op) {
      case LOAD, STORE, MEMSET, PREFETCH -> 1;
      case MEMCPY -> 2;
      default -> 0;
    };
  }

  private void addBases(long[] bases, Value value, long bits) {
    if ((bits & ~bases[value.id]) != 0) {
      bases[value.id] |= bits;
      changed = true;
    }
  }
}
