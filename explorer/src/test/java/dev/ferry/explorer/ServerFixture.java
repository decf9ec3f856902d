package dev.ferry.explorer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.explorer.json.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A running server and a page's way to ask it. */
final class ServerFixture implements AutoCloseable {
  final Explorer explorer;
  final HttpClient http = HttpClient.newHttpClient();

  private ServerFixture(Explorer explorer) {
    this.explorer = explorer;
  }

  static Path root() {
    return Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath().normalize();
  }

  /** Skips the test where Ferry has not been installed: programs need its C library. */
  static ServerFixture start(Path directory, long seconds) throws IOException {
    assumeTrue(
        Files.exists(Path.of(System.getProperty("ferry.home", ""), "lib/rv64-lp64d/libc.a")),
        "no C library: run build/dist first");
    return new ServerFixture(Explorer.start(new Explorer.Settings(0, directory, "", "", seconds)));
  }

  static String text(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(explorer.address() + "api/" + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Posts a source with its options; {@code rest} is more members of the request. */
  Map<?, ?> ask(String path, String client, String source, String options, String rest)
      throws IOException, InterruptedException {
    String body =
        "{\"client\":%s,\"sequence\":1,\"source\":%s,\"options\":%s%s}"
            .formatted(text(client), text(source), text(options), rest);
    return object(post(path, body).body());
  }

  static Map<?, ?> object(String json) {
    try {
      return (Map<?, ?>) JsonReader.read(json);
    } catch (JsonReader.FormatException e) {
      throw new AssertionError(e.getMessage() + ": " + json, e);
    }
  }

  @Override
  public void close() {
    http.close();
    explorer.close();
  }
}
