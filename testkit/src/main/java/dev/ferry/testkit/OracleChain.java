package dev.ferry.testkit;

import dev.ferry.ir.interpreter.Interpreter;
import dev.ferry.machine.linux.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The chain of oracles on one program: the IR interpreter on the IR as lowered, the same on what
 * the passes make of it, and the machine at each level must agree on output and exit status. The
 * first link that differs has the bug.
 */
public final class OracleChain {
  private static final Interpreter.Limits STEPS = new Interpreter.Limits(100_000_000L, 256L << 20);
  private static final Limits LIMITS =
      Limits.DEFAULT.withInstructions(5_000_000_000L).withNanoseconds(120_000_000_000L);

  private final Workbench bench;
  private final IrProgram program;
  private final Path source;
  private final List<String> options;

  /**
   * @param options of the compiler, without a level
   */
  public OracleChain(Path work, IrProgram program, Path source, List<String> options) {
    this.bench = new Workbench(work);
    this.program = program;
    this.source = source;
    this.options = options;
  }

  /**
   * Whether the chain could be compared: a program that the interpreter does not end within its
   * limits says nothing.
   */
  public boolean ends() {
    String fault = program.run(STEPS).fault();
    return fault == null;
  }

  /**
   * Compares all links.
   *
   * @param optimised options of which each is a link in the interpreter: {@code -O1}, {@code -O2}
   * @param machine levels of which each is a link on the machine
   * @return a line for each link that differs from the first; empty where all agree
   */
  public List<String> differences(List<String> optimised, List<String> machine)
      throws InterruptedException {
    List<String> wrong = new ArrayList<>();
    String expected = verdict(program.run(STEPS));
    for (String link : optimised) {
      List<String> line = new ArrayList<>(options);
      line.addAll(List.of(link.split(",")));
      compare("interpreter " + link, expected, verdict(program.optimised(line, STEPS)), wrong);
    }
    for (String level : machine) {
      compare("machine " + level, expected, onMachine(level), wrong);
    }
    return wrong;
  }

  private static void compare(String link, String expected, String actual, List<String> wrong) {
    if (!actual.equals(expected)) {
      wrong.add(link + ": " + actual + ", lowered IR: " + expected);
    }
  }

  private static String verdict(Interpreter.Result result) {
    return result.fault() != null
        ? result.fault()
        : "status " + result.status() + " " + result.outputText();
  }

  private String onMachine(String level) throws InterruptedException {
    List<String> line = new ArrayList<>(options);
    line.addAll(List.of("-w", level, source.toString()));
    Workbench.Compiled compiled = bench.compile(line);
    byte[] image = compiled.image();
    if (image == null) {
      return "does not compile: " + compiled.messages().lines().findFirst().orElse("");
    }
    Workbench.Run run = bench.run(image, LIMITS, "");
    return "status " + run.status() + " " + run.output();
  }

  /** Usage: {@code OracleChain ROOT FOLDER FIRST COUNT}: csmith's programs of these seeds. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path root = Path.of(args[0]).toAbsolutePath();
    Path work = Files.createDirectories(Path.of(args[1]));
    long first = Long.parseLong(args[2]);
    int count = Integer.parseInt(args[3]);
    List<String> options = List.of("-I/usr/include/csmith");
    IrProgram runtime = IrProgram.of(root, root.resolve("examples/hello.c"), List.of());
    int compared = 0;
    int wrong = 0;
    for (long seed = first; compared < count; seed++) {
      Path source = work.resolve("test" + seed + ".c");
      Oracle.run(
          work, null, List.of("csmith", "--seed", Long.toString(seed), "-o", source.toString()));
      OracleChain chain = new OracleChain(work, runtime.with(source, options), source, options);
      if (!chain.ends()) {
        Files.delete(source);
        continue;
      }
      compared++;
      List<String> lines =
          chain.differences(List.of("-O1", "-O2", "-O3", "-Os"), List.of("-O0", "-O1"));
      for (String line : lines) {
        System.out.println("seed " + seed + " " + line);
      }
      wrong += lines.isEmpty() ? 0 : 1;
      if (lines.isEmpty()) {
        Files.delete(source);
      }
    }
    System.out.println(compared + " programs, " + wrong + " that disagree");
    System.exit(wrong == 0 ? 0 : 1);
  }
}
