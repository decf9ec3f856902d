package dev.ferry.explorer.step;

import dev.ferry.driver.cc.UsageException;
import dev.ferry.driver.explain.ExplainDocument;
import dev.ferry.driver.explain.ExplainDocument.Stage;
import dev.ferry.explorer.compile.CompileService;
import dev.ferry.explorer.compile.Options;
import dev.ferry.explorer.compile.Programs;
import dev.ferry.explorer.http.Exchange;
import dev.ferry.explorer.http.PageServer;
import dev.ferry.explorer.json.JsonReader;
import dev.ferry.explorer.json.Request;
import dev.ferry.machine.debug.DebugException;
import dev.ferry.machine.linux.abi.LinuxError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a page may ask about stepping: {@code step-start}, {@code step}. A page steps one program at
 * a time; those that nobody has used for a while are ended.
 */
public final class StepService implements AutoCloseable {
  /** Programs at once, over all pages: each keeps a history of its changes. */
  private static final int MAX_SESSIONS = 50;

  private static final long IDLE_NANOSECONDS = 15L * 60 * 1_000_000_000;

  private final CompileService compiler;
  private final Map<String, StepSession> byPage = new ConcurrentHashMap<>();

  public StepService(CompileService compiler) {
    this.compiler = compiler;
  }

  /** The routes by their names. */
  public Map<String, PageServer.Route> routes() {
    return Map.of("step-start", this::start, "step", this::step);
  }

  private void start(Exchange exchange)
      throws IOException, JsonReader.FormatException, UsageException, InterruptedException {
    Request request = exchange.request();
    String page = request.text("client");
    String source = request.text("source");
    List<String> options = new ArrayList<>(Options.words(request.text("options")));
    // As the explained code: the linker shall not shorten what was shown.
    options.add("-mno-relax");
    Programs.Built built = compiler.build(source, options);
    byte[] image = built.image();
    ExplainDocument document =
        compiler.explain(
            page + "/step", System.nanoTime(), source, options, EnumSet.of(Stage.WORDS), "");
    if (image == null || document == null) {
      exchange.problem(400, "The program does not compile.");
      return;
    }
    makeRoom(page);
    try {
      StepSession session =
          StepSession.start(
              UUID.randomUUID().toString(),
              image,
              document.words(),
              request.texts("arguments"),
              request.text("input"));
      byPage.put(page, session);
      answer(exchange, session, request);
    } catch (LinuxError | DebugException e) {
      exchange.problem(400, "The program cannot be started: " + e.getMessage());
    }
  }

  private void makeRoom(String page) {
    close(byPage.remove(page));
    long now = System.nanoTime();
    byPage.forEach((other, session) -> {
      if (now - session.used() > IDLE_NANOSECONDS || byPage.size() >= MAX_SESSIONS) {
        close(byPage.remove(other));
      }
    });
  }

  private static void close(@Nullable StepSession session) {
    if (session != null) {
      session.close();
    }
  }

  private void step(Exchange exchange)
      throws IOException, JsonReader.FormatException, InterruptedException {
    Request request = exchange.request();
    StepSession session = byPage.get(request.text("client"));
    if (session == null) {
      exchange.problem(410, "That program is not being stepped any more: start it again.");
      return;
    }
    try {
      session.breakpoints(lines(request));
      session.act(request.text("action"), request.number("count", 1));
      answer(exchange, session, request);
    } catch (DebugException e) {
      exchange.problem(400, String.valueOf(e.getMessage()));
    }
  }

  private static List<Integer> lines(Request request) throws JsonReader.FormatException {
    List<Integer> lines = new ArrayList<>();
    for (String line : request.texts("breakpoints")) {
      try {
        lines.add(Integer.valueOf(line));
      } catch (NumberFormatException e) {
        throw new JsonReader.FormatException("‘breakpoints’: line numbers expected");
      }
    }
    return lines;
  }

  private static void answer(Exchange exchange, StepSession session, Request request)
      throws IOException, JsonReader.FormatException, DebugException {
    exchange.json(session.state(request.text("memory")));
  }

  @Override
  public void close() {
    byPage.values().forEach(StepSession::close);
  }
}
