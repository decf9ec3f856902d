package dev.ferry.machine.debug.source;

import dev.ferry.binutils.dwarf.DebugEntry;
import dev.ferry.binutils.dwarf.DebugInfo;
import dev.ferry.machine.debug.DebugException;
import dev.ferry.machine.debug.Debuggee;
import dev.ferry.machine.debug.StopReason;
import dev.ferry.machine.symbols.SymbolMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Debugging by source: steps by line and call, both ways; frames, variables, expressions. On top of
 * a {@link Debuggee}, which stays usable beside it.
 */
public final class SourceDebugger {
  private static final int RA = 1;
  private static final int A0 = 10;

  private final Debuggee program;
  private final Sources sources;
  private final CallStack stack;
  private final ValueText texts;
  private final Set<Long> breakpoints = new HashSet<>();

  /** A variable and what it holds, as text. */
  public record Variable(String name, String type, String value) {}

  public SourceDebugger(Debuggee program) {
    this.program = program;
    SymbolMap.Module main = program.symbols().modules().getFirst();
    this.sources = new Sources(main.image(), main.bias());
    this.stack = new CallStack(program, sources);
    this.texts = new ValueText(program);
  }

  public Debuggee program() {
    return program;
  }

  public Sources sources() {
    return sources;
  }

  // ---- breakpoints

  /** Sets a breakpoint; false where there is one already. */
  public boolean addBreakpoint(long address) {
    program.addBreakpoint(address);
    return breakpoints.add(address);
  }

  public void removeBreakpoint(long address) {
    breakpoints.remove(address);
    program.removeBreakpoint(address);
  }

  // ---- forwards

  /** To the next line, into functions whose source is known. */
  public StopReason step() throws DebugException, InterruptedException {
    return lines(true);
  }

  /** To the next line of this function, or its caller's. */
  public StopReason next() throws DebugException, InterruptedException {
    return lines(false);
  }

  private StopReason lines(boolean enters) throws DebugException, InterruptedException {
    Frame start = stack.innermost();
    boolean unused = program.interrupted();
    StopReason reason;
    while (true) {
      if (program.interrupted()) {
        return new StopReason.Interrupted();
      }
      long before = program.pc();
      reason = program.step(1);
      if (!(reason instanceof StopReason.Stepped)) {
        return reason;
      }
      Frame now = stack.innermost();
      if (isEntry(now, before)) {
        if (enters && now.function() != null && now.location() != null) {
          return runTo(sources.skipPrologue(now.pc()), now.cfa());
        }
        reason = runTo(program.register(RA), start.registers()[2]);
        if (!(reason instanceof StopReason.Stepped)) {
          return reason;
        }
        now = stack.innermost();
      }
      if (isNewLine(start, now)) {
        return reason;
      }
    }
  }

  /** Whether the instruction that was executed last is a call. */
  private boolean isEntry(Frame now, long callPc) {
    long behind = program.register(RA) - callPc;
    return now.pc() == sources.startOfFunction(now.pc()) && (behind == 2 || behind == 4);
  }

  private boolean isNewLine(Frame start, Frame now) {
    DebugInfo.Location to = now.location();
    if (to == null) {
      return start.location() == null;
    }
    boolean same = now.cfa() == start.cfa() && isSameLine(start.location(), to);
    return !same && (sources.startsRow(now.pc()) || now.cfa() != start.cfa());
  }

  private static boolean isSameLine(
      DebugInfo.@Nullable Location a, DebugInfo.@Nullable Location b) {
    return a != null
        && b != null
        && a.line() == b.line()
        && a.file() != null
        && a.file().equals(b.file());
  }

  /** Runs to an address in a frame whose stack pointer is no lower than {@code sp}. */
  private StopReason runTo(long address, long sp) throws DebugException, InterruptedException {
    if (program.pc() == address) {
      return new StopReason.Stepped();
    }
    boolean isOwn = !breakpoints.contains(address);
    program.addBreakpoint(address);
    try {
      while (true) {
        StopReason reason = program.resume();
        boolean arrived = reason instanceof StopReason.AtBreakpoint(long where) && where == address;
        if (!arrived || !isOwn) {
          return reason;
        }
        if (Long.compareUnsigned(stack.innermost().cfa(), sp) >= 0) {
          return new StopReason.Stepped();
        }
      }
    } finally {
      if (isOwn) {
        program.removeBreakpoint(address);
      }
    }
  }

  /** Runs until this call has returned. */
  public StopReason finish() throws DebugException, InterruptedException {
    Frame frame = stack.innermost();
    Frame caller = stack.caller(frame);
    if (caller == null) {
      throw new DebugException("the outermost function has no caller");
    }
    return runTo(caller.pc(), frame.cfa());
  }

  /** What a function that has just returned has given, or null. */
  public @Nullable String returned(Frame left) {
    DebugEntry function = left.function();
    DebugEntry type = function == null ? null : function.type();
    if (type == null || Types.isRecord(type) || Types.size(type) > 8) {
      return null;
    }
    long bits = Types.isFloat(type) ? program.floatRegister(A0) : program.register(A0);
    byte[] bytes = Arrays.copyOf(Value.littleEndian(bits), (int) Math.max(1, Types.size(type)));
    return texts.of(new Value(type, bytes, -1, 0, -1));
  }

  // ---- backwards

  /** Back to the start of the line before, into functions that were called. */
  public StopReason stepBack() throws DebugException {
    return linesBack(true);
  }

  /** Back to the start of the line before in this function or its caller. */
  public StopReason nextBack() throws DebugException {
    return linesBack(false);
  }

  private StopReason linesBack(boolean enters) throws DebugException {
    Frame start = stack.innermost();
    Frame target = null;
    boolean unused = program.interrupted();
    while (true) {
      if (program.interrupted()) {
        return new StopReason.Interrupted();
      }
      StopReason reason = program.stepBack(1);
      if (!(reason instanceof StopReason.Stepped)) {
        return reason;
      }
      Frame now = stack.innermost();
      boolean isDeeper =
          Long.compareUnsigned(now.cfa(), start.cfa()) < 0 && now.function() != start.function();
      if (now.location() == null || isDeeper && !enters) {
        reason = backToCall(now);
        if (!(reason instanceof StopReason.Stepped)) {
          return reason;
        }
        now = stack.innermost();
      }
      if (target != null) {
        if (now.cfa() != target.cfa() || !isSameLine(target.location(), now.location())) {
          return forwardOne();
        }
      } else if (now.location() != null
          && (now.cfa() != start.cfa() || !isSameLine(start.location(), now.location()))) {
        target = now;
      }
      if (target != null && isStartOfLine(program.pc())) {
        return new StopReason.Stepped();
      }
    }
  }

  private boolean isStartOfLine(long pc) {
    DebugInfo.Location before = sources.at(pc - 1);
    return sources.startsRow(pc) && !isSameLine(before, sources.at(pc));
  }

  private StopReason forwardOne() throws DebugException {
    try {
      return program.step(1);
    } catch (InterruptedException e) {
      throw new DebugException("interrupted");
    }
  }

  /** From inside a function back to the instruction that called it. */
  private StopReason backToCall(Frame frame) throws DebugException {
    long entry = sources.startOfFunction(frame.pc());
    boolean isOwn = entry >= 0 && !breakpoints.contains(entry);
    if (entry < 0) {
      return program.stepBack(1);
    }
    if (program.pc() != entry) {
      program.addBreakpoint(entry);
      try {
        StopReason reason = program.resumeBack();
        if (!(reason instanceof StopReason.AtBreakpoint(long where)) || where != entry) {
          return reason;
        }
      } finally {
        if (isOwn) {
          program.removeBreakpoint(entry);
        }
      }
    }
    return program.stepBack(1);
  }

  // ---- looking

  /** Calls in progress, the innermost first. */
  public List<Frame> frames(int max) {
    return stack.frames(max);
  }

  /** The innermost frame. */
  public Frame frame() {
    return stack.innermost();
  }

  /** Parameters and local variables of a frame, inner blocks first; hidden ones are left out. */
  public List<Variable> locals(Frame frame) {
    List<Variable> result = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (DebugEntry entry : sources.variables(frame.lookup())) {
      if (seen.add(entry.name())) {
        result.add(variable(entry, frame));
      }
    }
    return result;
  }

  /** Parameters of a frame's function, in order. */
  public List<Variable> parameters(Frame frame) {
    List<Variable> result = new ArrayList<>();
    DebugEntry function = frame.function();
    if (function != null) {
      for (DebugEntry entry : function.children()) {
        if (entry.tag() == DebugEntry.FORMAL_PARAMETER) {
          result.add(variable(entry, frame));
        }
      }
    }
    return result;
  }

  private Variable variable(DebugEntry entry, Frame frame) {
    Value value = new Evaluator(program, sources, frame).variable(entry);
    String text = value == null ? "<optimised out>" : texts.of(value);
    return new Variable(entry.name(), Types.name(entry.type()), text);
  }

  /** An expression's value. */
  public Value evaluate(String expression, Frame frame) throws DebugException {
    return new Evaluator(program, sources, frame).evaluate(expression);
  }

  /** Stores a number in an object of the program. */
  public void assign(String place, long value, Frame frame) throws DebugException {
    Value target = evaluate(place, frame);
    int size = (int) size(target);
    if (target.address() == -1 || size > 8 || size == 0 || target.bitWidth() >= 0) {
      throw new DebugException("‘" + place + "’ cannot be set");
    }
    byte[] bytes = Value.littleEndian(value);
    if (Types.isFloat(target.type())) {
      bytes =
          Value.littleEndian(
              size == 4 ? Float.floatToIntBits(value) : Double.doubleToLongBits(value));
    }
    program.write(target.address(), Arrays.copyOf(bytes, size));
  }

  /** The object's value now. */
  public Value again(Value object) {
    byte[] bytes = program.read(object.address(), object.bytes().length);
    return new Value(object.type(), bytes, object.address(), object.bitOffset(), object.bitWidth());
  }

  /** A value as text. */
  public String text(Value value) {
    return texts.of(value);
  }

  /** A type as C writes it. */
  public static String typeName(Value value) {
    return value.type() == null ? "long" : Types.name(value.type());
  }

  /** Bytes of a value's type. */
  public static long size(Value value) {
    return value.type() == null ? 8 : Types.size(value.type());
  }
}
