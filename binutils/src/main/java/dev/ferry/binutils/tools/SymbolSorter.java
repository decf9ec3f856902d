package dev.ferry.binutils.tools;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.binutils.elf.SectionHeader;
import dev.ferry.binutils.elf.SymbolTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The symbols of a file by address, and which one names an address in a disassembly. */
final class SymbolSorter {
  /** A symbol that may name an address. */
  record Entry(
      String name, long value, long size, int section, int type, int binding, boolean valid) {}

  private final Entry[] entries;
  private final boolean relocatable;

  SymbolSorter(ElfFile file) {
    relocatable = file.type() == Elf.ET_REL;
    SectionHeader section = file.sectionOfType(Elf.SHT_SYMTAB);
    if (section == null) {
      section = file.sectionOfType(Elf.SHT_DYNSYM);
    }
    List<Entry> found = new ArrayList<>();
    if (section != null) {
      collect(file, file.symbols(section), found);
    }
    addPlt(file, found);
    found.sort(SymbolSorter::compare);
    entries = found.toArray(new Entry[0]);
  }

  private static void collect(ElfFile file, SymbolTable table, List<Entry> found) {
    for (int i = 1; i < table.size(); i++) {
      int raw = table.rawSectionIndex(i);
      int type = table.type(i);
      if (raw == Elf.SHN_UNDEF
          || raw == Elf.SHN_COMMON
          || type == Elf.STT_SECTION
          || type == Elf.STT_FILE) {
        continue;
      }
      String name = table.name(i);
      if (name.isEmpty()) {
        continue;
      }
      int section = raw == Elf.SHN_ABS ? -1 : table.sectionIndex(i);
      long value = table.value(i);
      boolean valid = !name.equals(".L0 ") && !isMapping(name);
      found.add(new Entry(name, value, table.size(i), section, type, table.binding(i), valid));
    }
  }

  /** Names the PLT's entries {@code f@plt}: a header of 32 bytes, then 16 for each JUMP_SLOT. */
  private static void addPlt(ElfFile file, List<Entry> found) {
    SectionHeader plt = file.section(".plt");
    SectionHeader rela = file.section(".rela.plt");
    SectionHeader dynsym = file.sectionOfType(Elf.SHT_DYNSYM);
    if (plt == null || rela == null || dynsym == null) {
      return;
    }
    SymbolTable table = file.symbols(dynsym);
    Contents in = file.contents(rela);
    int entry = file.is64() ? 24 : 12;
    int number = 0;
    for (long at = 0; at + entry <= in.size(); at += entry) {
      int type = file.is64() ? in.i32(at + 8) : in.u8(at + 4);
      long symbol =
          file.is64() ? in.i32(at + 12) & 0xffff_ffffL : (in.i32(at + 4) & 0xffff_ffffL) >>> 8;
      if (type == RelocationType.JUMP_SLOT.number() && symbol > 0 && symbol < table.size()) {
        long value = plt.address() + 32 + 16L * number;
        String name = table.name((int) symbol) + "@plt";
        found.add(new Entry(name, value, 0, plt.index(), Elf.STT_FUNC, Elf.STB_GLOBAL, true));
      }
      number++;
    }
  }

  static boolean isMapping(String name) {
    return name.equals("$d")
        || name.equals("$x")
        || name.startsWith("$d.")
        || name.startsWith("$x.")
        || name.startsWith("$xrv");
  }

  private static int compare(Entry a, Entry b) {
    if (a.value != b.value) {
      return Long.compareUnsigned(a.value, b.value);
    }
    boolean functionA = a.type == Elf.STT_FUNC;
    if (functionA != (b.type == Elf.STT_FUNC)) {
      return functionA ? -1 : 1;
    }
    boolean objectA = a.type == Elf.STT_OBJECT;
    if (objectA != (b.type == Elf.STT_OBJECT)) {
      return objectA ? -1 : 1;
    }
    boolean globalA = a.binding == Elf.STB_GLOBAL;
    if (globalA != (b.binding == Elf.STB_GLOBAL)) {
      return globalA ? -1 : 1;
    }
    if (a.size != b.size) {
      return Long.compareUnsigned(b.size, a.size);
    }
    return a.name.compareTo(b.name);
  }

  boolean isEmpty() {
    return entries.length == 0;
  }

  Entry[] entries() {
    return entries;
  }

  /** Index of the first symbol at the greatest value not above {@code address}, or -1. */
  private int place(long address) {
    int low = 0;
    int high = entries.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(entries[middle].value, address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int place = low - 1;
    while (place > 0 && entries[place - 1].value == entries[place].value) {
      place--;
    }
    return place;
  }

  /**
   * The symbol that names an address.
   *
   * @param section where the code being shown is
   * @param required whether only symbols of that section will do
   */
  @Nullable Entry find(long address, SectionHeader section, boolean required) {
    if (entries.length == 0) {
      return null;
    }
    int place = Math.max(0, place(address));
    int group = place;
    while (group + 1 < entries.length
        && entries[group + 1].value == entries[place].value
        && !(entries[group].section == section.index() && entries[group].valid)) {
      group++;
    }
    if (entries[group].section == section.index() && entries[group].valid) {
      place = group;
    }
    boolean want =
        required
            || relocatable
                && Long.compareUnsigned(address, section.address()) >= 0
                && Long.compareUnsigned(address, section.address() + section.size()) < 0;
    if (fits(entries[place], section, want)) {
      return entries[place];
    }
    int last = place;
    while (last + 1 < entries.length && entries[last + 1].value == entries[place].value) {
      last++;
    }
    int better = -1;
    for (int i = last; i >= 0; i--) {
      if (fits(entries[i], section, want)) {
        if (better >= 0 && entries[i].value != entries[better].value) {
          break;
        }
        better = i;
      }
    }
    for (int i = place + 1; better < 0 && i < entries.length; i++) {
      if (fits(entries[i], section, want)) {
        better = i;
      }
    }
    return better < 0 ? null : entries[better];
  }

  private static boolean fits(Entry entry, SectionHeader section, boolean want) {
    return entry.valid && (!want || entry.section == section.index());
  }

  /** The least value above {@code address} of a valid symbol of the section, or {@code limit}. */
  long nextAfter(long address, SectionHeader section, long limit) {
    int from = Math.max(0, place(address));
    for (int i = from; i < entries.length; i++) {
      if (entries[i].valid
          && entries[i].section == section.index()
          && Long.compareUnsigned(entries[i].value, address) > 0) {
        return Long.compareUnsigned(entries[i].value, limit) < 0 ? entries[i].value : limit;
      }
    }
    return limit;
  }
}
