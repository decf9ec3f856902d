package dev.ferry.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Debian's source packages, fetched by {@code tests/sources/fetch} on first use and unpacked
 * without Debian's patches. They stay in {@code -Dferry.sources=} or {@code
 * ~/.cache/ferry/sources}.
 */
public final class DebianSource {
  private static final Path FETCH =
      Path.of(System.getProperty("ferry.root", ".."), "tests/sources/fetch").toAbsolutePath();

  private DebianSource() {}

  /**
   * The unpacked source of a package.
   *
   * @return null where it is not there and cannot be fetched
   */
  public static @Nullable Path of(String name) throws IOException, InterruptedException {
    Path sources =
        Path.of(
            System.getProperty(
                "ferry.sources", System.getProperty("user.home") + "/.cache/ferry/sources"));
    Files.createDirectories(sources);
    Path unpacked = sources.resolve(name);
    if (Files.isDirectory(unpacked)) {
      return unpacked;
    }
    Path description = description(sources, name);
    if (description == null && Oracle.has("apt-get")) {
      Oracle.run(sources, null, List.of(FETCH.toString(), name, sources.toString()));
      description = description(sources, name);
    }
    if (description == null || !Oracle.has("dpkg-source")) {
      return null;
    }
    Oracle.run(
        sources,
        null,
        List.of(
            "dpkg-source", "--skip-patches", "-x", description.toString(), unpacked.toString()));
    return Files.isDirectory(unpacked) ? unpacked : null;
  }

  private static @Nullable Path description(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(name + "_"))
          .filter(f -> f.toString().endsWith(".dsc"))
          .findFirst()
          .orElse(null);
    }
  }
}
