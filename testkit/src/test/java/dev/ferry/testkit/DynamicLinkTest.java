package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ferry.machine.linux.Grant;
import dev.ferry.machine.linux.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * tests/dynamic: a shared library and its user against Debian's cross glibc, each side compiled and
 * linked by Ferry or by gcc, on the machine and under QEMU.
 */
class DynamicLinkTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();
  private static final Path SOURCES = ROOT.resolve("tests/dynamic").normalize();
  private static final Path GLIBC = Path.of("/usr/riscv64-linux-gnu");
  private static final String GCC = "riscv64-linux-gnu-gcc";

  @TempDir Path work;

  /** Who compiles and links; which kind of executable. */
  private record Combination(
      String library, String libraryLinker, String program, String programLinker, String kind) {}

  @TestFactory
  Stream<DynamicTest> combinations() {
    assumeTrue(
        Files.isDirectory(GLIBC) && Files.exists(ROOT.resolve("dist/complete")),
        "needs Debian's libc6-dev-riscv64-cross and a built dist/");
    List<Combination> list = new ArrayList<>();
    List<String> makers = Oracle.has(GCC) ? List.of("ferry", "gcc") : List.of("ferry");
    for (String kind : List.of("-pie", "-no-pie")) {
      for (String library : makers) {
        for (String program : makers) {
          list.add(new Combination(library, "ferry", program, "ferry", kind));
        }
      }
      if (makers.contains("gcc")) {
        list.add(new Combination("ferry", "gcc", "ferry", "gcc", kind));
        list.add(new Combination("ferry", "gcc", "ferry", "ferry", kind));
      }
    }
    return list.stream().map(c -> dynamicTest(c.toString(), () -> check(c)));
  }

  private void check(Combination c) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(work, "case");
    Workbench bench = new Workbench(folder).grant(new Grant(GLIBC.resolve("lib"), "/lib", true));
    String pic = c.kind().equals("-pie") ? "-fPIE" : "-fno-pie";
    String guard =
        "-fstack-protector-all"; // its symbols are glibc's, from the library and the program
    compiler(
        bench, folder, c.library(), "-O1", "-fPIC", guard, "-c", source("lib.c"), "-o", "lib.o");
    compiler(
        bench,
        folder,
        c.libraryLinker(),
        "-shared",
        "-Wl,-soname,libdyn.so",
        "-Wl,--version-script=" + source("lib.map"),
        "-Wl,--build-id",
        "lib.o",
        "-o",
        "libdyn.so");
    compiler(bench, folder, c.program(), "-O1", pic, guard, "-c", source("main.c"), "-o", "main.o");
    compiler(
        bench,
        folder,
        c.programLinker(),
        c.kind(),
        "-rdynamic",
        "main.o",
        "-L.",
        "-ldyn",
        "-Wl,-rpath,/work",
        "-o",
        "program");
    run(bench, folder);
  }

  private static String source(String name) {
    return SOURCES.resolve(name).toString();
  }

  private static void compiler(Workbench bench, Path folder, String who, String... line)
      throws IOException, InterruptedException {
    if (who.equals("ferry")) {
      List<String> words = new ArrayList<>(List.of("--libc=glibc"));
      words.addAll(List.of(line));
      Workbench.Compiled compiled = bench.cc(words);
      assertThat(compiled.status()).as(compiled.messages()).isZero();
    } else {
      List<String> words = new ArrayList<>(List.of(GCC));
      words.addAll(List.of(line));
      Oracle.Result result = Oracle.run(folder, null, words);
      assertThat(result.status()).as(result.output()).isZero();
    }
  }

  private static void run(Workbench bench, Path folder) throws IOException, InterruptedException {
    String expected = Files.readString(SOURCES.resolve("expected"));
    byte[] image = Files.readAllBytes(folder.resolve("program"));
    Workbench.Run run =
        bench.run(image, Limits.DEFAULT.withNanoseconds(60_000_000_000L), "", "program");
    assertThat(run.output()).as(run.error() + run.outcome().message()).isEqualTo(expected);
    if (Oracle.has("qemu-riscv64")) {
      Oracle.Result result =
          Oracle.run(
              folder,
              null,
              List.of(
                  "qemu-riscv64",
                  "-L",
                  GLIBC.toString(),
                  "-E",
                  "LD_LIBRARY_PATH=" + folder,
                  "./program"));
      assertThat(result.output()).isEqualTo(expected);
    }
  }
}
