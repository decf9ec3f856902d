package dev.ferry.cli.server;

import dev.ferry.driver.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code ferry server}: serves until nobody has asked for ten minutes, or tells what a running
 * server does, or ends it.
 */
public final class ServerCommand {
  public static final String HELP =
      """
      Usage: ferry server [status|stop] [--idle=MINUTES]
      Compiles for other processes, warm: with FERRY_SERVER=1 in the environment ferry-cc and the
      other tools have it do their work, and start one where none runs. It serves this user on this
      host, ends after 10 minutes (--idle) without work, and when Ferry is built anew.
        status       what a running server has done
        stop         end it
      """;

  static final List<String> STATUS = List.of("server", "status");
  static final List<String> STOP = List.of("server", "stop");
  private static final String IDLE = "--idle=";
  private static final int DEFAULT_IDLE = 10;

  private final Console console;
  private final CompileServer.Commands commands;

  public ServerCommand(Console console, CompileServer.Commands commands) {
    this.console = console;
    this.commands = commands;
  }

  /** Gives the exit status: 0, 1 where there is no server (or one already), 2 for wrong words. */
  public int run(List<String> words) {
    int minutes = DEFAULT_IDLE;
    String action = "";
    for (String word : words) {
      if (word.equals("--help") || word.equals("-h")) {
        console.out().print(HELP);
        return 0;
      } else if (word.startsWith(IDLE)) {
        minutes = minutes(word.substring(IDLE.length()));
      } else if (action.isEmpty() && (word.equals("status") || word.equals("stop"))) {
        action = word;
      } else {
        minutes = -1;
      }
    }
    Path file = file();
    if (minutes < 0) {
      console.err().print(HELP);
      return 2;
    }
    if (file == null) {
      console.err().println("ferry: the launcher says where servers are found; use it");
      return 1;
    }
    return action.isEmpty() ? serve(file, minutes) : ask(file, List.of("server", action));
  }

  private static int minutes(String text) {
    try {
      int minutes = Integer.parseInt(text);
      return minutes > 0 && minutes <= 100_000 ? minutes : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static @Nullable Path file() {
    String file = System.getProperty("ferry.server");
    return file == null ? null : Path.of(file);
  }

  private int serve(Path file, int minutes) {
    Path installation = Path.of(System.getProperty("ferry.home", "dist"), "complete");
    try (Registration registration = new Registration(file)) {
      if (!registration.acquire()) {
        console.err().println("ferry: a server is running; ferry server status");
        return 1;
      }
      new CompileServer(commands, registration, installation, Duration.ofMinutes(minutes)).run();
      return 0;
    } catch (IOException e) {
      console.err().println("ferry: server: " + e.getMessage());
      return 1;
    }
  }

  private int ask(Path file, List<String> words) {
    Registration.Place place = new Registration(file).read();
    if (place != null) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), place.port())) {
        socket.getOutputStream().write(Request.bytes(place.token(), console.directory(), words));
        BufferedReader answer =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        if (answer.readLine() != null) {
          answer.lines().forEach(console.out()::println);
          return 0;
        }
      } catch (IOException e) {
        // As without one.
      }
    }
    console.err().println("ferry: no server is running");
    return 1;
  }
}
