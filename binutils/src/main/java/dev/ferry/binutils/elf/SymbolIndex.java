package dev.ferry.binutils.elf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The defined symbols of a linked file, sorted by address, and by name. */
public final class SymbolIndex {
  /**
   * A symbol with its address.
   *
   * @param size in bytes; 0 when unknown
   * @param type STT_ number
   */
  public record Entry(String name, long address, long size, int type) {}

  private final Entry[] entries;
  private final Map<String, Entry> byName = new HashMap<>();

  private SymbolIndex(Entry[] entries) {
    this.entries = entries;
    for (Entry entry : entries) {
      byName.putIfAbsent(entry.name(), entry);
    }
  }

  static SymbolIndex of(ElfFile file) {
    SectionHeader section = file.sectionOfType(Elf.SHT_SYMTAB);
    if (section == null) {
      section = file.sectionOfType(Elf.SHT_DYNSYM);
    }
    if (section == null) {
      return new SymbolIndex(new Entry[0]);
    }
    SymbolTable table = file.symbols(section);
    Entry[] entries = new Entry[table.size()];
    int count = 0;
    for (int i = 1; i < table.size(); i++) {
      if (isPlace(table, i)) {
        entries[count++] = new Entry(table.name(i), table.value(i), table.size(i), table.type(i));
      }
    }
    entries = Arrays.copyOf(entries, count);
    // Where several name one address, a sized function or object is what a reader wants to see.
    Arrays.sort(
        entries,
        (a, b) ->
            a.address() != b.address()
                ? Long.compareUnsigned(a.address(), b.address())
                : Long.compare(Math.min(a.size(), 1), Math.min(b.size(), 1)));
    return new SymbolIndex(entries);
  }

  private static boolean isPlace(SymbolTable table, int i) {
    int type = table.type(i);
    return table.rawSectionIndex(i) != Elf.SHN_UNDEF
        && table.rawSectionIndex(i) != Elf.SHN_ABS
        && table.nameOffset(i) != 0
        && (type == Elf.STT_NOTYPE
            || type == Elf.STT_FUNC
            || type == Elf.STT_OBJECT
            || type == Elf.STT_GNU_IFUNC)
        && !isMapping(table.name(i));
  }

  /** Mapping symbols ($x, $d, $xrv64...) and assembler labels name no function. */
  private static boolean isMapping(String name) {
    return name.startsWith("$x") || name.startsWith("$d") || name.startsWith(".L");
  }

  /** The symbol that covers {@code address}: the last one that begins at or before it. */
  public @Nullable Entry at(long address) {
    int low = 0;
    int high = entries.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(entries[middle].address(), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? null : entries[low - 1];
  }

  /** The first symbol of that name, or null. */
  public @Nullable Entry named(String name) {
    return byName.get(name);
  }

  /** All, by ascending address; the array is the index's own. */
  public Entry[] entries() {
    return entries;
  }
}
