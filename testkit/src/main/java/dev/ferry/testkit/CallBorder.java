package dev.ferry.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ferry's objects and gcc's call each other: random signatures and layouts in both directions, in
 * one executable linked by gcc and run by qemu.
 */
public final class CallBorder {
  private static final String MAIN =
      """
      int printf(const char *, ...);
      static int count;
      static const char *side;
      void wrong(int function, int argument) {
        count++;
        printf("%s: function %d argument %d\\n", side, function, argument);
      }
      void g_run(void), g_compare(void), f_run(void);
      int main(void) {
        side = "layout", g_compare();
        side = "gcc calls ferry", g_run();
        side = "ferry calls gcc", f_run();
        return count != 0;
      }
      """;

  private final Path work;
  private final Workbench bench;

  CallBorder(Path work) {
    this.work = work;
    this.bench = new Workbench(work);
  }

  static boolean hasTools() {
    return Files.isExecutable(Path.of("/usr/bin/riscv64-linux-gnu-gcc"))
        && Files.isExecutable(Path.of("/usr/bin/qemu-riscv64"));
  }

  /** What is wrong with one program, one line each; empty if the two agree. */
  String disagreements(long seed, int functions, String level)
      throws IOException, InterruptedException {
    CallBorderProgram program = new CallBorderProgram(seed, functions);
    Files.writeString(work.resolve("types.h"), program.types());
    Files.writeString(work.resolve("callees.c"), program.callees());
    Files.writeString(work.resolve("callers.c"), program.callers());
    Files.writeString(work.resolve("main.c"), MAIN);
    List<String> ferry = List.of(level, "-c", "-w", "-DSIDE=f_", "-DOTHER=g_");
    for (String unit : List.of("callees", "callers")) {
      List<String> line = new ArrayList<>(ferry);
      line.addAll(List.of(work.resolve(unit + ".c").toString(), "-o", unit + ".f.o"));
      Workbench.Compiled compiled = bench.cc(line);
      if (compiled.status() != 0) {
        return "ferry: " + compiled.messages();
      }
    }
    String gcc =
        "riscv64-linux-gnu-gcc -w -Wno-psabi -Wno-packed-bitfield-compat -O1 -DSIDE=g_ -DOTHER=f_ -fno-strict-aliasing ";
    String built =
        command(gcc + "-c callees.c -o callees.g.o")
            + command(gcc + "-c callers.c -o callers.g.o")
            + command(gcc + "-static main.c callees.f.o callers.f.o callees.g.o callers.g.o -o x");
    return built.isEmpty() ? command("qemu-riscv64 ./x") : built;
  }

  /** Output and error of a command; a note if it fails silently. */
  private String command(String line) throws IOException, InterruptedException {
    Path output = work.resolve("output.txt");
    Process process =
        new ProcessBuilder(line.split(" "))
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "timed out: " + line;
    }
    String text = Files.readString(output);
    return process.exitValue() != 0 && text.isEmpty() ? "failed: " + line : text;
  }

  /** Usage: CallBorder FOLDER FIRST-SEED PROGRAMS FUNCTIONS: prints disagreements and a count. */
  public static void main(String[] args) throws IOException, InterruptedException {
    CallBorder border = new CallBorder(Files.createDirectories(Path.of(args[0])));
    long first = Long.parseLong(args[1]);
    int programs = Integer.parseInt(args[2]);
    int functions = Integer.parseInt(args[3]);
    List<String> levels = List.of("-O0", "-O1", "-O2", "-Os");
    int wrong = 0;
    for (long seed = first; seed < first + programs; seed++) {
      String level = levels.get((int) (seed % levels.size()));
      String text = border.disagreements(seed, functions, level);
      if (!text.isEmpty()) {
        wrong++;
        System.out.println("seed " + seed + " " + level + ":\n" + text);
      }
    }
    System.out.println(programs * functions + " functions, " + wrong + " programs disagree");
    System.exit(0);
  }
}
