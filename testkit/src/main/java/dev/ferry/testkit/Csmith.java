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
 * Random C programs by csmith: Ferry at several levels against gcc -O2 under qemu. A program that
 * does not end in time is left out: at once if that is so at gcc -O2, and where only Ferry's build
 * does not end, if gcc -O0's does not either. Optimisers may remove a loop of 10^19 rounds that
 * changes nothing, but need not.
 */
public final class Csmith {
  /** Programs that run longer under the oracle are left out: at -O0 they would take minutes. */
  private static final int ORACLE_SECONDS = 2;

  private static final int SECONDS = 60;

  private final Path work;
  private final Workbench bench;
  private final int seconds;
  private final Limits limits;

  public Csmith(Path work) {
    this(work, SECONDS);
  }

  /**
   * @param seconds how long Ferry's build of a program may run, and gcc -O0's
   */
  Csmith(Path work, int seconds) {
    this.work = work;
    this.bench = new Workbench(work);
    this.seconds = seconds;
    limits =
        Limits.DEFAULT.withInstructions(20_000_000_000L).withNanoseconds(seconds * 1_000_000_000L);
  }

  /**
   * What came of one program.
   *
   * @param wrong a line for each level that disagrees
   * @param leftOut why the program, or a level of it, was not compared; empty if all were
   */
  public record Verdict(List<String> wrong, String leftOut) {
    static Verdict leftOut(String why) {
      return new Verdict(List.of(), why);
    }
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

  /** The program of a seed; its source stays if something disagrees. */
  public Verdict seed(long seed, List<String> levels) throws IOException, InterruptedException {
    Path source = work.resolve("test" + seed + ".c");
    if (command(20, "csmith", "--seed", Long.toString(seed), "-o", source.toString()) == null) {
      return Verdict.leftOut("csmith fails");
    }
    List<String> options = new ArrayList<>();
    for (String level : levels) {
      options.add(level.replace("%", Long.toString(seed)));
    }
    Verdict verdict = program(source, options);
    if (verdict.wrong().isEmpty()) {
      Files.delete(source);
    }
    return verdict;
  }

  /** One program at several levels. */
  Verdict program(Path source, List<String> levels) throws IOException, InterruptedException {
    String exe = gcc(source, "-O2");
    String expected = exe == null ? null : command(ORACLE_SECONDS, "qemu-riscv64", exe);
    if (expected == null) {
      return Verdict.leftOut("no result in " + ORACLE_SECONDS + " s at gcc -O2");
    }
    List<String> wrong = new ArrayList<>();
    List<String> tooLong = new ArrayList<>();
    for (String level : levels) {
      Difference difference = compare(source, level, expected);
      if (difference != null) {
        (difference.tooLong() ? tooLong : wrong).add(level + ": " + difference.message());
      }
    }
    if (tooLong.isEmpty()) {
      return new Verdict(wrong, "");
    } else if (endsUnoptimised(source)) {
      wrong.addAll(tooLong);
      return new Verdict(wrong, "");
    }
    return new Verdict(wrong, "no end in " + seconds + " s at gcc -O0 either: " + tooLong);
  }

  private record Difference(boolean tooLong, String message) {}

  private @Nullable Difference compare(Path source, String level, String expected)
      throws InterruptedException {
    Workbench.Compiled compiled = compile(source, level);
    byte[] image = compiled.image();
    if (image == null) {
      String message = compiled.messages().lines().findFirst().orElse("");
      return new Difference(false, "does not compile: " + message);
    }
    Workbench.Run run = bench.run(image, limits, "");
    Outcome outcome = run.outcome();
    if (outcome.kind() != Outcome.Kind.EXITED) {
      return new Difference(isLimit(outcome.kind()), outcome.kind() + " " + outcome.message());
    }
    String output = run.output();
    return output.equals(expected)
        ? null
        : new Difference(false, "printed " + output.strip() + ", expected " + expected.strip());
  }

  private static boolean isLimit(Outcome.Kind kind) {
    return kind == Outcome.Kind.TIME_LIMIT || kind == Outcome.Kind.INSTRUCTION_LIMIT;
  }

  private boolean endsUnoptimised(Path source) throws IOException, InterruptedException {
    String exe = gcc(source, "-O0");
    return exe == null || command(seconds, "qemu-riscv64", exe) != null;
  }

  /** The program gcc makes, or null. */
  private @Nullable String gcc(Path source, String level) throws IOException, InterruptedException {
    String exe = work.resolve("oracle").toString();
    String output =
        command(
            60,
            "riscv64-linux-gnu-gcc",
            level,
            "-w",
            "-static",
            "-I/usr/include/csmith",
            source.toString(),
            "-o",
            exe);
    return output == null ? null : exe;
  }

  private Workbench.Compiled compile(Path source, String level) throws InterruptedException {
    List<String> line = new ArrayList<>(List.of(level.split(",")));
    line.addAll(List.of("-w", "-I/usr/include/csmith", source.toString()));
    return bench.compile(line);
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
    int leftOut = 0;
    for (long seed = first; seed < first + count; seed++) {
      Verdict verdict = csmith.seed(seed, levels);
      for (String line : verdict.wrong()) {
        System.out.println("seed " + seed + " " + line);
        wrong++;
      }
      if (!verdict.leftOut().isEmpty()) {
        System.out.println("seed " + seed + " left out: " + verdict.leftOut());
        leftOut++;
      }
    }
    System.out.println(count + " programs, " + leftOut + " left out, " + wrong + " disagreements");
    System.exit(0);
  }
}
