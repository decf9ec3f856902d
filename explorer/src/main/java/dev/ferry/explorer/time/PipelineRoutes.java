package dev.ferry.explorer.time;

import dev.ferry.driver.cc.UsageException;
import dev.ferry.driver.pipeline.PipelineOptions;
import dev.ferry.driver.pipeline.PipelineRequest;
import dev.ferry.driver.pipeline.PipelineRun;
import dev.ferry.explorer.compile.CompileService;
import dev.ferry.explorer.compile.Options;
import dev.ferry.explorer.compile.Programs;
import dev.ferry.explorer.http.Exchange;
import dev.ferry.explorer.http.PageServer;
import dev.ferry.explorer.json.JsonReader;
import dev.ferry.explorer.json.Request;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.abi.LinuxError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** What a page may ask about timing: {@code pipeline}. */
public final class PipelineRoutes {
  private static final long MAX_INSTRUCTIONS = 20_000_000;
  private static final long MAX_NANOSECONDS = 20_000_000_000L;
  private static final long MAX_MEMORY = 64L << 20;
  private static final long MAX_ROWS = 1000;

  private final CompileService compiler;

  /** Timing is work without pause: no more runs at once than processors, in order of arrival. */
  private final Semaphore processors =
      new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  private PipelineRoutes(CompileService compiler) {
    this.compiler = compiler;
  }

  /** The routes by their names. */
  public static Map<String, PageServer.Route> of(CompileService compiler) {
    return Map.of("pipeline", new PipelineRoutes(compiler)::pipeline);
  }

  private void pipeline(Exchange exchange)
      throws IOException, JsonReader.FormatException, UsageException, InterruptedException {
    Request request = exchange.request();
    List<String> options = new ArrayList<>(Options.words(request.text("options")));
    // For the source lines.
    options.add("-g");
    Programs.Built built = compiler.build(request.text("source"), options);
    byte[] image = built.image();
    if (image == null) {
      exchange.problem(400, "The program does not compile.");
      return;
    }
    processors.acquire();
    try {
      exchange.json(PipelineRun.run(timed(request, image)));
    } catch (LinuxError e) {
      exchange.problem(400, "The program cannot be started: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      exchange.problem(400, String.valueOf(e.getMessage()));
    } finally {
      processors.release();
    }
  }

  private static PipelineRequest timed(Request request, byte[] image)
      throws JsonReader.FormatException, UsageException {
    PipelineOptions model = new PipelineOptions();
    for (String option : request.texts("config")) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      if (equals < 0 || !PipelineOptions.knows(name)) {
        throw new UsageException("‘" + option + "’ is no switch of the model");
      }
      model.set(name, option.substring(equals + 1));
    }
    List<String> argv = new ArrayList<>(List.of("prog"));
    argv.addAll(request.texts("arguments"));
    return new PipelineRequest(
        "prog",
        image,
        argv,
        model.config(),
        request.text("start"),
        Math.max(0, request.number("from", 0)),
        Math.clamp(request.number("count", 40), 1, MAX_ROWS),
        Limits.DEFAULT
            .withMemory(MAX_MEMORY)
            .withInstructions(MAX_INSTRUCTIONS)
            .withNanoseconds(MAX_NANOSECONDS),
        new ByteArrayInputStream(request.text("input").getBytes(StandardCharsets.UTF_8)));
  }
}
