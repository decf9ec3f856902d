package dev.ferry.explorer.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of the page, out of the jar. */
public final class Assets {
  private static final Pattern NAME = Pattern.compile("[\\w-]+(/[\\w-]+)*(\\.[\\w-]+)*");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "woff2", "font/woff2",
          "json", "application/json");

  private final String root;

  /**
   * @param root the folder on the class path, with a slash at the end
   */
  public Assets(String root) {
    this.root = root;
  }

  /** Whether the page was built into this jar. */
  public boolean arePresent() throws IOException {
    return read("index.html") != null;
  }

  byte @Nullable [] read(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      return null;
    }
    try (InputStream in = Assets.class.getResourceAsStream(root + name)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  void answer(Exchange exchange, String name) throws IOException {
    byte[] bytes = read(name);
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (bytes == null || type == null) {
      exchange.text(404, "no such file");
    } else {
      exchange.bytes(200, type, bytes);
    }
  }
}
