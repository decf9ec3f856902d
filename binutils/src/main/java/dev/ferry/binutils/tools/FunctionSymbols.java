package dev.ferry.binutils.tools;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.SectionHeader;
import dev.ferry.binutils.elf.SymbolTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions and source files from the symbol table, for addresses without debug information. */
final class FunctionSymbols {
  private final ElfFile file;
  private final @Nullable SymbolTable table;
  private int @Nullable [] order;

  FunctionSymbols(ElfFile file) {
    this.file = file;
    SectionHeader section = file.sectionOfType(Elf.SHT_SYMTAB);
    this.table = section == null ? null : file.symbols(section);
  }

  /** Number of the function symbol that begins last at or before an address, or -1. */
  int at(long address) {
    SectionHeader section = sectionAt(address);
    return section == null ? -1 : at(section, address);
  }

  /** The same for an address (in an object: an offset) of a section. */
  int at(SectionHeader section, long address) {
    SymbolTable symbols = table;
    if (symbols == null) {
      return -1;
    }
    int[] sorted = sorted(symbols);
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int symbol = sorted[middle];
      int order = Integer.compare(symbols.sectionIndex(symbol), section.index());
      if (order == 0) {
        order = Long.compareUnsigned(symbols.value(symbol), address);
      }
      if (order <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int found = low - 1;
    return found >= 0 && symbols.sectionIndex(sorted[found]) == section.index()
        ? sorted[found]
        : -1;
  }

  /** Function-like symbols by section and address; at one address the best one last. */
  private int[] sorted(SymbolTable symbols) {
    int[] known = order;
    if (known == null) {
      List<Integer> found = new ArrayList<>();
      for (int i = 1; i < symbols.size(); i++) {
        int type = symbols.type(i);
        boolean function =
            type == Elf.STT_FUNC || type == Elf.STT_GNU_IFUNC || type == Elf.STT_NOTYPE;
        int raw = symbols.rawSectionIndex(i);
        if (function
            && raw != Elf.SHN_UNDEF
            && raw < Elf.SHN_LORESERVE
            && !SymbolSorter.isMapping(symbols.name(i))) {
          found.add(i);
        }
      }
      found.sort((x, y) -> compare(symbols, x, y));
      known = new int[found.size()];
      for (int i = 0; i < known.length; i++) {
        known[i] = found.get(i);
      }
      order = known;
    }
    return known;
  }

  private static int compare(SymbolTable symbols, int a, int b) {
    int section = Integer.compare(symbols.sectionIndex(a), symbols.sectionIndex(b));
    if (section != 0) {
      return section;
    }
    int value = Long.compareUnsigned(symbols.value(a), symbols.value(b));
    if (value != 0) {
      return value;
    }
    int plainA = symbols.type(a) == Elf.STT_NOTYPE ? 0 : 1;
    int plainB = symbols.type(b) == Elf.STT_NOTYPE ? 0 : 1;
    return plainA != plainB ? plainA - plainB : b - a;
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
