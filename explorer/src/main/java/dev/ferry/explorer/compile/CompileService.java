package dev.ferry.explorer.compile;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.driver.cc.UsageException;
import dev.ferry.driver.explain.ExplainDocument;
import dev.ferry.driver.explain.ExplainDocument.Stage;
import dev.ferry.driver.explain.ExplainRequest;
import dev.ferry.driver.explain.Explainer;
import dev.ferry.driver.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles for pages, as many at once as there are processors, in the order of arrival. When a page
 * asks again before its turn has come, the older question is dropped.
 */
public final class CompileService implements AutoCloseable {
  /** Room for recursion in parser, checker and lowering. */
  private static final long STACK_BYTES = 512L << 20;

  private static final int WARM_UPS = 4;

  private final Programs programs;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          work -> {
            Thread thread = new Thread(null, work, "compile", STACK_BYTES);
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, Long> latest = new ConcurrentHashMap<>();

  public CompileService(Programs programs) {
    this.programs = programs;
  }

  /**
   * Explains a source.
   *
   * @param page who asks, and for which of its views
   * @param sequence grows with each question of a page
   * @param function the only one whose details are wanted; empty for all
   * @return null if the page has asked again meanwhile
   */
  public @Nullable ExplainDocument explain(
      String page,
      long sequence,
      String source,
      List<String> options,
      Set<Stage> stages,
      String function)
      throws UsageException, InterruptedException {
    latest.merge(page, sequence, Math::max);
    return run(() ->
        latest.getOrDefault(page, 0L) > sequence ? null : now(source, options, stages, function));
  }

  /** Compiles something for nobody, so that the first page finds the compiler's classes loaded. */
  public void warmUp(String source) {
    threads.execute(() -> {
      try {
        for (int i = 0; i < WARM_UPS; i++) {
          Json.of(now(source, List.of("-O1"), EnumSet.complementOf(EnumSet.of(Stage.LINKED)), ""));
        }
      } catch (UsageException | RuntimeException e) {
        // A page that asks for the same is told.
      }
    });
  }

  private ExplainDocument now(
      String source, List<String> options, Set<Stage> stages, String function)
      throws UsageException {
    return Explainer.explain(
        new ExplainRequest(
            Programs.NAME,
            source.getBytes(StandardCharsets.UTF_8),
            options,
            stages,
            function,
            false,
            programs.headers(),
            programs.directory(),
            Map.of()));
  }

  /** Compiles and links a source for running. */
  public Programs.Built build(String source, List<String> options)
      throws UsageException, InterruptedException {
    return run(() -> programs.build(source, options));
  }

  /** Does something that needs the compiler's stack, in its turn. */
  public <T extends @Nullable Object> T run(Callable<T> work)
      throws UsageException, InterruptedException {
    try {
      return threads.submit(work).get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case UsageException wrong -> throw wrong;
        case InternalCompilerError bug -> throw bug;
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
