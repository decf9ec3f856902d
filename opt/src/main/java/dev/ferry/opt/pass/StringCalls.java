package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.CallRewriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the standard library that only read strings or bytes, where the answer is known or a
 * cheaper question gives it: the length of a constant string, a search in one, a comparison with
 * the empty one, a length that is only compared with zero.
 *
 * <p>Algorithm: a look at each call of an undefined function with a library name and the library's
 * signature. Does nothing under -fno-builtin.
 *
 * <p>Requires nothing; preserves the block graph. Before: {@code %1: i64 = call @strchr(@"ferry",
 * 'r')}. After: {@code %1: i64 = add @"ferry", 2}.
 */
public final class StringCalls implements Pass {
  private static final Map<String, String> SHAPES =
      Map.ofEntries(
          Map.entry("strlen", "zp"),
          Map.entry("strnlen", "zpz"),
          Map.entry("strcmp", "ipp"),
          Map.entry("strncmp", "ippz"),
          Map.entry("memcmp", "ippz"),
          Map.entry("bcmp", "ippz"),
          Map.entry("memchr", "ppiz"),
          Map.entry("strchr", "ppi"),
          Map.entry("index", "ppi"),
          Map.entry("strrchr", "ppi"),
          Map.entry("rindex", "ppi"),
          Map.entry("strstr", "ppp"),
          Map.entry("strspn", "zpp"),
          Map.entry("strcspn", "zpp"),
          Map.entry("strpbrk", "ppp"));

  @Override
  public String name() {
    return "string-calls";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    return CallRewriter.run(function, context, SHAPES, Rewriter::new);
  }

  private static final class Rewriter extends CallRewriter {
    private int @Nullable [] zeroTests;

    Rewriter(Function function, PassContext context) {
      super(function, context, SHAPES);
    }

    @Override
    protected boolean rewrite(Instruction call, String name, Value[] args) {
      if (args.length != SHAPES.getOrDefault(name, "").length() - 1) {
        return false;
      }
      return switch (name) {
        case "strlen" -> length(call, args[0]);
        case "strnlen" -> lengthUpTo(call, args);
        case "strcmp" -> compare(call, args);
        case "strncmp" -> comparePrefix(call, args);
        case "memcmp", "bcmp" -> compareBytes(call, args);
        case "memchr" -> findByte(call, args);
        case "strchr", "index" -> find(call, args, false);
        case "strrchr", "rindex" -> find(call, args, true);
        case "strstr" -> findString(call, args);
        case "strspn" -> span(call, args, true);
        case "strcspn" -> span(call, args, false);
        case "strpbrk" -> findAny(call, args);
        default -> false;
      };
    }

    private boolean answer(Instruction call, Type type, long value) {
      return context.fuel() && give(call, constant(type, value));
    }

    /** The address so many bytes on, or null if it is negative. */
    private boolean answerAddress(Instruction call, Value base, int offset) {
      return context.fuel()
          && give(call, offset < 0 ? constant(pointer, 0) : add(base, constant(pointer, offset)));
    }

    private boolean answerCall(Instruction call, String name, @Nullable Type type, Value... args) {
      if (!context.fuel()) {
        return false;
      }
      Instruction made = library(name, type, call, args);
      return made != null && give(call, made);
    }

    // ---- lengths

    private boolean length(Instruction call, Value string) {
      int known = length(string);
      if (known >= 0) {
        return answer(call, pointer, known);
      }
      if (string instanceof Instruction sum && sum.op == Op.ADD) {
        for (int i = 0; i < 2; i++) {
          byte[] data = data(sum.args[i]);
          // The address is that of the whole object, and only its last byte is zero: wherever
          // within it begins, the string ends there.
          if (data != null
              && data.length > 0
              && ((Instruction) sum.args[i]).imm == 0
              && indexOf(data, 0) == data.length - 1) {
            return context.fuel()
                && give(
                    call,
                    emit(Op.SUB, pointer, constant(pointer, data.length - 1L), sum.args[1 - i]));
          }
        }
      }
      if (isTestedForZeroOnly(call) && context.fuel()) {
        Instruction first = emit(Op.LOAD, pointer, string);
        first.payload = new MemAccess(MemType.I8U, 0);
        return give(call, first);
      }
      return false;
    }

    /** The smaller of the length and the limit. */
    private boolean lengthUpTo(Instruction call, Value[] args) {
      int length = length(args[0]);
      Long limit = number(args[1]);
      if (limit != null && limit == 0) {
        return answer(call, pointer, 0);
      }
      if (length < 0) {
        return false;
      }
      if (limit != null) {
        return answer(call, pointer, Long.compareUnsigned(limit, length) < 0 ? limit : length);
      }
      if (!context.fuel()) {
        return false;
      }
      Value whole = constant(pointer, length);
      Value isShort = emit(Op.ULT, Type.I32, args[1], whole);
      return give(call, emit(Op.SELECT, pointer, isShort, args[1], whole));
    }

    /** Whether all that is asked of a result is whether it is zero. */
    private boolean isTestedForZeroOnly(Instruction call) {
      if (zeroTests == null) {
        zeroTests = countZeroTests(function);
      }
      return zeroTests[call.id] == useCount(call);
    }

    private static int[] countZeroTests(Function function) {
      int[] tests = new int[function.valueLimit()];
      for (Block block : function.blocks) {
        for (Instruction instruction : block.instructions) {
          if ((instruction.op == Op.EQ || instruction.op == Op.NE)
              && instruction.args[1] instanceof Instruction zero
              && zero.isConst(0)) {
            tests[instruction.args[0].id]++;
          }
        }
        if (block.terminator instanceof Terminator.Branch branch) {
          tests[branch.condition.id]++;
        }
      }
      return tests;
    }

    // ---- comparisons

    private boolean compare(Instruction call, Value[] args) {
      byte[] a = text(args[0]);
      byte[] b = text(args[1]);
      if (args[0] == args[1]) {
        return answer(call, Type.I32, 0);
      }
      if (a != null && b != null) {
        return answer(call, Type.I32, Integer.signum(Arrays.compareUnsigned(a, b)));
      }
      return b != null && b.length == 0
          ? context.fuel() && give(call, loadByte(args[0]))
          : a != null && a.length == 0 && context.fuel() && give(call, negated(loadByte(args[1])));
    }

    private Value negated(Value value) {
      return emit(Op.SUB, Type.I32, constant(Type.I32, 0), value);
    }

    private boolean comparePrefix(Instruction call, Value[] args) {
      byte[] a = text(args[0]);
      byte[] b = text(args[1]);
      Long limit = number(args[2]);
      if (args[0] == args[1] || limit != null && limit == 0) {
        return answer(call, Type.I32, 0);
      }
      if (limit == null) {
        return false;
      }
      if (a != null && b != null) {
        int order = Arrays.compareUnsigned(prefix(a, limit), prefix(b, limit));
        return answer(call, Type.I32, Integer.signum(order));
      }
      if (limit == 1) {
        return context.fuel() && give(call, difference(args));
      }
      if (b != null && b.length == 0) {
        return context.fuel() && give(call, loadByte(args[0]));
      }
      if (a != null && a.length == 0) {
        return context.fuel() && give(call, negated(loadByte(args[1])));
      }
      byte[] known = a != null ? a : b;
      return known != null
          && Long.compareUnsigned(limit, known.length) > 0
          && answerCall(call, "strcmp", Type.I32, args[0], args[1]);
    }

    private Value difference(Value[] args) {
      return emit(Op.SUB, Type.I32, loadByte(args[0]), loadByte(args[1]));
    }

    private static byte[] prefix(byte[] text, long limit) {
      return Long.compareUnsigned(limit, text.length) < 0 ? Arrays.copyOf(text, (int) limit) : text;
    }

    private boolean compareBytes(Instruction call, Value[] args) {
      Long size = number(args[2]);
      if (args[0] == args[1] || size != null && size == 0) {
        return answer(call, Type.I32, 0);
      }
      if (size == null || !isCopyable(size)) {
        return false;
      }
      if (size == 1) {
        return context.fuel() && give(call, difference(args));
      }
      byte[] a = data(args[0]);
      byte[] b = data(args[1]);
      if (a != null && b != null && size <= Math.min(a.length, b.length)) {
        int order = Arrays.compareUnsigned(prefix(a, size), prefix(b, size));
        return answer(call, Type.I32, Integer.signum(order));
      }
      MemType unit = unit(size);
      if (unit != null
          && hasAlignment(args[0], a, size)
          && hasAlignment(args[1], b, size)
          && isTestedForZeroOnly(call)
          && context.fuel()) {
        Type type = unit == MemType.I64 ? Type.I64 : Type.I32;
        Value differ = emit(Op.NE, Type.I32, load(type, unit, args[0]), load(type, unit, args[1]));
        return give(call, differ);
      }
      return false;
    }

    private Value load(Type type, MemType unit, Value address) {
      Instruction load = emit(Op.LOAD, type, address);
      load.payload = new MemAccess(unit, 0);
      return load;
    }

    private @Nullable MemType unit(long size) {
      return size == 2
          ? MemType.I16U
          : size == 4 ? MemType.I32 : size == 8 && pointer == Type.I64 ? MemType.I64 : null;
    }

    /** Whether so many bytes may be read at once: what is constant is never read. */
    private boolean hasAlignment(Value address, byte @Nullable [] data, long size) {
      return data != null && data.length >= size || alignOf(address) >= size;
    }

    // ---- searches

    private boolean findByte(Instruction call, Value[] args) {
      Long wanted = number(args[1]);
      Long size = number(args[2]);
      if (size != null && size == 0) {
        return answer(call, pointer, 0);
      }
      byte[] data = data(args[0]);
      if (data == null || wanted == null || size == null) {
        return false;
      }
      int at = indexOf(data, wanted.intValue());
      boolean isInside = at >= 0 && Long.compareUnsigned(at, size) < 0;
      return (isInside || Long.compareUnsigned(size, data.length) <= 0)
          && answerAddress(call, args[0], isInside ? at : -1);
    }

    private boolean find(Instruction call, Value[] args, boolean isLast) {
      Long wanted = number(args[1]);
      if (wanted == null) {
        return false;
      }
      int letter = wanted.intValue() & 0xff;
      byte[] text = text(args[0]);
      if (text != null) {
        byte[] withEnd = Arrays.copyOf(text, text.length + 1);
        return answerAddress(
            call, args[0], isLast ? lastIndexOf(withEnd, letter) : indexOf(withEnd, letter));
      }
      if (letter == 0 && context.fuel()) {
        Instruction length = library("strlen", pointer, call, args[0]);
        return length != null && give(call, add(args[0], length));
      }
      return false;
    }

    private static int lastIndexOf(byte[] bytes, int wanted) {
      int i = bytes.length - 1;
      while (i >= 0 && bytes[i] != (byte) wanted) {
        i--;
      }
      return i;
    }

    private boolean findString(Instruction call, Value[] args) {
      byte[] wanted = text(args[1]);
      if (wanted == null) {
        return false;
      }
      if (wanted.length == 0) {
        return context.fuel() && give(call, args[0]);
      }
      byte[] text = text(args[0]);
      if (text != null) {
        return answerAddress(call, args[0], latin(text).indexOf(latin(wanted)));
      }
      return wanted.length == 1 && context.fuel() && findLetter(call, args[0], wanted[0]);
    }

    private boolean findLetter(Instruction call, Value string, byte letter) {
      Instruction made =
          library("strchr", pointer, call, string, constant(Type.I32, letter & 0xff));
      return made != null && give(call, made);
    }

    private static String latin(byte[] text) {
      return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** How many characters at the beginning are, or are not, in the set. */
    private boolean span(Instruction call, Value[] args, boolean isInSet) {
      byte[] text = text(args[0]);
      byte[] set = text(args[1]);
      if (text != null && text.length == 0 || isInSet && set != null && set.length == 0) {
        return answer(call, pointer, 0);
      }
      if (set == null) {
        return false;
      }
      if (text != null) {
        int n = 0;
        while (n < text.length && indexOf(set, text[n]) >= 0 == isInSet) {
          n++;
        }
        return answer(call, pointer, n);
      }
      return set.length == 0 && answerCall(call, "strlen", pointer, args[0]);
    }

    private boolean findAny(Instruction call, Value[] args) {
      byte[] text = text(args[0]);
      byte[] set = text(args[1]);
      if (text != null && text.length == 0 || set != null && set.length == 0) {
        return answer(call, pointer, 0);
      }
      if (set == null) {
        return false;
      }
      if (text != null) {
        int n = 0;
        while (n < text.length && indexOf(set, text[n]) < 0) {
          n++;
        }
        return answerAddress(call, args[0], n < text.length ? n : -1);
      }
      return set.length == 1 && context.fuel() && findLetter(call, args[0], set[0]);
    }
  }
}
