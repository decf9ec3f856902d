package dev.ferry.testkit;

import dev.ferry.binutils.elf.ElfReader;
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
 * Counts the instructions that programs run and the bytes of their code, compiled by gcc and by
 * Ferry at several levels, linked with the same static glibc, on Ferry's machine: exact, so one run
 * is enough. The C library's instructions are in the counts, its code is not. -O3 and -Os are held
 * against gcc's -O3 and -Os, every other level against gcc's -O2.
 */
public final class InstructionCount {
  private final Path work;
  private final Workbench bench;

  private InstructionCount(Path work) {
    this.work = work;
    this.bench = new Workbench(work);
  }

  /** A program to measure: its sources, compiler flags, arguments and standard input. */
  private record Subject(
      String name, List<Path> sources, List<String> flags, List<String> arguments, String input) {
    static Subject ofFile(Path source) {
      String name = source.getFileName().toString().replace(".c", "");
      return new Subject(name, List.of(source), List.of(), List.of(), "");
    }
  }

  /** Instructions run, bytes of code, what was printed; zeros where it failed. */
  private record Measure(long retired, long text, String output) {
    static final Measure FAILED = new Measure(0, 0, "");
  }

  private interface Compiler {
    /** Compiles to an object; false if it fails. */
    boolean compile(Path source, List<String> flags, Path object)
        throws IOException, InterruptedException;
  }

  private Measure measure(Subject subject, String label, List<String> flags, Compiler compiler)
      throws IOException, InterruptedException {
    List<String> link = new ArrayList<>(List.of("--libc=glibc", "-static"));
    long text = 0;
    for (Path source : subject.sources) {
      String file = source.getFileName().toString().replace(".c", "");
      Path object = work.resolve(subject.name + "-" + file + label + ".o");
      if (!compiler.compile(source, flags, object)) {
        return Measure.FAILED;
      }
      text += codeSize(object);
      link.add(object.toString());
    }
    link.add("-lm");
    Workbench.Compiled linked = bench.compile(link);
    byte[] image = linked.image();
    if (image == null) {
      System.err.println(linked.messages());
      return Measure.FAILED;
    }
    Workbench.Run run =
        bench.run(
            image,
            Limits.DEFAULT.withNanoseconds(300_000_000_000L),
            subject.input,
            subject.arguments.toArray(String[]::new));
    if (run.outcome().kind() != Outcome.Kind.EXITED) {
      System.err.println(
          subject.name + label + ": " + run.outcome().kind() + " " + run.outcome().message());
      return Measure.FAILED;
    }
    return new Measure(run.outcome().retired(), text, run.output());
  }

  /** Bytes in the sections of an object that hold instructions. */
  private static long codeSize(Path object) throws IOException {
    return ElfReader.read(object.toString(), Files.readAllBytes(object)).sections().stream()
        .filter(section -> (section.flags() & 4) != 0)
        .mapToLong(section -> section.size())
        .sum();
  }

  /** gcc's objects are kept: they do not change. */
  private static boolean gcc(Path source, List<String> flags, Path object)
      throws IOException, InterruptedException {
    if (Files.exists(object)) {
      return true;
    }
    List<String> line = new ArrayList<>(List.of("riscv64-linux-gnu-gcc", "-w", "-fno-pie", "-c"));
    line.addAll(flags);
    line.addAll(List.of(source.toString(), "-o", object.toString()));
    return new ProcessBuilder(line).inheritIO().start().waitFor() == 0;
  }

  private boolean ferry(Path source, List<String> flags, Path object) {
    List<String> line = new ArrayList<>(List.of("--libc=glibc", "-w", "-c"));
    line.addAll(flags);
    line.addAll(List.of(source.toString(), "-o", object.toString()));
    Workbench.Compiled compiled = bench.cc(line);
    System.err.print(compiled.messages());
    return compiled.status() == 0;
  }

  private static List<String> flags(Subject subject, String level) {
    List<String> flags = new ArrayList<>(subject.flags);
    // A level may carry more flags: -O2,-fno-inline.
    flags.addAll(List.of(level.split(",")));
    return flags;
  }

  private Measure byGcc(Subject subject, String level) throws IOException, InterruptedException {
    return measure(subject, level + "-gcc", flags(subject, level), InstructionCount::gcc);
  }

  private Measure byFerry(Subject subject, String level) throws IOException, InterruptedException {
    return measure(subject, level + "-ferry", flags(subject, level), this::ferry);
  }

  /** What a level is held against. */
  private static String baseOf(String level) {
    return level.startsWith("-O3") ? "-O3" : level.startsWith("-Os") ? "-Os" : "-O2";
  }

  // ---- subjects

  private static List<Path> sources(Path folder, String... without) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".c"))
          .filter(f -> !List.of(without).contains(f.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  private static Subject lua(Path source, Path apps) throws IOException {
    return new Subject(
        "lua",
        sources(source, "luac.c"),
        List.of("-DLUA_USE_POSIX"),
        List.of("lua", "-"),
        Files.readString(apps.resolve("work.lua")));
  }

  private static Subject sqlite(Path source, Path apps) throws IOException {
    return new Subject(
        "sqlite",
        List.of(source.resolve("sqlite3.c"), apps.resolve("sqldrive.c")),
        List.of("-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_LOAD_EXTENSION", "-I" + source),
        List.of("sqldrive"),
        Files.readString(apps.resolve("work.sql")));
  }

  private static Subject zlib(Path source, Path apps) throws IOException {
    List<Path> all = new ArrayList<>(sources(source));
    all.add(source.resolve("test/minigzip.c"));
    return new Subject(
        "zlib",
        all,
        List.of("-DHAVE_UNISTD_H", "-I" + source),
        List.of("minigzip", "-9"),
        Files.readString(apps.resolve("work.sql")).repeat(20));
  }

  private static List<Subject> subjects(Path folder, Map<String, Path> applications, String only)
      throws IOException {
    List<Subject> all = new ArrayList<>();
    for (Path source : sources(folder.resolve("programs"))) {
      all.add(Subject.ofFile(source));
    }
    Path apps = folder.resolve("apps");
    for (Map.Entry<String, Path> application : applications.entrySet()) {
      Path source = application.getValue();
      switch (application.getKey()) {
        case "lua" -> all.add(lua(source, apps));
        case "sqlite" -> all.add(sqlite(source, apps));
        case "zlib" -> all.add(zlib(source, apps));
        default -> throw new IllegalArgumentException(application.getKey());
      }
    }
    all.removeIf(subject -> !subject.name.matches(only));
    return all;
  }

  // ---- the table

  private static final class Column {
    double logarithms;
    int count;

    void add(double ratio) {
      logarithms += Math.log(ratio);
      count++;
    }

    double mean() {
      return count == 0 ? 0 : Math.exp(logarithms / count);
    }
  }

  private void table(List<Subject> subjects, List<String> levels)
      throws IOException, InterruptedException {
    Map<String, Column> columns = new LinkedHashMap<>();
    System.out.printf("%-10s %12s", "program", "gcc -O2");
    for (String level : levels) {
      System.out.printf(" %14s", level + " run text");
    }
    System.out.println();
    for (Subject subject : subjects) {
      Map<String, Measure> bases = new LinkedHashMap<>();
      bases.put("-O2", byGcc(subject, "-O2"));
      System.out.printf("%-10s %12d", subject.name, bases.get("-O2").retired());
      for (String level : levels) {
        Measure base = bases.get(baseOf(level));
        if (base == null) {
          base = byGcc(subject, baseOf(level));
          bases.put(baseOf(level), base);
        }
        row(level, base, byFerry(subject, level), columns);
      }
      System.out.println();
    }
    System.out.printf("%-10s %12s", "geomean", "");
    for (String level : levels) {
      System.out.printf(
          Locale.ROOT,
          " %7.3f %5.3f ",
          columns.computeIfAbsent(level + " run", _ -> new Column()).mean(),
          columns.computeIfAbsent(level + " text", _ -> new Column()).mean());
    }
    System.out.println();
  }

  private static void row(String level, Measure base, Measure mine, Map<String, Column> columns) {
    boolean isRight = mine.retired > 0 && base.retired > 0 && mine.output.equals(base.output);
    double run = base.retired == 0 ? 0 : (double) mine.retired / base.retired;
    double text = base.text == 0 ? 0 : (double) mine.text / base.text;
    System.out.printf(Locale.ROOT, " %7.3f %5.3f%s", run, text, isRight ? " " : "!");
    if (isRight) {
      columns.computeIfAbsent(level + " run", _ -> new Column()).add(run);
      columns.computeIfAbsent(level + " text", _ -> new Column()).add(text);
    }
  }

  /**
   * Usage: InstructionCount FOLDER WORK [lua=DIR sqlite=DIR zlib=DIR only=REGEX] LEVEL…; FOLDER has
   * programs and apps, objects go to WORK, the applications' sources lie in the DIRs.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]).toAbsolutePath();
    Path work = Files.createDirectories(Path.of(args[1]).toAbsolutePath());
    Map<String, Path> applications = new LinkedHashMap<>();
    List<String> levels = new ArrayList<>();
    String only = ".*";
    for (String arg : List.of(args).subList(2, args.length)) {
      int equals = arg.indexOf('=');
      if (arg.startsWith("-")) {
        levels.add(arg);
      } else if (arg.startsWith("only=")) {
        only = arg.substring(5);
      } else {
        applications.put(
            arg.substring(0, equals), Path.of(arg.substring(equals + 1)).toAbsolutePath());
      }
    }
    new InstructionCount(work).table(subjects(folder, applications, only), levels);
    System.exit(0);
  }
}
