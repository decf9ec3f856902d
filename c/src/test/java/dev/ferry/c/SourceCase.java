package dev.ferry.c;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.diag.WarningOptions;
import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.lex.Standard;
import dev.ferry.c.pp.FileProvider;
import dev.ferry.c.pp.Preprocessor;
import dev.ferry.c.pp.PreprocessorOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A test's source: a main file, more files behind {@code //@file name} lines, and options in a
 * first line {@code // options: …}.
 */
public final class SourceCase {
  private final Map<String, byte[]> files = new HashMap<>();
  private final String name;
  public final PreprocessorOptions options = new PreprocessorOptions();
  public final Diagnostics diagnostics = new Diagnostics(new SourceMap());
  public boolean lineMarkers = true;

  /** The {@code -O} level. */
  public int optimize;

  private SourceCase(String name, byte[] text) {
    this.name = name;
    split(text);
    options.includeDirectories.add("inc");
    options.systemDirectories.add("sys");
    options.sourceDateEpoch = 86400;
    readOptions(new String(text, StandardCharsets.ISO_8859_1).lines().findFirst().orElse(""));
  }

  public static SourceCase read(Path file) {
    try {
      return new SourceCase(String.valueOf(file.getFileName()), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static SourceCase of(String text) {
    return new SourceCase("t.c", text.getBytes(StandardCharsets.UTF_8));
  }

  private void split(byte[] bytes) {
    // One byte, one char: the text need not be UTF-8.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String current = name;
    StringBuilder part = new StringBuilder();
    for (String line : text.split("(?<=\n)")) {
      if (line.startsWith("//@file ")) {
        files.put(current, part.toString().getBytes(StandardCharsets.ISO_8859_1));
        part.setLength(0);
        current = line.substring(8).strip();
      } else {
        part.append(line);
      }
    }
    files.put(current, part.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private void readOptions(String line) {
    WarningOptions warnings = diagnostics.options();
    if (!line.startsWith("// options:")) {
      return;
    }
    for (String option : line.substring(11).strip().split(" ")) {
      if (option.startsWith("-std=")) {
        boolean gnu = option.startsWith("-std=gnu");
        Standard standard =
            switch (option.substring(gnu ? 8 : 6)) {
              case "89", "90" -> Standard.C89;
              case "99" -> Standard.C99;
              case "11" -> Standard.C11;
              case "17" -> Standard.C17;
              default -> Standard.C23;
            };
        options.dialect = options.dialect.withStandard(standard, gnu);
      } else if (option.equals("-pedantic")) {
        warnings.enable("pedantic", true);
      } else if (option.startsWith("-W")) {
        warnings.enable(option.substring(2), true);
      } else if (option.startsWith("-O")) {
        optimize = Integer.parseInt(option.substring(2));
      } else if (option.equals("-P")) {
        lineMarkers = false;
      } else if (option.equals("-C")) {
        options.keepComments = true;
      } else if (option.startsWith("-D") || option.startsWith("-U")) {
        options.macros.add(option.substring(1));
      } else if (option.startsWith("-include=")) {
        options.includes.add(option.substring(9));
      } else if (option.equals("-fpreprocessed")) {
        options.preprocessed = true;
      } else if (option.equals("-m32")) {
        options.dialect = dev.ferry.c.lex.Dialect.gnu17(32);
      } else {
        throw new IllegalArgumentException(option);
      }
    }
  }

  public SourceFile main() {
    byte[] text = files.get(name);
    return new SourceFile(name, text == null ? new byte[0] : text);
  }

  public Preprocessor preprocessor() {
    FileProvider provider =
        new FileProvider() {
          @Override
          public byte @Nullable [] read(String path) {
            return files.get(path);
          }

          @Override
          public long lastModified(String path) {
            return path.equals("newer.h") ? 2 : 1;
          }
        };
    return new Preprocessor(options, provider, diagnostics);
  }

  /** The repository's root. */
  public static Path root() {
    Path at = Path.of(System.getProperty("ferry.root", "")).toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve("tests/pp"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException("tests/ not found");
    }
    return at;
  }

  /** The C files of a folder under {@code tests/}, sorted. */
  public static List<Path> files(String folder) {
    try (Stream<Path> all = Files.list(root().resolve("tests").resolve(folder))) {
      return all.filter(file -> file.toString().endsWith(".c")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compares with the golden file beside {@code file}; rewrites it with -Dferry.bless=true. */
  public static void checkGolden(Path file, String actual) {
    Path golden =
        file.resolveSibling(String.valueOf(file.getFileName()).replaceFirst("\\.c$", ".txt"));
    try {
      if (Boolean.getBoolean("ferry.bless")) {
        Files.writeString(golden, actual);
      }
      assertThat(actual)
          .isEqualTo(Files.exists(golden) ? Files.readString(golden) : "(no golden file)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
