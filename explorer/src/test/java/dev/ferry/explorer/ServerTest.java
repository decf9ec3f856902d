package dev.ferry.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server answers, without a browser. */
class ServerTest {
  private static final String HELLO =
      "#include <stdio.h>\nint main(void) {\n  int n;\n  scanf(\"%d\", &n);\n"
          + "  printf(\"twice: %d\\n\", 2 * n);\n  return n;\n}\n";

  @TempDir static Path directory;
  private static ServerFixture server;

  @BeforeAll
  static void start() throws IOException {
    server = ServerFixture.start(directory, 20);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void nothingIsServedWithoutTheToken() throws IOException, InterruptedException {
    URI address = URI.create(server.explorer.address());
    URI bare = URI.create("http://127.0.0.1:" + address.getPort() + "/api/start");
    HttpResponse<String> answer =
        server.http.send(
            HttpRequest.newBuilder(bare).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).doesNotContain("examples");
  }

  @Test
  void otherNamesOfTheHostAreRefused() throws IOException {
    URI address = URI.create(server.explorer.address());
    try (Socket socket = new Socket("127.0.0.1", address.getPort())) {
      String request =
          "GET "
              + address.getPath()
              + "api/start HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void onlyTheStagesAskedForAreSent() throws IOException, InterruptedException {
    Map<?, ?> answer =
        server.ask(
            "explain",
            "stages",
            "int f(int x) { return x + 1; }",
            "-O1",
            ",\"stages\":[\"assembly\"]");
    assertThat((List<?>) answer.get("assembly")).isNotEmpty();
    assertThat((List<?>) answer.get("tokens")).isEmpty();
    assertThat((List<?>) answer.get("words")).isEmpty();
  }

  @Test
  void errorsAreDiagnosticsWithPlaces() throws IOException, InterruptedException {
    Map<?, ?> answer =
        server.ask("explain", "errors", "int f(void) {\n  return y;\n}\n", "", ",\"stages\":[]");
    Map<?, ?> first = (Map<?, ?>) ((List<?>) answer.get("diagnostics")).getFirst();
    assertThat(first.get("severity")).isEqualTo("error");
    assertThat(((Map<?, ?>) first.get("span")).get("line")).isEqualTo(2.0);
  }

  @Test
  void sourcesIncludeOnlyWhatIsBesideThem() throws IOException, InterruptedException {
    Path secret = Files.createTempFile("ferry", ".h");
    Files.writeString(secret, "int secret;\n");
    Files.writeString(directory.resolve("beside.h"), "#define BESIDE 7\n");
    Map<?, ?> refused =
        server.ask("explain", "a", "#include \"" + secret + "\"\n", "", ",\"stages\":[]");
    assertThat(refused.get("failed")).isEqualTo(true);
    Map<?, ?> allowed =
        server.ask(
            "explain", "b", "#include \"beside.h\"\nint a = BESIDE;\n", "", ",\"stages\":[]");
    assertThat(allowed.get("failed")).isEqualTo(false);
    Files.delete(secret);
  }

  @Test
  void optionsThatTouchFilesAreRefused() throws IOException, InterruptedException {
    for (String option :
        List.of("-o x", "-include /etc/passwd", "@/etc/passwd", "-Wl,-Map=x", "-MD")) {
      Map<?, ?> answer = server.ask("explain", "o", "int a;", option, ",\"stages\":[]");
      assertThat(String.valueOf(answer.get("problem")))
          .as(option)
          .contains("no option of this page");
    }
  }

  /** Reads a stream of events to its end, typing {@code input} when the program has started. */
  private static String run(String client, String source, String input)
      throws IOException, InterruptedException {
    String body =
        "{\"client\":%s,\"source\":%s,\"options\":\"-O1\"}"
            .formatted(ServerFixture.text(client), ServerFixture.text(source));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.explorer.address() + "api/run"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    StringBuilder all = new StringBuilder();
    StringBuilder output = new StringBuilder();
    boolean typed = false;
    try (InputStream in =
        server.http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
      byte[] buffer = new byte[4096];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        all.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        Matcher started =
            Pattern.compile("event: started\ndata: \\{\"id\":\"([^\"]+)\"").matcher(all);
        if (!typed && started.find()) {
          typed = true;
          server.post(
              "input",
              "{\"run\":\"" + started.group(1) + "\",\"text\":" + ServerFixture.text(input) + "}");
        }
      }
    }
    Matcher wrote = Pattern.compile("\"base64\":\"([^\"]*)\"").matcher(all);
    while (wrote.find()) {
      output.append(new String(Base64.getDecoder().decode(wrote.group(1)), StandardCharsets.UTF_8));
    }
    Matcher ended = Pattern.compile("event: ended\ndata: (.*)\n").matcher(all);
    return output + (ended.find() ? ended.group(1) : "no end: " + all);
  }

  @Test
  void aProgramReadsAndWrites() throws IOException, InterruptedException {
    assertThat(run("run", HELLO, "21\n")).contains("twice: 42").contains("\"status\":21");
  }

  @Test
  void tooMuchOutputEndsAProgram() throws IOException, InterruptedException {
    String noisy =
        "#include <stdio.h>\nint main(void) { for (;;) puts(\"more and more and more\"); }\n";
    String all = run("noise", noisy, "");
    assertThat(all.substring(all.lastIndexOf('\n') + 1)).contains("4 MiB of output");
  }

  @Test
  void endlessLoopsOfManyPagesLeaveTheOthersTheirShare() throws Exception {
    String endless = "int main(void) { volatile unsigned n = 0; for (;;) n++; }\n";
    List<String> ids = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> loops = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String name = "loop" + i;
        loops.add(() -> run(name, endless, ""));
      }
      loops.forEach(threads::submit);
      Thread.sleep(1500);
      long start = System.nanoTime();
      String result = run("patient", HELLO, "4\n");
      assertThat(result).contains("twice: 8");
      assertThat((System.nanoTime() - start) / 1e9)
          .as("seconds among 8 endless loops")
          .isLessThan(10);
      // A page's next run stops the one before.
      for (int i = 0; i < 8; i++) {
        ids.add(run("loop" + i, HELLO, "1\n"));
      }
    }
    assertThat(ids).allMatch(r -> r.contains("twice: 2"));
  }

  @Test
  void stepsGoForwardAndBack() throws IOException, InterruptedException {
    String source = "int main(void) {\n  int a = 1;\n  a = a + 41;\n  return a;\n}\n";
    Map<?, ?> begin = server.ask("step-start", "step", source, "-O0", "");
    assertThat(begin.get("function")).isEqualTo("main");
    step("line");
    Map<?, ?> second = step("line");
    Map<?, ?> third = step("line");
    assertThat(third.get("line")).isEqualTo(((Double) second.get("line")) + 1);
    Map<?, ?> back = step("lineBack");
    assertThat(back.get("line")).isEqualTo(second.get("line"));
    assertThat(back.get("registers")).isEqualTo(second.get("registers"));
    assertThat(back.get("memory")).isEqualTo(second.get("memory"));
    assertThat(back.get("past")).isEqualTo(true);
    Map<?, ?> first = step("continueBack");
    assertThat(first.get("time")).isEqualTo(begin.get("time"));
    Map<?, ?> end = step("continue");
    assertThat(String.valueOf(end.get("reason"))).contains("status 42");
  }

  private static Map<?, ?> step(String action) throws IOException, InterruptedException {
    return ServerFixture.object(
        server
            .post("step", "{\"client\":\"step\",\"action\":\"" + action + "\",\"memory\":\"sp\"}")
            .body());
  }

  @Test
  void badRequestsAreSaidToBeBad() throws IOException, InterruptedException {
    for (String body :
        List.of("", "{", "[]", "{\"source\":1}", "{\"stages\":[\"nonsense\"]}", "[".repeat(9999))) {
      HttpResponse<String> answer = server.post("explain", body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(ServerFixture.object(answer.body()).get("problem")).isNotNull();
    }
    assertThat(server.post("nonsense", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void lessonsAndExamplesCompile() throws IOException, InterruptedException {
    HttpResponse<String> start = server.post("start", "{}");
    Map<?, ?> gallery = ServerFixture.object(start.body());
    List<?> examples = (List<?>) gallery.get("examples");
    List<?> lessons = (List<?>) gallery.get("lessons");
    assertThat(lessons).hasSize(10);
    List<String> names = new ArrayList<>();
    for (Object item : examples) {
      Map<?, ?> example = (Map<?, ?>) item;
      String name = String.valueOf(example.get("name"));
      names.add(name);
      assertThat((String) example.get("text")).as(name).startsWith("// ");
      Map<?, ?> answer =
          server.ask(
              "explain", name, (String) example.get("text"), "-O1", ",\"stages\":[\"assembly\"]");
      assertThat(answer.get("failed")).as(name).isEqualTo(name.equals("mistakes"));
    }
    for (Object item : lessons) {
      String text = (String) ((Map<?, ?>) item).get("text");
      Matcher program = Pattern.compile("(?m)^program: (.*)$").matcher(text);
      assertThat(program.find()).isTrue();
      assertThat(names).contains(program.group(1));
      assertThat(text).contains("**Try it.**");
    }
  }
}
