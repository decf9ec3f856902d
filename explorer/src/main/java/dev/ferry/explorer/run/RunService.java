package dev.ferry.explorer.run;

import dev.ferry.driver.cc.UsageException;
import dev.ferry.explorer.compile.CompileService;
import dev.ferry.explorer.compile.Programs;
import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.jit.Jit;
import dev.ferry.machine.linux.Limits;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The programs that run, by the names that pages know them by. A page runs one at a time. */
public final class RunService {
  /** Memory that a program may touch. */
  private static final long MEMORY = 256L << 20;

  private static final int THREADS = 16;

  private final CompileService compiler;
  private final long seconds;
  private final FairTurns turns = new FairTurns(Runtime.getRuntime().availableProcessors());
  private final Map<String, RunSession> running = new ConcurrentHashMap<>();
  private final Map<String, RunSession> byPage = new ConcurrentHashMap<>();

  /**
   * @param seconds how long a program may run, waiting for input counted
   */
  public RunService(CompileService compiler, long seconds) {
    this.compiler = compiler;
    this.seconds = seconds;
  }

  /**
   * Compiles and runs; returns when the program has ended.
   *
   * @param page who runs it; what this page ran before is stopped
   * @param events where output and end are told
   */
  public void run(
      String page, String source, List<String> options, List<String> arguments, RunEvents events)
      throws IOException, UsageException, InterruptedException {
    Programs.Built built = compiler.build(source, options);
    byte[] image = built.image();
    events.built(image != null, built.messages());
    if (image == null) {
      return;
    }
    String id = UUID.randomUUID().toString();
    EngineFactory engines = turns.engines(page, Jit.standard(true));
    Limits limits =
        new Limits(Long.MAX_VALUE - 1, seconds * 1_000_000_000L, MEMORY, 1L << 30, THREADS);
    RunSession session = new RunSession(id, events);
    RunSession before = byPage.put(page, session);
    if (before != null) {
      before.stop();
    }
    running.put(id, session);
    try {
      session.run(image, arguments, engines, limits);
    } finally {
      running.remove(id);
      byPage.remove(page, session);
    }
  }

  /** A program that runs; null if there is none of that name. */
  public @Nullable RunSession find(String id) {
    return running.get(id);
  }

  /** Stops everything. */
  public void close() {
    running.values().forEach(RunSession::stop);
  }
}
