package dev.ferry.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.interpreter.InterpreterEngine;
import dev.ferry.machine.jit.Jit;
import dev.ferry.machine.linux.Grant;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** C programs, compiled by the system's cross gcc with static glibc, on the machine. */
@Timeout(120)
class MachineTest {
  @TempDir Path folder;

  private byte[] compile(String source) throws Exception {
    return CrossCompiler.compile(folder, source);
  }

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Machine.Builder builder(String source) throws Exception {
    return Machine.builder(compile(source)).output(out);
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void givesArgumentsEnvironmentAndStandardStreams() throws Exception {
    Outcome outcome =
        builder(
                """
                #include <stdio.h>
                #include <stdlib.h>
                int main(int c, char **v) {
                  char line[80];
                  fgets(line, sizeof line, stdin);
                  printf("%d %s %s %s", c, v[1], getenv("HOME"), line);
                  return 42;
                }
                """)
            .arguments("p", "x y")
            .environment(List.of("HOME=/here"))
            .input(new ByteArrayInputStream("input\n".getBytes(StandardCharsets.UTF_8)))
            .build()
            .run();
    assertThat(output()).isEqualTo("2 x y /here input\n");
    assertThat(outcome.exitStatus()).isEqualTo(42);
  }

  @Test
  void reportsWhereAWildPointerWasUsed() throws Exception {
    Outcome outcome =
        builder("int f(int *p) { return *p; } int main(int c, char **v) { return f((int *) 16); }")
            .build()
            .run();
    assertThat(outcome.exitStatus()).isEqualTo(128 + 11);
    assertThat(outcome.crash()).isNotNull();
    assertThat(outcome.crash().cause()).contains("null pointer access at 0x10");
  }

  @Test
  void namesAStackOverflow() throws Exception {
    Outcome outcome =
        builder(
                "int f(int n) { volatile char b[99]; b[0] = n; return f(n + 1) + b[0]; }"
                    + " int main() { return f(0); }")
            .build()
            .run();
    assertThat(outcome.crash().cause()).startsWith("stack overflow");
    assertThat(outcome.crash().stack().getFirst()).endsWith("in f");
  }

  @Test
  void stopsAtExactlyTheInstructionLimit() throws Exception {
    byte[] loop = compile("int main() { volatile long n = 0; for (;;) n++; }");
    for (EngineFactory engines : List.of(InterpreterEngine.factory(), Jit.standard(true))) {
      Outcome outcome =
          Machine.builder(loop)
              .limits(Limits.DEFAULT.withInstructions(12_345_678))
              .engines(engines)
              .build()
              .run();
      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.INSTRUCTION_LIMIT);
      assertThat(outcome.retired()).isEqualTo(12_345_678);
    }
  }

  @Test
  void stopsAtTimeAndMemoryLimits() throws Exception {
    byte[] loop = compile("int main() { for (;;); }");
    for (EngineFactory engines : List.of(InterpreterEngine.factory(), Jit.standard(false))) {
      Outcome outcome =
          Machine.builder(loop)
              .limits(Limits.DEFAULT.withNanoseconds(300_000_000))
              .engines(engines)
              .build()
              .run();
      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.TIME_LIMIT);
    }
    Outcome memory =
        builder(
                "#include <stdlib.h>\n#include <string.h>\n"
                    + "int main() { for (;;) memset(malloc(1 << 20), 1, 1 << 20); }")
            .limits(Limits.DEFAULT.withMemory(50 << 20))
            .build()
            .run();
    assertThat(memory.kind()).isEqualTo(Outcome.Kind.MEMORY_LIMIT);
  }

  @Test
  void seesOnlyWhatIsGranted() throws Exception {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.writeString(folder.resolve("secret"), "secret");
    Files.writeString(shared.resolve("file"), "hello");
    Files.createSymbolicLink(shared.resolve("link"), folder.resolve("secret"));
    Files.createSymbolicLink(shared.resolve("up"), Path.of("../secret"));
    builder(
            """
            #include <stdio.h>
            void try(char *name) {
              char b[20] = "";
              FILE *f = fopen(name, "r");
              if (f) { fgets(b, 20, f); fclose(f); }
              printf("%s: %s\\n", name, f ? b : "none");
            }
            int main() {
              try("/data/file"); try("/data/../data/file"); try("/data/../secret"); try("/data/link");
              try("/data/up"); try("/etc/passwd"); try("/proc/self/root/etc/passwd");
              printf("%d\\n", fopen("/data/new", "w") != 0);
            }
            """)
        .grant(new Grant(shared, "/data", true))
        .build()
        .run();
    assertThat(output())
        .isEqualTo(
            """
            /data/file: hello
            /data/../data/file: hello
            /data/../secret: none
            /data/link: none
            /data/up: none
            /etc/passwd: none
            /proc/self/root/etc/passwd: none
            0
            """);
  }

  @Test
  void tracesSystemCallsAsStraceDoes() throws Exception {
    List<String> lines = new ArrayList<>();
    builder(
            """
            #include <fcntl.h>
            #include <sys/mman.h>
            #include <unistd.h>
            int main() {
              int p[2];
              open("/none", O_RDWR | O_CLOEXEC);
              open("/new", O_CREAT | O_WRONLY, 0644);
              pipe(p);
              write(p[1], "a\\0\\"1\\n", 5);
              char b[8];
              read(p[0], b, 8);
              mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
              syscall(999, 1, 2);
              _exit(3);
            }
            """)
        .traceSystemCalls(lines::add)
        .build()
        .run();
    assertThat(lines)
        .containsSubsequence(
            "openat(AT_FDCWD, \"/none\", O_RDWR|O_CLOEXEC)"
                + " = -1 ENOENT (No such file or directory)",
            "openat(AT_FDCWD, \"/new\", O_WRONLY|O_CREAT, 0644)"
                + " = -1 ENOENT (No such file or directory)",
            "pipe2([3, 4], 0) = 0",
            "write(4, \"a\\0\\\"1\\n\", 5) = 5",
            "read(3, \"a\\0\\\"1\\n\", 8) = 5",
            "exit_group(3) = ?");
    assertThat(lines)
        .anyMatch(l ->
            l.startsWith(
                "mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x"));
    assertThat(lines).anyMatch(l -> l.matches("syscall_999\\(0x1, 0x2.* = -1 ENOSYS .*"));
  }

  @Test
  void runsThreadsForksAndSignals() throws Exception {
    String source =
        """
        #include <pthread.h>
        #include <setjmp.h>
        #include <signal.h>
        #include <stdio.h>
        #include <sys/wait.h>
        #include <unistd.h>
        static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
        static long total;
        static jmp_buf back;
        static void *count(void *a) {
          for (int i = 0; i < 20000; i++) {
            pthread_mutex_lock(&mutex); total++; pthread_mutex_unlock(&mutex);
          }
          return a;
        }
        static void handler(int s) { siglongjmp(back, s); }
        int main() {
          pthread_t t[4];
          for (int i = 0; i < 4; i++) pthread_create(&t[i], 0, count, 0);
          for (int i = 0; i < 4; i++) pthread_join(t[i], 0);
          printf("%ld\\n", total);
          signal(SIGSEGV, handler);
          int s = sigsetjmp(back, 1);
          if (s == 0) *(volatile int *) 8 = 1;
          printf("signal %d\\n", s);
          int p[2]; pipe(p);
          fflush(stdout);
          pid_t child = fork();
          if (child == 0) { write(p[1], "hi", 2); _exit(7); }
          char b[3] = {0}; read(p[0], b, 2);
          int status; waitpid(child, &status, 0);
          printf("%s %d\\n", b, WEXITSTATUS(status));
        }
        """;
    byte[] program = compile(source);
    for (EngineFactory engines : List.of(InterpreterEngine.factory(), Jit.standard(false))) {
      out.reset();
      Outcome outcome = Machine.builder(program).output(out).engines(engines).build().run();
      assertThat(output()).as("%s", outcome).isEqualTo("80000\nsignal 11\nhi 7\n");
      assertThat(outcome.exitStatus()).isZero();
    }
  }
}
