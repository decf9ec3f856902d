package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.Op;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.ConstantTable;
import dev.ferry.opt.edit.EscapingValues;
import dev.ferry.opt.edit.SwitchOutcomes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Switch conversion: a switch that only chooses constants computes them instead.
 *
 * <p>Algorithm: where every way gives constants to one block or returns one, {@link SwitchOutcomes}
 * has them by value. A choice between 0 and 1 is a bit of a mask; a choice along a line is a
 * product and a sum; every other is loaded from a table. Values outside the cases' range are told
 * apart by one comparison.
 *
 * <p>Requires nothing, and stands late, because known values fold a switch better than a load;
 * preserves nothing. Before: {@code a: switch x [1: j(5), 2: j(9), 3: j(1)], j(0)}. After: {@code
 * a: %i = sub x, 1 %c = ult %i, 3 branch %c, t, j(0) t: %v = load CSWTCH.0 + %i jump j(%v)}.
 */
public final class SwitchConversion implements Pass {
  /** Fewer different outcomes are cheaper told apart by comparisons or bit tests, as in GCC. */
  private static final int MIN_DISTINCT = 3;

  @Override
  public String name() {
    return "switch-conversion";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    boolean changed = false;
    EscapingValues escaping = null;
    for (Block block : List.copyOf(function.blocks)) {
      if (block.terminator instanceof Terminator.Switch choice) {
        if (escaping == null) {
          escaping = new EscapingValues(function, ControlFlow.of(function));
        }
        SwitchOutcomes outcomes = SwitchOutcomes.of(choice, escaping);
        if (outcomes != null) {
          changed |= new Conversion(function, context, block, choice, outcomes).run();
        }
      }
    }
    if (changed) {
      Blocks.removeUnreachable(function, ControlFlow.of(function));
    }
    return changed;
  }

  private static final class Conversion {
    private final Function function;
    private final PassContext context;
    private final Block block;
    private final Terminator.Switch choice;
    private final SwitchOutcomes outcomes;
    private final Type type;

    /** Where new instructions go. */
    private Block at;

    Conversion(
        Function function,
        PassContext context,
        Block block,
        Terminator.Switch choice,
        SwitchOutcomes outcomes) {
      this.function = function;
      this.context = context;
      this.block = block;
      this.at = block;
      this.choice = choice;
      this.outcomes = outcomes;
      this.type = choice.value.requireType();
    }

    boolean run() {
      List<Integer> varying = outcomes.varying();
      Mask mask = varying.size() <= 1 && context.options.bitTests ? mask() : null;
      if (mask != null) {
        if (!context.fuel()) {
          return false;
        }
        context.optimized(function, choice.loc, "switch became a test of bits");
        testBits(mask);
        return true;
      }
      if (varying.isEmpty() || outcomes.distinct(MIN_DISTINCT) < MIN_DISTINCT) {
        return false;
      }
      List<Column> columns = new ArrayList<>();
      for (int argument : varying) {
        Column column = column(argument);
        if (column == null) {
          return false;
        }
        columns.add(column);
      }
      if (!isWorthIt(columns) || !context.fuel()) {
        return false;
      }
      context.optimized(function, choice.loc, "switch became a computation of its values");
      compute(varying, columns);
      return true;
    }

    // ---- bits

    /**
     * Values of the range that make one argument 1.
     *
     * @param isFlipped whether all others make it 1, not 0
     */
    private record Mask(int argument, long bits, boolean isFlipped) {}

    /** The mask, if 0 and 1 are all that differs between any two values. */
    private @Nullable Mask mask() {
      Value[] others = outcomes.others;
      if (others == null || outcomes.width > function.module.xlen) {
        return null;
      }
      int argument = -1;
      for (int i = 0; i < others.length; i++) {
        Value only = outcomes.only(i);
        if (only == null || !SwitchOutcomes.isSame(only, others[i])) {
          if (argument >= 0) {
            return null;
          }
          argument = i;
        }
      }
      if (argument < 0 || bit(others[argument]) < 0) {
        return null;
      }
      boolean isFlipped = bit(others[argument]) == 1;
      long bits = 0;
      for (int i = 0; i < outcomes.width; i++) {
        Value value = outcomes.get(i, argument);
        int bit = value == null ? 0 : bit(value);
        if (bit < 0) {
          return null;
        }
        bits |= value != null && bit == 1 != isFlipped ? 1L << i : 0;
      }
      return new Mask(argument, bits, isFlipped);
    }

    private static int bit(Value value) {
      if (!(value instanceof Instruction i)) {
        return -1;
      }
      return i.isConst(0) ? 0 : i.isConst(1) ? 1 : -1;
    }

    /** {@code (x - low <u width) & (mask >> (x - low))}: branches would cost more. */
    private void testBits(Mask mask) {
      Value index = sum(choice.value, -outcomes.low);
      Value result = emit(Op.ULT, Type.I32, index, constant(type, outcomes.width));
      Type wanted = outcomes.types.get(mask.argument);
      if (Long.bitCount(mask.bits) < outcomes.width) {
        // A word is enough for a narrow mask, and so is a cheaper constant.
        Type wide = outcomes.width <= Integer.SIZE ? Type.I32 : Type.I64;
        Value shifted = emit(Op.SHR, wide, constant(wide, mask.bits), converted(index, wide));
        result = emit(Op.AND, Type.I32, converted(shifted, Type.I32), result);
      }
      if (mask.isFlipped) {
        result = emit(Op.XOR, Type.I32, result, constant(Type.I32, 1));
      }
      Value[] others = outcomes.others;
      if (others == null) {
        throw new IllegalStateException("a mask needs a default");
      }
      Value[] args = others.clone();
      for (int i = 0; i < args.length; i++) {
        args[i] = i == mask.argument ? converted(result, wanted) : here(args[i]);
      }
      leave(args);
    }

    // ---- lines and tables

    /**
     * How an argument is computed.
     *
     * @param table null if it is {@code slope * index + start}
     */
    private record Column(@Nullable ConstantTable table, long slope, long start) {}

    private @Nullable Column column(int argument) {
      Column line = line(argument);
      if (line != null) {
        return line;
      }
      List<@Nullable Value> values = new ArrayList<>();
      for (int i = 0; i < outcomes.width; i++) {
        values.add(outcomes.get(i, argument));
      }
      Type result = outcomes.types.get(argument);
      ConstantTable table = new ConstantTable(result, values);
      return table.hasAddresses() && !isAddressConstant(values) ? null : new Column(table, 0, 0);
    }

    /** Whether the linker alone can fill the table in. */
    private boolean isAddressConstant(List<@Nullable Value> values) {
      if (context.options.positionIndependent) {
        return false;
      }
      for (Value value : values) {
        if (value instanceof Instruction i
            && i.op == Op.GLOBAL_ADDR
            && i.symbol().tls != Symbol.Tls.NONE) {
          return false;
        }
      }
      return true;
    }

    private @Nullable Column line(int argument) {
      Type result = outcomes.types.get(argument);
      Long start = integer(argument, 0);
      Long second = integer(argument, 1);
      if (!result.isInt() || start == null || second == null) {
        return null;
      }
      long slope = second - start;
      for (int i = 2; i < outcomes.width; i++) {
        Long value = integer(argument, i);
        if (value == null || value != wrapped(result, start + i * slope)) {
          return null;
        }
      }
      return new Column(null, slope, start);
    }

    private static long wrapped(Type type, long value) {
      return type == Type.I32 ? (int) value : value;
    }

    private @Nullable Long integer(int argument, int i) {
      return outcomes.get(i, argument) instanceof Instruction c && c.op == Op.ICONST
          ? (Long) c.imm
          : null;
    }

    /** For size a table must not be larger than what it replaces: a jump and a load a case. */
    private boolean isWorthIt(List<Column> columns) {
      if (!context.options.optimizesSize()) {
        return true;
      }
      long size = 0;
      for (Column column : columns) {
        ConstantTable table = column.table;
        size += table == null ? 8 : table.size() + 14;
      }
      return size <= outcomes.distinct(outcomes.width) * 6L;
    }

    private void compute(List<Integer> varying, List<Column> columns) {
      Value index = sum(choice.value, -outcomes.low);
      if (!outcomes.isComplete) {
        Value inside = emit(Op.ULT, Type.I32, index, constant(type, outcomes.width));
        at = function.newBlock("table");
        function.blocks.add(function.blocks.indexOf(block) + 1, at);
        block.terminator = new Terminator.Branch(inside, new Edge(at), choice.defaultEdge());
        block.terminator.loc = choice.loc;
      }
      Value[] args = new Value[outcomes.types.size()];
      for (int i = 0; i < args.length; i++) {
        int column = varying.indexOf(i);
        args[i] = column < 0 ? here(outcomes.only(i)) : value(index, i, columns.get(column));
      }
      leave(args);
    }

    private Value value(Value index, int argument, Column column) {
      Type result = outcomes.types.get(argument);
      ConstantTable table = column.table;
      if (table == null) {
        if (column.slope == 1 && column.start == outcomes.low && result == type) {
          return choice.value;
        }
        Value scaled = scaled(converted(index, result), wrapped(result, column.slope));
        return sum(scaled, column.start);
      }
      Type pointer = function.module.pointerType();
      Value offset = scaled(converted(index, pointer), table.element.bytes());
      Instruction base = emit(Op.GLOBAL_ADDR, pointer);
      base.payload = table.define(function.module);
      Instruction load = emit(Op.LOAD, result, emit(Op.ADD, pointer, base, offset));
      load.payload = new MemAccess(table.element, 0);
      return load;
    }

    // ---- instructions

    private void leave(Value[] args) {
      Block join = outcomes.join;
      at.terminator =
          join == null ? new Terminator.Return(args[0]) : new Terminator.Jump(join, args);
      at.terminator.loc = choice.loc;
    }

    private Instruction emit(Op op, Type result, Value... args) {
      Instruction made = function.newInstruction(op, result, args);
      made.loc = choice.loc;
      return at.append(made);
    }

    private Instruction constant(Type of, long value) {
      return at.append(function.newConst(of, value));
    }

    private Value sum(Value value, long addend) {
      Type of = value.requireType();
      return addend == 0 ? value : emit(Op.ADD, of, value, constant(of, addend));
    }

    private Value scaled(Value value, long factor) {
      if (factor == 1) {
        return value;
      }
      Type of = value.requireType();
      return factor > 0 && Long.bitCount(factor) == 1
          ? emit(Op.SHL, of, value, constant(of, Long.numberOfTrailingZeros(factor)))
          : emit(Op.MUL, of, value, constant(of, factor));
    }

    /** A number below 2^31 in another width. */
    private Value converted(Value value, Type wanted) {
      Type have = value.requireType();
      return have == wanted ? value : emit(have == Type.I32 ? Op.SEXT : Op.TRUNC, wanted, value);
    }

    /** A value that all ways agree on: a constant may stand in one of them. */
    private Value here(@Nullable Value value) {
      if (value instanceof Instruction i
          && (i.op == Op.ICONST || i.op == Op.FCONST || i.op == Op.GLOBAL_ADDR)) {
        Instruction copy = emit(i.op, i.requireType());
        copy.imm = i.imm;
        copy.payload = i.payload;
        return copy;
      }
      if (value == null) {
        throw new IllegalStateException("no value occurs");
      }
      return value;
    }
  }
}
