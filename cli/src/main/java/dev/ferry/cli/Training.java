package dev.ferry.cli;

import dev.ferry.driver.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the start-up cache is trained on: the commands people give, on small programs. */
public final class Training {
  private Training() {}

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    Path work = Files.createTempDirectory("ferry-training");
    Path hello = root.resolve("examples/hello.c");
    Console console =
        new Console(
            InputStream.nullInputStream(),
            new PrintStream(OutputStream.nullOutputStream()),
            new PrintStream(OutputStream.nullOutputStream()),
            work,
            Map.of(),
            false);
    for (List<String> line :
        List.of(
            List.of("cc", "--version"),
            List.of("cc", "-O2", "-c", "-MD", hello.toString(), "-o", "hello.o"),
            List.of("cc", "-g", "-O0", hello.toString(), "-o", "hello"),
            List.of("cc", "-E", hello.toString()),
            List.of("run", "--max-memory=64M", hello.toString()))) {
      Main.run(line, console);
    }
    System.exit(0);
  }
}
