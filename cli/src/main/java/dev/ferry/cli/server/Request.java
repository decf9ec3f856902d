package dev.ferry.cli.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client asks: strings of UTF-8 that end with a zero byte. The token of the server; the
 * working directory; 1 where standard error is a terminal, else 0; the number of words and the
 * words; the environment, NAME=VALUE each, and an empty string.
 *
 * @param words the command line behind {@code ferry}
 */
record Request(
    String token,
    Path directory,
    boolean terminal,
    List<String> words,
    Map<String, String> environment) {
  /** More than any system lets a command line and its environment be. */
  private static final int MAX_BYTES = 16 << 20;

  private static final int MAX_WORDS = 1 << 20;

  /** Throws IOException where the bytes are no request. */
  static Request read(InputStream in) throws IOException {
    Reader reader = new Reader(in);
    String token = reader.next();
    Path directory = Path.of(reader.next());
    boolean terminal = reader.next().equals("1");
    int count = number(reader.next());
    List<String> words = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      words.add(reader.next());
    }
    Map<String, String> environment = new HashMap<>();
    for (String text = reader.next(); !text.isEmpty(); text = reader.next()) {
      int equals = text.indexOf('=');
      if (equals > 0) {
        environment.put(text.substring(0, equals), text.substring(equals + 1));
      }
    }
    if (!directory.isAbsolute()) {
      throw new IOException("no working directory");
    }
    return new Request(token, directory, terminal, words, environment);
  }

  /** A request of a process without a terminal and without an environment. */
  static byte[] bytes(String token, Path directory, List<String> words) {
    List<String> strings =
        new ArrayList<>(List.of(token, directory.toString(), "0", "" + words.size()));
    strings.addAll(words);
    strings.add(""); // The end of the environment.
    return (String.join("\0", strings) + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private static int number(String text) throws IOException {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= MAX_WORDS) {
        return number;
      }
    } catch (NumberFormatException e) {
      // As below.
    }
    throw new IOException("no number of words");
  }

  private static final class Reader {
    private final InputStream in;
    private final java.io.ByteArrayOutputStream text = new java.io.ByteArrayOutputStream();
    private int left = MAX_BYTES;

    Reader(InputStream in) {
      this.in = in;
    }

    String next() throws IOException {
      text.reset();
      for (int b = in.read(); b != 0; b = in.read()) {
        if (b < 0 || --left < 0) {
          throw new EOFException("the request ends early or is too long");
        }
        text.write(b);
      }
      return text.toString(StandardCharsets.UTF_8);
    }
  }
}
