package dev.ferry.base.diag;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The colours of printed diagnostics: SGR sequences by capability name, gcc's defaults, changed by
 * {@code GCC_COLORS}.
 */
public final class DiagnosticColors {
  /** Nothing is coloured. */
  public static final DiagnosticColors NONE = new DiagnosticColors(Map.of());

  private final Map<String, String> sequences;

  private DiagnosticColors(Map<String, String> sequences) {
    this.sequences = sequences;
  }

  /**
   * @param gccColors the value of {@code GCC_COLORS}, such as {@code error=01;31:note=01;36}; null
   *     if it is not set; empty for no colours at all
   */
  public static DiagnosticColors of(@Nullable String gccColors) {
    if (gccColors != null && gccColors.isEmpty()) {
      return NONE;
    }
    Map<String, String> sequences = new HashMap<>();
    parse(
        "error=01;31:warning=01;35:note=01;36:range1=32:range2=34:locus=01:quote=01:"
            + "fixit-insert=32:fixit-delete=31",
        sequences);
    if (gccColors != null) {
      parse(gccColors, sequences);
    }
    return new DiagnosticColors(sequences);
  }

  private static void parse(String text, Map<String, String> sequences) {
    for (String part : text.split(":")) {
      int equals = part.indexOf('=');
      if (equals > 0 && part.substring(equals + 1).matches("[0-9;]*")) {
        sequences.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
  }

  String start(String name) {
    String sequence = sequences.get(name);
    return sequence == null ? "" : "\u001b[" + sequence + "m\u001b[K";
  }

  String stop(String name) {
    return sequences.containsKey(name) ? "\u001b[m\u001b[K" : "";
  }

  String paint(String name, String text) {
    return start(name) + text + stop(name);
  }
}
