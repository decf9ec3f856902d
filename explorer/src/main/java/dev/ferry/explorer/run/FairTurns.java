package dev.ferry.explorer.run;

import dev.ferry.machine.core.Engine;
import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.core.SystemCallHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Shares the processors between the programs of all pages: a program executes in turns of a few
 * milliseconds, those who wait get theirs in the order they came, and a page has one turn at a time
 * however many threads its programs have. System calls happen outside turns, so that a program that
 * waits for input takes nothing from the others.
 */
final class FairTurns {
  /** Instructions of a turn: about 3 ms in translated code, 20 ms in the interpreter. */
  private static final long TURN = 1_000_000;

  private final Semaphore processors;
  private final Map<String, Semaphore> pages = new ConcurrentHashMap<>();

  /**
   * @param processors how many turns run at once
   */
  FairTurns(int processors) {
    this.processors = new Semaphore(processors, true);
  }

  /** Engines that run in the turns of a page. */
  EngineFactory engines(String page, EngineFactory inner) {
    Semaphore own = pages.computeIfAbsent(page, key -> new Semaphore(1, true));
    return (memory, xlen) -> new TurnCode(inner.forMemory(memory, xlen), own);
  }

  private final class TurnCode implements EngineFactory.Code {
    private final EngineFactory.Code inner;
    private final Semaphore own;

    TurnCode(EngineFactory.Code inner, Semaphore own) {
      this.inner = inner;
      this.own = own;
    }

    @Override
    public Engine newEngine() {
      return new TurnEngine(inner.newEngine(), own);
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  private final class TurnEngine implements Engine {
    private final Engine inner;
    private final Semaphore own;

    TurnEngine(Engine inner, Semaphore own) {
      this.inner = inner;
      this.own = own;
    }

    @Override
    public void setSystemCalls(SystemCallHandler handler) {
      inner.setSystemCalls(hart -> {
        end();
        try {
          return handler.systemCall(hart);
        } finally {
          begin();
        }
      });
    }

    private void begin() {
      own.acquireUninterruptibly();
      processors.acquireUninterruptibly();
    }

    private void end() {
      processors.release();
      own.release();
    }

    @Override
    public Stop run(Hart hart, long budget) {
      long end = hart.retired + budget;
      Stop stop = Stop.BUDGET;
      while (stop == Stop.BUDGET && hart.retired < end && !hart.interrupted) {
        begin();
        try {
          stop = inner.run(hart, Math.min(TURN, end - hart.retired));
        } finally {
          end();
        }
      }
      return stop;
    }
  }
}
