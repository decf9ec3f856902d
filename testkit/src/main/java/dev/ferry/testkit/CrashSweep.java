package dev.ferry.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Compiles whatever it is given, right or wrong: the compiler may accept or refuse a file, but must
 * not fail itself or hang.
 */
public final class CrashSweep {
  private static final int INTERNAL_ERROR = 4;

  private final Workbench bench;
  private final Path object;
  private final List<String> options;
  private final ExecutorService pool =
      Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(null, task, "sweep", 64L << 20);
        thread.setDaemon(true);
        return thread;
      });

  /** How many files were accepted. */
  private int accepted;

  CrashSweep(Path work, List<String> options) {
    this.bench = new Workbench(work);
    this.object = work.resolve("out.o");
    this.options = options;
  }

  /** What is wrong with the compiler's behaviour on a file; empty if nothing is. */
  private String verdict(Path file, int seconds) throws InterruptedException {
    List<String> line = new ArrayList<>(List.of("-w", "-c"));
    line.addAll(options);
    line.addAll(List.of(file.toString(), "-o", object.toString()));
    Future<Workbench.Compiled> result = pool.submit(() -> bench.cc(line));
    try {
      Workbench.Compiled compiled = result.get(seconds, TimeUnit.SECONDS);
      accepted += compiled.status() == 0 ? 1 : 0;
      return compiled.status() == INTERNAL_ERROR
          ? compiled.messages().lines().filter(l -> l.contains("internal")).findFirst().orElse("?")
          : "";
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      StackTraceElement[] stack = cause == null ? e.getStackTrace() : cause.getStackTrace();
      return "EXCEPTION " + cause + (stack.length > 0 ? " at " + stack[0] : "");
    } catch (TimeoutException e) {
      result.cancel(true);
      return "HANGS";
    }
  }

  /** Usage: CrashSweep FOLDER FILTER OPTIONS…: prints what is wrong and a count. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<Path> files = Torture.files(Path.of(args[0]), args[1]);
    Path work = Files.createTempDirectory("sweep");
    CrashSweep sweep = new CrashSweep(work, List.of(args).subList(2, args.length));
    int wrong = 0;
    for (Path file : files) {
      String verdict = sweep.verdict(file, 120);
      if (!verdict.isEmpty()) {
        System.out.println(file + ": " + verdict);
        wrong++;
      }
    }
    System.out.println(
        files.size() + " files, " + sweep.accepted + " accepted, " + wrong + " bugs");
    System.exit(0);
  }
}
