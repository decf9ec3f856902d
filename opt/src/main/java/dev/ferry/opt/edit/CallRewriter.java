package dev.ferry.opt.edit;

import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Function;
import dev.ferry.ir.Global;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemBlock;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.Uses;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.rules.ConstantMemory;
import dev.ferry.opt.rules.KnownBits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Replaces calls of the standard library by something cheaper: what the passes over such calls have
 * in common. A call is looked at if its name is in the pass's table, with the library's signature,
 * and the program does not define the function itself.
 */
public abstract class CallRewriter {
  private static final int MAX_COPY = 1 << 16;
  private static final int MAX_CHOICES = 16;

  protected final Function function;
  protected final PassContext context;
  protected final Type pointer;
  private final Map<String, String> shapes;
  private final ConstantMemory constants;
  private final Substitution substitution;
  private final int[] uses;
  private List<Instruction> output = new ArrayList<>();
  private int loc;
  private @Nullable ControlFlow flow;

  /**
   * @param shapes the signatures by name: the result, then the parameters that are looked at;
   *     {@code p} is a pointer, {@code z} a size, {@code i} an int, {@code d} a double, {@code v}
   *     (for the result) nothing
   */
  protected CallRewriter(Function function, PassContext context, Map<String, String> shapes) {
    this.function = function;
    this.context = context;
    this.shapes = shapes;
    this.pointer = function.module.pointerType();
    this.constants = context.constantMemory(function.module);
    this.substitution = new Substitution(function);
    this.uses = Uses.count(function);
  }

  /**
   * A pass: nothing under -fno-builtin, and nothing is built where there is no call to look at.
   *
   * @return whether a call was replaced
   */
  public static boolean run(
      Function function,
      PassContext context,
      Map<String, String> shapes,
      BiFunction<Function, PassContext, CallRewriter> rewriter) {
    return !context.options.noBuiltin
        && hasCandidate(function, shapes)
        && rewriter.apply(function, context).run();
  }

  /** Whether there is a call to look at. */
  private static boolean hasCandidate(Function function, Map<String, String> shapes) {
    Type pointer = function.module.pointerType();
    for (Block block : function.blocks) {
      for (Instruction instruction : block.instructions) {
        if (isCandidate(instruction, shapes, pointer)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isCandidate(Instruction call, Map<String, String> shapes, Type pointer) {
    if (call.op != Op.CALL) {
      return false;
    }
    Symbol callee = call.call().callee();
    if (callee == null) {
      return false;
    }
    String shape = shapes.get(callee.libraryName);
    // The fortified calls are the implementation's whoever defines them.
    return shape != null
        && (!callee.isDefined || callee.libraryName.endsWith("_chk"))
        && hasShape(call, shape, pointer);
  }

  /** A program may declare the name as something else. */
  private static boolean hasShape(Instruction call, String shape, Type pointer) {
    Value[] args = call.args;
    if (call.call().firstArgument() != 0 || args.length < shape.length() - 1) {
      return false;
    }
    for (int i = 0; i < shape.length(); i++) {
      Type given = i == 0 ? call.type : args[i - 1].type;
      Type wanted =
          switch (shape.charAt(i)) {
            case 'i' -> Type.I32;
            case 'd' -> Type.F64;
            case 'v' -> null;
            default -> pointer;
          };
      if (given != wanted && (i > 0 || given != null)) {
        return false;
      }
    }
    return true;
  }

  /** Looks at every call; whether one was replaced. */
  private boolean run() {
    boolean changed = false;
    for (Block block : function.blocks) {
      output = new ArrayList<>(block.instructions.size() + 4);
      for (Instruction instruction : block.instructions) {
        loc = instruction.loc;
        if (isCandidate(instruction, shapes, pointer)
            && !context.isOutOfFuel()
            && rewrite(instruction, callee(instruction).libraryName, instruction.args)) {
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

  /**
   * Replaces one call, if there is something cheaper.
   *
   * @return whether it was replaced
   */
  protected abstract boolean rewrite(Instruction call, String name, Value[] args);

  private static Symbol callee(Instruction call) {
    return Objects.requireNonNull(call.call().callee());
  }

  protected boolean isUnused(Instruction call) {
    return call.type == null || uses[call.id] == 0;
  }

  /** How many uses the result of a call had when the pass began. */
  protected int useCount(Instruction call) {
    return uses[call.id];
  }

  // ---- constants

  /** The bytes before the NUL of a constant string that an address points to, or null. */
  protected byte @Nullable [] text(Value value) {
    byte[] data = data(value);
    int length = data == null ? -1 : indexOf(data, 0);
    return length < 0 ? null : Arrays.copyOf(data, length);
  }

  /** The bytes from a constant address to the end of the constant it points into, or null. */
  protected byte @Nullable [] data(Value value) {
    if (!(value instanceof Instruction address) || address.op != Op.GLOBAL_ADDR) {
      return null;
    }
    Global global = constants.constant(address.symbol());
    if (global == null
        || !global.references.isEmpty()
        || address.imm < 0
        || address.imm > global.size
        || global.size > MAX_COPY) {
      return null;
    }
    int start = (int) address.imm;
    byte[] result = new byte[(int) global.size - start];
    int given = Math.min(result.length, global.bytes.length - start);
    if (given > 0) {
      System.arraycopy(global.bytes, start, result, 0, given);
    }
    return result;
  }

  protected static int indexOf(byte[] bytes, int wanted) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == (byte) wanted) {
        return i;
      }
    }
    return -1;
  }

  /** The value of an integer constant, or null. */
  protected static @Nullable Long number(Value value) {
    return value instanceof Instruction constant && constant.op == Op.ICONST
        ? (Long) constant.imm
        : null;
  }

  /** The values that this is one of: what selects and edges choose from; null if too many. */
  private @Nullable List<Value> choices(Value value) {
    List<Value> leaves = new ArrayList<>();
    Set<Value> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return choices(value, leaves, seen) ? leaves : null;
  }

  private boolean choices(Value value, List<Value> leaves, Set<Value> seen) {
    if (!seen.add(value)) {
      return true;
    }
    if (seen.size() > MAX_CHOICES) {
      return false;
    }
    if (value instanceof Instruction i && i.op == Op.SELECT) {
      return choices(i.args[1], leaves, seen) && choices(i.args[2], leaves, seen);
    }
    Block block = value.block;
    if (value instanceof Param param && block != null && block != function.entry()) {
      ControlFlow edges = flow();
      for (int k = 0; k < edges.predecessorCount(block); k++) {
        if (!choices(edges.incoming(block, k).args[param.index], leaves, seen)) {
          return false;
        }
      }
      return edges.predecessorCount(block) > 0;
    }
    leaves.add(value);
    return true;
  }

  private ControlFlow flow() {
    if (flow == null) {
      flow = ControlFlow.of(function);
    }
    return flow;
  }

  /** The length of the one or other constant string that an address points to; -1 if unknown. */
  protected int length(Value address, boolean longest) {
    List<Value> all = choices(address);
    int result = -1;
    for (Value choice : all == null ? List.of(address) : all) {
      byte[] text = text(choice);
      if (text == null || !longest && result >= 0 && result != text.length) {
        return -1;
      }
      result = Math.max(result, text.length);
    }
    return result;
  }

  /**
   * The length of the constant string that an address points to, whichever it is; -1 if unknown.
   */
  protected int length(Value address) {
    return length(address, false);
  }

  /** The most that an unsigned value can be; -1, the most of all, if nothing is known. */
  protected long most(Value value) {
    List<Value> all = choices(value);
    long result = 0;
    for (Value choice : all == null ? List.of(value) : all) {
      Long number = number(choice);
      long most = number != null ? number : ~KnownBits.zeros(choice);
      result = Long.compareUnsigned(most, result) > 0 ? most : result;
    }
    return result;
  }

  private void align(Value value) {
    if (value instanceof Instruction address && address.op == Op.GLOBAL_ADDR) {
      Global global = constants.constant(address.symbol());
      if (global != null
          && global.symbol.linkage == Symbol.Linkage.LOCAL
          && !context.options.optimizesSize()
          && global.size >= 8) {
        global.alignTo(8);
      }
    }
  }

  /**
   * Whether two addresses are surely of different objects: at least one is a local object's or a
   * constant's, which nothing else lies in.
   */
  protected boolean areApart(Value a, Value b) {
    Object first = objectOf(a);
    Object second = objectOf(b);
    return first != null && second != null && first != second;
  }

  /** The slot, or the object defined here under one name only, that an address points into. */
  private @Nullable Object objectOf(Value value) {
    Value at = value;
    while (at instanceof Instruction sum
        && (sum.op == Op.ADD || sum.op == Op.SUB)
        && number(sum.args[1]) != null) {
      at = sum.args[0];
    }
    if (!(at instanceof Instruction address)) {
      return null;
    }
    return switch (address.op) {
      case SLOT_ADDR -> address.slot();
      case GLOBAL_ADDR ->
          constants.size(address.symbol()) >= 0 && !hasOtherName(address.symbol())
              ? address.symbol()
              : null;
      default -> null;
    };
  }

  private boolean hasOtherName(Symbol symbol) {
    for (Symbol other : function.module.symbols()) {
      if (other.aliasOf == symbol || other == symbol && other.aliasOf != null) {
        return true;
      }
    }
    return false;
  }

  protected int alignOf(Value value) {
    if (value instanceof Instruction address && address.op == Op.GLOBAL_ADDR) {
      int align = address.symbol().objectAlign;
      return address.imm == 0 ? align : (int) Math.min(align, Long.lowestOneBit(address.imm));
    }
    if (value instanceof Instruction address && address.op == Op.SLOT_ADDR) {
      return address.imm == 0
          ? address.slot().align
          : (int) Math.min(address.slot().align, Long.lowestOneBit(address.imm));
    }
    return 1;
  }

  // ---- memory

  protected boolean isCopyable(@Nullable Long size) {
    return size != null && size >= 0 && size <= MAX_COPY;
  }

  /** A copy of so many bytes between places that do not overlap. */
  protected void copy(Value to, Value from, long size) {
    if (size == 0) {
      return;
    }
    align(from);
    Instruction copy = emit(Op.MEMCPY, null, to, from);
    copy.imm = size;
    copy.payload = new MemBlock(alignOf(to), alignOf(from), false);
  }

  protected void fill(Value to, Value character, long size) {
    if (size > 0) {
      Instruction set = emit(Op.MEMSET, null, to, character);
      set.imm = size;
      set.payload = new MemBlock(alignOf(to), 1, false);
    }
  }

  /** The byte at an address, as an unsigned int. */
  protected Value loadByte(Value address) {
    Instruction load = emit(Op.LOAD, Type.I32, address);
    load.payload = new MemAccess(MemType.I8U, 0);
    return load;
  }

  // ---- building

  /** Puts a value in the place of the call's result; true. */
  protected boolean give(Instruction call, Value value) {
    if (call.type != null) {
      substitution.replace(call, value);
    }
    return true;
  }

  protected Value add(Value address, Value offset) {
    return emit(Op.ADD, pointer, address, offset);
  }

  protected Instruction emit(Op op, @Nullable Type type, Value... args) {
    Instruction made = function.newInstruction(op, type, args);
    made.loc = loc;
    output.add(made);
    return made;
  }

  protected Instruction constant(Type type, long value) {
    Instruction made = function.newConst(type, value);
    made.loc = loc;
    output.add(made);
    return made;
  }

  /** A read-only string of this module. */
  protected Value string(byte[] text) {
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

  /**
   * Calls another function of the library.
   *
   * @return its result; null if the program defines the name itself, and nothing is called
   */
  protected @Nullable Instruction library(
      String name, @Nullable Type result, Instruction old, Value... args) {
    return library(name, result, old, args.length, false, args);
  }

  /** As above, of a function with some named and further variadic parameters. */
  protected @Nullable Instruction library(
      String name,
      @Nullable Type result,
      Instruction old,
      int named,
      boolean isVariadic,
      Value... args) {
    Symbol symbol = function.module.library(name);
    if (symbol.isDefined) {
      return null;
    }
    symbol.isFunction = true;
    symbol.isDsoLocal = callee(old).isDsoLocal;
    List<ParamType> params = new ArrayList<>();
    for (Value arg : args) {
      params.add(new ParamType.Scalar(arg.requireType()));
    }
    Instruction call = emit(Op.CALL, result, args);
    call.payload =
        new CallInfo(
            symbol,
            new Signature(
                List.copyOf(params),
                result == null ? null : new ParamType.Scalar(result),
                isVariadic,
                named));
    return call;
  }
}
