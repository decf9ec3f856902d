package dev.ferry.explorer;

import dev.ferry.explorer.http.Exchange;
import dev.ferry.explorer.http.PageServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a page begins with ({@code start}): the user's program, the examples and the lessons. An
 * example is a C file whose first line is a comment with its title; a lesson is a Markdown file.
 * {@code index.txt} beside them gives names and order.
 */
final class GalleryRoutes {
  private record Item(String name, String text) {}

  private record Start(String name, String source, List<Item> examples, List<Item> lessons) {}

  private final Start start;

  private GalleryRoutes(Explorer.Settings settings) {
    this.start =
        new Start(
            settings.name(), settings.source(), items("examples/", ".c"), items("lessons/", ".md"));
  }

  static Map<String, PageServer.Route> of(Explorer.Settings settings) {
    GalleryRoutes routes = new GalleryRoutes(settings);
    return Map.of("start", routes::start);
  }

  private void start(Exchange exchange) throws IOException {
    exchange.json(start);
  }

  /** The source that a new page begins with. */
  static String firstExample() {
    return items("examples/", ".c").getFirst().text();
  }

  private static List<Item> items(String folder, String ending) {
    List<Item> items = new ArrayList<>();
    for (String name : text(folder + "index.txt").split("\\s+")) {
      items.add(new Item(name, text(folder + name + ending)));
    }
    return items;
  }

  private static String text(String name) {
    try (InputStream in = GalleryRoutes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing in the jar: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
