package dev.ferry.machine.jit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.machine.CrossCompiler;
import dev.ferry.machine.Machine;
import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.interpreter.InterpreterEngine;
import dev.ferry.machine.linux.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Indirect jumps inside translated code: jump tables, label addresses, calls in tail position. */
class SwitchTest {
  /** What each case does changes with the phase, so that new ways show after translation. */
  private static final String PROGRAM =
      """
      #include <setjmp.h>
      #include <signal.h>
      #include <stdio.h>
      static sigjmp_buf fault;
      static char *volatile hole = (char *) 16;
      static void handler(int s) { siglongjmp(fault, s); }
      static long fact(long n) { return n < 2 ? 1 : n * fact(n - 1); }
      static long by_switch(const unsigned char *code, long n) {
        long acc = 1, pc = 0; int word = -3; double f = 0.5; volatile int caught = 0;
        if (sigsetjmp(fault, 1)) caught++;
        for (; n > 0; n--) {
          switch (code[pc++ & 63]) {
            case 0: acc += pc; break;
            case 1: acc ^= acc << 3; break;
            case 2: word = word * 5 + 1; acc += word; break;
            case 3: f = f * 1.25 + 1; if (f > 1e6) f = 0.125; break;
            case 4: acc += fact(acc & 7); break;
            case 5: acc += (long) f; break;
            case 6: word >>= 1; if (word == 0) word = acc; break;
            case 7: pc += acc & 3; break;
            case 8: acc = (int) acc; break;
            case 9: acc -= caught; if ((n & 1023) == 0) { n--; *hole = 1; } break;
            default: acc = acc * 33 + 7;
          }
        }
        return acc + word + (long) f + caught;
      }
      static long by_label(const unsigned char *code, long n) {
        static const void *labels[] = {&&a, &&b, &&c, &&d, &&a, &&b, &&c, &&e, &&d, &&e, &&a};
        long acc = 5; unsigned pc = 0, low = 9;
        #define NEXT do { if (n-- == 0) return acc + low; goto *labels[code[pc++ & 63]]; } while (0)
        NEXT;
        a: acc += low; NEXT;
        b: low = low * 17 + 1; NEXT;
        c: acc ^= low >> 3; NEXT;
        d: for (int i = 0; i < (low & 7); i++) acc += i; NEXT;
        e: acc = acc << 1 | (acc < 0); NEXT;
      }
      typedef long state(const unsigned char *, long, long);
      static state even, odd, third;
      static state *volatile next[] = {even, odd, third};
      static long even(const unsigned char *c, long n, long x) { return n == 0 ? x : next[1](c, n - 1, x + c[n & 63]); }
      static long odd(const unsigned char *c, long n, long x) { return n == 0 ? -x : next[n % 3](c, n - 1, x * 3); }
      static long third(const unsigned char *c, long n, long x) { return n == 0 ? ~x : next[0](c, n - 1, x ^ n); }
      int main() {
        signal(SIGSEGV, handler);
        unsigned char code[64];
        for (int phase = 0; phase < 12; phase++) {
          for (int i = 0; i < 64; i++) code[i] = (i * i + phase * i) % (phase < 11 ? phase + 1 : 11);
          long a = by_switch(code, 3000), b = by_label(code, 3000);
          printf("%lx %lx %lx\\n", a, b, even(code, 2000, phase));
        }
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

  private void compare(EngineFactory engines) throws Exception {
    byte[] program = CrossCompiler.compile(folder, PROGRAM);
    Run expected = run(program, InterpreterEngine.factory());
    assertThat(expected.outcome().exitStatus()).isZero();
    Run run = run(program, engines);
    assertThat(run.output()).isEqualTo(expected.output());
    assertThat(run.outcome().retired()).isEqualTo(expected.outcome().retired());
  }

  @ParameterizedTest
  @CsvSource({
    "1,400,false",
    "5,400,true",
    "60,400,false",
    "300,400,true",
    "60,60,true",
    "9,20,false"
  })
  void givesWhatTheInterpreterGives(int threshold, int size, boolean counted) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    compare(
        Jit.of(new Jit.Options(threshold, false, size, 60_000, counted, true, null, failure::set)));
    assertThat(failure.get()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"2", "50"})
  void repeatsWhatTheInterpreterDoes(int threshold) throws Exception {
    CheckReport report = new CheckReport();
    compare(
        Jit.of(
            new Jit.Options(
                threshold,
                false,
                400,
                60_000,
                true,
                true,
                report,
                e -> {
                  throw new IllegalStateException(e);
                })));
    assertThat(report.instructions()).isPositive();
  }
}
