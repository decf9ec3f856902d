package dev.ferry.opt.pass;

import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.CallRewriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Calls of {@code __memcpy_chk} and its like, to which {@code _FORTIFY_SOURCE} leads, become the
 * plain ones where the check cannot fail: the size of the object is unknown (all ones), or what is
 * written is known to fit.
 *
 * <p>Algorithm: a look at each such call, by a table of where its arguments stand. Does nothing
 * under -fno-builtin.
 *
 * <p>Requires nothing; preserves the block graph. Before: {@code call @__memcpy_chk(%d, %s, 8,
 * 16)}. After: {@code call @memcpy(%d, %s, 8)}.
 */
public final class FortifiedCalls implements Pass {
  /**
   * A checked function.
   *
   * @param shape its signature, as {@link CallRewriter} wants it
   * @param size the argument with the size of the destination
   * @param bound the argument that limits how much is written, or -1
   * @param text the argument with the string that is written whole, or -1
   * @param flag the argument that asks for strict formats, or -1
   */
  private record Checked(String shape, int size, int bound, int text, int flag) {
    /** strcat, strncat: how much there is already is not known. */
    boolean appends() {
      return bound < 0 && text < 0;
    }
  }

  /** The same but for the result, when nothing asks for it. */
  private static final Map<String, String> WITHOUT_RESULT =
      Map.of(
          "__mempcpy_chk",
          "__memcpy_chk",
          "__stpcpy_chk",
          "__strcpy_chk",
          "__stpncpy_chk",
          "__strncpy_chk");

  private static final Map<String, Checked> CHECKED =
      Map.ofEntries(
          Map.entry("memcpy", new Checked("pppzz", 3, 2, -1, -1)),
          Map.entry("mempcpy", new Checked("pppzz", 3, 2, -1, -1)),
          Map.entry("memmove", new Checked("pppzz", 3, 2, -1, -1)),
          Map.entry("memset", new Checked("ppizz", 3, 2, -1, -1)),
          Map.entry("strncpy", new Checked("pppzz", 3, 2, -1, -1)),
          Map.entry("stpncpy", new Checked("pppzz", 3, 2, -1, -1)),
          Map.entry("strcpy", new Checked("pppz", 2, -1, 1, -1)),
          Map.entry("stpcpy", new Checked("pppz", 2, -1, 1, -1)),
          Map.entry("strcat", new Checked("pppz", 2, -1, -1, -1)),
          Map.entry("strncat", new Checked("pppzz", 3, -1, -1, -1)),
          Map.entry("sprintf", new Checked("ipizp", 2, -1, 3, 1)),
          Map.entry("vsprintf", new Checked("ipizpp", 2, -1, 3, 1)),
          Map.entry("snprintf", new Checked("ipzizp", 3, 1, -1, 2)),
          Map.entry("vsnprintf", new Checked("ipzizpp", 3, 1, -1, 2)));

  private static final Map<String, String> SHAPES = shapes();

  private static Map<String, String> shapes() {
    Map<String, String> result = new HashMap<>();
    CHECKED.forEach((name, checked) -> result.put("__" + name + "_chk", checked.shape));
    return Map.copyOf(result);
  }

  @Override
  public String name() {
    return "fortified-calls";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    return CallRewriter.run(function, context, SHAPES, Rewriter::new);
  }

  private static final class Rewriter extends CallRewriter {
    Rewriter(Function function, PassContext context) {
      super(function, context, SHAPES);
    }

    @Override
    protected boolean rewrite(Instruction call, String name, Value[] args) {
      return becomesPlain(call, name, args)
          || name.equals("__strncat_chk") && appendsWhole(call, args)
          || isUnused(call)
              && WITHOUT_RESULT.containsKey(name)
              && args.length == SHAPES.getOrDefault(name, "").length() - 1
              && context.fuel()
              && library(WITHOUT_RESULT.get(name), pointer, call, args) != null;
    }

    private boolean becomesPlain(Instruction call, String name, Value[] args) {
      String plain = name.substring(2, name.length() - "_chk".length());
      Checked checked = CHECKED.get(plain);
      boolean isFormatted = checked != null && checked.flag >= 0;
      boolean isVariadic = isFormatted && !plain.startsWith("v");
      if (checked == null
          || !isVariadic && args.length != checked.shape.length() - 1
          || !fits(checked, args)
          || isFormatted && !isPlainFormat(checked, args)
          || !context.fuel()) {
        return false;
      }
      int named = 0;
      Value[] kept = new Value[args.length];
      int n = 0;
      for (int i = 0; i < args.length; i++) {
        if (i != checked.size && i != checked.flag) {
          kept[n++] = args[i];
          named += i < checked.shape.length() - 1 ? 1 : 0;
        }
      }
      Type result = call.type;
      Instruction made = library(plain, result, call, named, isVariadic, Arrays.copyOf(kept, n));
      return made != null && give(call, made);
    }

    /** strncat of a string within the limit is strcat. */
    private boolean appendsWhole(Instruction call, Value[] args) {
      int length = length(args[1], true);
      Long limit = number(args[2]);
      if (args.length != 4
          || length < 0
          || limit == null
          || Long.compareUnsigned(length, limit) > 0
          || !context.fuel()) {
        return false;
      }
      Instruction made = library("__strcat_chk", pointer, call, args[0], args[1], args[3]);
      return made != null && give(call, made);
    }

    /** Whether no more is written than there is room for, or the room is not known. */
    private boolean fits(Checked checked, Value[] args) {
      Long size = number(args[checked.size]);
      if (checked.appends() && (length(args[1]) == 0 || checked.size == 3 && most(args[2]) == 0)) {
        return true;
      }
      if (size == null) {
        return checked.bound >= 0 && args[checked.bound] == args[checked.size];
      }
      if (size == -1 || pointer == Type.I32 && size.intValue() == -1) {
        return true;
      }
      if (checked.bound >= 0) {
        return Long.compareUnsigned(most(args[checked.bound]), size) <= 0;
      }
      int written = checked.text < 0 ? -1 : written(checked, args);
      return written >= 0 && written < size;
    }

    /** The most characters that are written, if the string is constant, else -1. */
    private int written(Checked checked, Value[] args) {
      byte[] text = text(args[checked.text]);
      if (checked.flag < 0) {
        return length(args[checked.text], true);
      }
      if (text == null || indexOf(text, '%') < 0) {
        return text == null ? -1 : text.length;
      }
      boolean isString =
          Arrays.equals(text, new byte[] {'%', 's'})
              && args.length == checked.text + 2
              && checked.shape.length() - 1 == checked.text + 1
              && args[checked.text + 1].type == pointer;
      return isString ? length(args[checked.text + 1], true) : -1;
    }

    /** Whether the check of the format, too, has nothing to find. */
    private boolean isPlainFormat(Checked checked, Value[] args) {
      Long flag = number(args[checked.flag]);
      if (flag != null && flag == 0) {
        return true;
      }
      byte[] format = text(args[checked.flag + 2]);
      return format != null
          && (indexOf(format, '%') < 0 || Arrays.equals(format, new byte[] {'%', 's'}));
    }
  }
}
