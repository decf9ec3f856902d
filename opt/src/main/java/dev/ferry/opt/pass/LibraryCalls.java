package dev.ferry.opt.pass;

import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
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
 * Calls of the standard library that write and whose arguments say more than the library knows: a
 * copy of a constant string is a copy of so many bytes, printf of a plain line is puts, memcpy of a
 * known size is an op.
 *
 * <p>Algorithm: a look at each call of an undefined function with a library name and the library's
 * signature. Does nothing under -fno-builtin.
 *
 * <p>Requires nothing; preserves the block graph. Before: {@code call @strcpy(%d, @"hello")}.
 * After: {@code memcpy %d, @"hello" size 6}.
 */
public final class LibraryCalls implements Pass {
  private static final byte[] WHOLE_STRING = {'%', 's'};

  private static final Map<String, String> SHAPES =
      Map.ofEntries(
          Map.entry("strcpy", "ppp"),
          Map.entry("stpcpy", "ppp"),
          Map.entry("memcpy", "pppz"),
          Map.entry("memmove", "pppz"),
          Map.entry("memset", "ppiz"),
          Map.entry("mempcpy", "pppz"),
          Map.entry("strcat", "ppp"),
          Map.entry("strncat", "pppz"),
          Map.entry("strncpy", "pppz"),
          Map.entry("stpncpy", "pppz"),
          Map.entry("bzero", "vpz"),
          Map.entry("bcopy", "vppz"),
          Map.entry("fputs", "ipp"),
          Map.entry("fputs_unlocked", "ipp"),
          Map.entry("printf_unlocked", "ip"),
          Map.entry("fprintf_unlocked", "ipp"),
          Map.entry("sprintf", "ipp"),
          Map.entry("printf", "ip"),
          Map.entry("fprintf", "ipp"),
          Map.entry("vprintf", "ipp"),
          Map.entry("vfprintf", "ippp"),
          Map.entry("__printf_chk", "iip"),
          Map.entry("__fprintf_chk", "ipip"),
          Map.entry("__vprintf_chk", "iipp"),
          Map.entry("__vfprintf_chk", "ipipp"));

  @Override
  public String name() {
    return "library-calls";
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
      boolean unused = isUnused(call);
      return switch (name) {
        case "strcpy" -> args.length == 2 && copyString(call, args, false);
        case "stpcpy" -> args.length == 2 && copyString(call, args, true);
        case "strcat" -> args.length == 2 && append(call, args, null);
        case "strncat" -> args.length == 3 && append(call, args, args[2]);
        case "strncpy" -> args.length == 3 && copyPrefix(call, args);
        case "stpncpy" -> args.length == 3 && copyPrefixToEnd(call, args);
        case "memcpy" -> args.length == 3 && copyBytes(call, args, false);
        case "mempcpy" -> args.length == 3 && copyBytes(call, args, true);
        case "memmove" -> args.length == 3 && move(call, args);
        case "memset" -> args.length == 3 && fillBytes(call, args);
        case "bzero" -> args.length == 2 && clear(call, args);
        case "bcopy" -> args.length == 3 && moveBack(call, args[1], args[0], args[2]);
        case "printf" -> unused && print(call, 0, null, false);
        case "fprintf" -> unused && print(call, 1, args[0], false);
        case "vprintf" -> unused && print(call, 0, null, true);
        case "vfprintf" -> unused && print(call, 1, args[0], true);
        case "__printf_chk" -> unused && print(call, 1, null, false);
        case "__fprintf_chk" -> unused && print(call, 2, args[0], false);
        case "__vprintf_chk" -> unused && print(call, 1, null, true);
        case "__vfprintf_chk" -> unused && print(call, 2, args[0], true);
        case "fputs" -> unused && args.length == 2 && putText(call, args[0], args[1]);
        case "fputs_unlocked" ->
            unused && args.length == 2 && length(args[0]) == 0 && context.fuel();
        case "printf_unlocked" -> unused && printsNothing(args, 0) && context.fuel();
        case "fprintf_unlocked" -> unused && printsNothing(args, 1) && context.fuel();
        case "sprintf" -> format(call, args);
        default -> false;
      };
    }

    // ---- memory

    private boolean copyString(Instruction call, Value[] args, boolean givesEnd) {
      int length = length(args[1]);
      if (length < 0) {
        return givesEnd
            && isUnused(call)
            && context.fuel()
            && library("strcpy", pointer, call, args) != null;
      }
      if (!context.fuel()) {
        return false;
      }
      copy(args[0], args[1], length + 1L);
      return give(call, givesEnd ? add(args[0], constant(pointer, length)) : args[0]);
    }

    /**
     * memcpy and mempcpy of a known size.
     *
     * @param givesEnd whether the result is the end of the copy
     */
    private boolean copyBytes(Instruction call, Value[] args, boolean givesEnd) {
      Long size = number(args[2]);
      if (size == null || !isCopyable(size)) {
        return givesEnd
            && isUnused(call)
            && context.fuel()
            && library("memcpy", pointer, call, args) != null;
      }
      if (!context.fuel()) {
        return false;
      }
      copy(args[0], args[1], size);
      return give(call, givesEnd ? add(args[0], constant(pointer, size)) : args[0]);
    }

    /** memmove of what cannot overlap: between two objects, from a constant, of one byte. */
    private boolean move(Instruction call, Value[] args) {
      Long size = number(args[2]);
      if (size != null && size == 1 || data(args[1]) != null || areApart(args[0], args[1])) {
        return isCopyable(size)
            ? copyBytes(call, args, false)
            : context.fuel() && callAndGive("memcpy", call, args);
      }
      return false;
    }

    /** bcopy, arguments in memmove's order. */
    private boolean moveBack(Instruction call, Value... args) {
      return move(call, args) || context.fuel() && callAndGive("memmove", call, args);
    }

    private boolean callAndGive(String name, Instruction call, Value... args) {
      Instruction made = library(name, pointer, call, args);
      return made != null && give(call, made);
    }

    private boolean fillBytes(Instruction call, Value[] args) {
      Long size = number(args[2]);
      if (size == null || !isCopyable(size) || !context.fuel()) {
        return false;
      }
      fill(args[0], args[1], size);
      return give(call, args[0]);
    }

    private boolean clear(Instruction call, Value[] args) {
      if (!context.fuel()) {
        return false;
      }
      Long size = number(args[1]);
      Value zero = constant(Type.I32, 0);
      if (size != null && isCopyable(size)) {
        fill(args[0], zero, size);
        return true;
      }
      return library("memset", pointer, call, args[0], zero, args[1]) != null;
    }

    /** {@code strcat}, with at most so many characters if there is a limit. */
    private boolean append(Instruction call, Value[] args, @Nullable Value limit) {
      byte[] text = text(args[1]);
      Long most = limit == null ? (Long) Long.MAX_VALUE : number(limit);
      if (most != null && most == 0 || text != null && text.length == 0) {
        return context.fuel() && give(call, args[0]);
      }
      boolean isSmall = context.options.optimizesSize();
      if (text == null
          || most == null
          || Long.compareUnsigned(most, text.length) < 0
          || isSmall && limit == null
          || !context.fuel()) {
        return false;
      }
      if (isSmall) {
        return callAndGive("strcat", call, args[0], args[1]);
      }
      Instruction length = library("strlen", pointer, call, args[0]);
      if (length == null) {
        return false;
      }
      copy(add(args[0], length), args[1], text.length + 1L);
      return give(call, args[0]);
    }

    /** {@code strncpy} that need not fill up. */
    private boolean copyPrefix(Instruction call, Value[] args) {
      int length = length(args[1]);
      Long size = number(args[2]);
      boolean fits = size != null && (size == 0 || size > 0 && size <= length + 1L && length >= 0);
      if (size == null || !fits || !context.fuel()) {
        return false;
      }
      copy(args[0], args[1], size);
      return give(call, args[0]);
    }

    /** {@code stpncpy} of nothing, or whose result nothing asks for. */
    private boolean copyPrefixToEnd(Instruction call, Value[] args) {
      Long size = number(args[2]);
      if (size != null && size == 0) {
        return context.fuel() && give(call, args[0]);
      }
      return isUnused(call) && context.fuel() && library("strncpy", pointer, call, args) != null;
    }

    // ---- output

    /** An empty format, or {@code %s} of an empty string. */
    private boolean printsNothing(Value[] args, int at) {
      byte[] format = text(args[at]);
      return args.length == at + 1 && length(args[at]) == 0
          || args.length == at + 2
              && Arrays.equals(format, WHOLE_STRING)
              && length(args[at + 1]) == 0;
    }

    /**
     * Output whose text or kind is known.
     *
     * @param at which argument is the format
     * @param stream null for standard output
     * @param isList whether the values are a {@code va_list}
     */
    private boolean print(Instruction call, int at, @Nullable Value stream, boolean isList) {
      byte[] text = text(call.args[at]);
      if (text == null) {
        return false;
      }
      if (indexOf(text, '%') < 0) {
        return (isList || call.args.length == at + 1) && put(call, call.args[at], stream);
      }
      if (isList || call.args.length != at + 2) {
        return false;
      }
      Value value = call.args[at + 1];
      return switch (new String(text, StandardCharsets.ISO_8859_1)) {
        case "%s\n" -> stream == null && isPointer(value) && replace("puts", call, value);
        case "%c" -> value.type == Type.I32 && putCharacter(call, value, stream);
        case "%s" ->
            isPointer(value)
                && (text(value) != null
                    ? put(call, value, stream)
                    : stream != null && replace("fputs", call, value, stream));
        default -> false;
      };
    }

    private boolean isPointer(Value value) {
      return value.type == pointer;
    }

    private boolean replace(String name, Instruction call, Value... args) {
      return context.fuel() && callLibrary(name, call, args);
    }

    private boolean putCharacter(Instruction call, Value character, @Nullable Value stream) {
      return stream == null
          ? replace("putchar", call, character)
          : replace("fputc", call, character, stream);
    }

    /** Output of a constant string. */
    private boolean put(Instruction call, Value address, @Nullable Value stream) {
      if (stream != null) {
        return context.options.optimizesSize()
            ? replace("fputs", call, address, stream)
            : putText(call, address, stream);
      }
      byte[] text = text(address);
      if (text == null) {
        return false;
      }
      if (text.length == 0) {
        return context.fuel();
      }
      if (text.length == 1) {
        return replace("putchar", call, constant(Type.I32, text[0] & 0xff));
      }
      return text[text.length - 1] == '\n'
          && context.fuel()
          && callLibrary("puts", call, string(Arrays.copyOf(text, text.length - 1)));
    }

    /** fwrite(text, 1, length, stream), or fputc. */
    private boolean putText(Instruction call, Value address, Value stream) {
      byte[] text = text(address);
      int length = length(address);
      if (length < 0 || context.options.optimizesSize() || !context.fuel()) {
        return false;
      }
      if (length == 0) {
        return true;
      }
      if (text != null && length == 1) {
        return callLibrary("fputc", call, constant(Type.I32, text[0] & 0xff), stream);
      }
      return callLibrary(
          "fwrite", call, address, constant(pointer, 1), constant(pointer, length), stream);
    }

    private boolean format(Instruction call, Value[] args) {
      byte[] format = text(args[1]);
      if (format == null) {
        return false;
      }
      Value from = args[1];
      byte[] text = format;
      if (args.length == 3 && isPointer(args[2]) && Arrays.equals(format, WHOLE_STRING)) {
        from = args[2];
        text = text(from);
      } else if (args.length > 2 || indexOf(format, '%') >= 0) {
        return false;
      }
      if (text == null) {
        return isUnused(call)
            && context.fuel()
            && library("strcpy", pointer, call, args[0], from) != null;
      }
      if (!context.fuel()) {
        return false;
      }
      copy(args[0], from, text.length + 1L);
      return give(call, constant(Type.I32, text.length));
    }

    private boolean callLibrary(String name, Instruction old, Value... args) {
      return library(name, name.equals("fwrite") ? pointer : Type.I32, old, args) != null;
    }
  }
}
