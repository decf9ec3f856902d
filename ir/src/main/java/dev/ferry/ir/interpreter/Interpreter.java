package dev.ferry.ir.interpreter;

import dev.ferry.ir.Atomic;
import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Module;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.eval.Eval;
import dev.ferry.ir.eval.IntEval;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the functions of one or more modules: the oracle of every later stage. Ops mean exactly what
 * {@link dev.ferry.ir.Op} says. Guest calls do not recurse in Java. Not thread-safe.
 */
public final class Interpreter implements Externals.Guest {
  private static final int POINTER_BYTES = 8;

  /**
   * What a program may use.
   *
   * @param maxSteps instructions and terminators executed
   * @param maxBytes of heap, of globals and of stack, each
   */
  public record Limits(long maxSteps, long maxBytes) {
    public static final Limits DEFAULT = new Limits(2_000_000_000L, 256L << 20);
  }

  /**
   * How a program ended.
   *
   * @param fault what went wrong, or null
   * @param status the exit status; meaningless after a fault
   */
  public record Result(int status, byte[] output, long steps, @Nullable String fault) {
    /** The output, one char a byte. */
    public String outputText() {
      return new String(output, StandardCharsets.ISO_8859_1);
    }
  }

  private final Program program;
  private final Memory memory;
  private final Externals externals;
  private final Limits limits;
  private final InputStream input;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Map<Long, Jump> jumps = new HashMap<>();
  private long[] transfer = new long[16];
  private long stackPointer = Memory.STACK_TOP - 4096;
  private long steps;

  /** A setjmp that can be gone back to. */
  private record Jump(Frame frame, Block block, int next, Instruction call, long stackPointer) {}

  public Interpreter(List<Module> modules, Externals externals, Limits limits, InputStream input) {
    this.memory = new Memory(limits.maxBytes);
    this.externals = externals;
    this.limits = limits;
    this.input = input;
    memory.growStack(stackPointer);
    this.program = new Program(modules, memory);
  }

  /** With the built-in library, default limits and no input. */
  public Interpreter(Module... modules) {
    this(List.of(modules), new Library(), Limits.DEFAULT, InputStream.nullInputStream());
  }

  /** Runs constructors, then {@code main} with these arguments (argv[0] included). */
  public Result runMain(String... arguments) {
    return run(() -> {
      runEntries(false);
      long argv = allocate((arguments.length + 1L) * POINTER_BYTES);
      for (int i = 0; i < arguments.length; i++) {
        byte[] bytes = (arguments[i] + "\0").getBytes(StandardCharsets.ISO_8859_1);
        long text = allocate(bytes.length);
        memory.write(text, bytes);
        memory.store64(argv + (long) i * POINTER_BYTES, text);
      }
      Code main = program.definedFunction("main");
      if (main == null) {
        throw new GuestFault("no function main");
      }
      long[] all = {arguments.length, argv, 0};
      int count = Math.min(3, main.function.entry().params.size());
      long status = execute(enter(main, java.util.Arrays.copyOf(all, count)));
      return externals instanceof Library library ? library.atExit(status, this) : status;
    });
  }

  /** Calls one function; the status is the low 8 bits of its result. */
  public Result run(String name, long... args) {
    return run(() -> call(name, args));
  }

  /** The result of a call, as the interpreter keeps values. */
  public long call(String name, long... args) {
    Code code = program.definedFunction(name);
    if (code == null) {
      throw new GuestFault("no function " + name);
    }
    return execute(enter(code, args));
  }

  private interface Body {
    long run();
  }

  private Result run(Body body) {
    try {
      long status = body.run();
      runEntries(true);
      return new Result((int) status & 0xff, output.toByteArray(), steps, null);
    } catch (GuestExit e) {
      return new Result(e.status(), output.toByteArray(), steps, null);
    } catch (GuestFault e) {
      return new Result(0, output.toByteArray(), steps, e.getMessage());
    }
  }

  private void runEntries(boolean destructors) {
    for (Code code : program.entries(destructors)) {
      execute(enter(code, new long[0]));
    }
  }

  // ---- Guest

  @Override
  public Memory memory() {
    return memory;
  }

  @Override
  public long allocate(long size) {
    return memory.allocateHeap(size);
  }

  @Override
  public long callFunction(long address, long... args) {
    Code code = program.functionAt(address);
    if (code != null) {
      return execute(enter(code, args));
    }
    String name = program.externalAt(address);
    if (name == null) {
      throw new GuestFault("call of bad address 0x" + Long.toHexString(address));
    }
    return externals.call(name, args, args.length, this);
  }

  @Override
  public void write(byte[] bytes) {
    output.writeBytes(bytes);
  }

  @Override
  public int read() {
    try {
      return input.read();
    } catch (IOException e) {
      return -1;
    }
  }

  // ---- frames

  /** An activation. {@code returnTo} is null at the border to Java. */
  static final class Frame {
    final Code code;
    final long[] values;
    final @Nullable Frame caller;
    final long savedStackPointer;
    long base;
    long variadic;
    long resultAddress;
    long staticChain;
    Block block;
    int next;
    @Nullable Instruction call;

    Frame(Code code, @Nullable Frame caller, long savedStackPointer) {
      this.code = code;
      this.values = code.template.clone();
      this.caller = caller;
      this.savedStackPointer = savedStackPointer;
      this.block = code.function.entry();
    }
  }

  /** A frame that Java code waits for. */
  private Frame enter(Code code, long[] args) {
    return enter(code, args, null, stackPointer);
  }

  /**
   * A frame for a call with one value per signature parameter (aggregates as addresses).
   *
   * @param saved the stack pointer to restore, above any variadic arguments
   */
  private Frame enter(Code code, long[] args, @Nullable Frame caller, long saved) {
    Frame frame = new Frame(code, caller, saved);
    Signature signature = code.function.signature;
    if (signature.variadic()) {
      frame.variadic = stackPointer;
    }
    stackPointer = (stackPointer - code.frameSize) & -code.frameAlign;
    memory.growStack(stackPointer - 4096);
    frame.base = stackPointer;
    int scalar = 0;
    int named = Math.min(signature.named(), args.length);
    for (int i = 0; i < named; i++) {
      if (signature.params().get(i) instanceof ParamType.Aggregate(var layout)) {
        Slot slot = code.parameterSlot(i);
        if (slot != null) {
          memory.copy(frame.base + code.slotOffset[slot.id], args[i], layout.size());
        }
      } else {
        frame.values[code.function.entry().params.get(scalar++).id] = args[i];
      }
    }
    return frame;
  }

  /** Lays the variadic arguments out below the stack pointer as the psABI's va_list reads them. */
  private void pushVariadic(Signature signature, long[] args) {
    int count = args.length - signature.named();
    if (!signature.variadic() || count <= 0) {
      return;
    }
    long size = 0;
    for (int i = signature.named(); i < args.length; i++) {
      size += signature.params().get(i) instanceof ParamType.Aggregate(var l) ? l.size() + 24 : 8;
    }
    long area = (stackPointer - size) & -16;
    memory.growStack(area);
    long at = area;
    for (int i = signature.named(); i < args.length; i++) {
      if (signature.params().get(i) instanceof ParamType.Aggregate(var layout)
          && layout.size() <= 16) {
        if (layout.align() > 8) {
          at = (at + 15) & -16;
        }
        memory.copy(at, args[i], layout.size());
        at += (layout.size() + 7) & -8;
      } else {
        memory.store64(at, args[i]);
        at += 8;
      }
    }
    stackPointer = area;
  }

  // ---- the loop

  private long execute(Frame bottom) {
    Frame frame = bottom;
    while (true) {
      Block block = frame.block;
      Instruction[] code = frame.code.instructions[block.id];
      long[] values = frame.values;
      int i = frame.next;
      if (i == 0) {
        steps += block.instructions.size() + 1;
        if (steps > limits.maxSteps) {
          throw new GuestFault("step limit reached");
        }
      }
      Frame callee = null;
      while (i < code.length) {
        Instruction instruction = code[i++];
        switch (instruction.op) {
          case ADD ->
              values[instruction.id] =
                  instruction.type == Type.I64
                      ? values[instruction.args[0].id] + values[instruction.args[1].id]
                      : (int) (values[instruction.args[0].id] + values[instruction.args[1].id]);
          case SLOT_ADDR ->
              values[instruction.id] =
                  frame.base + frame.code.slotOffset[instruction.slot().id] + instruction.imm;
          case LOAD -> values[instruction.id] = load(instruction, values);
          case STORE -> {
            MemAccess access = instruction.access();
            store(
                access.type(),
                address(values[instruction.args[0].id] + access.offset(), frame),
                values[instruction.args[1].id]);
          }
          case CALL -> {
            frame.next = i;
            frame.call = instruction;
            callee = call(frame, instruction);
          }
          case SELECT ->
              values[instruction.id] =
                  values[instruction.args[0].id] != 0
                      ? values[instruction.args[1].id]
                      : values[instruction.args[2].id];
          default -> {
            if (Eval.isFoldable(instruction.op)) {
              values[instruction.id] = pure(instruction, values);
            } else {
              other(frame, instruction);
            }
          }
        }
        if (callee != null) {
          break;
        }
        if (jumped != null) {
          break;
        }
      }
      if (callee != null) {
        frame = callee;
      } else if (jumped != null) {
        frame = land(bottom);
      } else {
        Frame after = terminate(frame, bottom);
        if (after == null) {
          return returned;
        }
        frame = after;
      }
    }
  }

  private long returned;
  private @Nullable Jump jumped;
  private long jumpValue;

  private static long pure(Instruction instruction, long[] values) {
    Value[] args = instruction.args;
    long a = values[args[0].id];
    if (args.length == 1) {
      return Eval.apply(instruction, a, 0, 0);
    }
    long b = values[args[1].id];
    Type from = args[0].type;
    if (from == Type.I32 || from == Type.I64) {
      return IntEval.binary(instruction.op, from.bits(), a, b);
    }
    return Eval.apply(instruction, a, b, args.length > 2 ? values[args[2].id] : 0);
  }

  private long address(long value, Frame frame) {
    return frame.code.isNarrow ? value & 0xffffffffL : value;
  }

  private long load(Instruction instruction, long[] values) {
    MemAccess access = instruction.access();
    long address = values[instruction.args[0].id] + access.offset();
    return load(access.type(), program.isNarrow ? address & 0xffffffffL : address);
  }

  private long load(MemType type, long address) {
    return switch (type) {
      case I8S -> memory.load8(address);
      case I8U -> memory.load8(address) & 0xff;
      case I16S -> memory.load16(address);
      case I16U -> memory.load16(address) & 0xffff;
      case I32 -> memory.load32(address);
      case I32U, F32 -> memory.load32(address) & 0xffffffffL;
      case I64, F64 -> memory.load64(address);
    };
  }

  private void store(MemType type, long address, long value) {
    switch (type) {
      case I8S, I8U -> memory.store8(address, (byte) value);
      case I16S, I16U -> memory.store16(address, (short) value);
      case I32, I32U, F32 -> memory.store32(address, (int) value);
      case I64, F64 -> memory.store64(address, value);
    }
  }

  // ---- calls

  /** Starts a guest call and gives its frame, or performs an external one and gives null. */
  private @Nullable Frame call(Frame frame, Instruction instruction) {
    CallInfo info = instruction.call();
    Symbol symbol = info.callee();
    long[] values = frame.values;
    long target =
        symbol != null ? program.address(symbol) : address(values[instruction.args[0].id], frame);
    Code code = program.functionAt(target);
    Signature signature = info.signature();
    int first = info.firstArgument();
    long[] args = new long[signature.params().size()];
    for (int i = 0; i < args.length; i++) {
      args[i] = values[instruction.args[first + i].id];
    }
    if (code == null) {
      external(frame, instruction, program.externalAt(target), args);
      return null;
    }
    long saved = stackPointer;
    pushVariadic(signature, args);
    Frame callee = enter(code, args, frame, saved);
    if (signature.returnsAggregate()) {
      callee.resultAddress = values[instruction.args[first - 1].id];
    }
    if (info.staticChain()) {
      callee.staticChain = values[instruction.args[instruction.args.length - 1].id];
    }
    return callee;
  }

  private void external(Frame frame, Instruction instruction, @Nullable String name, long[] args) {
    if (name == null) {
      throw new GuestFault("call of a bad address in " + frame.code.function);
    }
    switch (name) {
      case "setjmp", "_setjmp", "__sigsetjmp", "sigsetjmp" -> {
        jumps.put(args[0], new Jump(frame, frame.block, frame.next, instruction, stackPointer));
        frame.values[instruction.id] = 0;
      }
      case "longjmp", "_longjmp", "siglongjmp" -> {
        jumped = jumps.get(args[0]);
        jumpValue = args[1] == 0 ? 1 : args[1];
        if (jumped == null) {
          throw new GuestFault("longjmp without setjmp");
        }
      }
      default -> {
        if (!externals.knows(name)) {
          throw new GuestFault("call of undefined function " + name);
        }
        long result = externals.call(name, args, instruction.call().signature().named(), this);
        Type type = instruction.type;
        if (type != null) {
          frame.values[instruction.id] = type == Type.I32 ? (int) result : result;
        }
      }
    }
  }

  private Frame land(Frame bottom) {
    Jump jump = jumped;
    jumped = null;
    if (jump == null) {
      throw new IllegalStateException();
    }
    Frame frame = jump.frame;
    for (Frame f = frame; f != bottom; f = f.caller) {
      if (f == null) {
        throw new GuestFault("longjmp over a callback");
      }
    }
    frame.block = jump.block;
    frame.next = jump.next;
    if (jump.call.type != null) {
      frame.values[jump.call.id] = jumpValue;
    }
    stackPointer = jump.stackPointer;
    return frame;
  }

  // ---- terminators

  /** The frame to go on with, or null when {@code bottom} returned. */
  private @Nullable Frame terminate(Frame frame, Frame bottom) {
    long[] values = frame.values;
    switch (frame.block.terminator) {
      case Terminator.Jump jump -> take(frame, jump.edge);
      case Terminator.Branch branch ->
          take(frame, values[branch.condition.id] != 0 ? branch.then : branch.otherwise);
      case Terminator.Switch choice -> take(frame, chosen(choice, values[choice.value.id]));
      case Terminator.Return ret -> {
        Value value = ret.value;
        return leave(frame, value == null ? 0 : values[value.id], bottom);
      }
      case Terminator.IndirectJump jump -> indirect(frame, jump);
      case Terminator.AsmGoto _ -> throw new GuestFault("inline assembly");
      case Terminator.Unreachable _ ->
          throw new GuestFault("unreachable code reached in " + frame.code.function);
    }
    return frame;
  }

  private static Edge chosen(Terminator.Switch choice, long value) {
    for (int i = 0; i < choice.cases.length; i++) {
      if (choice.cases[i] == value) {
        return choice.edges()[i];
      }
    }
    return choice.defaultEdge();
  }

  private void indirect(Frame frame, Terminator.IndirectJump jump) {
    Block target = program.blockAt(address(frame.values[jump.address.id], frame));
    for (Edge edge : jump.edges()) {
      if (edge.target == target) {
        take(frame, edge);
        return;
      }
    }
    throw new GuestFault("indirect jump to a bad address in " + frame.code.function);
  }

  private void take(Frame frame, Edge edge) {
    Value[] args = edge.args;
    long[] values = frame.values;
    Block target = edge.target;
    if (args.length == 1) {
      values[target.params.getFirst().id] = values[args[0].id];
    } else if (args.length > 1) {
      if (transfer.length < args.length) {
        transfer = new long[args.length * 2];
      }
      for (int i = 0; i < args.length; i++) {
        transfer[i] = values[args[i].id];
      }
      for (int i = 0; i < args.length; i++) {
        values[target.params.get(i).id] = transfer[i];
      }
    }
    frame.block = target;
    frame.next = 0;
  }

  private @Nullable Frame leave(Frame frame, long value, Frame bottom) {
    if (frame.code.function.signature.result() instanceof ParamType.Aggregate(var layout)
        && frame.resultAddress != 0) {
      memory.copy(frame.resultAddress, value, layout.size());
    }
    stackPointer = frame.savedStackPointer;
    if (frame == bottom) {
      returned = value;
      return null;
    }
    Frame caller = frame.caller;
    if (caller == null) {
      throw new IllegalStateException();
    }
    Instruction call = caller.call;
    if (call != null && call.type != null) {
      caller.values[call.id] = call.type == Type.I32 ? (int) value : value;
    }
    return caller;
  }

  // ---- the rest of the ops

  private void other(Frame frame, Instruction instruction) {
    long[] values = frame.values;
    Value[] args = instruction.args;
    long a = args.length > 0 ? values[args[0].id] : 0;
    long b = args.length > 1 ? values[args[1].id] : 0;
    switch (instruction.op) {
      case MEMCPY -> memory.copy(address(a, frame), address(b, frame), instruction.imm);
      case MEMSET -> memory.fill(address(a, frame), (byte) b, instruction.imm);
      case ATOMIC_LOAD, ATOMIC_STORE, ATOMIC_RMW, ATOMIC_CAS -> atomic(frame, instruction);
      case FENCE, PREFETCH, CLEAR_CACHE -> {}
      case STACK_ALLOC -> {
        stackPointer = (stackPointer - a) & -Math.max(16, instruction.imm);
        if (a < 0) {
          throw new GuestFault("negative stack allocation");
        }
        memory.growStack(stackPointer - 4096);
        values[instruction.id] = stackPointer;
      }
      case STACK_SAVE -> values[instruction.id] = stackPointer;
      case STACK_RESTORE -> stackPointer = a;
      case FRAME_ADDR -> values[instruction.id] = frame.base;
      case RETURN_ADDR -> values[instruction.id] = 0;
      case VA_START -> memory.store64(address(a, frame), frame.variadic);
      case STATIC_CHAIN -> values[instruction.id] = frame.staticChain;
      case IS_CONSTANT, VARIADIC_COUNT -> values[instruction.id] = 0;
      case OBJECT_SIZE -> values[instruction.id] = (instruction.imm & 2) != 0 ? 0 : -1;
      case THREAD_POINTER -> values[instruction.id] = Memory.STACK_TOP - 4096L;
      case ASM -> {
        if (!instruction.asm().template().isBlank()) {
          throw new GuestFault("inline assembly");
        }
      }
      case RESULT -> values[instruction.id] = emptyAsmResult(instruction, values);
      case TRAP -> throw new GuestExit(128 + 5);
      default -> throw new IllegalStateException(instruction.op.text());
    }
  }

  /** An empty template with a tied input hands the input over: the usual optimisation barrier. */
  private static long emptyAsmResult(Instruction result, long[] values) {
    Instruction asm = (Instruction) result.args[0];
    var inputs = asm.asm().inputs();
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).tied() == result.imm) {
        return values[asm.args[i].id];
      }
    }
    return 0;
  }

  private void atomic(Frame frame, Instruction instruction) {
    long[] values = frame.values;
    Atomic atomic = instruction.atomic();
    MemAccess access = atomic.access();
    long at = address(values[instruction.args[0].id] + access.offset(), frame);
    long old = load(access.type(), at);
    switch (instruction.op) {
      case ATOMIC_LOAD -> values[instruction.id] = old;
      case ATOMIC_STORE -> store(access.type(), at, values[instruction.args[1].id]);
      case ATOMIC_RMW -> {
        values[instruction.id] = old;
        store(access.type(), at, modified(atomic, old, values[instruction.args[1].id]));
      }
      default -> {
        values[instruction.id] = old;
        long expected = values[instruction.args[1].id];
        if (narrowed(access.type(), expected) == old) {
          store(access.type(), at, values[instruction.args[2].id]);
        }
      }
    }
  }

  private static long narrowed(MemType type, long value) {
    return switch (type) {
      case I8S -> (byte) value;
      case I8U -> value & 0xff;
      case I16S -> (short) value;
      case I16U -> value & 0xffff;
      case I32U -> value & 0xffffffffL;
      case I32 -> (int) value;
      default -> value;
    };
  }

  private static long modified(Atomic atomic, long old, long operand) {
    Atomic.Rmw rmw = atomic.rmw();
    if (rmw == null) {
      throw new IllegalStateException();
    }
    long b = narrowed(atomic.access().type(), operand);
    return switch (rmw) {
      case XCHG -> b;
      case ADD -> old + b;
      case SUB -> old - b;
      case AND -> old & b;
      case OR -> old | b;
      case XOR -> old ^ b;
      case NAND -> ~(old & b);
      case SMIN -> Math.min(old, b);
      case SMAX -> Math.max(old, b);
      case UMIN -> Long.compareUnsigned(old, b) < 0 ? old : b;
      case UMAX -> Long.compareUnsigned(old, b) > 0 ? old : b;
    };
  }

  /** Instructions and terminators executed so far. */
  public long steps() {
    return steps;
  }

  /** What the program wrote so far. */
  public byte[] output() {
    return output.toByteArray();
  }

  /** The names of functions called and known nowhere; for messages before a run. */
  public List<String> undefinedFunctions() {
    List<String> result = new ArrayList<>();
    for (String name : program.externalNames()) {
      if (!externals.knows(name)) {
        result.add(name);
      }
    }
    return result;
  }
}
