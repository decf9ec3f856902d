package dev.ferry.driver.debug;

import dev.ferry.binutils.dwarf.DebugInfo;
import dev.ferry.isa.Registers;
import dev.ferry.machine.debug.DebugException;
import dev.ferry.machine.debug.Debuggee;
import dev.ferry.machine.debug.StopReason;
import dev.ferry.machine.debug.ThreadState;
import dev.ferry.machine.debug.Watchpoint;
import dev.ferry.machine.debug.source.Frame;
import dev.ferry.machine.debug.source.SourceDebugger;
import dev.ferry.machine.debug.source.Value;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands of {@code ferry debug}: names, what help says, what they do. */
enum Command {
  BREAK("break b", "PLACE", "stop at a function, line, file:line or *address", Command::addBreak),
  DELETE("delete d", "[N]", "forget breakpoint N, or all stops", Command::delete),
  WATCH("watch w", "EXPRESSION", "stop when a variable changes", Command::watch),
  CONTINUE("continue c", "", "run to the next stop", (t, a) -> t.stopped(go(t))),
  STEP(
      "step s",
      "[N]",
      "to the next line, into functions",
      (t, a) -> repeat(t, a, t.debugger::step)),
  NEXT(
      "next n",
      "[N]",
      "to the next line, over functions",
      (t, a) -> repeat(t, a, t.debugger::next)),
  FINISH("finish fin", "", "run until this function has returned", Command::finish),
  STEPI("stepi si", "[N]", "execute N instructions", Command::stepInstructions),
  REVERSE_CONTINUE(
      "reverse-continue rc",
      "",
      "back to the stop before",
      (t, a) -> t.stopped(t.program().resumeBack())),
  REVERSE_STEP(
      "reverse-step rs",
      "[N]",
      "back to the line before",
      (t, a) -> repeat(t, a, t.debugger::stepBack)),
  REVERSE_NEXT(
      "reverse-next rn",
      "[N]",
      "back to the line before, over functions",
      (t, a) -> repeat(t, a, t.debugger::nextBack)),
  REVERSE_STEPI("reverse-stepi rsi", "[N]", "take N instructions back", Command::takeBack),
  BACKTRACE("backtrace bt where", "", "the calls in progress", Command::backtrace),
  FRAME("frame f", "N", "look at call N of the backtrace", (t, a) -> select(t, number(a, t.level))),
  UP("up", "", "look at the caller", (t, a) -> select(t, t.level + 1)),
  DOWN("down", "", "look at the function called", (t, a) -> select(t, t.level - 1)),
  LOCALS("locals", "", "variables of the function", Command::locals),
  PRINT(
      "print p",
      "EXPRESSION",
      "a value: print list->next->value; print/x in hexadecimal",
      Command::print),
  SET("set", "PLACE = VALUE", "change a variable or $register", Command::set),
  LIST("list l", "[LINE]", "the source around here", Command::list),
  REGISTERS("registers regs r", "", "all integer registers", Command::registers),
  MEMORY("memory x", "ADDRESS [N]", "N bytes of memory", Command::memory),
  DISASSEMBLE(
      "disassemble dis", "[ADDRESS] [N]", "instructions from here on", Command::disassemble),
  INFO("info i", "", "breakpoints, threads, position in time", Command::info),
  THREAD("thread", "N", "look at thread N", (t, a) -> thread(t, a)),
  HELP("help h", "", "this list", (t, a) -> help(t.out())),
  QUIT("quit q", "", "end the program and leave", (t, a) -> t.done = true);

  /** What a command does. */
  private interface Action {
    void run(Terminal terminal, String arguments) throws DebugException, InterruptedException;
  }

  /** A way to go on. */
  private interface Step {
    StopReason take() throws DebugException, InterruptedException;
  }

  private static final int MAX_FRAMES = 100;

  private final String names;
  private final String arguments;
  private final String help;
  private final Action action;

  Command(String names, String arguments, String help, Action action) {
    this.names = names;
    this.arguments = arguments;
    this.help = help;
    this.action = action;
  }

  /** The command with this name, or the first that starts with it; null where none does. */
  static @Nullable Command of(String word) {
    Command prefix = null;
    for (Command command : values()) {
      for (String name : command.names.split(" ")) {
        if (name.equals(word)) {
          return command;
        }
        if (name.startsWith(word) && prefix == null) {
          prefix = command;
        }
      }
    }
    return prefix;
  }

  void run(Terminal terminal, String line) throws DebugException, InterruptedException {
    action.run(terminal, line);
  }

  private static void help(PrintStream out) {
    for (Command command : values()) {
      String names = command.names.replace(" ", ", ");
      out.printf("  %-26s %-14s %s%n", names, command.arguments, command.help);
    }
  }

  private static int number(String text, int otherwise) {
    return text.isEmpty() ? otherwise : Math.toIntExact(Long.decode(text));
  }

  // ---- running

  private static StopReason go(Terminal t) throws DebugException, InterruptedException {
    Debuggee program = t.program();
    return program.lastStop() instanceof StopReason.Signalled && !program.isInPast()
        ? program.resumeWithSignal()
        : program.resume();
  }

  private static void repeat(Terminal t, String count, Step step)
      throws DebugException, InterruptedException {
    StopReason reason = t.program().lastStop();
    for (int i = number(count, 1); i > 0; i--) {
      reason = step.take();
      if (!(reason instanceof StopReason.Stepped)) {
        break;
      }
    }
    t.stopped(reason);
  }

  private static void stepInstructions(Terminal t, String count)
      throws DebugException, InterruptedException {
    StopReason reason = t.program().step(number(count, 1));
    t.stopped(reason);
    instruction(t);
  }

  private static void takeBack(Terminal t, String count) throws DebugException {
    t.stopped(t.program().stepBack(number(count, 1)));
    instruction(t);
  }

  private static void instruction(Terminal t) {
    if (t.program().isAlive() && t.debugger.frame().location() != null) {
      t.view.disassemble(t.program().pc(), 1);
    }
  }

  private static void finish(Terminal t, String arguments)
      throws DebugException, InterruptedException {
    Frame left = t.debugger.frame();
    StopReason reason = t.debugger.finish();
    t.stopped(reason);
    String value = reason instanceof StopReason.Stepped ? t.debugger.returned(left) : null;
    if (value != null) {
      t.out().println(left.name() + " returned " + value);
    }
  }

  // ---- stop points

  private static void addBreak(Terminal t, String place) throws DebugException {
    long address = place(t, place);
    if (t.debugger.addBreakpoint(address)) {
      t.breakpoints.add(address);
    }
    int number = t.breakpoints.indexOf(address) + 1;
    t.out().println("Breakpoint " + number + " at " + describe(t, address));
  }

  private static String describe(Terminal t, long address) {
    DebugInfo.Location location = t.debugger.sources().at(address);
    String symbol = t.program().symbols().describe(address);
    String text = StopView.hex(address) + (symbol.isEmpty() ? "" : " <" + symbol + ">");
    return location == null
        ? text
        : text + ", " + t.view.shortName(location) + ":" + location.line();
  }

  private static long place(Terminal t, String place) throws DebugException {
    if (place.isEmpty()) {
      return t.program().pc();
    }
    if (place.startsWith("*")) {
      return t.debugger.evaluate(place.substring(1), frame(t)).number();
    }
    int colon = place.lastIndexOf(':');
    String line = place.substring(colon + 1);
    Long address;
    if (line.chars().allMatch(Character::isDigit)) {
      DebugInfo.Location here = frame(t).location();
      String file = colon >= 0 ? place.substring(0, colon) : here == null ? "" : here.file();
      address = t.debugger.sources().line(String.valueOf(file), number(line, 0));
    } else {
      address = t.debugger.sources().function(place);
    }
    if (address == null) {
      throw new DebugException("there is no code for ‘" + place + "’");
    }
    return address;
  }

  private static void delete(Terminal t, String which) throws DebugException {
    if (which.isEmpty()) {
      t.breakpoints.forEach(t.debugger::removeBreakpoint);
      t.breakpoints.replaceAll(_ -> -1L);
      t.watches.keySet().forEach(t.program()::removeWatchpoint);
      t.watches.clear();
      return;
    }
    int index = number(which, 0) - 1;
    if (index < 0 || index >= t.breakpoints.size() || t.breakpoints.get(index) == -1) {
      throw new DebugException("there is no breakpoint " + which);
    }
    t.debugger.removeBreakpoint(t.breakpoints.set(index, -1L));
  }

  private static void watch(Terminal t, String expression) throws DebugException {
    Value value = t.debugger.evaluate(expression, frame(t));
    if (value.address() == -1) {
      throw new DebugException("‘" + expression + "’ is not in memory");
    }
    long size = Math.max(1, SourceDebugger.size(value));
    Watchpoint watchpoint = new Watchpoint(value.address(), size, Watchpoint.Kind.WRITE);
    t.program().addWatchpoint(watchpoint);
    t.watches.put(watchpoint, new Terminal.Watch(expression, value, t.debugger.text(value)));
    t.out().println("Watching " + expression + ", " + size + " bytes");
  }

  // ---- looking

  private static Frame frame(Terminal t) {
    List<Frame> frames = t.debugger.frames(t.level + 1);
    return frames.get(Math.min(t.level, frames.size() - 1));
  }

  private static void select(Terminal t, int level) throws DebugException {
    List<Frame> frames = t.debugger.frames(level < 0 ? 1 : level + 1);
    if (level < 0 || level >= frames.size()) {
      throw new DebugException(
          level < 0 ? "this is the innermost call" : "there is no call " + level);
    }
    t.level = level;
    t.out().print("#" + level + "  ");
    t.view.where(frames.get(level));
  }

  private static void backtrace(Terminal t, String arguments) {
    for (Frame frame : t.debugger.frames(MAX_FRAMES)) {
      t.out().println("#" + frame.level() + "  " + t.view.describe(frame));
    }
  }

  private static void locals(Terminal t, String arguments) {
    List<SourceDebugger.Variable> variables = t.debugger.locals(frame(t));
    for (SourceDebugger.Variable variable : variables) {
      t.out().println(variable.name() + " = " + variable.value());
    }
    if (variables.isEmpty()) {
      t.out().println("No variables here.");
    }
  }

  private static void print(Terminal t, String arguments) throws DebugException {
    boolean hex = arguments.startsWith("/x");
    Value value = t.debugger.evaluate(hex ? arguments.substring(2) : arguments, frame(t));
    t.out().println(hex ? StopView.hex(value.number()) : t.debugger.text(value));
  }

  private static void set(Terminal t, String arguments) throws DebugException {
    int equals = arguments.indexOf('=');
    if (equals < 0) {
      throw new DebugException("set wants PLACE = VALUE");
    }
    String place = arguments.substring(0, equals).strip();
    long value = t.debugger.evaluate(arguments.substring(equals + 1), frame(t)).number();
    if (place.equals("$pc")) {
      t.program().setPc(value);
    } else if (place.startsWith("$")) {
      int register = Registers.xNumber(place.substring(1));
      if (register < 0) {
        throw new DebugException("there is no register ‘" + place + "’");
      }
      t.program().setRegister(register, value);
    } else {
      t.debugger.assign(place, value, frame(t));
    }
  }

  private static void list(Terminal t, String line) throws DebugException {
    DebugInfo.Location here = frame(t).location();
    if (here == null) {
      throw new DebugException("the source of this place is not known");
    }
    t.view.list(String.valueOf(here.file()), number(line, here.line()), here.line());
  }

  private static void registers(Terminal t, String arguments) {
    long[] registers = frame(t).registers();
    for (int i = 1; i < 32; i++) {
      t.out().printf("%4s %016x%s", Registers.x(i), registers[i], i % 4 == 0 ? "\n" : "  ");
    }
    t.out().printf("  pc %016x%n", frame(t).pc());
  }

  private static void memory(Terminal t, String arguments) throws DebugException {
    String[] words = arguments.split(" +");
    long address = t.debugger.evaluate(words[0], frame(t)).number();
    int count = words.length > 1 ? number(words[1], 64) : 64;
    byte[] bytes = t.program().read(address, Math.clamp(count, 0, 4096));
    for (int i = 0; i < bytes.length; i += 16) {
      StringBuilder line = new StringBuilder(StopView.hex(address + i)).append(": ");
      StringBuilder text = new StringBuilder();
      for (int j = i; j < Math.min(bytes.length, i + 16); j++) {
        line.append(String.format(" %02x", bytes[j]));
        text.append(bytes[j] >= ' ' && bytes[j] < 0x7f ? (char) bytes[j] : '.');
      }
      t.out().println(line + "  " + text);
    }
    if (bytes.length == 0) {
      throw new DebugException("nothing is mapped at " + StopView.hex(address));
    }
  }

  private static void disassemble(Terminal t, String arguments) throws DebugException {
    String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" +");
    long start = words.length > 0 ? place(t, "*" + words[0]) : frame(t).pc();
    t.view.disassemble(start, words.length > 1 ? number(words[1], 10) : 10);
  }

  private static void info(Terminal t, String arguments) {
    for (int i = 0; i < t.breakpoints.size(); i++) {
      if (t.breakpoints.get(i) != -1) {
        t.out().println("Breakpoint " + (i + 1) + " at " + describe(t, t.breakpoints.get(i)));
      }
    }
    Debuggee program = t.program();
    for (ThreadState thread : program.threads()) {
      String mark = thread.id() == program.selectedThread() ? "* " : "  ";
      t.out().println(mark + "thread " + thread.id() + " at " + describe(t, thread.pc()));
    }
    t.out()
        .println(
            "Instruction "
                + program.retired()
                + (program.isInPast() ? ", in the past" : "")
                + "; can go back to "
                + program.startOfHistory());
  }

  private static void thread(Terminal t, String which) throws DebugException {
    t.program().selectThread(number(which, t.program().selectedThread()));
    t.level = 0;
    t.view.where(t.debugger.frame());
  }
}
