package dev.ferry.machine.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Outcome;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.boot.GuestStart;
import dev.ferry.machine.linux.files.GrantedFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stops, steps and the way back, on programs of the system's cross gcc. */
@Timeout(120)
class DebuggeeTest {
  private static final String SUMS =
      """
      #include <stdio.h>
      #include <stdlib.h>
      volatile int counter;
      __attribute__((noinline)) int work(int n) {
        for (int i = 0; i < n; i++) counter += i;
        return counter;
      }
      int main(void) {
        char *p = malloc(1000);
        for (int i = 1; i <= 5; i++) {
          sprintf(p, "%d", work(i));
          puts(p);
        }
        return 7;
      }
      """;

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Debuggee start(String source) throws Exception {
    return start(source, InputStream.nullInputStream());
  }

  private Debuggee start(String source, InputStream input) throws Exception {
    Path c = folder.resolve("p.c");
    Path program = folder.resolve("p");
    Files.writeString(c, source);
    List<String> gcc =
        List.of(
            "riscv64-linux-gnu-gcc",
            "-O1",
            "-w",
            "-static",
            "-pthread",
            "-o",
            program.toString(),
            c.toString());
    try {
      Process process = new ProcessBuilder(gcc).inheritIO().start();
      Assumptions.assumeTrue(
          process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0, "the gcc fails");
    } catch (IOException e) {
      Assumptions.abort("riscv64-linux-gnu-gcc is missing");
    }
    GuestStart start =
        new GuestStart(
            "/p",
            Files.readAllBytes(program),
            List.of("p"),
            List.of(),
            "/",
            input,
            out,
            OutputStream.nullOutputStream(),
            null,
            new boolean[3]);
    return Debuggee.start(start, new GrantedFiles(List.of()), Limits.DEFAULT);
  }

  private static long address(Debuggee program, String name) {
    return Objects.requireNonNull(program.symbols().address(name));
  }

  private static int word(Debuggee program, long address) {
    byte[] b = program.read(address, 4);
    return b[0] & 0xff | (b[1] & 0xff) << 8 | (b[2] & 0xff) << 16 | b[3] << 24;
  }

  private static long[] state(Debuggee program) {
    long[] state = new long[33];
    for (int i = 0; i < 32; i++) {
      state[i] = program.register(i);
    }
    state[32] = program.pc();
    return state;
  }

  @Test
  void breakpointsStopBeforeTheInstruction() throws Exception {
    try (Debuggee program = start(SUMS)) {
      long work = address(program, "work");
      program.addBreakpoint(work);
      for (int i = 1; i <= 5; i++) {
        assertThat(program.resume()).isEqualTo(new StopReason.AtBreakpoint(work));
        assertThat(program.pc()).isEqualTo(work);
        assertThat(program.register(10)).isEqualTo(i);
      }
      assertThat(program.resume()).isEqualTo(new StopReason.Exiting(7));
      assertThat(program.resume())
          .isInstanceOfSatisfying(
              StopReason.Ended.class,
              e -> {
                assertThat(e.outcome().kind()).isEqualTo(Outcome.Kind.EXITED);
                assertThat(e.outcome().status()).isEqualTo(7);
              });
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("0\n1\n4\n10\n20\n");
      assertThatThrownBy(() -> program.step(1)).isInstanceOf(DebugException.class);
    }
  }

  @Test
  void everyStepIsTakenBackExactly() throws Exception {
    try (Debuggee program = start(SUMS)) {
      program.addBreakpoint(address(program, "main"));
      program.resume();
      // Through malloc's brk and the first write.
      List<long[]> states = new ArrayList<>();
      long start = program.retired();
      for (int i = 0; i < 3000; i++) {
        states.add(state(program));
        program.step(1);
      }
      assertThat(program.retired()).isEqualTo(start + 3000);
      for (int i = 2999; i >= 0; i -= 37) {
        program.goTo(start + i);
        assertThat(state(program)).isEqualTo(states.get(i));
      }
      program.goTo(start + 500);
      program.stepBack(1);
      assertThat(state(program)).isEqualTo(states.get(499));
      program.step(2);
      assertThat(state(program)).isEqualTo(states.get(501));
      assertThat(program.isInPast()).isTrue();
      assertThatThrownBy(() -> program.setRegister(10, 1)).hasMessageContaining("past");
    }
  }

  @Test
  void theEndLeadsBackAndForthThroughAllBreakpoints() throws Exception {
    try (Debuggee program = start(SUMS)) {
      assertThat(program.resume()).isEqualTo(new StopReason.Exiting(7));
      long end = program.retired();
      long work = address(program, "work");
      program.addBreakpoint(work);
      for (int i = 5; i >= 1; i--) {
        assertThat(program.resumeBack()).isEqualTo(new StopReason.AtBreakpoint(work));
        assertThat(program.register(10)).isEqualTo(i);
      }
      assertThat(program.resumeBack()).isEqualTo(new StopReason.AtStartOfHistory());
      assertThat(program.retired()).isZero();
      for (int i = 1; i <= 5; i++) {
        assertThat(program.resume()).isEqualTo(new StopReason.AtBreakpoint(work));
        assertThat(program.register(10)).isEqualTo(i);
      }
      assertThat(program.resume()).isEqualTo(new StopReason.Exiting(7));
      assertThat(program.retired()).isEqualTo(end);
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("0\n1\n4\n10\n20\n");
    }
  }

  @Test
  void watchpointsSeeChangesBothWays() throws Exception {
    try (Debuggee program = start(SUMS)) {
      long counter = address(program, "counter");
      Watchpoint watch = new Watchpoint(counter, 4, Watchpoint.Kind.WRITE);
      program.addBreakpoint(address(program, "main"));
      program.resume();
      program.addWatchpoint(watch);
      int[] values = {1, 2, 4, 5, 7, 10};
      for (int value : values) {
        assertThat(program.resume()).isEqualTo(new StopReason.AtWatchpoint(watch));
        assertThat(word(program, counter)).isEqualTo(value);
      }
      for (int i = values.length - 1; i >= 0; i--) {
        assertThat(program.resumeBack()).isEqualTo(new StopReason.AtWatchpoint(watch));
        assertThat(word(program, counter)).isEqualTo(i == 0 ? 0 : values[i - 1]);
      }
      program.removeWatchpoint(watch);
      program.addWatchpoint(new Watchpoint(counter, 4, Watchpoint.Kind.READ));
      assertThat(program.resume()).isInstanceOf(StopReason.AtWatchpoint.class);
    }
  }

  @Test
  void whatTheDebuggerWritesIsPartOfHistory() throws Exception {
    try (Debuggee program = start(SUMS)) {
      long work = address(program, "work");
      long counter = address(program, "counter");
      program.addBreakpoint(work);
      program.resume();
      program.write(counter, new byte[] {100, 0, 0, 0});
      program.setRegister(10, 0);
      program.resume();
      program.stepBack(1);
      program.resume();
      assertThat(word(program, counter)).isEqualTo(100);
      program.removeBreakpoint(work);
      program.resume();
      assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("100\n101\n");
    }
  }

  @Test
  void faultsStopBeforeTheyAreDelivered() throws Exception {
    try (Debuggee program = start("int main(void) { *(volatile int *)8 = 1; return 0; }")) {
      assertThat(program.resume()).isEqualTo(new StopReason.Signalled(Signals.SIGSEGV));
      assertThat(program.resume()).isEqualTo(new StopReason.Signalled(Signals.SIGSEGV));
      program.stepBack(1);
      program.step(1);
      assertThat(program.resumeWithSignal())
          .isInstanceOfSatisfying(
              StopReason.Ended.class,
              e -> assertThat(e.outcome().status()).isEqualTo(Signals.SIGSEGV));
    }
  }

  @Test
  void signalHandlersAreReplayed() throws Exception {
    String source =
        """
        #include <signal.h>
        #include <stdio.h>
        #include <stdlib.h>
        volatile int count;
        void handler(int s, siginfo_t *i, void *c) { count++; if (count == 3) exit(count); }
        int main(void) {
          struct sigaction a = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_NODEFER};
          sigaction(SIGSEGV, &a, 0);
          sigaction(SIGUSR1, &a, 0);
          raise(SIGUSR1);
          *(volatile int *)8 = 1;
          return 0;
        }
        """;
    try (Debuggee program = start(source)) {
      long handler = address(program, "handler");
      assertThat(program.resume()).isEqualTo(new StopReason.Signalled(Signals.SIGSEGV));
      assertThat(program.resumeWithSignal()).isEqualTo(new StopReason.Signalled(Signals.SIGSEGV));
      assertThat(program.resumeWithSignal()).isEqualTo(new StopReason.Exiting(3));
      program.addBreakpoint(handler);
      for (int i = 2; i >= 0; i--) {
        assertThat(program.resumeBack()).isEqualTo(new StopReason.AtBreakpoint(handler));
        assertThat(word(program, address(program, "count"))).isEqualTo(i);
      }
    }
  }

  @Test
  void longRunsAreCheckpointed() throws Exception {
    String source =
        """
        unsigned x = 1;
        int main(void) {
          for (int i = 0; i < 3000000; i++) x = x * 1664525 + 1013904223;
          return x >> 28;
        }
        """;
    try (Debuggee program = start(source)) {
      assertThat(program.resume()).isInstanceOf(StopReason.Exiting.class);
      long end = program.retired();
      assertThat(end).isGreaterThan(10_000_000);
      long[] last = state(program);
      program.stepBack(1_000_000);
      assertThat(program.retired()).isEqualTo(end - 1_000_000);
      for (int i = 0; i < 50; i++) {
        program.stepBack(1);
      }
      assertThat(program.retired()).isEqualTo(end - 1_000_050);
      program.goTo(end);
      assertThat(state(program)).isEqualTo(last);
    }
  }

  @Test
  void threadsStopTogether() throws Exception {
    String source =
        """
        #include <pthread.h>
        int hits; volatile int go;
        __attribute__((noinline)) void hit(int n) { __atomic_fetch_add(&hits, n, 5); }
        void *run(void *a) { while (!go); hit(2); return 0; }
        int main(void) {
          pthread_t t[2];
          for (int i = 0; i < 2; i++) pthread_create(&t[i], 0, run, 0);
          hit(1);
          go = 1;
          for (int i = 0; i < 2; i++) pthread_join(t[i], 0);
          return hits;
        }
        """;
    try (Debuggee program = start(source)) {
      long hit = address(program, "hit");
      program.addBreakpoint(hit);
      List<Integer> ids = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        assertThat(program.resume()).isEqualTo(new StopReason.AtBreakpoint(hit));
        ids.add(program.selectedThread());
        assertThat(program.threads().size()).isBetween(1, 3);
        long pc = program.pc();
        program.step(1);
        assertThat(program.pc()).isGreaterThan(pc);
      }
      assertThat(ids).doesNotHaveDuplicates();
      assertThat(program.resume()).isEqualTo(new StopReason.Exiting(5));
    }
  }

  @Test
  void interruptStopsLoopsAndWaits() throws Exception {
    try (PipedOutputStream typed = new PipedOutputStream();
        Debuggee program =
            start(
                """
                #include <unistd.h>
                int main(void) { char c; while (read(0, &c, 1) == 1 && c != 'x'); for (;;); }
                """,
                new PipedInputStream(typed))) {
      assertThat(interrupted(program)).isEqualTo(new StopReason.Interrupted());
      typed.write("abx".getBytes(StandardCharsets.UTF_8));
      typed.flush();
      assertThat(interrupted(program)).isEqualTo(new StopReason.Interrupted());
      program.step(1);
      program.stepBack(1);
    }
  }

  private static StopReason interrupted(Debuggee program) throws Exception {
    Thread later =
        new Thread(() -> {
          try {
            Thread.sleep(500);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          program.interrupt();
        });
    later.start();
    StopReason reason = program.resume();
    later.join();
    return reason;
  }
}
