package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Function;
import dev.ferry.ir.Global;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemBlock;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.Uses;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Substitution;
import dev.ferry.opt.rules.ConstantMemory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the standard library whose arguments say more than the library knows: a copy of a
 * constant string is a copy of so many bytes, printf of a plain line is puts, memcpy of a known
 * size is an op.
 *
 * <p>Algorithm: a look at each call of an undefined function with a library name and the library's
 * signature. Does nothing under -fno-builtin.
 *
 * <p>Requires nothing; preserves the block graph. Before: {@code call @strcpy(%d, @"hello")}.
 * After: {@code memcpy %d, @"hello" size 6}.
 */
public final class LibraryCalls implements Pass {
  private static final int MAX_COPY = 1 << 16;

  @Override
  public String name() {
    return "library-calls";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (context.options.noBuiltin || !hasCandidate(function)) {
      return false;
    }
    return new Rewriter(function, context).run();
  }

  private static boolean hasCandidate(Function function) {
    for (Block block : function.blocks) {
      for (Instruction instruction : block.instructions) {
        if (isCandidate(instruction, function.module.pointerType())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isCandidate(Instruction call, Type pointer) {
    if (call.op != Op.CALL) {
      return false;
    }
    Symbol callee = call.call().callee();
    if (callee == null) {
      return false;
    }
    String shape = SHAPES.get(callee.name);
    // The fortified calls are the implementation's whoever defines them.
    return shape != null
        && (!callee.isDefined || callee.name.endsWith("_chk"))
        && hasShape(call, shape, pointer);
  }

  /**
   * The library's signatures: the result, then the parameters that are looked at. {@code p} is a
   * pointer, {@code z} a size, {@code i} an int.
   */
  private static final Map<String, String> SHAPES =
      Map.ofEntries(
          Map.entry("strcpy", "ppp"),
          Map.entry("stpcpy", "ppp"),
          Map.entry("memcpy", "pppz"),
          Map.entry("memmove", "pppz"),
          Map.entry("memset", "ppiz"),
          Map.entry("strlen", "zp"),
          Map.entry("strcmp", "ipp"),
          Map.entry("fputs", "ipp"),
          Map.entry("sprintf", "ipp"),
          Map.entry("printf", "ip"),
          Map.entry("fprintf", "ipp"),
          Map.entry("vprintf", "ipp"),
          Map.entry("vfprintf", "ippp"),
          Map.entry("__printf_chk", "iip"),
          Map.entry("__fprintf_chk", "ipip"),
          Map.entry("__vprintf_chk", "iipp"),
          Map.entry("__vfprintf_chk", "ipipp"));

  /** A program may declare the name as something else. */
  private static boolean hasShape(Instruction call, String shape, Type pointer) {
    Value[] args = call.args;
    if (call.call().firstArgument() != 0 || args.length < shape.length() - 1) {
      return false;
    }
    for (int i = 0; i < shape.length(); i++) {
      Type given = i == 0 ? call.type : args[i - 1].type;
      Type wanted = shape.charAt(i) == 'i' ? Type.I32 : pointer;
      if (given != wanted && (i > 0 || given != null)) {
        return false;
      }
    }
    return true;
  }

  private static final class Rewriter {
    private final Function function;
    private final PassContext context;
    private final ConstantMemory constants;
    private final Substitution substitution;
    private final int[] uses;
    private ArrayList<Instruction> output = new ArrayList<>();
    private int loc;

    Rewriter(Function function, PassContext context) {
      this.function = function;
      this.context = context;
      this.constants = context.constantMemory(function.module);
      this.substitution = new Substitution(function);
      this.uses = Uses.count(function);
    }

    boolean run() {
      boolean changed = false;
      for (Block block : function.blocks) {
        output = new ArrayList<>(block.instructions.size() + 4);
        for (Instruction instruction : block.instructions) {
          loc = instruction.loc;
          if (isCandidate(instruction, function.module.pointerType())
              && !context.isOutOfFuel()
              && rewrite(instruction)) {
            context.optimized(function, loc, "library call replaced");
            changed = true;
          } else {
            output.add(instruction);
          }
        }
        for (Instruction instruction : output) {
          instruction.block = block;
        }
        block.instructions.clear();
        block.instructions.addAll(output);
      }
      substitution.apply(function);
      return changed;
    }

    /** Whether the call was replaced. */
    private boolean rewrite(Instruction call) {
      Symbol callee = call.call().callee();
      if (callee == null) {
        return false;
      }
      Value[] args = call.args;
      boolean unused = call.type == null || uses[call.id] == 0;
      return switch (callee.name) {
        case "strcpy" -> args.length == 2 && copyString(call, args, false);
        case "stpcpy" -> args.length == 2 && copyString(call, args, true);
        case "memcpy" -> args.length == 3 && copy(call, args);
        case "memmove" -> args.length == 3 && text(args[1]) != null && copy(call, args);
        case "memset" -> args.length == 3 && fill(call, args);
        case "strlen" -> args.length == 1 && length(call, args[0]);
        case "strcmp" -> args.length == 2 && compare(call, args);
        case "printf" -> unused && print(call, 0, null, false);
        case "fprintf" -> unused && print(call, 1, args[0], false);
        case "vprintf" -> unused && print(call, 0, null, true);
        case "vfprintf" -> unused && print(call, 1, args[0], true);
        case "__printf_chk" -> unused && print(call, 1, null, false);
        case "__fprintf_chk" -> unused && print(call, 2, args[0], false);
        case "__vprintf_chk" -> unused && print(call, 1, null, true);
        case "__vfprintf_chk" -> unused && print(call, 2, args[0], true);
        case "fputs" -> unused && args.length == 2 && putText(call, args[0], args[1]);
        case "sprintf" -> unused && args.length == 2 && format(call, args);
        default -> false;
      };
    }

    // ---- constant strings

    /** The bytes before the NUL of a constant string that an address points to, or null. */
    private byte @Nullable [] text(Value value) {
      if (!(value instanceof Instruction address) || address.op != Op.GLOBAL_ADDR) {
        return null;
      }
      Global global = constants.constant(address.symbol());
      if (global == null || !global.references.isEmpty() || address.imm < 0) {
        return null;
      }
      int start = (int) Math.min(address.imm, Integer.MAX_VALUE);
      for (int end = start; end < global.size; end++) {
        if (end >= global.bytes.length || global.bytes[end] == 0) {
          return start >= global.bytes.length
              ? new byte[0]
              : Arrays.copyOfRange(global.bytes, start, end);
        }
      }
      return null;
    }

    private void align(Value value) {
      if (value instanceof Instruction address && address.op == Op.GLOBAL_ADDR) {
        Global global = constants.constant(address.symbol());
        if (global != null
            && global.symbol.linkage == Symbol.Linkage.LOCAL
            && !context.options.optimizesSize()
            && global.size >= 8) {
          global.align = Math.max(global.align, 8);
        }
      }
    }

    private int alignOf(Value value) {
      if (value instanceof Instruction address && address.op == Op.GLOBAL_ADDR) {
        Global global = constants.constant(address.symbol());
        if (global != null) {
          return address.imm == 0
              ? global.align
              : (int) Math.min(global.align, Long.lowestOneBit(address.imm));
        }
      }
      if (value instanceof Instruction address && address.op == Op.SLOT_ADDR) {
        return address.imm == 0
            ? address.slot().align
            : (int) Math.min(address.slot().align, Long.lowestOneBit(address.imm));
      }
      return 1;
    }

    // ---- memory

    private boolean copyString(Instruction call, Value[] args, boolean givesEnd) {
      byte[] text = text(args[1]);
      if (text == null || text.length >= MAX_COPY || !context.fuel()) {
        return false;
      }
      memcpy(args[0], args[1], text.length + 1L);
      Value result = args[0];
      if (givesEnd) {
        result =
            emit(Op.ADD, call.type, result, constant(function.module.pointerType(), text.length));
      }
      substitution.replace(call, result);
      return true;
    }

    private void memcpy(Value to, Value from, long size) {
      align(from);
      Instruction copy = emit(Op.MEMCPY, null, to, from);
      copy.imm = size;
      copy.payload = new MemBlock(alignOf(to), alignOf(from), false);
    }

    private boolean copy(Instruction call, Value[] args) {
      if (!(args[2] instanceof Instruction size)
          || size.op != Op.ICONST
          || size.imm < 0
          || size.imm > MAX_COPY
          || !context.fuel()) {
        return false;
      }
      if (size.imm > 0) {
        memcpy(args[0], args[1], size.imm);
      }
      substitution.replace(call, args[0]);
      return true;
    }

    private boolean fill(Instruction call, Value[] args) {
      if (!(args[2] instanceof Instruction size)
          || size.op != Op.ICONST
          || size.imm < 0
          || size.imm > MAX_COPY
          || args[1].type != Type.I32
          || !context.fuel()) {
        return false;
      }
      if (size.imm > 0) {
        Instruction set = emit(Op.MEMSET, null, args[0], args[1]);
        set.imm = size.imm;
        set.payload = new MemBlock(alignOf(args[0]), 1, false);
      }
      substitution.replace(call, args[0]);
      return true;
    }

    private boolean length(Instruction call, Value arg) {
      byte[] text = text(arg);
      Type type = call.type;
      if (text == null || type == null || !context.fuel()) {
        return false;
      }
      substitution.replace(call, constant(type, text.length));
      return true;
    }

    private boolean compare(Instruction call, Value[] args) {
      byte[] a = text(args[0]);
      byte[] b = text(args[1]);
      if (call.type != Type.I32 || a == null && b == null || !context.fuel()) {
        return false;
      }
      if (a != null && b != null) {
        int order = Arrays.compareUnsigned(a, b);
        substitution.replace(call, constant(Type.I32, Integer.signum(order)));
        return true;
      }
      if (b != null && b.length == 0) {
        Instruction first = emit(Op.LOAD, Type.I32, args[0]);
        first.payload = new MemAccess(MemType.I8U, 0);
        substitution.replace(call, first);
        return true;
      }
      return false;
    }

    // ---- output

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
      if (!has(text, '%')) {
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
      return value.type == function.module.pointerType();
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

    private static boolean has(byte[] text, int wanted) {
      for (byte b : text) {
        if (b == wanted) {
          return true;
        }
      }
      return false;
    }

    /** fwrite(text, 1, length, stream), or fputc. */
    private boolean putText(Instruction call, Value address, Value stream) {
      byte[] text = text(address);
      Type pointer = function.module.pointerType();
      if (text == null || context.options.optimizesSize() || !context.fuel()) {
        return false;
      }
      if (text.length == 0) {
        return true;
      }
      if (text.length == 1) {
        return callLibrary("fputc", call, constant(Type.I32, text[0] & 0xff), stream);
      }
      return callLibrary(
          "fwrite", call, address, constant(pointer, 1), constant(pointer, text.length), stream);
    }

    private boolean format(Instruction call, Value[] args) {
      byte[] format = text(args[1]);
      if (format == null || has(format, '%') || !context.fuel()) {
        return false;
      }
      memcpy(args[0], args[1], format.length + 1L);
      return true;
    }

    /** A read-only string of this module. */
    private Value string(byte[] text) {
      int number = function.module.globals.size();
      Symbol symbol = function.module.symbol(".LS" + number);
      while (symbol.isDefined) {
        symbol = function.module.symbol(".LS" + ++number);
      }
      symbol.linkage = Symbol.Linkage.LOCAL;
      symbol.isDefined = true;
      Global global = new Global(symbol, text.length + 1L, 1);
      global.bytes = text;
      global.isReadOnly = true;
      global.stringUnit = 1;
      function.module.globals.add(global);
      Instruction address = emit(Op.GLOBAL_ADDR, function.module.pointerType());
      address.payload = symbol;
      return address;
    }

    private boolean callLibrary(String name, Instruction old, Value... args) {
      Symbol symbol = function.module.symbol(name);
      if (symbol.isDefined) {
        return false;
      }
      symbol.isFunction = true;
      Symbol callee = old.call().callee();
      if (callee != null) {
        symbol.isDsoLocal = callee.isDsoLocal;
      }
      List<ParamType> params = new ArrayList<>();
      for (Value arg : args) {
        params.add(new ParamType.Scalar(arg.requireType()));
      }
      Type result = name.equals("fwrite") ? function.module.pointerType() : Type.I32;
      Signature signature =
          new Signature(List.copyOf(params), new ParamType.Scalar(result), false, params.size());
      Instruction call = emit(Op.CALL, result, args);
      call.payload = new CallInfo(symbol, signature);
      return true;
    }

    // ---- building

    private Instruction emit(Op op, @Nullable Type type, Value... args) {
      Instruction made = function.newInstruction(op, type, args);
      made.loc = loc;
      output.add(made);
      return made;
    }

    private Instruction constant(Type type, long value) {
      Instruction made = function.newConst(type, value);
      made.loc = loc;
      output.add(made);
      return made;
    }
  }
}
