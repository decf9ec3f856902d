package dev.ferry.driver.explain;

import dev.ferry.c.pp.FileProvider;
import dev.ferry.driver.explain.ExplainDocument.Stage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What to explain.
 *
 * @param file the source's name
 * @param source its bytes
 * @param options the compiler's options, such as {@code -O2}
 * @param stages what is wanted
 * @param function the only function whose passes and registers are wanted; empty for all
 * @param headers whether tokens and declarations of headers are wanted too
 * @param files where {@code #include} finds files; best shared, for it keeps what it has read
 * @param directory the working directory, absolute
 * @param environment the environment variables
 */
public record ExplainRequest(
    String file,
    byte[] source,
    List<String> options,
    Set<Stage> stages,
    String function,
    boolean headers,
    FileProvider files,
    Path directory,
    Map<String, String> environment) {
  /** All stages of a source text but linking, with the headers of the disk. */
  public static ExplainRequest of(String file, String source) {
    return new ExplainRequest(
        file,
        source.getBytes(StandardCharsets.UTF_8),
        List.of(),
        EnumSet.complementOf(EnumSet.of(Stage.LINKED)),
        "",
        false,
        FileProvider.disk(),
        Path.of("").toAbsolutePath(),
        Map.of());
  }

  public ExplainRequest withOptions(List<String> value) {
    return new ExplainRequest(
        file, source, value, stages, function, headers, files, directory, environment);
  }

  public ExplainRequest withStages(Set<Stage> value) {
    return new ExplainRequest(
        file, source, options, value, function, headers, files, directory, environment);
  }

  public ExplainRequest withFiles(FileProvider value) {
    return new ExplainRequest(
        file, source, options, stages, function, headers, value, directory, environment);
  }

  /** Whether the details of a function are wanted. */
  boolean wantsFunction(String name) {
    return function.isEmpty() || function.equals(name);
  }

  boolean wants(Stage stage) {
    return stages.contains(stage);
  }

  boolean wantsCode() {
    return wants(Stage.ASSEMBLY)
        || wants(Stage.WORDS)
        || wants(Stage.LINKED)
        || wants(Stage.REGISTERS);
  }

  boolean wantsIr() {
    return wants(Stage.IR) || wants(Stage.PASSES) || wantsCode();
  }
}
