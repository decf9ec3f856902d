package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.LittleEndian;
import dev.ferry.binutils.elf.RelocationType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Relocations left for the dynamic loader (.rela.dyn), or for start-up code (.rela.iplt). */
final class DynamicRelocations {
  /** What the addend is made of when the table is written. */
  private enum Kind {
    /** The target's address: RELATIVE, IRELATIVE. */
    ADDRESS,
    /** Only the addend; the symbol goes into r_info. */
    SYMBOLIC,
    /** The target's offset in this module's thread-local block. */
    TLS,
    /** This module itself. */
    MODULE
  }

  private record Entry(
      Kind kind,
      InputSection section,
      long offset,
      RelocationType type,
      @Nullable LinkSymbol symbol,
      long addend) {}

  final SyntheticSection section;
  private final Link link;
  private final List<Entry> entries = new ArrayList<>();
  int relative;
  boolean inReadOnly;

  DynamicRelocations(Link link, String name) {
    this.link = link;
    this.section =
        new SyntheticSection(name, Elf.SHT_RELA, Elf.SHF_ALLOC, link.wordSize(), entrySize(link));
  }

  static int entrySize(Link link) {
    return link.is64 ? 24 : 12;
  }

  private void add(Entry entry) {
    entries.add(entry);
    section.size = (long) entries.size() * entrySize(link);
    inReadOnly |= !entry.section().hasFlag(Elf.SHF_WRITE);
  }

  void addRelative(InputSection at, long offset, LinkSymbol target, long addend) {
    relative++;
    add(new Entry(Kind.ADDRESS, at, offset, RelocationType.RELATIVE, target, addend));
  }

  void addIrelative(InputSection at, long offset, LinkSymbol resolver) {
    add(new Entry(Kind.ADDRESS, at, offset, RelocationType.IRELATIVE, resolver, 0));
  }

  void addSymbolic(
      InputSection at, long offset, RelocationType type, LinkSymbol symbol, long addend) {
    add(new Entry(Kind.SYMBOLIC, at, offset, type, symbol, addend));
  }

  void addTls(InputSection at, long offset, RelocationType type, LinkSymbol symbol) {
    add(new Entry(Kind.TLS, at, offset, type, symbol, 0));
  }

  void addModule(InputSection at, long offset, RelocationType type) {
    add(new Entry(Kind.MODULE, at, offset, type, null, 0));
  }

  /** RELATIVE first (DT_RELACOUNT), then by symbol so that the loader's lookups repeat. */
  void sort() {
    if (entries.isEmpty()) {
      return;
    }
    entries.sort(
        Comparator.comparingInt((Entry e) -> e.type() == RelocationType.RELATIVE ? 0 : 1)
            .thenComparingInt(e ->
                e.kind() == Kind.SYMBOLIC && e.symbol() != null ? e.symbol().dynamicIndex : 0));
  }

  void write(byte[] out, int base, Values values) {
    int at = base;
    for (Entry entry : entries) {
      LinkSymbol symbol = entry.symbol();
      long place = placeOf(entry.section(), entry.offset());
      long addend =
          switch (entry.kind()) {
            case ADDRESS ->
                entry.type() == RelocationType.IRELATIVE && symbol != null
                    ? symbol.address()
                    : values.target(symbol, entry.addend());
            case SYMBOLIC -> entry.addend();
            case TLS -> values.tpOffset(symbol, entry.addend());
            case MODULE -> 0;
          };
      long index = entry.kind() == Kind.SYMBOLIC && symbol != null ? symbol.dynamicIndex : 0;
      int type = entry.type().number();
      if (link.is64) {
        LittleEndian.set(out, at, 8, place);
        LittleEndian.set(out, at + 8, 8, index << 32 | type);
        LittleEndian.set(out, at + 16, 8, addend);
      } else {
        LittleEndian.set(out, at, 4, place);
        LittleEndian.set(out, at + 4, 4, index << 8 | type);
        LittleEndian.set(out, at + 8, 4, addend);
      }
      at += entrySize(link);
    }
  }

  private static long placeOf(InputSection section, long offset) {
    RelaxedSection relaxed = section.relaxed;
    long moved = relaxed == null ? offset : offset - relaxed.removedBeforeOffset(offset);
    return section.addressOf(moved);
  }
}
