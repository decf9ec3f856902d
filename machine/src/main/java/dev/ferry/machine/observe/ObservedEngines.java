package dev.ferry.machine.observe;

import dev.ferry.isa.Decoded;
import dev.ferry.isa.Decoder;
import dev.ferry.machine.core.Engine;
import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.interpreter.CodeCache;
import dev.ferry.machine.interpreter.Interpreter;
import java.util.ArrayList;
import java.util.List;

/** Engines that execute one instruction at a time and show each to observers. */
public final class ObservedEngines implements EngineFactory {
  private final List<Observation> observations;

  public ObservedEngines(List<Observation> observations) {
    this.observations = List.copyOf(observations);
  }

  @Override
  public Code forMemory(GuestMemory memory, int xlen) {
    CodeCache cache = new CodeCache(memory, xlen);
    return () -> {
      List<Observer> observers = new ArrayList<>();
      for (Observation observation : observations) {
        observers.add(observation.observe(xlen));
      }
      return new Stepping(cache, xlen, observers.toArray(new Observer[0]));
    };
  }

  private static final class Stepping implements Engine {
    private final CodeCache cache;
    private final Interpreter interpreter;
    private final Decoder decoder;
    private final Decoded decoded = new Decoded();
    private final Observer[] observers;

    Stepping(CodeCache cache, int xlen, Observer[] observers) {
      this.cache = cache;
      this.interpreter = new Interpreter(cache);
      this.decoder = Decoder.all(xlen);
      this.observers = observers;
    }

    @Override
    public Stop run(Hart h, long budget) {
      long end = h.retired + budget;
      while (h.retired < end && !h.interrupted) {
        long pc = h.pc;
        if (!decoder.decode(cache.word(pc), decoded)) {
          Interpreter.Stop unused = interpreter.run(h, 1, false, -1); // It traps.
          continue;
        }
        for (Observer observer : observers) {
          observer.before(h, decoded);
        }
        long retired = h.retired;
        Interpreter.Stop stop = interpreter.run(h, 1, false, -1);
        if (h.retired != retired) {
          for (Observer observer : observers) {
            observer.after(h, pc, decoded);
          }
        }
        switch (stop) {
          case BUDGET -> {}
          case FENCE_I -> cache.fence(h);
          case SYSTEM_CALL -> {
            return Stop.SYSTEM_CALL;
          }
          case BREAKPOINT -> {
            return Stop.BREAKPOINT;
          }
          case TRANSLATED, RETURNED -> throw new IllegalStateException(stop.name());
        }
      }
      return Stop.BUDGET;
    }
  }
}
