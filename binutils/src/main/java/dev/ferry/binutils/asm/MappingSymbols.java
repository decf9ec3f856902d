package dev.ferry.binutils.asm;

/**
 * Writes mapping symbols: {@code $x} where instructions begin, with the ISA where it changes, and
 * {@code $d} where data begins in a section of code (psABI, "Mapping Symbol").
 */
final class MappingSymbols {
  private final boolean wanted;
  private final AsmSymbols symbols;

  MappingSymbols(boolean wanted, AsmSymbols symbols) {
    this.wanted = wanted;
    this.symbols = symbols;
  }

  /** An instruction of the ISA {@code arch} follows. */
  void code(AsmSection section, String arch) {
    if (wanted
        && section.isCode()
        && (section.mapState != AsmSection.MAP_CODE || !arch.equals(section.mapArch))) {
      boolean same = arch.equals(section.mapArch);
      section.mapState = AsmSection.MAP_CODE;
      section.mapArch = arch;
      mark(section, same ? "$x" : "$x" + arch);
    }
  }

  /** Data follows. */
  void data(AsmSection section) {
    if (wanted && section.isCode() && section.mapState != AsmSection.MAP_DATA) {
      section.mapState = AsmSection.MAP_DATA;
      mark(section, "$d");
    }
  }

  /** Puts a symbol here, in the place of one that stands here already. */
  private void mark(AsmSection section, String name) {
    AsmSymbol symbol = new AsmSymbol(name, false);
    symbol.mapping = true;
    section.place(symbol);
    AsmSymbol last = section.lastMapping;
    if (last != null && last.offset == symbol.offset && last.fragment == symbol.fragment) {
      symbols.replace(last, symbol);
    } else {
      symbols.add(symbol);
    }
    section.lastMapping = symbol;
  }
}
