package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * gcc's torture suite, taken from Debian's gcc-12-source when the test runs. What fails must stand
 * in {@code tests/suites/torture.txt} with its reason, and what stands there must fail.
 */
class TortureTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();
  private static final Path SOURCES = ROOT.resolve("out/torture");

  @TempDir Path work;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    assumeTrue(Files.exists(ROOT.resolve("dist/complete")), "the built-in C library is not built");
    Path archive = archive();
    assumeTrue(archive != null, "Debian's gcc-12-source is not installed");
    if (Files.isDirectory(SOURCES)) {
      return;
    }
    Files.createDirectories(SOURCES);
    Process tar =
        new ProcessBuilder(
                "tar",
                "xf",
                String.valueOf(archive),
                "-C",
                SOURCES.toString(),
                "--wildcards",
                "*/gcc/testsuite/gcc.c-torture/execute/*")
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
  }

  private static Path archive() throws IOException {
    Path folder = Path.of("/usr/src/gcc-12");
    if (!Files.isDirectory(folder)) {
      return null;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("gcc-12"))
          .findFirst()
          .orElse(null);
    }
  }

  private static Map<String, String> known(String level) throws IOException {
    Map<String, String> known = new TreeMap<>();
    for (String line :
        Files.readAllLines(ROOT.resolve("tests/suites/torture.txt"), StandardCharsets.UTF_8)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split("\\s+", 3);
        if (parts[1].equals("*") || List.of(parts[1].split(",")).contains(level)) {
          known.put(parts[0], parts[2]);
        }
      }
    }
    return known;
  }

  private void run(String level) throws IOException, InterruptedException {
    List<Path> files = Torture.files(SOURCES, "/execute/");
    assertThat(files.size()).isGreaterThan(1600);
    Map<String, String> failures = new Torture(work, List.of(level)).runAll(files, 2);
    System.out.println(
        "torture " + level + ": " + (files.size() - failures.size()) + " of " + files.size());
    Map<String, String> known = known(level);
    Set<String> unexpected = new TreeSet<>();
    failures.forEach((name, reason) -> {
      if (!known.containsKey(name)) {
        unexpected.add(name + ": " + reason);
      }
    });
    assertThat(unexpected).isEmpty();
    known.keySet().removeAll(failures.keySet());
    assertThat(known.keySet()).as("listed as failing, but they pass").isEmpty();
  }

  @Test
  void unoptimised() throws IOException, InterruptedException {
    run("-O0");
  }

  @Test
  void optimised() throws IOException, InterruptedException {
    run("-O1");
  }

  @Test
  void optimisedMore() throws IOException, InterruptedException {
    run("-O2");
  }
}
