package dev.ferry.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.driver.Console;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server does for its clients, and for those who are none. */
class CompileServerTest {
  @TempDir Path work;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Registration registration;
  private Future<?> ended;

  /** Says what it was asked, where, and with which variable. */
  private static int echo(List<String> words, Console console) {
    console.out().print(words + " in " + console.directory().getFileName());
    console.err().print("LEVEL=" + console.environment().get("LEVEL"));
    return words.size();
  }

  @BeforeEach
  void start() throws Exception {
    registration = new Registration(work.resolve("run/server"));
    assertThat(registration.acquire()).isTrue();
    Path installation = Files.createFile(work.resolve("complete"));
    CompileServer server =
        new CompileServer(
            CompileServerTest::echo, registration, installation, Duration.ofMinutes(5));
    ended =
        threads.submit(() -> {
          server.run();
          return null;
        });
    while (registration.read() == null) {
      Thread.sleep(1);
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (!ended.isDone()) {
      String unused = ask(token(), "server", "stop");
    }
    ended.get();
    registration.close();
    threads.shutdown();
  }

  private String token() {
    Registration.Place place = registration.read();
    return place == null ? "" : place.token();
  }

  private String ask(String token, String... words) throws IOException {
    String request =
        String.join("\0", token, work.toString(), "0", "" + words.length)
            + "\0"
            + String.join("\0", words)
            + "\0LEVEL=é\0OTHER=1\0\0";
    return send(request.getBytes(StandardCharsets.UTF_8));
  }

  private String send(byte[] request) throws IOException {
    Registration.Place place = registration.read();
    if (place == null) {
      return "";
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), place.port())) {
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void answersWithStatusAndBothOutputs() throws IOException {
    String out = "[cc, -c, ü b.c] in " + work.getFileName();
    int bytes = out.getBytes(StandardCharsets.UTF_8).length;
    assertThat(ask(token(), "cc", "-c", "ü b.c"))
        .isEqualTo("3 " + bytes + " 8\n" + out + "LEVEL=é");
    assertThat(ask(token(), "server", "status")).contains("1 commands served, 0 running");
  }

  @Test
  void answersNobodyElse() throws IOException {
    assertThat(ask("0".repeat(32), "cc")).isEmpty();
    assertThat(ask("", "cc")).isEmpty();
    assertThat(ask("0", "server", "stop")).isEmpty();
    assertThat(send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(send((token() + "\0relative\0").getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(send((token() + "\0/\0001\000x\0").getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(send((token() + "\0/\0001\000-1\0").getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(ask(token(), "server", "status")).contains(": 0 commands served");
  }

  @Test
  void servesManyAtOnce() throws Exception {
    List<Callable<String>> asks = new ArrayList<>();
    for (int k = 0; k < 100; k++) {
      String word = "w" + k;
      asks.add(() -> word + " " + ask(token(), word));
    }
    for (Future<String> answer : threads.invokeAll(asks)) {
      String word = answer.get().split(" ")[0];
      assertThat(answer.get()).contains("\n[" + word + "] in ");
    }
  }

  @Test
  void goesWhenFerryIsBuiltAnew() throws Exception {
    Files.setLastModifiedTime(work.resolve("complete"), FileTime.fromMillis(1));
    assertThat(ask(token(), "cc")).isEmpty();
    ended.get();
  }

  @Test
  void thereIsOneServerOnly() throws IOException {
    assertThat(Files.getPosixFilePermissions(work.resolve("run")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    Registration second = new Registration(work.resolve("run/server"));
    assertThatThrownBy(second::acquire)
        .isInstanceOf(OverlappingFileLockException.class); // Of one JVM.
  }
}
