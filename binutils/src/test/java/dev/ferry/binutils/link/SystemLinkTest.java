package dev.ferry.binutils.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.binutils.tools.Binutils;
import dev.ferry.binutils.tools.ToolContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links gcc's objects against the system's glibc and runs them under qemu. */
class SystemLinkTest {
  private static final String GCC = "riscv64-linux-gnu-gcc";

  /** Everything a C library asks of a linker: TLS, IFUNC, constructors in order, weak symbols. */
  private static final String PROGRAM =
      """
      #include <stdio.h>
      #include <string.h>
      #include <stdlib.h>
      #include <math.h>
      #include <pthread.h>
      __thread int tls = 7; static __thread char big[5000];
      int common; extern int nothing __attribute__((weak)); void none(void) __attribute__((weak));
      __attribute__((constructor(200))) static void second(void) { puts("second"); }
      __attribute__((constructor(101))) static void first(void) { puts("first"); }
      __attribute__((constructor)) static void last(void) { puts("last"); }
      __attribute__((destructor)) static void end(void) { puts("end"); }
      static int two(int x) { return x + 2; }
      static void *resolve(void) { return two; }
      int indirect(int) __attribute__((ifunc("resolve")));
      int (*pointer)(int) = indirect;
      __attribute__((section("mysec"))) int m1 = 1, m2 = 2;
      extern int __start_mysec[], __stop_mysec[];
      static void *thread(void *p) { tls += (int)(long)p; big[4999] = tls; return (void *)(long)tls; }
      static int compare(const void *a, const void *b) { return *(int *)a - *(int *)b; }
      int main(void) {
        printf("%f %g %.3e\\n", 3.14159, 1e22, 1e-300);
        pthread_t t; void *r;
        pthread_create(&t, 0, thread, (void *)5); pthread_join(t, &r);
        printf("tls %d %ld\\n", tls, (long)r);
        printf("indirect %d %d %d\\n", indirect(1), pointer(1), pointer == indirect);
        printf("weak %d %d common %d\\n", &nothing == 0, none == 0, common);
        printf("section %ld\\n", (long)(__stop_mysec - __start_mysec));
        int a[] = {5, 3, 9, 1}; qsort(a, 4, sizeof *a, compare);
        printf("%d%d%d%d %zu %f\\n", a[0], a[1], a[2], a[3], strlen(getenv("HOME") ? "x" : "yy"), sqrt(2));
        return 42;
      }
      """;

  @TempDir Path directory;

  @BeforeEach
  void needTools() {
    assumeTrue(
        has(GCC) && has("qemu-riscv64"), "riscv64-linux-gnu-gcc and qemu-riscv64 are needed");
    assumeTrue(Files.exists(Path.of("/usr/riscv64-linux-gnu/lib/libc.a")), "needs static glibc");
  }

  private static boolean has(String program) {
    for (String folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private record Outcome(int status, String output) {}

  private Outcome execute(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("QEMU_LD_PREFIX", "/usr/riscv64-linux-gnu");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), output);
  }

  private String gccFile(String name) throws IOException, InterruptedException {
    return execute(List.of(GCC, "-print-file-name=" + name)).output().strip();
  }

  private void compile(String name, String source, String... flags)
      throws IOException, InterruptedException {
    Files.writeString(directory.resolve(name + ".c"), source);
    List<String> command = new ArrayList<>(List.of(GCC, "-w", "-O2", "-c", name + ".c"));
    command.addAll(List.of(flags));
    Outcome outcome = execute(command);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.status()).isZero();
  }

  private void ld(List<String> arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ToolContext context = new ToolContext(directory, InputStream.nullInputStream(), out, out, "ld");
    int status = Binutils.run("ld", arguments.toArray(new String[0]), context);
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(status).isZero();
  }

  private List<String> staticLink(String output, List<String> middle)
      throws IOException, InterruptedException {
    Path crtbegin = Path.of(gccFile("crtbeginT.o"));
    String gcc = String.valueOf(crtbegin.getParent());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-static",
                "-o",
                output,
                gccFile("crt1.o"),
                gccFile("crti.o"),
                crtbegin.toString(),
                "-L" + gcc,
                "-L/usr/riscv64-linux-gnu/lib"));
    arguments.addAll(middle);
    arguments.addAll(
        List.of(
            "-lm",
            "--start-group",
            "-lgcc",
            "-lgcc_eh",
            "-lc",
            "--end-group",
            gccFile("crtend.o"),
            gccFile("crtn.o")));
    return arguments;
  }

  private List<String> dynamicLink(String output, boolean pie, List<String> middle)
      throws IOException, InterruptedException {
    Path crtbegin = Path.of(gccFile(pie ? "crtbeginS.o" : "crtbegin.o"));
    String gcc = String.valueOf(crtbegin.getParent());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-dynamic-linker",
                "/lib/ld-linux-riscv64-lp64d.so.1",
                "--eh-frame-hdr",
                "--hash-style=gnu",
                "-o",
                output,
                gccFile(pie ? "Scrt1.o" : "crt1.o"),
                gccFile("crti.o"),
                crtbegin.toString(),
                "-L" + gcc,
                "-L/usr/riscv64-linux-gnu/lib",
                "-L."));
    if (pie) {
      arguments.add(0, "-pie");
    }
    arguments.addAll(middle);
    arguments.addAll(
        List.of(
            "-lm",
            "-lgcc",
            "--as-needed",
            "-lgcc_s",
            "--no-as-needed",
            "-lc",
            gccFile(pie ? "crtendS.o" : "crtend.o"),
            gccFile("crtn.o")));
    return arguments;
  }

  private Outcome expected(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(GCC, "-static", "p.o", "-o", "oracle", "-lm"));
    command.addAll(List.of(flags));
    assertThat(execute(command).status()).isZero();
    return execute(List.of("qemu-riscv64", "./oracle"));
  }

  @Test
  void staticProgramsRunWithAndWithoutRelaxation() throws IOException, InterruptedException {
    compile("p", PROGRAM, "-ffunction-sections", "-fdata-sections");
    Outcome oracle = expected();
    assertThat(oracle.status()).isEqualTo(42);
    for (List<String> options :
        List.of(
            List.of("p.o"),
            List.of("p.o", "--no-relax"),
            List.of("p.o", "--gc-sections"),
            List.of("p.o", "--gc-sections", "--no-relax", "-z", "norelro"))) {
      ld(staticLink("p", options));
      assertThat(execute(List.of("qemu-riscv64", "./p"))).isEqualTo(oracle);
    }
    long size = Files.size(directory.resolve("oracle"));
    ld(staticLink("p", List.of("p.o")));
    assertThat(Files.size(directory.resolve("p"))).isBetween(size * 9 / 10, size * 21 / 20);
  }

  @Test
  void dynamicProgramsRun() throws IOException, InterruptedException {
    compile("p", PROGRAM);
    Outcome oracle = expected();
    ld(dynamicLink("p", false, List.of("p.o")));
    assertThat(execute(List.of("qemu-riscv64", "./p"))).isEqualTo(oracle);
    compile("p", PROGRAM, "-fPIE");
    ld(dynamicLink("p", true, List.of("p.o", "-z", "now")));
    assertThat(execute(List.of("qemu-riscv64", "./p"))).isEqualTo(oracle);
  }

  @Test
  void sharedLibrariesAndProgramsWorkTogether() throws IOException, InterruptedException {
    compile(
        "lib",
        """
        #include <stdio.h>
        int var = 5; __thread int tls = 3; extern int mainvar; int (*callback)(int);
        int f(int x) { static int n; n += x; tls++;
          printf("%d %d %d %d\\n", n, var, mainvar, tls); return callback ? callback(x) : -1; }
        int v1(void) { return 1; } int v2(void) { return 2; }
        __asm__(".symver v1,v@L1"); __asm__(".symver v2,v@@L2");
        """,
        "-fPIC");
    Files.writeString(
        directory.resolve("lib.map"),
        "L1 { global: f; var; tls; callback; v; local: *; };\nL2 { global: v; } L1;\n");
    compile(
        "main",
        """
        #include <stdio.h>
        extern int var; extern __thread int tls; int mainvar = 77; int f(int); int v(void);
        extern int (*callback)(int); static int twice(int x) { return 2 * x; }
        int main(void) { var = 8; tls = 100; printf("%d\\n", f(3)); callback = twice;
          printf("%d %d %d\\n", f(4), v(), f != 0); return 7; }
        """);
    ld(
        List.of(
            "-shared",
            "-soname",
            "libx.so",
            "--version-script",
            "lib.map",
            "-o",
            "libx.so",
            "lib.o",
            "-L/usr/riscv64-linux-gnu/lib",
            "-lc"));
    ld(dynamicLink("main", false, List.of("main.o", "-lx", "-rpath", "$ORIGIN")));
    Outcome outcome = execute(List.of("qemu-riscv64", "./main"));
    assertThat(outcome).isEqualTo(new Outcome(7, "3 8 77 101\n-1\n7 8 77 102\n8 2 1\n"));
  }
}
