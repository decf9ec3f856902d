package dev.ferry.cli;

import dev.ferry.driver.Console;
import dev.ferry.driver.explain.Explain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ferry explain}: every stage of a compilation in the terminal. */
@Command(
    name = "ferry explain",
    description = "Shows every stage on the way from C to machine code.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--stage",
      split = ",",
      paramLabel = "STAGE",
      description =
          "only these: tokens, syntax, typed, ir, passes, optimised, assembly, words (default: all)")
  private List<String> stages = new ArrayList<>();

  @Option(
      names = "--function",
      paramLabel = "NAME",
      description = "only this function, from the IR on")
  private String function = "";

  @Option(names = "--headers", description = "show what comes from header files too")
  private boolean headers;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|OPTION",
      description = "a C file and the compiler's options (-O2, -I…)")
  private List<String> line = new ArrayList<>();

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return new Explain(console, stages, function, headers).run(line);
  }
}
