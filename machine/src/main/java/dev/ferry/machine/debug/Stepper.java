package dev.ferry.machine.debug;

import dev.ferry.isa.Decoder;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.core.PageWatch;
import dev.ferry.machine.interpreter.CodeCache;
import dev.ferry.machine.interpreter.Interpreter;
import dev.ferry.machine.interpreter.MemoryAccess;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Executes instructions of one hart up to a reason to stop.
 *
 * <p>Breakpoints are marks in the pre-decoded code, where the interpreter comes back as it does for
 * translated code: they cost nothing, and the guest cannot see them. For watchpoints the pages they
 * lie in are made to trap, and the instruction that trapped is looked at and stepped over.
 */
final class Stepper {
  /** Why {@link #run} came back. */
  enum Halt {
    /** All instructions asked for have been executed. */
    BUDGET,
    /** After an ecall. */
    SYSTEM_CALL,
    /** Before an ebreak. */
    EBREAK,
    /** Before an instruction with a breakpoint. */
    BREAKPOINT,
    /** After an instruction with an access that is watched, {@link #hit()}. */
    WATCHPOINT
  }

  private final CodeCache cache;
  private final Interpreter interpreter;
  private final StopPoints points;
  private final Decoder decoder;
  private final Set<Long> marked = new HashSet<>();
  private int markedVersion = -1;
  private volatile boolean marksLost;
  private @Nullable Watchpoint hit;

  Stepper(CodeCache cache, StopPoints points, int xlen) {
    this.cache = cache;
    this.interpreter = new Interpreter(cache);
    this.points = points;
    this.decoder = Decoder.all(xlen);
    cache.setListener(
        new CodeCache.Listener() {
          @Override
          public void hot(long pc, long from) {}

          @Override
          public void codeChanged(long start, long end) {
            marksLost = true;
          }
        },
        Integer.MAX_VALUE);
  }

  /** The watchpoint of the last {@link Halt#WATCHPOINT}. */
  @Nullable Watchpoint hit() {
    return hit;
  }

  /**
   * Executes instructions.
   *
   * @param budget how many at most
   * @param leaves whether a breakpoint at the first instruction does not count
   * @throws GuestTrap with {@code h.pc} at the instruction, which has not retired
   */
  Halt run(Hart h, long budget, boolean leaves) {
    long end = h.retired + budget;
    if (budget > 0 && leaves && points.hasBreakpoint(h.pc)) {
      Halt halt = steps(h, 1, false);
      if (halt != Halt.BUDGET) {
        return halt;
      }
    }
    return h.retired < end ? steps(h, end - h.retired, true) : Halt.BUDGET;
  }

  /** As {@link #run} without regard to breakpoints and watchpoints. */
  Halt runThrough(Hart h, long budget) {
    return interpret(h, budget, false);
  }

  private Halt steps(Hart h, long budget, boolean stops) {
    PageWatch watch = points.pageWatch();
    if (watch.pages().length == 0) {
      return interpret(h, budget, stops);
    }
    long end = h.retired + budget;
    while (true) {
      h.memory().setWatch(watch);
      try {
        return interpret(h, end - h.retired, stops);
      } catch (GuestTrap trap) {
        if (trap.cause() != GuestTrap.Cause.WATCHPOINT) {
          throw trap;
        }
      } finally {
        h.memory().setWatch(PageWatch.NONE);
      }
      if (watchedStep(h)) {
        return Halt.WATCHPOINT;
      }
      if (h.retired >= end) {
        return Halt.BUDGET;
      }
    }
  }

  /** Executes one instruction that touches a watched page; whether it touches a watchpoint. */
  private boolean watchedStep(Hart h) {
    MemoryAccess access = MemoryAccess.next(h, decoder, cache.word(h.pc));
    Watchpoint watched = access == null ? null : watchpointOf(access);
    byte[] before = watched == null ? new byte[0] : contents(h.memory(), watched);
    Halt unused = interpret(h, 1, false);
    if (watched == null
        || watched.kind() == Watchpoint.Kind.WRITE
            && Arrays.equals(before, contents(h.memory(), watched))) {
      return false;
    }
    hit = watched;
    return true;
  }

  private @Nullable Watchpoint watchpointOf(MemoryAccess access) {
    for (Watchpoint watchpoint : points.watchpoints()) {
      if (watchpoint.overlaps(access.address(), access.bytes())
          && watchpoint.sees(access.reads(), access.writes())) {
        return watchpoint;
      }
    }
    return null;
  }

  private static byte[] contents(GuestMemory memory, Watchpoint watchpoint) {
    try {
      return memory.read(watchpoint.address(), (int) watchpoint.length());
    } catch (GuestTrap e) {
      return new byte[0]; // Partly unmapped: no change can be told.
    }
  }

  private Halt interpret(Hart h, long budget, boolean stops) {
    if (stops) {
      mark();
    }
    long end = h.retired + budget;
    while (h.retired < end) {
      switch (interpreter.run(h, end - h.retired, stops, -1)) {
        case BUDGET -> {
          return Halt.BUDGET;
        }
        case SYSTEM_CALL -> {
          return Halt.SYSTEM_CALL;
        }
        case BREAKPOINT -> {
          return Halt.EBREAK;
        }
        case TRANSLATED -> {
          return Halt.BREAKPOINT;
        }
        case FENCE_I -> {
          cache.fence(h);
          if (stops) {
            mark();
          }
        }
        case RETURNED -> throw new IllegalStateException("no return was asked for");
      }
    }
    return Halt.BUDGET;
  }

  /** Brings the marks in the code up to date. */
  private void mark() {
    if (markedVersion == points.version && !marksLost) {
      return;
    }
    marksLost = false;
    for (long pc : marked) {
      if (!points.hasBreakpoint(pc)) {
        cache.unmarkTranslated(pc);
      }
    }
    marked.clear();
    for (long pc : points.breakpoints()) {
      cache.markTranslated(pc);
      marked.add(pc);
    }
    markedVersion = points.version;
  }
}
