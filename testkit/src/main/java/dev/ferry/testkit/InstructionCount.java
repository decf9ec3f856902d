package dev.ferry.testkit;

import dev.ferry.binutils.elf.ElfImage;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts the instructions that programs run, compiled by gcc and by Ferry at several levels, linked
 * with the same static glibc, on Ferry's machine: exact, so one run is enough. The C library's
 * instructions are in the counts.
 */
public final class InstructionCount {
  private final Path work;
  private final Workbench bench;

  private InstructionCount(Path work) {
    this.work = work;
    this.bench = new Workbench(work);
  }

  /** Instructions run and bytes of code; zeros where it failed. */
  private record Measure(long retired, long text, String output) {}

  private Measure measure(List<String> link) throws InterruptedException {
    Workbench.Compiled compiled = bench.compile(link);
    byte[] image = compiled.image();
    if (image == null) {
      System.err.println(compiled.messages());
      return new Measure(0, 0, "");
    }
    Workbench.Run run = bench.run(image, Limits.DEFAULT.withNanoseconds(300_000_000_000L), "");
    if (run.outcome().kind() != Outcome.Kind.EXITED) {
      System.err.println(
          link + ": " + run.outcome().kind() + " " + run.outcome().message() + run.error());
      return new Measure(0, 0, "");
    }
    return new Measure(run.outcome().retired(), textSize(image), run.output());
  }

  private static long textSize(byte[] image) {
    return ElfImage.parse("a.out", image).segments().stream()
        .filter(s -> s.type() == 1 && (s.flags() & 1) != 0)
        .mapToLong(s -> s.fileSize())
        .sum();
  }

  private Measure gcc(Path source, String level) throws IOException, InterruptedException {
    Path object = work.resolve("gcc.o");
    Process process =
        new ProcessBuilder(
                "riscv64-linux-gnu-gcc",
                level,
                "-w",
                "-fno-pie",
                "-c",
                source.toString(),
                "-o",
                object.toString())
            .inheritIO()
            .start();
    if (process.waitFor() != 0) {
      return new Measure(0, 0, "");
    }
    return measure(List.of("--libc=glibc", "-static", object.toString(), "-lm"));
  }

  private Measure ferry(Path source, String level) throws InterruptedException {
    return measure(List.of("--libc=glibc", "-static", "-w", level, source.toString(), "-lm"));
  }

  /** Usage: InstructionCount FOLDER LEVEL…: ratios to gcc -O2. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> levels = List.of(args).subList(1, args.length);
    InstructionCount counter = new InstructionCount(Files.createTempDirectory("count"));
    List<Path> programs;
    try (Stream<Path> files = Files.walk(Path.of(args[0]).toAbsolutePath())) {
      programs = files.filter(f -> f.toString().endsWith(".c")).sorted().toList();
    }
    Map<String, List<Double>> ratios = new LinkedHashMap<>();
    System.out.printf("%-10s %14s", "program", "gcc -O2");
    for (String level : levels) {
      System.out.printf(" %10s", "ferry " + level);
      ratios.put(level, new ArrayList<>());
    }
    System.out.println();
    for (Path program : programs) {
      Measure base = counter.gcc(program, "-O2");
      System.out.printf(
          Locale.ROOT,
          "%-10s %14d",
          program.getFileName().toString().replace(".c", ""),
          base.retired());
      for (String level : levels) {
        Measure mine = counter.ferry(program, level);
        double ratio = base.retired() == 0 ? 0 : (double) mine.retired() / base.retired();
        boolean same = mine.output().equals(base.output());
        System.out.printf(Locale.ROOT, " %9.3f%s", ratio, same ? " " : "!");
        if (same && ratio > 0) {
          ratios.computeIfAbsent(level, l -> new ArrayList<>()).add(ratio);
        }
      }
      System.out.println();
    }
    System.out.printf("%-10s %14s", "geomean", "");
    for (List<Double> list : ratios.values()) {
      double sum = 0;
      for (double ratio : list) {
        sum += Math.log(ratio);
      }
      System.out.printf(Locale.ROOT, " %9.3f ", list.isEmpty() ? 0 : Math.exp(sum / list.size()));
    }
    System.out.println();
    System.exit(0);
  }
}
