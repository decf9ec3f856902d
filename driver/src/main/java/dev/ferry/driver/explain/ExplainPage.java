package dev.ferry.driver.explain;

import dev.ferry.driver.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A document as one HTML page that needs nothing else: the page's script shows the JSON. */
final class ExplainPage {
  private static final String TEMPLATE = "explain.html";

  private ExplainPage() {}

  /** A document and its source, for the script. */
  record Contents(ExplainDocument document, String source) {}

  static String of(ExplainDocument document, String source) {
    return template()
        .replace("@TITLE@", escape(document.file()))
        .replace("@CONTENTS@", Json.of(new Contents(document, source)));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static String template() {
    try (InputStream in = ExplainPage.class.getResourceAsStream(TEMPLATE)) {
      if (in == null) {
        throw new IllegalStateException(TEMPLATE + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
