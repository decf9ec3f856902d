package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.core.Engine;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.linux.Outcome;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.GuestText;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.waiting.Sleeper;
import dev.ferry.machine.symbols.CrashReport;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A thread of a guest process: a hart, its signals, and the host thread that drives them. */
public final class GuestThread extends Sleeper {
  /** Nanoseconds that a sleep may be late, as Linux starts with. */
  public static final long TIMER_SLACK = 50_000;

  /** TASK_COMM_LEN without the terminating zero. */
  public static final int MAX_NAME = 15;

  private static final int ECALL_LENGTH = 4;

  /** Instructions between two looks at signals, limits and the clock. */
  private static final long CHUNK = 1L << 20;

  private final GuestProcess process;
  private final SystemCallTable systemCalls;
  private volatile int tid;
  private Hart hart;
  private Engine engine;
  private volatile boolean leaving;
  private volatile boolean ending;
  private volatile boolean awake;

  /** Blocked signals. */
  public volatile long mask;

  /** Mask to restore after the handler of a signal that ended sigsuspend or ppoll. */
  public long savedMask;

  /** Whether {@link #savedMask} is to be restored. */
  public boolean restoresMask;

  private volatile long waitingFor;
  private final PendingSignals pending = new PendingSignals();

  /** Address of the word that is cleared and woken when it ends, 0 for none. */
  public long clearChildTid;

  /** Address of its list of locks, 0 for none. */
  public long robustList;

  /** Lowest address of the stack for signal handlers. */
  public long alternateStack;

  /** Bytes of the stack for signal handlers. */
  public long alternateSize;

  /** What setpriority said, -20 to 19. */
  public volatile int nice;

  /** What ioprio_set said. */
  public volatile int transferPriority;

  /** SCHED_ number that sched_setscheduler said. */
  public volatile int policy;

  /** Processors that it asks for, a bit each. */
  public volatile long affinity = -1;

  /** PR_SET_TIMERSLACK, nanoseconds. */
  public long timerSlack = TIMER_SLACK;

  /** SS_ flags of the stack for signal handlers. */
  public int alternateFlags = 2; // SS_DISABLE

  private boolean inSystemCall;
  private long firstArgument;

  /** Any bytes, up to {@link #MAX_NAME}. */
  public volatile byte[] name = {};

  /** A thread that has not started, listed in its process. */
  public GuestThread(GuestProcess process, int tid) {
    this.process = process;
    this.systemCalls = process.kernel().systemCalls();
    this.tid = tid;
    this.hart = new Hart(process.memory(), process.xlen());
    this.engine = process.code().newEngine();
    this.engine.setSystemCalls(this::systemCallInline);
    process.add(this);
  }

  /** The process whose memory it runs in. */
  public GuestProcess process() {
    return process;
  }

  /** Its number. */
  public int tid() {
    return tid;
  }

  /** Whether it sleeps now. */
  public boolean isAsleep() {
    return time().isAsleep();
  }

  /** Processor time that it has used, in nanoseconds. */
  public long processorTime() {
    return time().nanoseconds();
  }

  /** As execve or prctl has set it, may be empty. */
  public String name() {
    return GuestText.of(name);
  }

  /** A new program: the thread has the last part of its name. */
  public void setProgramName(String program) {
    byte[] last = GuestText.bytes(program.substring(program.lastIndexOf('/') + 1));
    name = Arrays.copyOf(last, Math.min(last.length, MAX_NAME));
  }

  /** Its registers; another object after execve. */
  public Hart hart() {
    return hart;
  }

  /** That of its process. */
  public GuestMemory memory() {
    return process.memory();
  }

  /** After execve: a fresh hart on the new address space. */
  public void newHart() {
    long retired = hart.retired;
    hart = new Hart(process.memory(), process.xlen());
    hart.retired = retired;
    engine = process.code().newEngine();
    engine.setSystemCalls(this::systemCallInline);
  }

  /** The only thread left, which has called execve, is known by the number of the process. */
  void becomeMain() {
    tid = process.pid();
  }

  /** The guest thread that the calling thread runs, or null. */
  public static @Nullable GuestThread current() {
    return Sleeper.current() instanceof GuestThread guest ? guest : null;
  }

  /** Starts the host thread. */
  public void start() {
    start("guest " + process.pid() + "." + tid);
  }

  /** Tells the thread to end as soon as it can. */
  public void leave() {
    leaving = true;
    wake();
  }

  /** Whether it executes nothing more; others may have been told, though it is still listed. */
  boolean isEnding() {
    return ending;
  }

  /** Makes the thread look at its signals soon. */
  public void wake() {
    alert();
    unpark();
  }

  /** The same for one that does not sleep. */
  public void alert() {
    awake = true;
    hart.interrupt();
  }

  // ---- running -----------------------------------------------------------------------------

  @Override
  public void run() {
    time().begin();
    try {
      while (!leaving && !process.isExiting()) {
        awake = false;
        deliverSignals();
        if (leaving || process.isExiting()) {
          break;
        }
        runChunk();
      }
    } catch (OutOfMemoryError e) {
      process
          .kernel()
          .end(Outcome.Kind.MEMORY_LIMIT, 0, null, "the host has no memory left for the machine");
      process.exit(125, 0, null);
    } catch (RuntimeException | Error e) {
      process
          .kernel()
          .end(Outcome.Kind.FAILED, 0, null, "internal error of the machine: " + e + where(e));
      process.exit(125, 0, null);
    } finally {
      endThread();
    }
  }

  private static String where(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(12, trace.length); i++) {
      text.append(i == 0 ? " at " : " < ").append(trace[i]);
    }
    return text.toString();
  }

  /** Takes the thread out of its process; the process ends with its last. */
  public void endThread() {
    ending = true;
    RobustList.leave(this);
    try {
      if (clearChildTid != 0 && !process.isExiting()) {
        memory().writeInt(clearChildTid, 0);
        Futexes.Word word = Futexes.Word.of(this, clearChildTid, false);
        int unused = word.queues().wake(word.key(), 1, -1);
      }
    } catch (GuestTrap e) {
      // The address is not mapped any more: as Linux, say nothing.
    }
    process.kernel().threadEnds();
    process.threadEnded(this);
  }

  private void runChunk() {
    Kernel kernel = process.kernel();
    long budget = kernel.takeInstructions(CHUNK);
    if (budget == 0) {
      kernel.end(
          Outcome.Kind.INSTRUCTION_LIMIT,
          0,
          null,
          "limit of " + kernel.limits().instructions() + " instructions reached");
      return;
    }
    Hart h = hart;
    if (h.interrupted) {
      h.clearInterrupt();
      if (awake) { // Asked again: it may have been set between the two.
        h.interrupt();
      }
    }
    long before = h.retired;
    try {
      Engine.Stop stop = engine.run(h, budget);
      kernel.giveBack(budget, h.retired - before);
      before = h.retired;
      switch (stop) {
        case SYSTEM_CALL -> systemCall();
        case BREAKPOINT -> fault(new Signals.Pending(Signals.SIGTRAP, 1, h.pc, 0));
        case BUDGET -> {
          if (kernel.isPastDeadline()) {
            kernel.endByTime();
          }
        }
      }
    } catch (GuestTrap trap) {
      if (h.retired != before) {
        kernel.giveBack(budget, h.retired - before);
      }
      trap(trap);
    }
  }

  private void systemCall() {
    Hart h = hart;
    inSystemCall = true;
    firstArgument = h.x10;
    long result = systemCalls.call(this, h);
    if (h == hart && inSystemCall) {
      h.x10 = process.xlen() == 32 ? (int) result : result;
      if (asksToRestart() && !hasDeliverable()) {
        restartCall();
      }
    }
  }

  /** A call that translated code makes; false where the run loop must look at things first. */
  private boolean systemCallInline(Hart h) {
    long next = h.pc;
    systemCall();
    boolean goesOn =
        h == hart && h.pc == next && inSystemCall && !awake && !leaving && !process.isExiting();
    if (goesOn) {
      inSystemCall = false;
    }
    return goesOn;
  }

  private boolean asksToRestart() {
    return inSystemCall && (hart.x10 == -Errno.ERESTART || hart.x10 == -Errno.ERESTART_ALWAYS);
  }

  /** The call was not interrupted after all: make it again. */
  private void restartCall() {
    hart.pc -= ECALL_LENGTH;
    hart.x10 = firstArgument;
  }

  /** The call has put the registers in place itself (rt_sigreturn). */
  public void keepRegisters() {
    inSystemCall = false;
  }

  private void trap(GuestTrap trap) {
    long value = trap.value();
    switch (trap.cause()) {
      case LOAD_FAULT, STORE_FAULT, FETCH_FAULT -> {
        int code = memory().isMapped(value) ? 2 : 1;
        fault(new Signals.Pending(Signals.SIGSEGV, code, value, trap.cause().ordinal()));
      }
      case FILE_END -> fault(new Signals.Pending(Signals.SIGBUS, 2, value, 0));
      case MISALIGNED_ATOMIC -> fault(new Signals.Pending(Signals.SIGBUS, 1, value, 0));
      case ILLEGAL_INSTRUCTION -> fault(new Signals.Pending(Signals.SIGILL, 1, hart.pc, value));
      case BREAKPOINT -> fault(new Signals.Pending(Signals.SIGTRAP, 1, hart.pc, 0));
      case SYSTEM_CALL, WATCHPOINT ->
          throw new IllegalStateException(trap.cause() + " left the engine");
      case OUT_OF_MEMORY ->
          process
              .kernel()
              .end(
                  Outcome.Kind.MEMORY_LIMIT,
                  0,
                  null,
                  "memory limit of " + (process.kernel().limits().memory() >> 20) + " MiB reached");
    }
  }

  /** A signal that the current instruction raised: it cannot be blocked or ignored. */
  private void fault(Signals.Pending signal) {
    Signals.Action action = process.signals().action(signal.signal());
    boolean blocked = (mask & Signals.bit(signal.signal())) != 0;
    inSystemCall = false;
    if (action.handler() > 1 && !blocked) {
      enterHandler(signal, action);
    } else {
      CrashReport report = crash(signal.signal(), signal);
      process.exit(0, signal.signal(), report);
    }
  }

  private CrashReport crash(int number, Signals.Pending signal) {
    return CrashReport.of(
        hart, process.symbols(), process.stackLow(), number, signal.code(), signal.address());
  }

  // ---- signals -----------------------------------------------------------------------------

  /** Sends a signal to this thread. */
  public void raise(Signals.Pending signal) {
    if (signal.signal() == Signals.SIGKILL) {
      process.signals().raise(signal);
      return;
    }
    int number = signal.signal();
    int era = process.jobControl().continues();
    process.signals().beforeRaise(number);
    if (process.signals().isIgnored(number) && !blocks(number) && !waitsFor(number)) {
      return;
    }
    if (accepts(number) && process.signals().stopsAt(number)) {
      process.jobControl().stop(number, era);
      return;
    }
    pending.add(signal);
    process.signals().arrivals().wake();
    wake();
  }

  boolean accepts(int signal) {
    return !blocks(signal) || waitsFor(signal);
  }

  boolean blocks(int signal) {
    return (mask & Signals.bit(signal)) != 0;
  }

  boolean waitsFor(int signal) {
    return (waitingFor & Signals.bit(signal)) != 0;
  }

  /** Which signals sigtimedwait waits for, blocked or not; 0 for none. */
  public void setWaitingFor(long set) {
    waitingFor = set;
  }

  /** Takes a signal out of a set that waits for the thread, or else for its process. */
  public Signals.@Nullable Pending takePending(long set) {
    Signals.Pending own = pending.take(set);
    return own != null ? own : process.signals().takePending(set);
  }

  void dropPending(long set) {
    pending.drop(set);
  }

  /** Signals that wait for the thread or its process. */
  public long pendingSet() {
    return process.signals().pendingSet() | pending.set();
  }

  int queuedSignals() {
    return pending.size();
  }

  boolean hasPending(Signals.Pending signal) {
    return pending.contains(signal);
  }

  private boolean hasDeliverable() {
    for (long left = pendingSet() & ~mask; left != 0; left &= left - 1) {
      if (!process.signals().isIgnored(Long.numberOfTrailingZeros(left) + 1)) {
        return true; // One that is ignored disturbs nobody.
      }
    }
    return false;
  }

  @Override
  public boolean mustReturn() {
    return leaving || process.isExiting() || awake && hasDeliverable();
  }

  @Override
  public boolean isHeld() {
    return process.jobControl().isStopped() && !leaving && !process.isExiting();
  }

  /** Sleeps while the process is stopped. */
  private void awaitContinue() {
    while (isHeld()) {
      time().park(this, Long.MAX_VALUE);
    }
  }

  private void deliverSignals() {
    awaitContinue();
    while (true) {
      int era = process.jobControl().continues();
      Signals.Pending signal = takePending(~mask);
      if (signal == null) {
        if (restoresMask) {
          restoresMask = false;
          mask = savedMask;
          continue; // What that unblocks.
        }
        if (asksToRestart()) {
          restartCall();
        }
        inSystemCall = false;
        return;
      }
      Signals.Action action = process.signals().action(signal.signal());
      if (action.handler() == 1
          || action.handler() == 0 && Signals.isIgnoredByDefault(signal.signal())) {
        continue;
      }
      if (process.signals().stopsAt(signal.signal())) {
        process.jobControl().stop(signal.signal(), era);
        awaitContinue();
        continue;
      }
      if (action.handler() == 0) {
        process.exit(0, signal.signal(), null);
        return;
      }
      if (asksToRestart()) {
        boolean restarts = (action.flags() & Signals.SA_RESTART) != 0 && !restoresMask;
        if (restarts || hart.x10 == -Errno.ERESTART_ALWAYS) {
          restartCall();
        } else {
          hart.x10 = -Errno.EINTR;
        }
      }
      inSystemCall = false;
      enterHandler(signal, action);
    }
  }

  private void enterHandler(Signals.Pending signal, Signals.Action action) {
    try {
      SignalFrame.push(this, signal, action);
    } catch (GuestTrap e) {
      CrashReport report = crash(Signals.SIGSEGV, signal);
      process.exit(0, Signals.SIGSEGV, report);
      return;
    }
    long blocked = mask | action.mask();
    if ((action.flags() & Signals.SA_NODEFER) == 0) {
      blocked |= Signals.bit(signal.signal());
    }
    restoresMask = false;
    mask = withoutUnblockable(blocked);
    if ((action.flags() & Signals.SA_RESETHAND) != 0) {
      process.signals().setAction(signal.signal(), Signals.Action.DEFAULT);
    }
  }

  /** A set of signals without SIGKILL and SIGSTOP. */
  public static long withoutUnblockable(long set) {
    return set & ~(Signals.bit(Signals.SIGKILL) | Signals.bit(Signals.SIGSTOP));
  }
}
