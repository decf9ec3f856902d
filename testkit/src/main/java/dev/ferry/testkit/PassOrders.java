package dev.ferry.testkit;

import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The optimiser's passes in random legal orders: a program must do what it does at -O0 whatever
 * order the constraints of {@code PassOrder} allow. The verifier looks at each pass's result.
 */
public final class PassOrders {
  private static final Limits LIMITS =
      Limits.DEFAULT.withInstructions(200_000_000L).withNanoseconds(60_000_000_000L);

  /** Coprime to any sensible number of programs: spreads the orders over them. */
  private static final int STRIDE = 7919;

  private final Workbench bench;
  private final List<Subject> subjects = new ArrayList<>();

  public PassOrders(Path work) {
    this.bench = new Workbench(work);
  }

  /** A program and what it does at -O0. */
  private record Subject(Path source, int status, String output) {}

  /** Adds a program if it compiles and ends at -O0 within the limits; whether it did. */
  public boolean add(Path source) throws InterruptedException {
    Workbench.Run run = run(source, "-O0");
    if (run == null || run.outcome().kind() != Outcome.Kind.EXITED) {
      return false;
    }
    subjects.add(new Subject(source, run.status(), run.output()));
    return true;
  }

  public int size() {
    return subjects.size();
  }

  private Workbench.@Nullable Run run(Path source, String... options) throws InterruptedException {
    List<String> line = new ArrayList<>(List.of("-w", "-fno-strict-aliasing", "-std=gnu17"));
    line.addAll(List.of(options));
    line.addAll(List.of(source.toString(), "-lm"));
    byte[] image = bench.compile(line).image();
    return image == null ? null : bench.run(image, LIMITS, "");
  }

  /**
   * Tries orders 1 to {@code orders}, each on {@code programs} of the programs.
   *
   * @return what went wrong
   */
  public List<String> check(int orders, int programs) throws InterruptedException {
    List<String> wrong = new ArrayList<>();
    for (int k = 0; k < orders * programs; k++) {
      int order = 1 + k % orders;
      Subject subject = subjects.get((int) ((long) k * STRIDE % subjects.size()));
      Workbench.Run run =
          run(subject.source, "-O2", "-fpass-order-seed=" + order, "-fverify-each=1");
      if (run == null
          || run.outcome().kind() != Outcome.Kind.EXITED
          || run.status() != subject.status
          || !run.output().equals(subject.output)) {
        wrong.add(subject.source.getFileName() + " in order " + order);
      }
    }
    return wrong;
  }

  /**
   * Usage: PassOrders WORK ORDERS PROGRAMS EACH FOLDER…: ORDERS random orders, each on EACH of
   * PROGRAMS programs, taken evenly from the C files of the folders.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    PassOrders test = new PassOrders(Files.createDirectories(Path.of(args[0])));
    int orders = Integer.parseInt(args[1]);
    int wanted = Integer.parseInt(args[2]);
    List<Path> sources = new ArrayList<>();
    for (String folder : List.of(args).subList(4, args.length)) {
      try (Stream<Path> files = Files.list(Path.of(folder).toAbsolutePath())) {
        sources.addAll(files.filter(file -> file.toString().endsWith(".c")).sorted().toList());
      }
    }
    for (int i = 0; i < sources.size() && test.size() < wanted; i++) {
      test.add(sources.get((int) ((long) i * STRIDE % sources.size())));
    }
    List<String> wrong = test.check(orders, Integer.parseInt(args[3]));
    wrong.forEach(System.out::println);
    System.out.println(
        orders + " orders, " + test.size() + " programs, " + wrong.size() + " disagreements");
    System.exit(0);
  }
}
