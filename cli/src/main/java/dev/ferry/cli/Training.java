package dev.ferry.cli;

import dev.ferry.driver.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the start-up cache is trained on: the commands people give, on small programs, and as much C
 * as a real program has. The cache holds the classes that were loaded and the call sites that were
 * linked, and which methods were worth compiling: HotSpot compiles those when their class is
 * initialised, instead of interpreting them some hundred times more.
 */
public final class Training {
  private Training() {}

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    Path work = Files.createDirectories(root.resolve("out/training"));
    Path hello = root.resolve("examples/hello.c");
    Console console =
        new Console(
            InputStream.nullInputStream(),
            new PrintStream(OutputStream.nullOutputStream()),
            new PrintStream(OutputStream.nullOutputStream()),
            work,
            Map.of(),
            false);
    List<String> many = new ArrayList<>(List.of("cc", "-c", "-O2", "-w", "-D_GNU_SOURCE"));
    for (String folder : List.of("bench/programs", "libc/src")) {
      many.addAll(sources(root.resolve(folder)));
    }
    for (List<String> line :
        List.of(
            List.of("cc", "--version"),
            List.of("cc", "-O2", "-c", "-MD", hello.toString(), "-o", "hello.o"),
            List.of("cc", "-g", "-O0", hello.toString(), "-o", "hello"),
            List.of("cc", "-E", hello.toString()),
            many,
            List.of("cc", "-Wall", "-Wextra", "-O2", "-g", "-c", hello.toString(), "-o", "hello.o"),
            List.of("objdump", "-d", "hello.o"),
            List.of("readelf", "-a", "hello.o"),
            List.of("ar", "rcs", "hello.a", "hello.o"),
            run(root, "examples/hello.c"),
            run(root, "bench/programs/sieve.c", "300000"),
            // Long enough for translated code: its classes and the translator's are in the cache
            // then.
            run(root, "bench/programs/vm.c", "1000"),
            run(root, "bench/programs/hasht.c", "200000"),
            run(root, "bench/programs/strs.c", "400"),
            run(root, "bench/programs/nbody.c", "20000"),
            run(root, "bench/programs/bintrees.c", "10"))) {
      int status = Main.run(line, console);
      if (status != 0) {
        System.err.println("status " + status + " of " + line);
        System.exit(1); // Else the cache would lack what this was to show.
      }
    }
    System.exit(0);
  }

  /** With little memory, as HotSpot writes zeros into all that is reserved while it records. */
  private static List<String> run(Path root, String program, String... arguments) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("run", "-O1", "--max-memory=64M", root.resolve(program).toString(), "--"));
    line.addAll(List.of(arguments));
    return line;
  }

  private static List<String> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).filter(f -> f.endsWith(".c")).sorted().toList();
    }
  }
}
