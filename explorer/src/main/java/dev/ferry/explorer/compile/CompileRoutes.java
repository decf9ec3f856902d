package dev.ferry.explorer.compile;

import dev.ferry.driver.cc.UsageException;
import dev.ferry.driver.explain.ExplainDocument;
import dev.ferry.driver.explain.ExplainDocument.Stage;
import dev.ferry.explorer.http.Exchange;
import dev.ferry.explorer.http.PageServer;
import dev.ferry.explorer.json.JsonReader;
import dev.ferry.explorer.json.Request;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a page may ask about a source: {@code explain}. */
public final class CompileRoutes {
  private record Stale(boolean stale) {}

  private final CompileService compiler;

  private CompileRoutes(CompileService compiler) {
    this.compiler = compiler;
  }

  /** The routes by their names. */
  public static Map<String, PageServer.Route> of(CompileService compiler) {
    CompileRoutes routes = new CompileRoutes(compiler);
    return Map.of("explain", routes::explain);
  }

  private void explain(Exchange exchange)
      throws IOException, JsonReader.FormatException, UsageException, InterruptedException {
    Request request = exchange.request();
    ExplainDocument document =
        compiler.explain(
            request.text("client") + "/" + request.text("view"),
            request.number("sequence", 0),
            request.text("source"),
            Options.words(request.text("options")),
            stages(request),
            request.text("function"));
    exchange.json(document == null ? new Stale(true) : document);
  }

  private static Set<Stage> stages(Request request) throws JsonReader.FormatException {
    Set<Stage> stages = EnumSet.noneOf(Stage.class);
    for (String name : request.texts("stages")) {
      try {
        stages.add(Stage.valueOf(name.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new JsonReader.FormatException("‘" + name + "’ is no stage");
      }
    }
    return stages;
  }
}
