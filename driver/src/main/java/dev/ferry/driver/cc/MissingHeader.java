package dev.ferry.driver.cc;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.c.pp.PpDiagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A word of advice where a header is missing that another installed C library has. */
final class MissingHeader {
  private MissingHeader() {}

  /** The advice, or null. */
  static @Nullable String advice(List<Diagnostic> reported, Libraries libraries) {
    for (Diagnostic diagnostic : reported) {
      if (diagnostic.kind() == PpDiagnostic.FILE_NOT_FOUND) {
        String message = diagnostic.message();
        String name = message.substring(0, message.lastIndexOf(':'));
        return libraries.glibcHas(name)
            ? "ferry-cc: note: the built-in C library has no <"
                + name
                + ">, glibc has: FERRY_LIBC=glibc in the environment of the whole build"
                + " (or --libc=glibc with every compile and link)"
            : null;
      }
    }
    return null;
  }
}
