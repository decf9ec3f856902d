package dev.ferry.cli;

import dev.ferry.driver.Console;
import dev.ferry.driver.explain.Explain;
import dev.ferry.driver.explain.ExplainDocument.Stage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ferry explain}: every stage of a compilation. */
@Command(
    name = "ferry explain",
    description = "Shows every stage on the way from C to machine code.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Stages: tokens, syntax, typed, ir, passes, registers, assembly, words, linked.",
      "All but linked are shown unless --stage says otherwise. The JSON is described in",
      "docs/json/explain.schema.json."
    })
final class ExplainCommand implements Callable<Integer> {
  /** For sources that are nested deeply. */
  private static final long STACK_BYTES = 256L << 20;

  private final Console console;

  @Option(names = "--stage", split = ",", paramLabel = "STAGE", description = "only these stages")
  private List<String> stages = new ArrayList<>();

  @Option(
      names = "--function",
      paramLabel = "NAME",
      description = "only this function, from the typed tree on")
  private String function = "";

  @Option(names = "--headers", description = "show what comes from header files too")
  private boolean headers;

  @Option(names = "--json", description = "one JSON document")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "one self-contained page with everything linked; - for standard output")
  private String html = "";

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|OPTION",
      description = "a C file and the compiler's options (-O2, -I…)")
  private List<String> line = new ArrayList<>();

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Set<Stage> wanted = EnumSet.noneOf(Stage.class);
    for (String name : stages) {
      Stage stage = stage(name);
      if (stage == null) {
        console.err().println("ferry explain: ‘" + name + "’ is no stage; see --help");
        return 2;
      }
      wanted.add(stage);
    }
    if (stages.isEmpty()) {
      wanted.addAll(EnumSet.allOf(Stage.class));
      if (!json && html.isEmpty()) {
        wanted.remove(Stage.LINKED);
      }
    }
    Explain.Form form =
        json ? Explain.Form.JSON : html.isEmpty() ? Explain.Form.TEXT : Explain.Form.HTML;
    Explain explain = new Explain(console, wanted, function, headers);
    FutureTask<Integer> task = new FutureTask<>(() -> explain.run(line, form, json ? "" : html));
    new Thread(null, task, "explain", STACK_BYTES).start();
    return task.get();
  }

  private static @Nullable Stage stage(String name) {
    String wanted = name.equals("optimised") ? "ir" : name;
    for (Stage stage : Stage.values()) {
      if (stage.name().toLowerCase(Locale.ROOT).equals(wanted)) {
        return stage;
      }
    }
    return null;
  }
}
