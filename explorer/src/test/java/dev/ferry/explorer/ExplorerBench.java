package dev.ferry.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How quick the server is: {@code bench/explorer} runs it and prints the figures of
 * docs/performance.md. Off in ordinary test runs.
 */
@EnabledIfSystemProperty(named = "ferry.bench", matches = "true")
class ExplorerBench {
  private static final String ALL =
      ",\"stages\":[\"tokens\",\"syntax\",\"typed\",\"passes\",\"registers\",\"assembly\",\"words\"]";

  @TempDir Path directory;

  /** A program of about that many lines: functions with loops, arrays and calls. */
  static String program(int lines) {
    StringBuilder text = new StringBuilder("#include <stdio.h>\n");
    int functions = Math.max(1, (lines - 8) / 10);
    for (int i = 0; i < functions; i++) {
      text.append(
          """
          int work%1$d(int *values, int count) {
            int total = %1$d;
            for (int i = 0; i < count; i++) {
              if (values[i] > total) {
                total += values[i] * %1$d;
              }
              values[i] = total ^ i;
            }
            return total;
          }
          """
              .formatted(i));
    }
    text.append("int main(void) {\n  int v[8] = {5, 3, 8};\n  int total = 0;\n");
    for (int i = 0; i < Math.min(functions, 5); i++) {
      text.append("  total += work").append(i).append("(v, 8);\n");
    }
    return text.append("  printf(\"%d\\n\", total);\n}\n").toString();
  }

  private static String figures(String what, long[] nanoseconds) {
    Arrays.sort(nanoseconds);
    int n = nanoseconds.length;
    return "%s: median %.0f ms, 95 %% %.0f ms, worst %.0f ms (%d)"
        .formatted(
            what,
            nanoseconds[n / 2] / 1e6,
            nanoseconds[n * 95 / 100] / 1e6,
            nanoseconds[n - 1] / 1e6,
            n);
  }

  @Test
  void oneClient() throws IOException, InterruptedException {
    try (ServerFixture server = ServerFixture.start(directory, 20)) {
      for (int lines : new int[] {100, 2000}) {
        String source = program(lines);
        int rounds = lines == 100 ? 150 : 20;
        long[] times = new long[rounds / 2];
        for (int i = 0; i < rounds; i++) {
          long start = System.nanoTime();
          Map<?, ?> answer = server.ask("explain", "bench", source + "// " + i + "\n", "-O1", ALL);
          assertThat(answer.get("failed")).isEqualTo(false);
          if (i >= rounds - times.length) {
            times[i - rounds + times.length] = System.nanoTime() - start;
          }
        }
        System.out.println(figures(lines + " lines, all stages, -O1", times));
      }
    }
  }

  @Test
  void fiftyClients() throws IOException, InterruptedException, ExecutionException {
    try (ServerFixture server = ServerFixture.start(directory, 60);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int endless = 0; endless <= 1; endless++) {
        if (endless == 1) {
          threads.submit(() ->
              server.ask(
                  "run", "endless", "int main(void) { for (volatile int i = 0;; i++); }", "", ""));
        }
        List<Future<long[]>> clients = new ArrayList<>();
        for (int c = 0; c < 50; c++) {
          int client = c;
          clients.add(threads.submit(() -> work(server, client)));
        }
        List<Long> explain = new ArrayList<>();
        List<Long> run = new ArrayList<>();
        for (Future<long[]> client : clients) {
          explain.add(client.get()[0]);
          run.add(client.get()[1]);
        }
        String with = endless == 1 ? " beside an endless loop" : "";
        System.out.println(
            figures(
                "50 clients" + with + ", compile", explain.stream().mapToLong(x -> x).toArray()));
        System.out.println(
            figures("50 clients" + with + ", run", run.stream().mapToLong(x -> x).toArray()));
      }
    }
  }

  /** One client's session: the times of its last compilation and run. */
  private static long[] work(ServerFixture server, int client)
      throws IOException, InterruptedException {
    long[] times = new long[2];
    String name = "client" + client;
    for (int i = 0; i < 3; i++) {
      String source = program(100).replace("int total = 0;", "int total = " + client + i + ";");
      long start = System.nanoTime();
      Map<?, ?> answer = server.ask("explain", name, source, "-O1", ALL);
      assertThat(answer.get("failed")).isEqualTo(false);
      times[0] = System.nanoTime() - start;
      start = System.nanoTime();
      String body =
          "{\"client\":%s,\"source\":%s,\"options\":\"-O1\"}"
              .formatted(ServerFixture.text(name), ServerFixture.text(source));
      assertThat(server.post("run", body).body()).contains("event: ended").contains("\"status\":0");
      times[1] = System.nanoTime() - start;
    }
    return times;
  }
}
