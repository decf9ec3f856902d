package dev.ferry.testkit;

import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Random C programs by csmith: Ferry at several levels against gcc -O2 under qemu. Programs that
 * run too long are skipped.
 */
public final class Csmith {
  /** Programs that run longer under the oracle are left out: at -O0 they would take minutes. */
  private static final int ORACLE_SECONDS = 2;

  private static final Limits LIMITS =
      Limits.DEFAULT.withInstructions(20_000_000_000L).withNanoseconds(60_000_000_000L);

  private final Path work;
  private final Workbench bench;

  public Csmith(Path work) {
    this.work = work;
    this.bench = new Workbench(work);
  }

  /**
   * Runs a command with a time limit; its standard output, or null if it failed or took too long.
   */
  private @Nullable String command(int seconds, String... line)
      throws IOException, InterruptedException {
    Path out = work.resolve("stdout.txt");
    Process process =
        new ProcessBuilder(line)
            .directory(work.toFile())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      process.waitFor();
      return null;
    }
    return process.exitValue() == 0 ? Files.readString(out) : null;
  }

  /** The disagreement of one seed at one level; empty if there is none, null if it was skipped. */
  public List<String> seed(long seed, List<String> levels)
      throws IOException, InterruptedException {
    Path source = work.resolve("test" + seed + ".c");
    if (command(20, "csmith", "--seed", Long.toString(seed), "-o", source.toString()) == null) {
      return List.of();
    }
    String exe = work.resolve("oracle").toString();
    if (command(
            60,
            "riscv64-linux-gnu-gcc",
            "-O2",
            "-w",
            "-static",
            "-I/usr/include/csmith",
            source.toString(),
            "-o",
            exe)
        == null) {
      return List.of();
    }
    String expected = command(ORACLE_SECONDS, "qemu-riscv64", exe);
    if (expected == null) {
      Files.delete(source);
      return List.of();
    }
    List<String> wrong = new ArrayList<>();
    for (String level : levels) {
      String verdict = compare(source, level.replace("%", Long.toString(seed)), expected);
      if (!verdict.isEmpty()) {
        wrong.add("seed " + seed + " " + level + ": " + verdict);
      }
    }
    if (wrong.isEmpty()) {
      Files.delete(source);
    }
    return wrong;
  }

  private String compare(Path source, String level, String expected) throws InterruptedException {
    List<String> line = new ArrayList<>(List.of(level.split(",")));
    line.addAll(List.of("-w", "-I/usr/include/csmith", source.toString()));
    Workbench.Compiled compiled = bench.compile(line);
    byte[] image = compiled.image();
    if (image == null) {
      return "does not compile: " + compiled.messages().lines().findFirst().orElse("");
    }
    Workbench.Run run = bench.run(image, LIMITS, "");
    if (run.outcome().kind() != Outcome.Kind.EXITED) {
      return run.outcome().kind() + " " + run.outcome().message();
    }
    return run.output().equals(expected)
        ? ""
        : "printed " + run.output().strip() + ", expected " + expected.strip();
  }

  /**
   * Usage: Csmith FOLDER FIRST COUNT LEVEL…. A level may be several options with commas, and % in
   * it is the seed: {@code -O2,-fpass-order-seed=%}.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path work = Files.createDirectories(Path.of(args[0]));
    long first = Long.parseLong(args[1]);
    int count = Integer.parseInt(args[2]);
    Csmith csmith = new Csmith(work);
    List<String> levels = List.of(args).subList(3, args.length);
    int wrong = 0;
    for (long seed = first; seed < first + count; seed++) {
      for (String line : csmith.seed(seed, levels)) {
        System.out.println(line);
        wrong++;
      }
    }
    System.out.println(count + " programs, " + wrong + " disagreements");
    System.exit(0);
  }
}
