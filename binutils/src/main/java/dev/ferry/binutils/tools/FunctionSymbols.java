package dev.ferry.binutils.tools;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.SectionHeader;
import dev.ferry.binutils.elf.SymbolTable;
import org.jspecify.annotations.Nullable;

/** Functions and source files from the symbol table, for addresses without debug information. */
final class FunctionSymbols {
  private final ElfFile file;
  private final @Nullable SymbolTable table;

  FunctionSymbols(ElfFile file) {
    this.file = file;
    SectionHeader section = file.sectionOfType(Elf.SHT_SYMTAB);
    this.table = section == null ? null : file.symbols(section);
  }

  /** Number of the function symbol that begins last at or before an address, or -1. */
  int at(long address) {
    SymbolTable symbols = table;
    SectionHeader section = symbols == null ? null : sectionAt(address);
    if (symbols == null || section == null) {
      return -1;
    }
    int best = -1;
    for (int i = 1; i < symbols.size(); i++) {
      int type = symbols.type(i);
      boolean function =
          type == Elf.STT_FUNC || type == Elf.STT_GNU_IFUNC || type == Elf.STT_NOTYPE;
      if (function
          && symbols.rawSectionIndex(i) == section.index()
          && Long.compareUnsigned(symbols.value(i), address) <= 0
          && isBetter(symbols, i, best)
          && !symbols.name(i).startsWith("$")) {
        best = i;
      }
    }
    return best;
  }

  private static boolean isBetter(SymbolTable symbols, int i, int best) {
    if (best < 0) {
      return true;
    }
    int order = Long.compareUnsigned(symbols.value(i), symbols.value(best));
    if (order != 0) {
      return order > 0;
    }
    return symbols.type(best) == Elf.STT_NOTYPE && symbols.type(i) != Elf.STT_NOTYPE;
  }

  private @Nullable SectionHeader sectionAt(long address) {
    for (SectionHeader section : file.sections()) {
      if (section.hasFlag(Elf.SHF_ALLOC)
          && section.hasFlag(Elf.SHF_EXECINSTR)
          && address - section.address() >= 0
          && address - section.address() < section.size()) {
        return section;
      }
    }
    return null;
  }

  String name(int symbol) {
    return table == null ? "??" : table.name(symbol);
  }

  /** The STT_FILE symbol in front of a local symbol; null for global ones. */
  @Nullable String file(int symbol) {
    SymbolTable symbols = table;
    if (symbols == null || symbols.binding(symbol) != Elf.STB_LOCAL) {
      return null;
    }
    for (int i = symbol; i > 0; i--) {
      if (symbols.type(i) == Elf.STT_FILE) {
        return symbols.name(i);
      }
    }
    return null;
  }
}
