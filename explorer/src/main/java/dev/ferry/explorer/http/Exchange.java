package dev.ferry.explorer.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.ferry.driver.json.Json;
import dev.ferry.explorer.json.JsonReader;
import dev.ferry.explorer.json.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** One request and its answer. */
public final class Exchange {
  /** No source is larger. */
  private static final int MAX_BODY = 2 << 20;

  /** Answers from this size on are compressed where the browser takes it. */
  private static final int COMPRESSED_FROM = 1 << 20;

  /** Answer to a request that cannot be met. */
  private record Problem(String problem) {}

  private final HttpExchange http;
  private boolean answered;

  Exchange(HttpExchange http) {
    this.http = http;
  }

  /** The JSON object that was posted. */
  public Request request() throws IOException, JsonReader.FormatException {
    byte[] bytes = http.getRequestBody().readNBytes(MAX_BODY + 1);
    if (bytes.length > MAX_BODY) {
      throw new JsonReader.FormatException("the request is larger than 2 MiB");
    }
    return Request.of(new String(bytes, StandardCharsets.UTF_8));
  }

  String method() {
    return http.getRequestMethod();
  }

  private void headers(String type) {
    Headers headers = http.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set(
        "Content-Security-Policy",
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
            + " font-src 'self' data:; frame-ancestors 'none'");
  }

  /** Answers with a record. */
  public void json(Record document) throws IOException {
    bytes(200, "application/json", PageServer.utf8(Json.of(document)));
  }

  /** Answers with JSON that is written already. */
  public void json(String document) throws IOException {
    bytes(200, "application/json", PageServer.utf8(document));
  }

  /** Answers that a request cannot be met, in words for the user. */
  public void problem(int status, String message) throws IOException {
    bytes(status, "application/json", PageServer.utf8(Json.of(new Problem(message))));
  }

  void text(int status, String text) throws IOException {
    bytes(status, "text/plain; charset=utf-8", PageServer.utf8(text + "\n"));
  }

  void bytes(int status, String type, byte[] body) throws IOException {
    if (answered) {
      return;
    }
    answered = true;
    headers(type);
    byte[] sent = body;
    String accepted = http.getRequestHeaders().getFirst("Accept-Encoding");
    if (body.length >= COMPRESSED_FROM && accepted != null && accepted.contains("gzip")) {
      http.getResponseHeaders().set("Content-Encoding", "gzip");
      sent = compressed(body);
    }
    http.sendResponseHeaders(status, sent.length == 0 ? -1 : sent.length);
    try (OutputStream out = http.getResponseBody()) {
      out.write(sent);
    }
  }

  private static byte[] compressed(byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 8);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    }
    return out.toByteArray();
  }

  /** Begins an answer that is a stream of events. */
  public EventStream events() throws IOException {
    answered = true;
    headers("text/event-stream");
    http.sendResponseHeaders(200, 0);
    return new EventStream(http.getResponseBody());
  }
}
