package dev.ferry.explorer.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ferry.driver.cc.UsageException;
import dev.ferry.explorer.json.JsonReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves one page and answers its requests, on the loopback interface only. Everything lies below a
 * random token, so that no other page or user of the computer can reach it; the name of the host is
 * checked too, against rebinding of names.
 */
public final class PageServer {
  /** Answers requests of one path. */
  public interface Route {
    void answer(Exchange exchange)
        throws IOException, JsonReader.FormatException, UsageException, InterruptedException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final String token;
  private final Map<String, Route> routes;
  private final Assets assets;

  /**
   * @param port 0 for any that is free
   * @param routes by their paths below {@code api/}
   */
  public PageServer(int port, Map<String, Route> routes, Assets assets) throws IOException {
    // Small answers must not wait for more to send: it would cost 40 ms each.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.routes = routes;
    this.assets = assets;
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    this.token = HexFormat.of().formatHex(random);
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
  }

  public void start() {
    server.start();
  }

  public void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** The address of the page. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + token + "/";
  }

  private boolean isOwnHost(HttpExchange http) {
    String host = http.getRequestHeaders().getFirst("Host");
    int port = server.getAddress().getPort();
    return ("127.0.0.1:" + port).equals(host) || ("localhost:" + port).equals(host);
  }

  private void answer(HttpExchange http) throws IOException {
    Exchange exchange = new Exchange(http);
    try (http) {
      String path = http.getRequestURI().getPath();
      String start = "/" + token + "/";
      if (!isOwnHost(http) || !path.startsWith(start)) {
        exchange.text(404, "Nothing here. The address that ferry explore printed has more to it.");
        return;
      }
      String rest = path.substring(start.length());
      if (rest.startsWith("api/")) {
        api(exchange, rest.substring("api/".length()));
      } else {
        assets.answer(exchange, rest.isEmpty() ? "index.html" : rest);
      }
    }
  }

  private void api(Exchange exchange, String name) throws IOException {
    Route route = routes.get(name);
    if (route == null) {
      exchange.text(404, "unknown request");
      return;
    }
    try {
      route.answer(exchange);
    } catch (JsonReader.FormatException | UsageException e) {
      exchange.problem(400, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.problem(503, "the server stops");
    } catch (RuntimeException | Error e) {
      exchange.problem(500, "internal error: " + e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
