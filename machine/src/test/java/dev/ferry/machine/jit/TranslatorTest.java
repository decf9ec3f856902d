package dev.ferry.machine.jit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.machine.CrossCompiler;
import dev.ferry.machine.Machine;
import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.interpreter.InterpreterEngine;
import dev.ferry.machine.linux.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Translated code does what the interpreter does, to the last instruction. */
@Timeout(120)
class TranslatorTest {
  /**
   * Loops in loops, calls through pointers, a jump table, deep recursion, a long jump over frames,
   * misaligned accesses, floating point before and after NX has risen, zeros, infinities and
   * subnormal numbers among it, and a signal handler that is entered from a fault.
   */
  private static final String PROGRAM =
      """
      #include <fenv.h>
      #include <setjmp.h>
      #include <signal.h>
      #include <stdint.h>
      #include <stdio.h>
      #include <string.h>
      static jmp_buf back;
      static sigjmp_buf fault;
      static long depth(long n) { volatile long v = n; return n == 0 ? 0 : 1 + depth(v - 1); }
      static int twice(int x) { return 2 * x; }
      static int next(int x) { return x + 1; }
      static int (*volatile table[])(int) = {twice, next, twice};
      static int pick(int op, int x) {
        switch (op) {
          case 0: return x + 3; case 1: return x ^ 5; case 2: return x * 7; case 3: return x >> 1;
          case 4: return x - 9; case 5: return ~x; case 6: return x | 64; default: return x & 255;
        }
      }
      static void leave(int n) { if (n == 0) longjmp(back, 1); leave(n - 1); }
      static void handler(int s) { siglongjmp(fault, s); }
      static double mix(double a, double b) { return a * b + a / (b + 3) - a; }
      int main() {
        printf("%ld %ld\\n", depth(1000), depth(70000));
        unsigned sum = 0;
        for (int i = 0; i < 300; i++)
          for (int j = 0; j < i; j++) sum = sum * 31 + table[j % 3](pick(j & 7, i));
        printf("%u\\n", sum);
        volatile int times = 0;
        if (setjmp(back)) times++;
        if (times < 200) leave(times);
        static char bytes[4096];
        uint64_t hash = 1;
        for (int i = 0; i < 4000; i++) {
          volatile uint32_t *p = (volatile uint32_t *) (bytes + i);
          *p += i; hash = hash * 33 + *p;
        }
        printf("%d %lx\\n", times, hash);
        double x = 0, tiny = 1e-300, big = 1e300; float f = 1; int flags = 0;
        for (int i = 0; i < 3000; i++) {
          if (i % 500 == 0) { flags = flags * 3 + fetestexcept(FE_ALL_EXCEPT); feclearexcept(FE_ALL_EXCEPT); }
          x += (i & 15) * 0.25;
          if (i > 700) x += mix(i, x) * 1e-3;
          if (i > 1500) x += (tiny * tiny * i > 0) + (big * i > 1e301) + (double) (long) (x / 7);
          if (i > 2000) { f = f * 1.5f - i; x += (int) f % 7; if (f > 1e30f || f < -1e30f) f = 1; }
        }
        printf("%.17g %.9g %d\\n", x, f, flags);
        signal(SIGSEGV, handler);
        volatile int caught = 0;
        for (int i = 0; i < 300; i++) {
          if (sigsetjmp(fault, 1)) { caught++; continue; }
          *(volatile char *) (i % 3 == 0 ? 16L : (long) &bytes[i]) = i;
        }
        printf("%d\\n", caught);
        return 0;
      }
      """;

  /** t2 is overwritten on the way on; only a handler that leads elsewhere makes it be read. */
  private static final String FIXUP =
      """
      #include <signal.h>
      #include <stdio.h>
      #include <ucontext.h>
      static void handler(int s, siginfo_t *i, void *u) {
        ((ucontext_t *) u)->uc_mcontext.__gregs[0] += 12;
      }
      __attribute__((noinline)) static long load(long *p, long n) {
        long x;
        for (long i = 0; i < n; i++)
          __asm__ volatile(".option push; .option norvc\\n"
              "addi t2, %2, 5\\n ld %0, 0(%1)\\n li t2, 1\\n j 1f\\n mv %0, t2\\n 1: .option pop"
              : "=&r"(x) : "r"(p), "r"(i) : "t2");
        return x;
      }
      int main() {
        long one = 42;
        for (int i = 0; i < 20; i++)
          if (load(&one, 20000) != 42) return 1;
        struct sigaction a = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
        sigaction(SIGSEGV, &a, 0);
        for (int i = 1; i < 200; i++) {
          if (load(&one, 2000) != 42) return 2;
          if (load((long *) 16, i) != i + 4) return 3;
        }
        puts("all");
        return 0;
      }
      """;

  @TempDir Path folder;

  private record Run(String output, Outcome outcome) {}

  private static Run run(byte[] program, EngineFactory engines) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Outcome outcome = Machine.builder(program).output(out).engines(engines).build().run();
    return new Run(out.toString(StandardCharsets.UTF_8), outcome);
  }

  @Test
  void retiresWhatTheInterpreterRetires() throws Exception {
    byte[] program = CrossCompiler.compile(folder, PROGRAM);
    Run expected = run(program, InterpreterEngine.factory());
    assertThat(expected.outcome().exitStatus()).isZero();
    Map<String, EngineFactory> engines = new LinkedHashMap<>();
    engines.put("eager", Jit.eager());
    engines.put("background", Jit.standard(false));
    engines.put("counted", Jit.standard(true));
    for (Map.Entry<String, EngineFactory> engine : engines.entrySet()) {
      Run run = run(program, engine.getValue());
      assertThat(run.output()).as(engine.getKey()).isEqualTo(expected.output());
      assertThat(run.outcome().retired())
          .as(engine.getKey())
          .isEqualTo(expected.outcome().retired());
    }
  }

  @Test
  void showsHandlersWhatNothingElseReads() throws Exception {
    byte[] program = CrossCompiler.compile(folder, FIXUP);
    for (EngineFactory engines :
        List.of(InterpreterEngine.factory(), Jit.eager(), Jit.standard(false))) {
      Run run = run(program, engines);
      assertThat(run.output()).as("%s", run.outcome()).isEqualTo("all\n");
    }
  }

  @Test
  void checksTranslatedCode() throws Exception {
    byte[] program = CrossCompiler.compile(folder, PROGRAM);
    Run expected = run(program, InterpreterEngine.factory());
    CheckReport report = new CheckReport();
    Run run = run(program, Jit.checking(report));
    assertThat(run.output()).as("%s", run.outcome()).isEqualTo(expected.output());
    assertThat(run.outcome().retired()).isEqualTo(expected.outcome().retired());
    assertThat(report.instructions()).isGreaterThan(expected.outcome().retired() / 2);
  }

  /** Two instructions, {@code addi x5, x5, 1} and {@code sd x5, 0(x6)}, translated wrongly. */
  @Test
  void reportsTheFirstDifference() {
    assertThat(difference(2, 0x2000, 8)).contains("x5 is 0x2 and should be 0x1", "addi");
    assertThat(difference(1, 0x2008, 8)).contains("8 bytes to 0x2008 instead of 8 bytes to 0x2000");
    assertThat(difference(1, 0x2000, 4)).contains("stores 4 bytes to 0x2000");
    assertThat(difference(1, 0, 0)).contains("does not store to 0x2000");
  }

  private static String difference(long added, long address, int width) {
    try (GuestMemory memory = new GuestMemory(1 << 26, 1 << 24)) {
      memory.mappings().map(0x1000, 0x2000, GuestMemory.READ | GuestMemory.EXECUTE, "");
      memory.mappings().map(0x2000, 0x3000, GuestMemory.READ | GuestMemory.WRITE, "");
      byte[] code = {(byte) 0x93, (byte) 0x82, 0x12, 0, 0x23, 0x30, 0x53, 0};
      memory.poke(0x1000, code, 0, code.length);
      CheckReport report = new CheckReport();
      CheckedEngine engine = (CheckedEngine) Jit.checking(report).forMemory(memory, 64).newEngine();
      Hart h = new Hart(memory, 64);
      h.dispatcher = engine;
      h.pc = 0x1000;
      h.x6 = 0x2000;
      Translated wrong =
          new Translated(0x1000, 2) {
            @Override
            public long run(Hart hart, int depth) {
              hart.x5 += added;
              if (width != 0) {
                hart.dispatcher.stores(hart, address, width);
                memory.storeSlow(address, hart.x5, width);
              }
              hart.retired += 2;
              return 0x1008;
            }
          };
      StringBuilder message = new StringBuilder();
      assertThatThrownBy(() -> engine.check(h, wrong, 1000))
          .isInstanceOf(IllegalStateException.class)
          .satisfies(e -> message.append(e.getMessage()));
      return message.toString();
    }
  }
}
