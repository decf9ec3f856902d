package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.driver.decode.DecodeDocument;
import dev.ferry.driver.explain.ExplainDocument;
import dev.ferry.driver.pipeline.PipelineDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas in {@code docs/json} are those of the records that the driver writes. */
class JsonSchemaTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();
  private static final Map<String, Class<? extends Record>> DOCUMENTS =
      Map.of(
          "explain", ExplainDocument.class,
          "pipeline", PipelineDocument.class,
          "decode", DecodeDocument.class);

  @ParameterizedTest
  @ValueSource(strings = {"explain", "pipeline", "decode"})
  void schemaIsOfTheRecords(String name) throws IOException {
    Class<? extends Record> document = DOCUMENTS.get(name);
    String schema = new JsonSchema(ROOT.resolve("driver/src/main/java")).of(document);
    Path file = ROOT.resolve("docs/json/" + name + ".schema.json");
    if (Boolean.getBoolean("ferry.bless")) {
      Files.writeString(file, schema);
    }
    assertThat(schema).isEqualTo(Files.readString(file));
  }

  @Test
  void violationsAreFound() throws IOException {
    String schema = Files.readString(ROOT.resolve("docs/json/decode.schema.json"));
    assertThat(violations("{\"version\":1,\"xlen\":64,\"words\":[]}", schema)).isEmpty();
    assertThat(violations("{\"version\":1,\"words\":[]}", schema)).contains("$: lacks xlen");
    assertThat(violations("{\"version\":1,\"xlen\":\"64\",\"words\":[]}", schema))
        .contains("$.xlen: no integer");
    assertThat(violations("{\"version\":1,\"xlen\":64,\"words\":[],\"more\":1}", schema))
        .contains("$.more: not in the schema");
  }

  private static String violations(String document, String schema) {
    return String.join("\n", JsonDocument.violations(JsonDocument.parse(document), schema));
  }
}
