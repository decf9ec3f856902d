package dev.ferry.machine.debug;

import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.core.Region;
import dev.ferry.machine.interpreter.CodeCache;
import dev.ferry.machine.interpreter.InterpreterEngine;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.boot.GuestStart;
import dev.ferry.machine.linux.kernel.GuestFileSystem;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.Kernel;
import dev.ferry.machine.symbols.SymbolMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A program under a debugger: it stops where it is told to, is stepped forwards and backwards, and
 * its registers and memory are read and written.
 *
 * <pre>{@code
 * try (Debuggee program = Debuggee.start(start, files, Limits.DEFAULT)) {
 *   program.addBreakpoint(address);
 *   StopReason why = program.resume();   // AtBreakpoint
 *   program.step(1);
 *   program.stepBack(1);                 // at the breakpoint again
 *   long a0 = program.register(10);
 * }
 * }</pre>
 *
 * <p>Methods that run the program return when it has stopped; only {@link #interrupt} may be called
 * from another thread meanwhile. Everything else is for one thread at a time, while the program is
 * stopped. Positions in time are counts of retired instructions. Going back is possible as long as
 * the program has one thread; children that it forks run on by themselves.
 */
public final class Debuggee implements AutoCloseable {
  private static final long HISTORY_BYTES = 256L << 20;

  private final Kernel kernel;
  private final Turns turns = new Turns();
  private final StopPoints points = new StopPoints();
  private final Map<Integer, DebuggedEngine> engines = new ConcurrentHashMap<>();
  private @Nullable GuestProcess process;
  private @Nullable Thread executing;
  private int selected;
  private StopReason lastStop = new StopReason.Started();

  /** Why it stopped when it was in the present last. */
  private StopReason presentStop = lastStop;

  private volatile boolean stopsAtExit = true;
  private volatile boolean interrupted;

  private Debuggee(GuestStart start, GuestFileSystem files, Limits limits) {
    this.kernel = start.kernel(files, limits, new Factory());
  }

  /** Engines under control for the program, plain ones for the children it forks. */
  private final class Factory implements EngineFactory {
    private boolean started;

    @Override
    public synchronized Code forMemory(GuestMemory memory, int xlen) {
      boolean replaced = executing == Thread.currentThread();
      if (started && !replaced) {
        return InterpreterEngine.factory().forMemory(memory, xlen);
      }
      boolean first = !started;
      started = true;
      executing = null;
      CodeCache cache = new CodeCache(memory, xlen);
      return new Code() {
        private boolean owesStart = first;

        @Override
        public dev.ferry.machine.core.Engine newEngine() {
          StopReason owed = owesStart ? new StopReason.Started() : null;
          owesStart = false;
          return new DebuggedEngine(Debuggee.this, cache, xlen, owed);
        }

        @Override
        public void close() {
          // execve asks for the next code on the same thread.
          executing = Thread.currentThread();
        }
      };
    }
  }

  /**
   * Loads a program and stops it before its first instruction.
   *
   * @throws LinuxError with ENOEXEC when it is no program for this machine, ENOMEM when it does not
   *     fit
   */
  public static Debuggee start(GuestStart start, GuestFileSystem files, Limits limits)
      throws LinuxError, InterruptedException {
    Debuggee debuggee = new Debuggee(start, files, limits);
    GuestThread thread = start.load(debuggee.kernel);
    debuggee.process = thread.process();
    debuggee.selected = thread.tid();
    Thread watcher = new Thread(debuggee::awaitEnd, "debuggee's end");
    watcher.setDaemon(true);
    watcher.start();
    thread.start();
    debuggee.lastStop = debuggee.turns.awaitStop();
    return debuggee;
  }

  private void awaitEnd() {
    try {
      turns.end(new StopReason.Ended(kernel.await()));
    } catch (InterruptedException e) {
      turns.end(null);
    }
  }

  // ---- for its engines ---------------------------------------------------------------------

  Turns turns() {
    return turns;
  }

  StopPoints points() {
    return points;
  }

  long historyBytes() {
    return HISTORY_BYTES;
  }

  boolean stopsAtExit() {
    return stopsAtExit;
  }

  /** An engine executes for the first time; gives the thread it belongs to. */
  GuestThread arrived(DebuggedEngine engine, Hart h) {
    for (GuestThread thread : process().threads()) {
      if (thread.hart() == h) {
        engines.put(thread.tid(), engine);
        return thread;
      }
    }
    throw new IllegalStateException("a hart without thread");
  }

  // ---- running -----------------------------------------------------------------------------

  /** Executes until there is a reason to stop. */
  public StopReason resume() throws DebugException, InterruptedException {
    return forward(0, Long.MAX_VALUE, false);
  }

  /** As {@link #resume}, but only the selected thread runs. */
  public StopReason resumeAlone() throws DebugException, InterruptedException {
    return forward(selected, Long.MAX_VALUE, false);
  }

  /** As {@link #resume}, delivering the signal the program has stopped at. */
  public StopReason resumeWithSignal() throws DebugException, InterruptedException {
    return forward(0, Long.MAX_VALUE, true);
  }

  /** Executes that many instructions of the selected thread, fewer where it stops before. */
  public StopReason step(long instructions) throws DebugException, InterruptedException {
    return forward(selected, instructions, false);
  }

  private StopReason forward(int thread, long instructions, boolean delivers)
      throws DebugException, InterruptedException {
    checkAlive();
    if (instructions <= 0) {
      return lastStop = new StopReason.Stepped();
    }
    long left = instructions;
    boolean moved = false;
    DebuggedEngine engine = engine();
    if (isInPast()) {
      long target = target(engine.history(), left);
      long before = hart().retired;
      Stepper.Halt halt = engine.history().replay(hart(), target, true, true);
      moved = true;
      left -= left == Long.MAX_VALUE ? 0 : hart().retired - before;
      if (halt != Stepper.Halt.BUDGET) {
        return lastStop = reason(engine, halt);
      }
      if (left == 0 || presentStop instanceof StopReason.Exiting) {
        return lastStop = left == 0 ? new StopReason.Stepped() : presentStop;
      }
    }
    engine.leaveFrom(moved ? -1 : hart().pc);
    turns.resume(new Request(thread, left, delivers));
    presentStop = turns.awaitStop();
    lastStop = presentStop;
    DebuggedEngine stopped = turns.current();
    if (stopped != null) {
      selected = stopped.tid();
    }
    return lastStop;
  }

  private long target(History history, long instructions) {
    long now = hart().retired;
    return instructions < history.horizon() - now ? now + instructions : history.horizon();
  }

  private static StopReason reason(DebuggedEngine engine, Stepper.Halt halt) {
    return halt == Stepper.Halt.WATCHPOINT
        ? new StopReason.AtWatchpoint(Objects.requireNonNull(engine.stepper().hit()))
        : new StopReason.AtBreakpoint(engine.thread().hart().pc);
  }

  /** Takes that many instructions back, fewer where the history starts. */
  public StopReason stepBack(long instructions) throws DebugException {
    History history = history();
    long time = hart().retired - instructions;
    history.goTo(hart(), Math.max(time, history.start()));
    return lastStop =
        time < history.start() ? new StopReason.AtStartOfHistory() : new StopReason.Stepped();
  }

  /** Goes back to the last moment at which a breakpoint or watchpoint stops it. */
  public StopReason resumeBack() throws DebugException {
    DebuggedEngine engine = engine();
    Stepper.Halt halt = history().back(hart());
    return lastStop =
        halt == Stepper.Halt.BUDGET ? new StopReason.AtStartOfHistory() : reason(engine, halt);
  }

  /** Goes to any recorded moment. */
  public void goTo(long time) throws DebugException {
    History history = history();
    if (time < history.start() || time > history.horizon()) {
      throw new DebugException("that moment is not recorded");
    }
    history.goTo(hart(), time);
  }

  private History history() throws DebugException {
    checkAlive();
    History history = engine().history();
    if (!history.isRecording()) {
      throw new DebugException("there is no way back while the program has several threads");
    }
    return history;
  }

  /** Makes a running program stop soon; from any thread. */
  public void interrupt() {
    interrupted = true;
    turns.interrupt();
  }

  /** Whether {@link #interrupt} has been called since the last question: for loops of steps. */
  public boolean interrupted() {
    boolean result = interrupted;
    interrupted = false;
    return result;
  }

  /** Why it stands where it stands. */
  public StopReason lastStop() {
    return lastStop;
  }

  /** Whether the program has not ended. */
  public boolean isAlive() {
    return !(lastStop instanceof StopReason.Ended);
  }

  /** Whether it stops once more before it ends, with the way back open; it does unless told. */
  public void setStopsAtExit(boolean value) {
    stopsAtExit = value;
  }

  /** Ends the program. */
  @Override
  public void close() {
    turns.end(null);
    kernel.stop();
  }

  // ---- time --------------------------------------------------------------------------------

  /** Instructions the selected thread has retired: the position in time. */
  public long retired() {
    return hart().retired;
  }

  /** Whether it has been further than this moment already. */
  public boolean isInPast() {
    History history = engine().history();
    return history.isRecording() && hart().retired < history.horizon();
  }

  /** First moment that can be gone back to, or the present where none can. */
  public long startOfHistory() {
    History history = engine().history();
    return history.isRecording() ? history.start() : hart().retired;
  }

  // ---- stop points -------------------------------------------------------------------------

  public void addBreakpoint(long address) {
    points.add(address);
  }

  public void removeBreakpoint(long address) {
    points.remove(address);
  }

  public void addWatchpoint(Watchpoint watchpoint) {
    points.add(watchpoint);
  }

  public void removeWatchpoint(Watchpoint watchpoint) {
    points.remove(watchpoint);
  }

  // ---- state -------------------------------------------------------------------------------

  /** Its threads, in order of their numbers. */
  public List<ThreadState> threads() {
    List<ThreadState> states = new ArrayList<>();
    if (isAlive()) {
      for (GuestThread thread : process().threads()) {
        states.add(new ThreadState(thread.tid(), thread.name(), thread.hart().pc));
      }
      states.sort((a, b) -> Integer.compare(a.id(), b.id()));
    }
    return states;
  }

  /** Number of the thread that registers, steps and time are about. */
  public int selectedThread() {
    return selected;
  }

  /** Chooses a thread. */
  public void selectThread(int id) throws DebugException {
    if (!engines.containsKey(id) || threads().stream().noneMatch(t -> t.id() == id)) {
      throw new DebugException("there is no thread " + id);
    }
    selected = id;
  }

  public long pc() {
    return hart().pc;
  }

  /** Goes on elsewhere. */
  public void setPc(long pc) throws DebugException {
    change(h -> h.pc = pc);
  }

  /** An x register; of RV32 sign-extended. */
  public long register(int number) {
    return hart().x(number);
  }

  public void setRegister(int number, long value) throws DebugException {
    change(h -> h.setX(number, h.xlen() == 32 ? (int) value : value));
  }

  /** All 64 bits of an f register; narrower numbers are NaN-boxed. */
  public long floatRegister(int number) {
    return hart().f(number);
  }

  public void setFloatRegister(int number, long bits) throws DebugException {
    change(h -> h.setF(number, bits));
  }

  /** fcsr: rounding mode above five flags. */
  public int fcsr() {
    return hart().fcsr();
  }

  public void setFcsr(int value) throws DebugException {
    change(h -> h.setFcsr(value));
  }

  /**
   * Reads memory, whatever its rights are.
   *
   * @return as many bytes as are mapped from there on, at most {@code length}
   */
  public byte[] read(long address, int length) {
    GuestMemory memory = thread().memory();
    int readable = 0;
    while (readable < length
        && memory.isMapped(address + readable)
        && memory.grants(address + readable, GuestMemory.READ)) {
      readable += (int) (GuestMemory.PAGE - (address + readable & GuestMemory.PAGE - 1));
    }
    try {
      return memory.read(address, Math.min(readable, length));
    } catch (GuestTrap e) {
      return new byte[0]; // The memory limit: the page cannot even be looked at.
    }
  }

  /** Writes memory, whatever its rights are. */
  public void write(long address, byte[] bytes) throws DebugException {
    checkPresent();
    Hart h = hart();
    try {
      h.memory().poke(address, bytes, 0, bytes.length);
    } catch (GuestTrap e) {
      throw new DebugException("nothing is mapped at 0x" + Long.toHexString(e.value()));
    } finally {
      engine().history().changed(h, h.pc);
    }
  }

  /** A change of registers. */
  private interface Change {
    void apply(Hart h);
  }

  private void change(Change change) throws DebugException {
    checkPresent();
    Hart h = hart();
    long pcBefore = h.pc;
    change.apply(h);
    engine().history().changed(h, pcBefore);
  }

  private void checkAlive() throws DebugException {
    if (!isAlive()) {
      throw new DebugException("the program has ended");
    }
  }

  private void checkPresent() throws DebugException {
    checkAlive();
    if (isInPast()) {
      throw new DebugException("the past cannot be changed: go forward to the present first");
    }
  }

  /** Mappings of the address space. */
  public List<Region> regions() {
    return thread().memory().mappings().regions();
  }

  /** What is loaded where. */
  public SymbolMap symbols() {
    return process().symbols();
  }

  /** The auxiliary vector, as the kernel has put it on the first stack. */
  public byte[] auxiliaryVector() {
    return process().auxiliaryVector();
  }

  /** Guest path of the program. */
  public String executable() {
    return process().executable();
  }

  /** 32 or 64. */
  public int xlen() {
    return process().xlen();
  }

  /** Process number. */
  public int pid() {
    return process().pid();
  }

  private GuestProcess process() {
    return Objects.requireNonNull(process);
  }

  private DebuggedEngine engine() {
    DebuggedEngine engine = engines.get(selected);
    if (engine == null) {
      engine = turns.current();
    }
    return Objects.requireNonNull(engine);
  }

  private GuestThread thread() {
    return engine().thread();
  }

  private Hart hart() {
    return thread().hart();
  }
}
