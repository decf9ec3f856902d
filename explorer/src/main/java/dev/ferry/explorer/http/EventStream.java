package dev.ferry.explorer.http;

import dev.ferry.driver.json.Json;
import java.io.IOException;
import java.io.OutputStream;

/** Server-sent events (WHATWG HTML, 9.2), from any thread. */
public final class EventStream implements AutoCloseable {
  private final OutputStream out;

  EventStream(OutputStream out) {
    this.out = out;
  }

  /** Sends an event; its data is the record as JSON. */
  public synchronized void send(String event, Record data) throws IOException {
    out.write(PageServer.utf8("event: " + event + "\ndata: " + Json.of(data) + "\n\n"));
    out.flush();
  }

  /** Sends a comment, which the page ignores: fails if the page is gone. */
  public synchronized void touch() throws IOException {
    out.write(PageServer.utf8(":\n\n"));
    out.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
