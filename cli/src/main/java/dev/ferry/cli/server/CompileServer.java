package dev.ferry.cli.server;

import dev.ferry.driver.Console;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Executes command lines for clients on this host, a thread each, with the client's working
 * directory and environment. Who asks has to know the token in the {@link Registration}. Ends when
 * nobody has asked for a while, when it is told to, and when Ferry has been built anew.
 *
 * <p>The answer to a {@link Request} is a line {@code STATUS OUT ERR}, and behind it OUT bytes of
 * standard output and ERR bytes of standard error. A connection that ends without it tells the
 * client to execute the command itself.
 */
public final class CompileServer {
  /** Executes a command line and gives its exit status. */
  public interface Commands {
    int run(List<String> words, Console console);
  }

  /** What a client has to wait for at most before its request has arrived. */
  private static final int PATIENCE = 10_000;

  private static final int TICK = 5_000;

  /** As the launcher gives the main thread, with room to spare. */
  private static final long STACK = 8L << 20;

  private final Commands commands;
  private final Registration registration;
  private final Duration idle;
  private final Path installation;
  private final FileTime built;
  private final String token = HexFormat.of().formatHex(new SecureRandom().generateSeed(16));
  private final Semaphore running =
      new Semaphore(2 * Math.max(1, Runtime.getRuntime().availableProcessors()));
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger served = new AtomicInteger();
  private final ServerSocket socket;
  private volatile boolean stopped;
  private volatile long lastUse = System.nanoTime();

  /** Whether the garbage of what was served has been collected. */
  private volatile boolean collected = true;

  /**
   * @param installation a file that changes when Ferry is built
   * @param idle after that time without a request it ends
   */
  public CompileServer(
      Commands commands, Registration registration, Path installation, Duration idle)
      throws IOException {
    this.commands = commands;
    this.registration = registration;
    this.installation = installation;
    this.built = Files.getLastModifiedTime(installation);
    this.idle = idle;
    this.socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
  }

  /** Serves until the end; the registration has been acquired. */
  void run() throws IOException {
    try (socket) {
      socket.setSoTimeout(TICK);
      registration.publish(
          new Registration.Place(socket.getLocalPort(), token, ProcessHandle.current().pid()));
      while (!stopped) {
        try {
          Socket client = socket.accept();
          active.incrementAndGet();
          new Thread(null, () -> serve(client), "ferry request", STACK).start();
        } catch (SocketTimeoutException e) {
          rest();
        }
      }
    } catch (IOException e) {
      if (!stopped) {
        throw e;
      }
    }
    awaitRequests();
  }

  /** Takes no more requests; those that run are finished. */
  private void stop() throws IOException {
    stopped = true;
    socket.close();
  }

  private void awaitRequests() {
    while (active.get() > 0) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** Nobody has asked for some seconds. */
  private void rest() {
    if (active.get() > 0) {
      return;
    }
    if (System.nanoTime() - lastUse > idle.toNanos() || wasRebuilt()) {
      stopped = true;
    } else if (!collected) {
      collected = true;
      System.gc(); // Memory goes back to the host.
    }
  }

  private boolean wasRebuilt() {
    try {
      return !Files.getLastModifiedTime(installation).equals(built);
    } catch (IOException e) {
      return true;
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setSoTimeout(PATIENCE);
      Request request = Request.read(new BufferedInputStream(client.getInputStream()));
      if (isOurs(request.token())) {
        answer(request, client.getOutputStream());
      }
    } catch (IOException e) {
      // The client has gone, or was none.
    } finally {
      lastUse = System.nanoTime();
      active.decrementAndGet();
    }
  }

  private boolean isOurs(String given) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private void answer(Request request, OutputStream client) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status;
    if (request.words().equals(ServerCommand.STATUS)) {
      status = 0;
      out.writeBytes(state().getBytes(StandardCharsets.UTF_8));
    } else if (request.words().equals(ServerCommand.STOP)) {
      status = 0;
      stop();
    } else if (wasRebuilt()) {
      stop();
      return;
    } else {
      status = execute(request, out, err);
    }
    client.write(
        (status + " " + out.size() + " " + err.size() + "\n").getBytes(StandardCharsets.US_ASCII));
    out.writeTo(client);
    err.writeTo(client);
    client.flush();
  }

  private String state() {
    Runtime java = Runtime.getRuntime();
    return "pid %d: %d commands served, %d running, %d MiB used%n"
        .formatted(
            ProcessHandle.current().pid(),
            served.get(),
            active.get() - 1,
            java.totalMemory() - java.freeMemory() >> 20);
  }

  private int execute(Request request, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    running.acquireUninterruptibly();
    try (PrintStream output = new PrintStream(out, false, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(err, false, StandardCharsets.UTF_8)) {
      Console console =
          Console.ofClient(
              InputStream.nullInputStream(),
              output,
              errors,
              request.directory(),
              request.environment(),
              request.terminal());
      served.incrementAndGet();
      collected = false;
      return commands.run(request.words(), console);
    } finally {
      running.release();
    }
  }
}
