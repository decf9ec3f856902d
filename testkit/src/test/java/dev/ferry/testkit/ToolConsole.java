package dev.ferry.testkit;

import dev.ferry.driver.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** A console whose output is kept, and goldens to compare it with. */
final class ToolConsole {
  static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Path directory;

  /**
   * @param directory the working directory
   */
  ToolConsole(Path directory) {
    this.directory = directory;
  }

  Console console() {
    return new Console(
        InputStream.nullInputStream(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        directory,
        Map.of(),
        false);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Compares with a golden file, or writes it with {@code -Dferry.bless=true}. */
  static void golden(Path expected, String text) throws IOException {
    if (Boolean.getBoolean("ferry.bless")) {
      Files.writeString(expected, text);
    }
    Assertions.assertThat(text).isEqualTo(Files.readString(expected));
  }
}
