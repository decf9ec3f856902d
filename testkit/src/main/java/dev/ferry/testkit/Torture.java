package dev.ferry.testkit;

import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the programs of gcc's test suite ({@code gcc.c-torture/execute} and what the other folders
 * say is to be run): each file is compiled, linked with the built-in library and run in this
 * process; a test passes if it exits with 0.
 */
public final class Torture {
  private static final Limits LIMITS =
      Limits.DEFAULT
          .withInstructions(3_000_000_000L)
          .withNanoseconds(60_000_000_000L)
          .withMemory(1L << 30);

  private final Workbench bench;
  private final List<String> options;

  public Torture(Path work, List<String> options) {
    this.bench = new Workbench(work);
    this.options = options;
  }

  /** Why a test failed; an empty text if it passed. */
  public String run(Path file) {
    List<String> line = new ArrayList<>(List.of("-w", "-std=gnu17"));
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      if (text.contains("dg-require-effective-target trampolines") && !options.isEmpty()) {
        line.add("-ftrampolines");
      }
      line.addAll(DgTest.read(file).options());
      line.addAll(TortureFolder.options(file));
    } catch (IOException e) {
      return "unreadable: " + e.getMessage();
    }
    line.addAll(options);
    line.add(file.toString());
    for (Path source : TortureFolder.sources(file)) {
      line.add(source.toString());
    }
    line.add("-lm");
    try {
      return verdict(line);
    } catch (InterruptedException e) {
      return "interrupted";
    } catch (RuntimeException | StackOverflowError e) {
      return "EXCEPTION " + e;
    }
  }

  private String verdict(List<String> line) throws InterruptedException {
    Workbench.Compiled compiled = bench.compile(line);
    byte[] image = compiled.image();
    if (image == null) {
      String first =
          compiled.messages().lines().filter(l -> l.contains("error")).findFirst().orElse("");
      return (compiled.status() == 4 ? "INTERNAL " : "compile: ")
          + (first.isEmpty() ? compiled.messages().lines().findFirst().orElse("?") : first);
    }
    Workbench.Run run = bench.run(image, LIMITS, "");
    Outcome outcome = run.outcome();
    if (outcome.kind() == Outcome.Kind.EXITED && outcome.status() == 0) {
      return "";
    }
    var crash = outcome.crash();
    return outcome.kind()
        + " "
        + outcome.status()
        + " "
        + outcome.message()
        + (crash == null ? "" : " " + crash.text().lines().findFirst().orElse(""));
  }

  /** Every test of a folder and its subfolders, sorted. */
  public static List<Path> files(Path folder, String filter) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(f -> TortureFolder.isTest(f) && f.toString().contains(filter))
          .sorted()
          .toList();
    }
  }

  /** Runs files on all processors; the failures with their reasons. */
  public Map<String, String> runAll(List<Path> files, int threads) throws InterruptedException {
    Map<String, String> failures = new ConcurrentSkipListMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (Path file : files) {
      pool.execute(() -> {
        String reason = run(file);
        if (!reason.isEmpty()) {
          failures.put(TortureFolder.name(file), reason);
        }
      });
    }
    pool.shutdown();
    pool.awaitTermination(2, TimeUnit.HOURS);
    return new TreeMap<>(failures);
  }

  /** Usage: Torture FOLDER FILTER OPTIONS…: prints failures and a count. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    for (Path file : files(Path.of(args[0]), args.length > 1 ? args[1] : "")) {
      if (DgTest.read(file).isRun()) {
        files.add(file);
      }
    }
    List<String> options = args.length > 2 ? List.of(args).subList(2, args.length) : List.of("-O0");
    Torture torture = new Torture(Files.createTempDirectory("torture"), options);
    Map<String, String> failures = torture.runAll(files, 2);
    failures.forEach((name, reason) -> System.out.println(name + ": " + reason));
    System.out.println(files.size() - failures.size() + " passed, " + failures.size() + " failed");
    System.exit(0);
  }
}
