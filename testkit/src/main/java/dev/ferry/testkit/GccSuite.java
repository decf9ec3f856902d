package dev.ferry.testkit;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The files of gcc's test suite, each with its own options: does Ferry accept and refuse what
 * {@code riscv64-linux-gnu-gcc} does, does it point at the same line first, and does it survive?
 * The disagreements are printed by class, the largest first.
 */
public final class GccSuite {
  private static final int INTERNAL_ERROR = 4;

  /** A compiler's judgement: its exit status and its first error, empty if it has none. */
  private record Verdict(int status, String error) {}

  private final Path root;
  private final Path cacheFile;
  private final Workbench bench;
  private final Path object;
  private final Map<String, Verdict> oracle = new HashMap<>();
  private final Map<String, List<String>> classes = new TreeMap<>();
  private final ExecutorService pool =
      Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(null, task, "suite", 64L << 20);
        thread.setDaemon(true);
        return thread;
      });

  GccSuite(Path root, Path cacheFile, Path work) throws IOException {
    this.root = root;
    this.cacheFile = cacheFile;
    this.bench = new Workbench(work);
    this.object = work.resolve("out.o");
    if (Files.exists(cacheFile)) {
      for (String line : Files.readAllLines(cacheFile, StandardCharsets.UTF_8)) {
        String[] parts = line.split("\t", 3);
        oracle.put(parts[0], new Verdict(Integer.parseInt(parts[1]), parts[2]));
      }
    }
  }

  // --- The two compilers ------------------------------------------------------------------------

  private Verdict gcc(DgTest test) throws IOException, InterruptedException {
    String name = root.relativize(test.file()).toString();
    Verdict known = oracle.get(name);
    if (known != null) {
      return known;
    }
    List<String> line = new ArrayList<>(List.of("riscv64-linux-gnu-gcc", "-fsyntax-only"));
    line.addAll(test.options());
    line.add(name);
    Process process =
        new ProcessBuilder(line).directory(root.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String messages =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    Verdict verdict = new Verdict(process.waitFor(), firstError(messages));
    oracle.put(name, verdict);
    try (PrintWriter out =
        new PrintWriter(
            Files.newBufferedWriter(
                cacheFile,
                StandardCharsets.UTF_8,
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND))) {
      out.println(name + "\t" + verdict.status() + "\t" + verdict.error());
    }
    return verdict;
  }

  private Verdict ferry(DgTest test, String level) throws InterruptedException {
    List<String> line = new ArrayList<>(List.of("-c", level));
    line.addAll(test.options());
    line.removeIf(option -> option.matches("-O.*") && !option.equals(level));
    line.addAll(List.of(test.file().toString(), "-o", object.toString()));
    Future<Workbench.Compiled> result = pool.submit(() -> bench.cc(line));
    try {
      Workbench.Compiled compiled = result.get(60, TimeUnit.SECONDS);
      return new Verdict(compiled.status(), firstError(compiled.messages()));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      StackTraceElement[] stack = cause == null ? e.getStackTrace() : cause.getStackTrace();
      return new Verdict(
          INTERNAL_ERROR, "EXCEPTION " + cause + (stack.length > 0 ? " at " + stack[0] : ""));
    } catch (TimeoutException e) {
      result.cancel(true);
      return new Verdict(INTERNAL_ERROR, "HANGS");
    }
  }

  private static String firstError(String messages) {
    return messages
        .lines()
        .filter(l -> l.contains("error: ") || l.contains("internal compiler error"))
        .findFirst()
        .orElse("")
        .replace('\t', ' ');
  }

  // --- Comparing --------------------------------------------------------------------------------

  private void compare(DgTest test, String level) throws IOException, InterruptedException {
    Verdict theirs = gcc(test);
    Verdict ours = ferry(test, level);
    String name = root.relativize(test.file()).toString();
    if (ours.status() == INTERNAL_ERROR) {
      note("0 CRASH " + kind(ours.error()), name, ours.error());
    } else if (theirs.status() == 0 && ours.status() != 0) {
      note("1 REFUSED " + kind(ours.error()), name, ours.error());
    } else if (theirs.status() != 0 && ours.status() == 0) {
      note("2 ACCEPTED " + kind(theirs.error()), name, theirs.error());
    } else if (theirs.status() != 0 && !line(theirs.error()).equals(line(ours.error()))) {
      note("3 LINE " + kind(theirs.error()), name, theirs.error() + " // " + ours.error());
    }
  }

  private void note(String kind, String name, String detail) {
    classes.computeIfAbsent(kind, k -> new ArrayList<>()).add(name + "\t" + detail);
  }

  /** A message without its place and without what it quotes. */
  private static String kind(String error) {
    return error
        .replaceFirst("^.*?(error: |internal compiler error)", "$1")
        .replaceAll("['‘][^'’]*['’]|â.*?â\\S*", "'…'")
        .replaceAll("\\d+", "N")
        .strip();
  }

  /** The line number of a message, with the file's last name. */
  private static String line(String error) {
    String[] parts = error.split(":", 4);
    return parts.length < 3 ? error : Path.of(parts[0]).getFileName() + ":" + parts[1];
  }

  private void report(int tests) {
    Map<Character, Integer> totals = new TreeMap<>();
    classes.entrySet().stream()
        .sorted((a, b) ->
            a.getKey().charAt(0) != b.getKey().charAt(0)
                ? Character.compare(a.getKey().charAt(0), b.getKey().charAt(0))
                : Integer.compare(b.getValue().size(), a.getValue().size()))
        .forEach(entry -> {
          totals.merge(entry.getKey().charAt(0), entry.getValue().size(), Integer::sum);
          System.out.println("== " + entry.getValue().size() + " " + entry.getKey());
          entry.getValue().forEach(line -> System.out.println("   " + line));
        });
    System.out.println(
        tests
            + " files: crashes "
            + totals.getOrDefault('0', 0)
            + ", refused "
            + totals.getOrDefault('1', 0)
            + ", accepted "
            + totals.getOrDefault('2', 0)
            + ", other line "
            + totals.getOrDefault('3', 0));
  }

  /** Usage: GccSuite TESTSUITE CACHE LEVEL FOLDER…, the folders relative to the suite. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path root = Path.of(args[0]).toAbsolutePath();
    GccSuite suite = new GccSuite(root, Path.of(args[1]), Files.createTempDirectory("gccsuite"));
    int tests = 0;
    for (String folder : List.of(args).subList(3, args.length)) {
      for (Path file : Torture.files(root.resolve(folder), "")) {
        suite.compare(DgTest.read(file), args[2]);
        tests++;
      }
    }
    suite.report(tests);
    System.exit(0);
  }
}
