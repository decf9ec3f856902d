package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.Section;
import dev.ferry.binutils.elf.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * Places in input files as GNU ld words them: {@code a.o: in function `main':} on a line of its
 * own, then {@code a.c:(.text+0x8): undefined reference to `f'}.
 */
final class Locations {
  private final Link link;

  Locations(Link link) {
    this.link = link;
  }

  /** Reports an error at a place in an input section. */
  void reportAt(InputSection section, long offset, String text) {
    InputObject file = section.file;
    String function = file == null ? null : function(file, section, offset);
    if (function != null) {
      link.messages.error(section.fileName() + ": in function `" + function + "':");
      link.messages.errorAt(place(section, offset, false) + ": " + text);
    } else {
      link.messages.error(place(section, offset, true) + ": " + text);
    }
  }

  /** Reports a warning at a place in an input section. */
  void warnAt(InputSection section, long offset, String text) {
    InputObject file = section.file;
    String function = file == null ? null : function(file, section, offset);
    if (function != null) {
      link.messages.note(section.fileName() + ": in function `" + function + "':");
      link.messages.warningAt(place(section, offset, false) + ": warning: " + text);
    } else {
      link.messages.warningAt(place(section, offset, true) + ": warning: " + text);
    }
  }

  /** {@code a.c:(.text+0x8)}, or {@code a.o:(...)} when the source is not known or not wanted. */
  String place(InputSection section, long offset, boolean withObject) {
    InputObject file = section.file;
    boolean inFunction = file != null && function(file, section, offset) != null;
    String source = file == null || !inFunction ? null : source(file);
    String name;
    if (source == null) {
      name = withObject || !inFunction ? section.fileName() + ":" : "";
    } else {
      name = withObject ? section.fileName() + ":" + source + ":" : source + ":";
    }
    return name + "(" + section.name + "+0x" + Long.toHexString(offset) + ")";
  }

  /** The STT_FILE symbol's name. */
  private static @Nullable String source(InputObject file) {
    for (Symbol symbol : file.object.symbols()) {
      if (symbol.type() == Elf.STT_FILE && !symbol.name().isEmpty()) {
        return symbol.name();
      }
    }
    return null;
  }

  /** Hand-written code often leaves the type out. */
  private static boolean isFunction(Symbol symbol) {
    return switch (symbol.type()) {
      case Elf.STT_FUNC, Elf.STT_GNU_IFUNC -> true;
      case Elf.STT_NOTYPE ->
          !symbol.name().isEmpty()
              && !symbol.name().startsWith(".L")
              && !symbol.name().startsWith("$");
      default -> false;
    };
  }

  /** The function that begins last at or before the offset. */
  static @Nullable String function(InputObject file, InputSection section, long offset) {
    Symbol best = null;
    Section wanted = section.section;
    if (wanted == null || !section.hasFlag(Elf.SHF_EXECINSTR)) {
      return null;
    }
    for (Symbol symbol : file.object.symbols()) {
      if (symbol.section() == wanted
          && isFunction(symbol)
          && symbol.value() <= offset
          && (best == null || symbol.value() >= best.value())) {
        best = symbol;
      }
    }
    return best == null ? null : best.name();
  }
}
