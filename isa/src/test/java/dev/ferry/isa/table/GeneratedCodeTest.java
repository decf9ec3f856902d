package dev.ferry.isa.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The committed Java is what the generator makes of the tables, white space aside. */
class GeneratedCodeTest {
  private static final Path MODULE = Path.of(System.getProperty("ferry.root", "..")).resolve("isa");

  @Test
  void isNotStale() throws IOException {
    Map<String, String> generated = OpcodeGenerator.generate(MODULE.resolve("src/main/tables"));
    Path folder = MODULE.resolve("src/main/java/dev/ferry/isa");
    for (Map.Entry<String, String> file : generated.entrySet()) {
      assertThat(squeeze(Files.readString(folder.resolve(file.getKey()))))
          .as("%s: run OpcodeGenerator after changing a table", file.getKey())
          .isEqualTo(squeeze(file.getValue()));
    }
  }

  private static String squeeze(String text) {
    return text.replaceAll("\\s+", "");
  }
}
