package dev.ferry.driver;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a tool sees of its surroundings, so that several can run in one process.
 *
 * @param directory the working directory, absolute
 * @param environment the environment variables
 * @param colour whether standard error is a terminal that wants colour
 * @param terminal whether standard error is a terminal on which a line can be written over
 */
public record Console(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Path directory,
    Map<String, String> environment,
    boolean colour,
    boolean terminal) {
  /** Without a terminal. */
  public Console(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Path directory,
      Map<String, String> environment,
      boolean colour) {
    this(in, out, err, directory, environment, colour, false);
  }

  /** This process' own. Standard output is buffered: the caller flushes. */
  public static Console ofProcess() {
    boolean terminal = isCapable(System.getenv()) && isTerminal();
    return new Console(
        System.in,
        stream(FileDescriptor.out, 1 << 16, false),
        stream(FileDescriptor.err, 1 << 13, true),
        Path.of("").toAbsolutePath(),
        System.getenv(),
        wantsColour(System.getenv(), terminal),
        terminal);
  }

  /**
   * Of a process that has its command executed by this one.
   *
   * @param terminal whether its standard error is a terminal
   */
  public static Console ofClient(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Path directory,
      Map<String, String> environment,
      boolean terminal) {
    boolean colour = wantsColour(environment, terminal && isCapable(environment));
    return new Console(in, out, err, directory, environment, colour);
  }

  private static PrintStream stream(FileDescriptor fd, int buffer, boolean flush) {
    OutputStream raw = new FileOutputStream(fd);
    return new PrintStream(
        new java.io.BufferedOutputStream(raw, buffer), flush, StandardCharsets.UTF_8);
  }

  private static boolean wantsColour(Map<String, String> environment, boolean terminal) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    if (!environment.getOrDefault("CLICOLOR_FORCE", "").isEmpty()
        || !environment.getOrDefault("FORCE_COLOR", "").isEmpty()) {
      return true;
    }
    return terminal;
  }

  private static boolean isCapable(Map<String, String> environment) {
    String kind = environment.getOrDefault("TERM", "dumb");
    return !kind.equals("dumb") && !kind.isEmpty();
  }

  private static boolean isTerminal() {
    Path link = Path.of("/proc/self/fd/2");
    try {
      String target = java.nio.file.Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (java.io.IOException | UnsupportedOperationException e) {
      var console = System.console();
      return console != null && console.isTerminal();
    }
  }

  /**
   * Whether the locale is C or POSIX, in which gcc quotes with apostrophes. {@code FERRY_LC_ALL}
   * says so where the launcher has given the JVM another one; with no locale at all, as in
   * libraries and tests, quotes are those of every other locale.
   */
  public boolean asciiQuotes() {
    if (environment.containsKey("FERRY_LC_ALL")) {
      return true;
    }
    for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String locale = environment.getOrDefault(variable, "");
      if (!locale.isEmpty()) {
        return locale.equals("C") || locale.equals("POSIX");
      }
    }
    return false;
  }

  /** A message with the quotes of the locale. */
  public String quoted(String text) {
    return asciiQuotes() ? text.replace('‘', '\'').replace('’', '\'') : text;
  }

  /** The same with other streams for what is printed. */
  public Console withOutput(PrintStream stream) {
    return new Console(in, stream, stream, directory, environment, false);
  }

  /** A path of the command line, against the working directory. */
  public Path resolve(String path) {
    return directory.resolve(path);
  }
}
