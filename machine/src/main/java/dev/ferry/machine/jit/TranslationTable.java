package dev.ferry.machine.jit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The translations of an address space, by the addresses where they start: a hash table with linear
 * probing. Harts look into it without locks, very often where nothing starts. Who changes it does
 * so one at a time; what is removed is gone for every look that begins after that, as it is left
 * out of a new table.
 */
final class TranslationTable {
  /** A power of two. At least three quarters of it are free, so that nothing is found soon. */
  private volatile @Nullable Translated[] slots = new @Nullable Translated[1 << 10];

  private int count;

  /** The translation that starts at an address, or null. */
  @Nullable Translated find(long pc) {
    @Nullable Translated[] table = slots;
    return table[slot(table, pc)];
  }

  /** Where an address is, or would be. */
  private static int slot(@Nullable Translated[] table, long pc) {
    int mask = table.length - 1;
    int slot = (int) (pc >>> 1) & mask;
    while (true) {
      Translated there = table[slot];
      if (there == null || there.pc == pc) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
  }

  boolean contains(long pc) {
    return find(pc) != null;
  }

  /** Has a translation start at its address, instead of what does. */
  synchronized void put(Translated translated) {
    @Nullable Translated[] table = slots;
    int slot = slot(table, translated.pc);
    boolean isNew = table[slot] == null;
    table[slot] = translated;
    if (isNew && ++count > table.length / 4) {
      slots = tableOf(all(), 2 * table.length);
    }
  }

  /** The same if nothing starts there; returns whether that is so. */
  synchronized boolean putIfAbsent(Translated translated) {
    boolean absent = !contains(translated.pc);
    if (absent) {
      put(translated);
    }
    return absent;
  }

  /** Removes what fulfils a condition and returns it. */
  synchronized List<Translated> removeIf(Predicate<Translated> condition) {
    List<Translated> removed = new ArrayList<>();
    List<Translated> kept = new ArrayList<>();
    for (Translated each : all()) {
      (condition.test(each) ? removed : kept).add(each);
    }
    if (!removed.isEmpty()) {
      slots = tableOf(kept, slots.length);
      count = kept.size();
    }
    return removed;
  }

  private List<Translated> all() {
    List<Translated> all = new ArrayList<>(count);
    for (Translated each : slots) {
      if (each != null) {
        all.add(each);
      }
    }
    return all;
  }

  private static @Nullable Translated[] tableOf(List<Translated> translations, int size) {
    @Nullable Translated[] table = new @Nullable Translated[size];
    for (Translated each : translations) {
      table[slot(table, each.pc)] = each;
    }
    return table;
  }
}
