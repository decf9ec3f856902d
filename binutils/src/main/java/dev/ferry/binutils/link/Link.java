package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.RiscvAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of one link that all phases share. */
final class Link {
  final LinkOptions options;
  final Messages messages;
  final Symbols symbols;
  final List<InputObject> objects = new ArrayList<>();
  final List<SharedLibrary> libraries = new ArrayList<>();

  /** All sections of objects that were not left out, in input order, then the linker's own. */
  final List<InputSection> sections = new ArrayList<>();

  final List<Script.Assignment> defines = new ArrayList<>();

  /** Texts of {@code .gnu.warning.SYMBOL} sections by symbol: shown when the symbol is used. */
  final Map<String, String> symbolWarnings = new HashMap<>();

  final List<String> archiveNotes = new ArrayList<>();
  @Nullable Script userScript;
  @Nullable VersionScript versions;
  @Nullable VersionScript dynamicList;
  String entry = "";
  boolean is64 = true;
  int flags;
  boolean sawObject;
  boolean execStackWanted;
  boolean sawStackNote;
  @Nullable RiscvAttributes attributes;

  /** Whether the output has a dynamic section: anything but a static executable. */
  boolean isDynamic;

  Link(LinkOptions options) {
    this.options = options;
    String program = options.program;
    this.messages = new Messages(program == null ? "ld" : program, options.fatalWarnings);
    this.symbols = new Symbols(options.wrap);
  }

  boolean isShared() {
    return options.output == LinkOptions.Output.SHARED;
  }

  /** Whether the image may be loaded anywhere. */
  boolean isPic() {
    return options.output == LinkOptions.Output.SHARED || options.output == LinkOptions.Output.PIE;
  }

  boolean isRelocatable() {
    return options.output == LinkOptions.Output.RELOCATABLE;
  }

  int wordSize() {
    return is64 ? 8 : 4;
  }
}
