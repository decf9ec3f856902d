package dev.ferry.machine.debug;

import dev.ferry.machine.core.Engine;
import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.interpreter.CodeCache;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.kernel.GuestThread;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Executes a thread of a program under a debugger. Runs on the thread's own host thread. */
final class DebuggedEngine implements Engine {
  /** Instructions after which other threads get their turn and interrupts are seen. */
  private static final long SLICE = 20_000;

  private static final int EXIT = 93;
  private static final int EXIT_GROUP = 94;

  private final Debuggee debuggee;
  private final Turns turns;
  private final Stepper stepper;
  private final History history;
  private @Nullable GuestThread thread;
  private @Nullable StopReason owed;
  private boolean quiet;

  /** The breakpoint that has been reported and is to be left: its address, else -1. */
  private long leaves = -1;

  DebuggedEngine(Debuggee debuggee, CodeCache cache, int xlen, @Nullable StopReason first) {
    this.debuggee = debuggee;
    this.turns = debuggee.turns();
    this.stepper = new Stepper(cache, debuggee.points(), xlen);
    this.history = new History(stepper, debuggee.historyBytes());
    this.owed = first;
  }

  Stepper stepper() {
    return stepper;
  }

  History history() {
    return history;
  }

  GuestThread thread() {
    GuestThread known = thread;
    if (known == null) {
      throw new IllegalStateException("the thread has not run");
    }
    return known;
  }

  int tid() {
    return thread().tid();
  }

  boolean isLeaving() {
    return thread().process().isExiting();
  }

  @Nullable StopReason takeOwed() {
    StopReason stop = owed;
    owed = null;
    return stop;
  }

  boolean owesStop() {
    return owed != null;
  }

  /** The debugger goes on from here: a breakpoint at this place has been seen. */
  void leaveFrom(long pc) {
    leaves = pc;
  }

  // ---- executing ---------------------------------------------------------------------------

  @Override
  public Stop run(Hart h, long budget) {
    if (thread == null) {
      thread = debuggee.arrived(this, h);
      turns.arrived(this);
    }
    history.enter(h, quiet);
    recordIfAlone(h);
    if (!turns.take(this)) {
      return Stop.BUDGET;
    }
    try {
      Stop stop = execute(h, h.retired + budget);
      quiet = stop == Stop.BUDGET;
      return stop;
    } catch (GuestTrap trap) {
      quiet = false;
      throw trap;
    } finally {
      history.leave(h);
      turns.give(this);
    }
  }

  /** A program with several threads cannot be replayed: nothing says when each of them ran. */
  private void recordIfAlone(Hart h) {
    boolean alone = isAlone();
    if (alone && !history.isRecording()) {
      history.begin(h);
    } else if (!alone) {
      history.clear();
    }
  }

  /** A thread that has been joined does not count: it may be on its way out yet. */
  private boolean isAlone() {
    try {
      thread().process().awaitEndingThreads();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return thread().process().threads().size() == 1;
  }

  private Stop execute(Hart h, long end) {
    while (h.retired < end && !h.interrupted) {
      Request request = turns.request();
      long before = h.retired;
      Stepper.Halt halt;
      try {
        long slice = Math.min(Math.min(SLICE, end - before), request.left);
        halt = stepper.run(h, slice, leaves == h.pc);
      } catch (GuestTrap trap) {
        leaves = -1;
        history.lived(h);
        if (!stopsAtFault(h, signal(trap))) {
          throw trap;
        }
        continue;
      }
      leaves = h.retired == before ? leaves : -1;
      if (request.left != Long.MAX_VALUE) {
        request.left -= h.retired - before;
      }
      history.lived(h);
      Stop result = after(h, halt, request);
      if (result != null) {
        return result;
      }
    }
    return Stop.BUDGET;
  }

  /** What follows from a halt; null to go on executing. */
  private @Nullable Stop after(Hart h, Stepper.Halt halt, Request request) {
    switch (halt) {
      case SYSTEM_CALL -> {
        if (endsHere(h)) {
          boolean unused = stop(h, new StopReason.Exiting((int) h.x10));
        } else if (request.left == 0) {
          owed = new StopReason.Stepped();
        }
        return Stop.SYSTEM_CALL;
      }
      case EBREAK -> {
        return stopsAtFault(h, Signals.SIGTRAP) ? null : Stop.BREAKPOINT;
      }
      case BREAKPOINT -> {
        return goesOn(stop(h, new StopReason.AtBreakpoint(h.pc)));
      }
      case WATCHPOINT -> {
        Watchpoint hit = Objects.requireNonNull(stepper.hit());
        return goesOn(stop(h, new StopReason.AtWatchpoint(hit)));
      }
      case BUDGET -> {
        return afterSlice(h, request);
      }
    }
    throw new IllegalStateException();
  }

  private @Nullable Stop afterSlice(Hart h, Request request) {
    if (request.left == 0) {
      return goesOn(stop(h, new StopReason.Stepped()));
    }
    if (turns.isInterrupting()) {
      return goesOn(stop(h, new StopReason.Interrupted()));
    }
    return goesOn(turns.pass(this));
  }

  private static @Nullable Stop goesOn(boolean goesOn) {
    return goesOn ? null : Stop.BUDGET;
  }

  /**
   * Reports and waits; false where the program ends. The way back starts here at the latest: the
   * last other thread may have ended while this one executed.
   */
  private boolean stop(Hart h, StopReason why) {
    leaves = h.pc;
    recordIfAlone(h);
    turns.report(this, why);
    return turns.take(this);
  }

  /** Reports a fault; false where it shall be delivered to the program. */
  private boolean stopsAtFault(Hart h, int signal) {
    return stop(h, new StopReason.Signalled(signal)) && !turns.request().deliversSignal;
  }

  private boolean endsHere(Hart h) {
    return debuggee.stopsAtExit() && (h.x17 == EXIT_GROUP || h.x17 == EXIT && isAlone());
  }

  private static int signal(GuestTrap trap) {
    return switch (trap.cause()) {
      case LOAD_FAULT, STORE_FAULT, FETCH_FAULT, OUT_OF_MEMORY -> Signals.SIGSEGV;
      case MISALIGNED_ATOMIC, FILE_END -> Signals.SIGBUS;
      case ILLEGAL_INSTRUCTION -> Signals.SIGILL;
      case BREAKPOINT, SYSTEM_CALL, WATCHPOINT -> Signals.SIGTRAP;
    };
  }
}
