package dev.ferry.explorer.run;

import dev.ferry.driver.cc.UsageException;
import dev.ferry.explorer.compile.Options;
import dev.ferry.explorer.http.EventStream;
import dev.ferry.explorer.http.Exchange;
import dev.ferry.explorer.http.PageServer;
import dev.ferry.explorer.json.JsonReader;
import dev.ferry.explorer.json.Request;
import dev.ferry.machine.linux.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** What a page may ask about running: {@code run}, {@code input}, {@code stop}. */
public final class RunRoutes {
  private record Built(boolean good, String messages) {}

  private record Started(String id) {}

  private record Wrote(int stream, String base64) {}

  private record Ended(
      String kind, int status, String message, long instructions, double milliseconds) {}

  private record Done() {}

  private final RunService runs;

  private RunRoutes(RunService runs) {
    this.runs = runs;
  }

  /** The routes by their names. */
  public static Map<String, PageServer.Route> of(RunService runs) {
    RunRoutes routes = new RunRoutes(runs);
    return Map.of("run", routes::run, "input", routes::input, "stop", routes::stop);
  }

  private void run(Exchange exchange)
      throws IOException, JsonReader.FormatException, UsageException, InterruptedException {
    Request request = exchange.request();
    var options = Options.words(request.text("options"));
    try (EventStream stream = exchange.events()) {
      runs.run(
          request.text("client"),
          request.text("source"),
          options,
          request.texts("arguments"),
          new Sender(stream));
    }
  }

  private void input(Exchange exchange) throws IOException, JsonReader.FormatException {
    Request request = exchange.request();
    RunSession session = runs.find(request.text("run"));
    if (session != null) {
      session.type(request.text("text").getBytes(StandardCharsets.UTF_8));
      if (request.flag("end")) {
        session.endInput();
      }
    }
    exchange.json(new Done());
  }

  private void stop(Exchange exchange) throws IOException, JsonReader.FormatException {
    RunSession session = runs.find(exchange.request().text("run"));
    if (session != null) {
      session.stop();
    }
    exchange.json(new Done());
  }

  /** Tells a page by events. */
  private record Sender(EventStream stream) implements RunEvents {
    @Override
    public void built(boolean good, String messages) throws IOException {
      stream.send("built", new Built(good, messages));
    }

    @Override
    public void started(String id) throws IOException {
      stream.send("started", new Started(id));
    }

    @Override
    public void wrote(int fd, byte[] bytes) throws IOException {
      stream.send("wrote", new Wrote(fd, Base64.getEncoder().encodeToString(bytes)));
    }

    @Override
    public void ended(Outcome outcome, long nanoseconds, boolean tooMuchOutput) throws IOException {
      var crash = outcome.crash();
      String message =
          tooMuchOutput
              ? "stopped after 4 MiB of output"
              : crash != null ? crash.text() : outcome.message();
      stream.send(
          "ended",
          new Ended(
              outcome.kind().name().toLowerCase(java.util.Locale.ROOT),
              outcome.exitStatus(),
              message,
              outcome.retired(),
              nanoseconds / 1e6));
    }

    @Override
    public void silence() throws IOException {
      stream.touch();
    }
  }
}
