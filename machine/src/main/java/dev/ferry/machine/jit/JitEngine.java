package dev.ferry.machine.jit;

import dev.ferry.machine.core.Dispatcher;
import dev.ferry.machine.core.Engine;
import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.core.SystemCallHandler;
import dev.ferry.machine.interpreter.Interpreter;
import org.jspecify.annotations.Nullable;

/**
 * Runs one hart in translated code where there is some, and in the interpreter where not. Calls of
 * translated code nest on the host's stack; whatever needs the stack to be empty throws {@link
 * Dispatcher.Unwind}, which is safe wherever the hart's state is complete.
 */
final class JitEngine extends Dispatcher implements Engine {
  /** Instructions that the interpreter runs before it looks at the interrupt flag. */
  private static final long CHUNK = 1 << 18;

  /** Instructions that the interpreter runs where a region gave up. */
  private static final long STEPS = 32;

  private static final Unwind UNWIND = new Unwind();

  private final JitCode code;
  private final Interpreter interpreter;
  private @Nullable SystemCallHandler systemCalls;
  private int generation;

  JitEngine(JitCode code) {
    this.code = code;
    this.interpreter = new Interpreter(code.cache());
  }

  @Override
  public void setSystemCalls(SystemCallHandler handler) {
    systemCalls = handler;
  }

  @Override
  public Stop run(Hart h, long budget) {
    long end = h.retired + budget;
    h.stopAt = code.isCounted() ? end : Long.MAX_VALUE;
    h.dispatcher = this;
    h.depth = 0;
    generation = code.generation;
    try {
      while (!h.interrupted && h.retired < end) {
        Translated region = find(h.pc);
        if (region != null && fits(h, region)) {
          long before = h.retired;
          h.pc = region.run(h);
          if (h.retired == before) {
            step(h, end);
          } else if (find(h.pc) == null) {
            code.cache().heat(h.pc);
          }
          continue;
        }
        Interpreter.Stop stop = interpreter.run(h, end - h.retired, region == null, -1);
        switch (stop) {
          case BUDGET, TRANSLATED, RETURNED -> {}
          case SYSTEM_CALL -> {
            return Stop.SYSTEM_CALL;
          }
          case BREAKPOINT -> {
            return Stop.BREAKPOINT;
          }
          case FENCE_I -> {
            code.cache().fence(h);
            generation = code.generation;
          }
        }
      }
    } catch (Unwind e) {
      // The hart is at h.pc.
    }
    return Stop.BUDGET;
  }

  /** A region gave up at its first instruction: the interpreter takes some steps. */
  private void step(Hart h, long end) {
    Interpreter.Stop stop = interpreter.run(h, Math.min(STEPS, end - h.retired), false, -1);
    switch (stop) {
      case BUDGET, TRANSLATED, RETURNED -> {}
      case SYSTEM_CALL -> systemCall(h);
      case BREAKPOINT -> throw new GuestTrap(GuestTrap.Cause.BREAKPOINT, h.pc);
      case FENCE_I -> {
        code.cache().fence(h);
        generation = code.generation;
      }
    }
  }

  private boolean fits(Hart h, Translated region) {
    return h.stopAt == Long.MAX_VALUE || h.retired + region.size <= h.stopAt;
  }

  private @Nullable Translated find(long pc) {
    Translated region = code.table[(int) (pc >>> 1) & JitCode.MASK];
    return region != null && region.pc == pc ? region : code.lookup(pc);
  }

  @Override
  public long call(Hart h, long start, long ret) {
    long pc = start;
    if (++h.depth > Support.MAX_DEPTH) {
      throw unwind(h, pc);
    }
    while (pc != ret) {
      Translated region = find(pc);
      if (region != null && fits(h, region)) {
        long before = h.retired;
        pc = region.run(h);
        if (h.retired == before && pc == region.pc) {
          pc = interpret(h, pc, ret, false);
        }
      } else {
        pc = interpret(h, pc, ret, region == null);
      }
      if (pc != ret && (h.interrupted || generation != code.generation)) {
        throw unwind(h, pc);
      }
    }
    h.depth--;
    return ret;
  }

  private static Unwind unwind(Hart h, long pc) {
    h.pc = pc;
    return UNWIND;
  }

  /** Interprets until translated code starts, the call returns, or the hart has to stop. */
  private long interpret(Hart h, long start, long ret, boolean stopAtTranslated) {
    h.pc = start;
    if (stopAtTranslated) {
      code.cache().heat(start);
    }
    while (true) {
      long chunk = stopAtTranslated ? CHUNK : STEPS;
      long left = h.stopAt == Long.MAX_VALUE ? chunk : Math.min(chunk, h.stopAt - h.retired);
      if (h.interrupted || left <= 0) {
        throw UNWIND;
      }
      switch (interpreter.run(h, left, stopAtTranslated, ret)) {
        case BUDGET -> {}
        case SYSTEM_CALL -> systemCall(h);
        case BREAKPOINT -> throw new GuestTrap(GuestTrap.Cause.BREAKPOINT, h.pc);
        case FENCE_I -> {
          code.cache().fence(h);
          throw UNWIND;
        }
        case TRANSLATED, RETURNED -> {
          return h.pc;
        }
      }
      if (!stopAtTranslated && h.stopAt == Long.MAX_VALUE) {
        return h.pc;
      }
    }
  }

  @Override
  public void systemCall(Hart h) {
    SystemCallHandler handler = systemCalls;
    if (handler == null) {
      throw new IllegalStateException("no system calls");
    }
    if (!handler.systemCall(h) || generation != code.generation) {
      throw UNWIND;
    }
  }
}
