package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Substitution;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes reversed and bits counted by hand become {@code bswap} and {@code popcnt}.
 *
 * <p>Algorithm: which byte of one value each byte of another is ({@link ByteMap}; gcc's {@code
 * bswap} pass) tells a reversal, however it is written; the parallel count of bits is known by its
 * masks (gcc's {@code match.pd}); the loop that clears the lowest bit until none is left runs once
 * for each bit ({@link PopulationLoop}; gcc's {@code number_of_iterations_popcount}), which is used
 * where the target counts bits in an instruction.
 *
 * <p>Requires nothing, and leaves the old computation to {@code dce}; preserves nothing. Before:
 * {@code %a = shl %x, 24; …; %r = or %a, %d}. After: {@code %r = bswap %x}.
 */
public final class BitIdioms implements Pass {
  @Override
  public String name() {
    return "bit-idioms";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    boolean changed = new Search(function, context).run();
    return PopulationLoop.replaceAll(function, context) | changed;
  }

  private static final class Search {
    private final Function function;
    private final PassContext context;
    private final ByteMap.Maps maps = new ByteMap.Maps();
    private final Substitution substitution;
    private final boolean hasCount;
    private List<Instruction> output = new ArrayList<>();

    Search(Function function, PassContext context) {
      this.function = function;
      this.context = context;
      this.substitution = new Substitution(function);
      this.hasCount = PopulationLoop.isCheap(context);
    }

    boolean run() {
      for (Block block : function.blocks) {
        output = new ArrayList<>(block.instructions.size() + 4);
        for (Instruction instruction : block.instructions) {
          Value idiom = idiom(instruction);
          if (idiom != null) {
            substitution.replace(instruction, idiom);
          }
          output.add(instruction);
        }
        if (output.size() > block.instructions.size()) {
          block.instructions.clear();
          output.forEach(block::append);
        }
      }
      substitution.apply(function);
      return !substitution.isEmpty();
    }

    private @Nullable Value idiom(Instruction instruction) {
      return switch (instruction.op) {
        case OR, XOR, ADD, ROTL, ROTR -> reversal(instruction);
        // Without an instruction for it this is how popcnt is computed.
        case SHR -> hasCount ? count(instruction) : null;
        default -> null;
      };
    }

    // ---- bytes reversed

    private @Nullable Value reversal(Instruction root) {
      Type type = root.requireType();
      ByteMap map = maps.of(root);
      if (map.source() == root) {
        return null;
      }
      if (map.isWhole(type)) {
        return context.fuel() ? map.source() : null;
      }
      boolean isWide = type == Type.I64 && map.isReversed(8);
      if (!isWide && !map.isReversed(4) || !context.fuel()) {
        return null;
      }
      context.optimized(function, root.loc, "bytes are reversed at once");
      Value source = map.source();
      if (isWide) {
        return emit(root, Op.BSWAP, Type.I64, source);
      }
      Value low = source.type == Type.I64 ? emit(root, Op.TRUNC, Type.I32, source) : source;
      Value swapped = emit(root, Op.BSWAP, Type.I32, low);
      return type == Type.I64 ? emit(root, Op.ZEXT, type, swapped) : swapped;
    }

    // ---- bits counted

    /**
     * {@code ((x + (x >> 4)) & 0x0f…) * 0x01… >> W - 8}, where x holds the counts of four bits
     * each.
     */
    private @Nullable Value count(Instruction root) {
      int width = root.requireType().bits();
      Value product = shifted(root, Op.SHR, width - 8);
      Value sums = product == null ? null : withConstant(product, Op.MUL, 0x0101010101010101L);
      Value bytes = sums == null ? null : withConstant(sums, Op.AND, 0x0f0f0f0f0f0f0f0fL);
      Value fours = bytes == null ? null : plusShifted(bytes, 4);
      Value twos = fours == null ? null : fieldSum(fours, 2, 0x3333333333333333L);
      Value x = twos == null ? null : pairs(twos);
      if (x == null || !context.fuel()) {
        return null;
      }
      context.optimized(function, root.loc, "bits are counted at once");
      return emit(root, Op.POPCNT, root.requireType(), x);
    }

    /** The x of {@code x - (x >> 1 & 0x55…)} and {@code (x & 0x55…) + (x >> 1 & 0x55…)}. */
    private static @Nullable Value pairs(Value value) {
      long mask = 0x5555555555555555L;
      if (value instanceof Instruction i && i.op == Op.SUB) {
        Value high = withConstant(i.args[1], Op.AND, mask);
        Value x = high == null ? null : shifted(high, Op.SHR, 1);
        return x == i.args[0] ? x : null;
      }
      return fieldSum(value, 1, mask);
    }

    /** The x of {@code (x & mask) + (x >> count & mask)}. */
    private static @Nullable Value fieldSum(Value value, int count, long mask) {
      if (!(value instanceof Instruction sum) || sum.op != Op.ADD) {
        return null;
      }
      Value a = withConstant(sum.args[0], Op.AND, mask);
      Value b = withConstant(sum.args[1], Op.AND, mask);
      return a == null || b == null ? null : shiftedOther(a, b, count);
    }

    /** The x of {@code x + (x >> count)}. */
    private static @Nullable Value plusShifted(Value value, int count) {
      return value instanceof Instruction sum && sum.op == Op.ADD
          ? shiftedOther(sum.args[0], sum.args[1], count)
          : null;
    }

    /** The one of two values that the other is, shifted right. */
    private static @Nullable Value shiftedOther(Value a, Value b, int count) {
      if (shifted(b, Op.SHR, count) == a) {
        return a;
      }
      return shifted(a, Op.SHR, count) == b ? b : null;
    }

    private static @Nullable Value shifted(Value value, Op op, int count) {
      return value instanceof Instruction i
              && i.op == op
              && i.args[1] instanceof Instruction c
              && c.isConst(count)
          ? i.args[0]
          : null;
    }

    /** The other operand of an op whose second is the constant, cut to the type. */
    private static @Nullable Value withConstant(Value value, Op op, long constant) {
      long wanted = value.type == Type.I32 ? (int) constant : constant;
      return value instanceof Instruction i
              && i.op == op
              && i.args[1] instanceof Instruction c
              && c.isConst(wanted)
          ? i.args[0]
          : null;
    }

    private Value emit(Instruction root, Op op, Type type, Value operand) {
      Instruction made = function.newInstruction(op, type, operand);
      made.loc = root.loc;
      output.add(made);
      return made;
    }
  }
}
