package dev.ferry.machine.jit;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The translations of an address space, by the addresses where they start. Harts look into a
 * direct-mapped table without locks, and into the map behind it where that has something else. What
 * one thread removes, no other may put back from the map into the table: a hart would enter it for
 * ever. So the map changes before the table, and who copies from the map asks it once more.
 */
final class TranslationTable {
  private static final int SIZE = 1 << 14;

  private final Map<Long, Translated> all = new ConcurrentHashMap<>();

  /** By bits 1 to 14 of the address. */
  private final @Nullable Translated[] recent = new @Nullable Translated[SIZE];

  private static int slot(long pc) {
    return (int) (pc >>> 1) & SIZE - 1;
  }

  /** For harts: the translation that starts at an address, or null. */
  @Nullable Translated find(long pc) {
    Translated translated = recent[slot(pc)];
    return translated != null && translated.pc == pc ? translated : copy(pc);
  }

  private @Nullable Translated copy(long pc) {
    Translated translated = all.get(pc);
    if (translated != null) {
      recent[slot(pc)] = translated;
      VarHandle.fullFence();
      if (all.get(pc) != translated) {
        recent[slot(pc)] = null;
      }
    }
    return translated;
  }

  /** As {@link #find}, leaving the table to harts. */
  @Nullable Translated get(long pc) {
    return all.get(pc);
  }

  boolean contains(long pc) {
    return all.containsKey(pc);
  }

  /** Has a translation start at its address, instead of what does. */
  void put(Translated translated) {
    Translated unused = all.put(translated.pc, translated);
    VarHandle.fullFence();
    recent[slot(translated.pc)] = translated;
  }

  /** The same if nothing starts there; returns whether that is so. */
  boolean putIfAbsent(Translated translated) {
    return all.putIfAbsent(translated.pc, translated) == null;
  }

  /** Removes what fulfils a condition and returns it. */
  List<Translated> removeIf(Predicate<Translated> condition) {
    List<Translated> removed = new ArrayList<>();
    for (Translated each : all.values()) {
      if (condition.test(each) && all.remove(each.pc, each)) {
        removed.add(each);
      }
    }
    VarHandle.fullFence();
    for (Translated each : removed) {
      recent[slot(each.pc)] = null;
    }
    return removed;
  }
}
