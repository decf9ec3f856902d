package dev.ferry.opt.edit;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A switch all of whose cases meet at once in one block, the join, or return at once: the arguments
 * that each value of a range brings there, or returns. An argument differs between the values only
 * if it is always a constant.
 */
public final class SwitchOutcomes {
  /** How much wider than its cases the range may be, as GCC's {@code switch-conversion} has it. */
  private static final int MAX_GROWTH = 8;

  /** Blocks of nothing but constants that one way leads through. */
  private static final int MAX_HOPS = 4;

  /** Null if the ways return. */
  public final @Nullable Block join;

  /** The types of the arguments. */
  public final List<Type> types;

  /** The range of the cases. */
  public final long low;

  public final int width;

  /** The arguments by value minus {@link #low}; null for a value that never occurs. */
  private final Value[] @Nullable [] rows;

  /** What other values bring to the join; null if they go elsewhere, or never occur. */
  public final Value @Nullable [] others;

  /** Whether values outside the range never occur. */
  public final boolean isComplete;

  /** Where a way ends: a block that does more than jump on, or null for the caller. */
  private record Way(@Nullable Block target, Value[] args) {}

  private SwitchOutcomes(
      @Nullable Block join,
      List<Type> types,
      long low,
      Value[] @Nullable [] rows,
      Value @Nullable [] others,
      boolean isComplete) {
    this.join = join;
    this.types = types;
    this.low = low;
    this.width = rows.length;
    this.rows = rows;
    this.others = others;
    this.isComplete = isComplete;
  }

  /** The outcomes; null if the switch does more than choose constants. */
  public static @Nullable SwitchOutcomes of(Terminator.Switch choice, EscapingValues escaping) {
    long[] sorted = choice.cases.clone();
    if (sorted.length == 0) {
      return null;
    }
    Arrays.sort(sorted);
    long low = sorted[0];
    long width = sorted[sorted.length - 1] - low + 1;
    if (width <= 0 || width > (long) MAX_GROWTH * sorted.length) {
      return null;
    }
    Way[] ways = new Way[choice.edges().length];
    Way first = null;
    for (int i = 0; i < ways.length; i++) {
      if (isNeverReached(choice.edges()[i].target)) {
        continue;
      }
      Way way = follow(choice.edges()[i], escaping);
      if (i < choice.cases.length) {
        first = first == null ? way : first;
        if (way.target != first.target) {
          return null;
        }
      }
      ways[i] = way;
    }
    return first == null || first.args.length == 0
        ? null
        : of(choice, first, ways, low, (int) width);
  }

  private static @Nullable SwitchOutcomes of(
      Terminator.Switch choice, Way first, @Nullable Way[] ways, long low, int width) {
    int n = choice.cases.length;
    Way other = ways[n];
    Value[] others = other != null && other.target == first.target ? other.args : null;
    if (other != null && others == null && width != n) {
      return null;
    }
    Value[][] rows = new Value[width][];
    Arrays.fill(rows, others);
    for (int i = 0; i < n; i++) {
      Way way = ways[i];
      rows[(int) (choice.cases[i] - low)] = way == null ? null : way.args;
    }
    List<Type> types = new ArrayList<>();
    for (Value arg : first.args) {
      types.add(arg.requireType());
    }
    SwitchOutcomes result =
        new SwitchOutcomes(first.target, types, low, rows, others, other == null);
    for (int i = 0; i < types.size(); i++) {
      if (result.only(i) == null && !result.isConstant(i)) {
        return null;
      }
    }
    return result;
  }

  private static boolean isNeverReached(Block block) {
    return block.terminator instanceof Terminator.Unreachable
        && block.instructions.isEmpty()
        && !block.addressTaken;
  }

  /** Where an edge leads, past blocks of constants that only they use. */
  private static Way follow(Edge edge, EscapingValues escaping) {
    Block block = edge.target;
    Value[] args = edge.args;
    for (int hops = 0; hops < MAX_HOPS && isPassedBy(block, escaping); hops++) {
      if (block.terminator instanceof Terminator.Jump jump) {
        args = bound(jump.edge.args, block, args);
        block = jump.edge.target;
      } else if (block.terminator instanceof Terminator.Return ret && ret.value != null) {
        return new Way(null, bound(new Value[] {ret.value}, block, args));
      } else {
        break;
      }
    }
    return new Way(block, args);
  }

  private static boolean isPassedBy(Block block, EscapingValues escaping) {
    for (Instruction instruction : block.instructions) {
      if (!isConstant(instruction)) {
        return false;
      }
    }
    return !block.addressTaken && !escaping.containsAnyOf(block);
  }

  private static Value[] bound(Value[] values, Block block, Value[] args) {
    Value[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      if (result[i] instanceof Param param && param.block == block) {
        result[i] = args[param.index];
      }
    }
    return result;
  }

  /** Whether a table can hold the value. */
  private static boolean isConstant(Value value) {
    return value instanceof Instruction i
        && (i.op == Op.ICONST || i.op == Op.FCONST || i.op == Op.GLOBAL_ADDR);
  }

  /** Whether two values are the same wherever they are used. */
  public static boolean isSame(Value a, Value b) {
    return a == b
        || isConstant(a)
            && isConstant(b)
            && a instanceof Instruction x
            && b instanceof Instruction y
            && x.op == y.op
            && x.type == y.type
            && x.imm == y.imm
            && x.payload == y.payload;
  }

  /** What the value {@link #low}{@code + i} brings as this argument; null if it never occurs. */
  public @Nullable Value get(int i, int argument) {
    Value[] row = rows[i];
    return row == null ? null : row[argument];
  }

  /** What all values of the range bring as this argument; null if they differ. */
  public @Nullable Value only(int argument) {
    Value only = null;
    for (Value[] row : rows) {
      if (row != null) {
        if (only != null && !isSame(only, row[argument])) {
          return null;
        }
        only = row[argument];
      }
    }
    return only;
  }

  private boolean isConstant(int argument) {
    for (Value[] row : rows) {
      if (row != null && !isConstant(row[argument])) {
        return false;
      }
    }
    return true;
  }

  /** The arguments that differ between the values of the range. */
  public List<Integer> varying() {
    List<Integer> result = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      if (only(i) == null) {
        result.add(i);
      }
    }
    return result;
  }

  /** The number of different rows, the others' not counted; at most {@code limit}. */
  public int distinct(int limit) {
    List<Value[]> seen = new ArrayList<>();
    for (Value[] row : rows) {
      if (row != null && seen.size() < limit) {
        boolean isNew = others == null || !isSame(row, others);
        for (Value[] other : seen) {
          isNew &= !isSame(row, other);
        }
        if (isNew) {
          seen.add(row);
        }
      }
    }
    return seen.size();
  }

  private static boolean isSame(Value[] a, Value[] b) {
    for (int i = 0; i < a.length; i++) {
      if (!isSame(a[i], b[i])) {
        return false;
      }
    }
    return true;
  }
}
