package dev.ferry.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.machine.linux.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sun.misc.Signal;

/** Signals that the JVM's process gets reach the guest. */
@Timeout(120)
class HostSignalsTest {
  @TempDir Path folder;

  /** Prints a line once it is ready for a signal. */
  private static final String GUEST =
      """
      #include <signal.h>
      #include <stdlib.h>
      #include <sys/wait.h>
      #include <unistd.h>
      static void handler(int signal) {
        write(1, "handled\\n", 8);
        if (signal == SIGTERM) _exit(7);
      }
      int main(int c, char **v) {
        if (v[1][0] == 'h') {
          signal(SIGTERM, handler);
          signal(SIGUSR1, handler);
          signal(SIGHUP, handler);
        }
        if (v[1][0] == 'p') { // As shells: who waits for a child does not die before it.
          signal(SIGINT, handler);
          if (!fork()) {
            signal(SIGINT, SIG_DFL);
            write(1, "ready\\n", 6);
            for (;;) pause();
          }
          int status;
          while (wait(&status) < 0) continue;
          return status;
        }
        if (v[1][0] == 'i') signal(SIGTERM, SIG_IGN);
        if (v[1][0] == 'b') {
          sigset_t set;
          sigemptyset(&set);
          sigaddset(&set, SIGTERM);
          sigprocmask(SIG_BLOCK, &set, 0);
        }
        write(1, "ready\\n", 6);
        for (;;) pause();
      }
      """;

  private final ByteArrayOutputStream out =
      new ByteArrayOutputStream() {
        @Override
        public synchronized void write(byte[] from, int offset, int length) {
          super.write(from, offset, length);
          notifyAll();
        }
      };

  /** Runs the guest and sends it signals, each once the lines are there that come before it. */
  private Outcome run(String what, String... signals) throws Exception {
    byte[] program = CrossCompiler.compile(folder, GUEST);
    Machine machine = Machine.builder(program).arguments("p", what).output(out).build();
    Outcome[] outcome = new Outcome[1];
    Thread runner =
        new Thread(() -> {
          try {
            outcome[0] = machine.run();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    try (HostSignals unused = new HostSignals(machine)) {
      runner.start();
      int lines = 1;
      for (String signal : signals) {
        await(what.equals("handler") ? lines++ : 1);
        Signal.raise(new Signal(signal));
        Thread.sleep(what.equals("handler") ? 0 : 300);
      }
      runner.join();
    }
    return outcome[0];
  }

  private void await(int lines) throws InterruptedException {
    synchronized (out) {
      while (out.toString(StandardCharsets.UTF_8).lines().count() < lines) {
        out.wait();
      }
    }
  }

  @Test
  void handlersRun() throws Exception {
    Outcome outcome = run("handler", "HUP", "USR1", "TERM");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("ready\nhandled\nhandled\nhandled\n");
    assertThat(outcome.exitStatus()).isEqualTo(7);
  }

  @Test
  void withoutAHandlerTheGuestDiesOfThem() throws Exception {
    assertThat(run("default", "TERM").exitStatus()).isEqualTo(128 + 15);
    assertThat(run("default", "INT").exitStatus()).isEqualTo(128 + 2);
  }

  @Test
  void ctrlCIsForAllOfAGroup() throws Exception {
    assertThat(run("parent", "INT").exitStatus()).isEqualTo(2);
  }

  @Test
  void aSecondOneEndsWhoDoesNotHear() throws Exception {
    assertThat(run("ignored", "TERM", "TERM").exitStatus()).isEqualTo(128 + 15);
    assertThat(run("blocked", "TERM", "TERM").exitStatus()).isEqualTo(128 + 15);
  }
}
