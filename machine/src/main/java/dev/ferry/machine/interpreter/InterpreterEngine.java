package dev.ferry.machine.interpreter;

import dev.ferry.machine.core.Engine;
import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.core.Hart;

/** Runs everything in the interpreter. */
public final class InterpreterEngine implements Engine {
  private final CodeCache cache;
  private final Interpreter interpreter;

  /** Makes an engine of this kind for each thread; those of an address space share its code. */
  public static EngineFactory factory() {
    return (memory, xlen) -> {
      CodeCache cache = new CodeCache(memory, xlen);
      return () -> new InterpreterEngine(cache);
    };
  }

  public InterpreterEngine(CodeCache cache) {
    this.cache = cache;
    this.interpreter = new Interpreter(cache);
  }

  @Override
  public Stop run(Hart h, long budget) {
    long left = budget;
    while (true) {
      long before = h.retired;
      Interpreter.Stop stop = interpreter.run(h, left, false, -1);
      switch (stop) {
        case BUDGET -> {
          return Stop.BUDGET;
        }
        case SYSTEM_CALL -> {
          return Stop.SYSTEM_CALL;
        }
        case BREAKPOINT -> {
          return Stop.BREAKPOINT;
        }
        case FENCE_I -> cache.fence(h);
        case TRANSLATED, RETURNED ->
            throw new IllegalStateException("translated code without translator");
      }
      left -= h.retired - before;
      if (left <= 0) {
        return Stop.BUDGET;
      }
    }
  }
}
