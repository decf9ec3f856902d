package dev.ferry.cli;

import dev.ferry.driver.Console;
import dev.ferry.explorer.Explorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ferry explore}: serves the explorer's page until it is interrupted. */
@Command(
    name = "ferry explore",
    description = "Shows every stage, runs, steps and times programs in a local web page.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The address is the only line on standard output. The page is for this computer only:",
      "the server listens on the loopback interface and asks nothing of the network."
    })
final class ExploreCommand implements Callable<Integer> {
  private static final int MAX_SOURCE = 1 << 20;

  private final Console console;

  @Option(names = "--port", paramLabel = "N", description = "listen on this port (default: any)")
  private int port;

  @Option(names = "--no-open", description = "do not open a browser")
  private boolean noOpen;

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      description = "how long a program may run (default: ${DEFAULT-VALUE})")
  private long seconds = 60;

  @Parameters(arity = "0..1", paramLabel = "prog.c", description = "a program to begin with")
  private @Nullable String program;

  ExploreCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!Explorer.isBuilt()) {
      console
          .err()
          .println(
              "ferry explore: this build has no page: it needs Node.js 20 or newer with npm"
                  + " (Debian: apt-get install nodejs npm); then run build/dist");
      return 1;
    }
    if (port < 0 || port > 65535 || seconds <= 0) {
      console.err().println("ferry explore: --port is 0 to 65535, --time-limit at least 1");
      return 2;
    }
    try (Explorer explorer = Explorer.start(settings())) {
      console.out().println(explorer.address());
      console.out().flush();
      if (!noOpen) {
        open(explorer.address());
      }
      new CountDownLatch(1).await();
      return 0;
    } catch (IOException e) {
      String where = e instanceof java.net.BindException ? "port " + port + ": " : "";
      console.err().println("ferry explore: " + where + e.getMessage());
      return 1;
    }
  }

  private Explorer.Settings settings() throws IOException {
    Explorer.Settings settings = new Explorer.Settings(port, console.directory(), "", "", seconds);
    if (program == null) {
      return settings;
    }
    Path path = console.resolve(program);
    if (!Files.isRegularFile(path)) {
      throw new IOException(program + ": No such file");
    }
    if (Files.size(path) > MAX_SOURCE) {
      throw new IOException(program + ": larger than 1 MiB");
    }
    String name = String.valueOf(path.getFileName());
    Path folder = path.toAbsolutePath().getParent();
    return new Explorer.Settings(
        port,
        folder == null ? console.directory() : folder,
        name,
        Files.readString(path, java.nio.charset.StandardCharsets.UTF_8),
        seconds);
  }

  /** Asks the desktop; where there is none the address on standard output is enough. */
  private static void open(String address) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    List<String> command =
        system.contains("win")
            ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
            : List.of(system.contains("mac") ? "open" : "xdg-open", address);
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      // No desktop.
    }
  }
}
