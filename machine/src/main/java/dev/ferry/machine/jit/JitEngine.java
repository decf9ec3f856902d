package dev.ferry.machine.jit;

import dev.ferry.machine.core.Dispatcher;
import dev.ferry.machine.core.Engine;
import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.core.SystemCallHandler;
import dev.ferry.machine.interpreter.CodeCache;
import dev.ferry.machine.interpreter.Interpreter;
import dev.ferry.machine.interpreter.MemoryAccess;
import org.jspecify.annotations.Nullable;

/**
 * Runs one hart in translated code where there is some, and in the interpreter where not. Calls of
 * translated code nest on the host's stack; whatever needs the stack to be empty throws {@link
 * Dispatcher.Unwind}, which is safe wherever the hart's state is complete.
 */
final class JitEngine extends Dispatcher implements Engine {
  /** Instructions that the interpreter runs before it looks at the interrupt flag. */
  private static final long CHUNK = 1 << 18;

  private static final Unwind UNWIND = new Unwind();

  private final JitCode code;
  private final TranslationTable translations;
  private final Interpreter interpreter;
  private @Nullable SystemCallHandler systemCalls;
  private int generation;

  JitEngine(JitCode code) {
    this.code = code;
    this.translations = code.translations();
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
    code.setHart(h);
    generation = code.generation;
    try {
      while (!h.interrupted && h.retired < end) {
        Translated region = find(h.pc);
        if (region != null && fits(h, region)) {
          code.beforeRun(h);
          h.inTranslated = true;
          try {
            runTranslated(h, region);
          } finally {
            h.inTranslated = false;
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

  /** Runs regions as long as one follows the other. */
  private void runTranslated(Hart h, Translated first) {
    Translated region = first;
    while (!h.interrupted && fits(h, region)) {
      long pc = region.run(h, 0);
      if ((pc & Frame.SLOW) != 0) {
        pc = step(h, pc);
      }
      h.pc = pc;
      Translated next = find(pc);
      if (next == null) {
        code.left(pc, region.owner(), h.way == pc);
        return;
      }
      region = next;
    }
  }

  /** The interpreter executes an instruction that translated code cannot. */
  private void step(Hart h) {
    long pc = h.pc;
    MemoryAccess access = code.windowed(h);
    Interpreter.Stop stop = interpreter.run(h, 1, false, -1);
    code.failed(pc, access);
    if (stop == Interpreter.Stop.SYSTEM_CALL) {
      systemCall(h);
    } else if (stop == Interpreter.Stop.BREAKPOINT) {
      throw new GuestTrap(GuestTrap.Cause.BREAKPOINT, h.pc);
    } else if (stop == Interpreter.Stop.FENCE_I) {
      code.cache().fence(h);
      throw UNWIND;
    }
  }

  private static boolean fits(Hart h, Translated region) {
    return h.retired + region.size <= h.stopAt;
  }

  private @Nullable Translated find(long pc) {
    return translations.find(pc);
  }

  /** What starts at an address and may run to its end, or null. */
  @Nullable Translated target(Hart h, long pc) {
    Translated region = find(pc);
    return region != null && fits(h, region) ? region : null;
  }

  @Override
  public long call(Hart h, long start, long ret, int depth) {
    long pc = start;
    long from = (pc & Frame.SLOW) == 0 ? CodeCache.Listener.FUNCTION : CodeCache.Listener.INSIDE;
    if (depth > Support.MAX_DEPTH) {
      if ((pc & Frame.SLOW) != 0) {
        pc = step(h, pc);
      }
      throw unwind(h, pc);
    }
    while (pc != ret) {
      if ((pc & Frame.SLOW) != 0) {
        pc = step(h, pc);
        if (pc == ret) {
          break; // An instruction before the end of the call, or a jump there: as good as any.
        }
      }
      Translated region = find(pc);
      if (region != null && fits(h, region)) {
        pc = region.run(h, depth);
        from = region.owner();
      } else {
        code.left(pc, from, h.way == pc);
        pc = interpret(h, pc, ret);
      }
      if (pc != ret && (h.interrupted || generation != code.generation)) {
        if ((pc & Frame.SLOW) != 0) {
          pc = step(h, pc);
        }
        throw unwind(h, pc);
      }
    }
    return ret;
  }

  private long step(Hart h, long slow) {
    h.pc = slow - Frame.SLOW;
    step(h);
    return h.pc;
  }

  private static Unwind unwind(Hart h, long pc) {
    h.pc = pc;
    return UNWIND;
  }

  /** Interprets until translated code starts, the call returns, or the hart has to stop. */
  private long interpret(Hart h, long start, long ret) {
    h.pc = start;
    while (true) {
      long left = h.stopAt == Long.MAX_VALUE ? CHUNK : Math.min(CHUNK, h.stopAt - h.retired);
      if (h.interrupted || left <= 0) {
        throw UNWIND;
      }
      switch (interpreter.run(h, left, find(h.pc) == null, ret)) {
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
    }
  }

  @Override
  public void systemCall(Hart h) {
    SystemCallHandler handler = systemCalls;
    if (handler == null) {
      throw new IllegalStateException("no system calls");
    }
    h.inTranslated = false;
    boolean goesOn = handler.systemCall(h) && generation == code.generation;
    h.inTranslated = true;
    if (!goesOn || h.interrupted) {
      throw UNWIND;
    }
  }

  @Override
  public void interrupt() {
    code.stops().turn();
  }
}
