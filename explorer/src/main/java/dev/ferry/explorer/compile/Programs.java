package dev.ferry.explorer.compile;

import dev.ferry.c.pp.FileProvider;
import dev.ferry.driver.Console;
import dev.ferry.driver.cc.CcCommandLine;
import dev.ferry.driver.cc.CcDriver;
import dev.ferry.driver.cc.CcOptions;
import dev.ferry.driver.cc.Libraries;
import dev.ferry.driver.cc.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Executables made of sources, in memory; the latest are kept, since pages run them repeatedly. */
public final class Programs {
  private static final int KEPT = 32;

  /** The name of a page's source. */
  public static final String NAME = "prog.c";

  /**
   * What came of a source.
   *
   * @param image the executable; null after errors
   * @param messages what the compiler and the linker said
   */
  public record Built(byte @Nullable [] image, String messages) {}

  private record Key(String source, List<String> options) {}

  private final Path directory;
  private final FileProvider headers;
  private final Map<Key, Built> kept =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Built> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @param directory whose headers sources may include besides Ferry's own
   */
  public Programs(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
    this.headers = new Headers(this.directory, Libraries.home().resolve("include"));
  }

  /** What sources may include. */
  public FileProvider headers() {
    return headers;
  }

  /** Where a page's source stands. */
  public Path directory() {
    return directory;
  }

  /** Compiles and links. */
  public Built build(String source, List<String> options) throws UsageException {
    Key key = new Key(source, List.copyOf(options));
    synchronized (kept) {
      Built found = kept.get(key);
      if (found != null) {
        return found;
      }
    }
    Built built = compile(source, options);
    synchronized (kept) {
      kept.put(key, built);
    }
    return built;
  }

  private Built compile(String source, List<String> words) throws UsageException {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(messages, true, StandardCharsets.UTF_8);
    Console console =
        new Console(InputStream.nullInputStream(), err, err, directory, Map.of(), false);
    List<String> line = new ArrayList<>(words);
    line.add(NAME);
    CcOptions options = CcCommandLine.parse(line, directory);
    options.relax &= options.optimize >= 2;
    FileProvider files = FileProvider.memory(Map.of(NAME, source)).or(headers);
    byte[] image = new CcDriver(console, files).image(options);
    return new Built(image, messages.toString(StandardCharsets.UTF_8));
  }
}
