package dev.ferry.machine.jit;

import dev.ferry.isa.Opcode;
import dev.ferry.machine.core.GuestMemory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

/**
 * What is known of instructions that translated code may have to leave to the interpreter: where
 * loads and stores find their memory, and how often the fast way has failed. A load or store is
 * first translated with a window (see {@link dev.ferry.machine.core.Windows}) if an address of it
 * is known, then with a look at the rights of its page, and at last with one that also serves
 * misaligned addresses.
 */
final class AccessSites {
  /** How often the fast way of an instruction has to fail before it is given another one. */
  private static final int THRESHOLD = 200;

  /** The same for a window. */
  private static final int WINDOW_THRESHOLD = 32;

  /** How an instruction is translated, and what has become of that. */
  private static final class Site {
    /** The window of a load or store, -1 for the rights of pages. */
    int window = -1;

    /** Whether it has had a window before this. */
    boolean second;

    /** Whether the fast way has failed that knows no window. */
    boolean slow;

    /** How often the way that it is translated with has failed. */
    int failures;

    /** Where it was then, and whether it stored; for windows. */
    long address;

    boolean store;

    /**
     * When another way was chosen for it that no translation has yet, 0 if all have it. Until then
     * the old one goes on failing, which tells nothing of the new one.
     */
    long changed;
  }

  private final GuestMemory memory;

  private final Map<Long, Site> sites = new ConcurrentHashMap<>();

  /** Those for which another way was chosen that no translation has yet. */
  private final Map<Long, Site> changed = new ConcurrentHashMap<>();

  /** Counts changes. */
  private long now;

  AccessSites(GuestMemory memory) {
    this.memory = memory;
  }

  /** Bits of a plain load or store, 0 for anything else. */
  static int bits(Opcode opcode) {
    return switch (opcode) {
      case LB, LBU, SB -> 8;
      case LH, LHU, SH, FLH, FSH -> 16;
      case LW, LWU, SW, FLW, FSW -> 32;
      case LD, SD, FLD, FSD -> 64;
      default -> 0;
    };
  }

  /** The instruction at {@code pc} accesses an address, or will. */
  void found(long pc, long address, boolean store) {
    if (!sites.containsKey(pc)) {
      int window = memory.window(address, right(store));
      if (window >= 0) {
        site(pc).window = window;
      }
    }
  }

  private Site site(long pc) {
    return sites.computeIfAbsent(pc, unused -> new Site());
  }

  private static int right(boolean store) {
    return store ? GuestMemory.WRITE : GuestMemory.READ;
  }

  /** The window that an instruction is translated with if that gives it the right; -1 for none. */
  int window(long pc, int right) {
    Site site = sites.get(pc);
    int window = site == null ? -1 : site.window;
    return window >= 0 && (memory.windowRights(window) & right) == right ? window : -1;
  }

  /** Whether the fast way has failed that knows no window. */
  boolean isSlow(long pc) {
    Site site = sites.get(pc);
    return site != null && site.slow;
  }

  /** The time, for {@link #settle}. */
  synchronized long now() {
    return now;
  }

  /**
   * A region is about to be translated anew: those of its instructions that have missed their
   * window since are given another one now, as they would be soon.
   *
   * @param none whether no instruction is to have a window
   */
  synchronized void renew(LongPredicate region, boolean none) {
    sites.forEach((pc, site) -> {
      if (site.window >= 0 && site.changed == 0 && region.test(pc)) {
        if (none) {
          site.window = -1;
          changed(pc, site);
        } else if (site.failures > 0) {
          change(pc, site);
        }
      }
    });
  }

  private void change(long pc, Site site) {
    site.window = site.second ? -1 : memory.window(site.address, right(site.store));
    site.second = true;
    changed(pc, site);
  }

  private void changed(long pc, Site site) {
    changed.put(pc, site);
    site.changed = ++now;
    site.failures = 0;
  }

  /**
   * A region has been translated anew: what had changed before that is in its code now.
   *
   * @param since {@link #now} before that
   */
  synchronized void settle(LongPredicate region, long since) {
    changed
        .entrySet()
        .removeIf(each -> {
          Site site = each.getValue();
          boolean settled = site.changed <= since && region.test(each.getKey());
          if (settled) {
            site.changed = 0;
          }
          return settled;
        });
  }

  /**
   * Other code may stand at the addresses now. That is no place for this one's lock, which is held
   * while memory's is taken: whoever changes code has memory's.
   */
  void clear() {
    sites.clear();
    changed.clear();
  }

  /**
   * The interpreter has executed an instruction because the fast way failed.
   *
   * @return whether it is to be translated in another way from now on
   */
  synchronized boolean failed(long pc) {
    Site site = site(pc);
    if (site.slow || site.changed != 0 || ++site.failures < THRESHOLD) {
      return false;
    }
    site.slow = true;
    changed(pc, site);
    return true;
  }

  /**
   * As {@link #failed} for a load or store, translated with a window. That may grow. If it does not
   * hold the address even then, the instruction gets another one, once, and none after that.
   */
  synchronized boolean missed(long pc, long address, boolean store) {
    Site site = sites.get(pc);
    if (site == null
        || site.window < 0
        || memory.reopenWindow(site.window, address)
        || site.changed != 0) {
      return false;
    }
    site.address = address;
    site.store = store;
    if (++site.failures < WINDOW_THRESHOLD) {
      return false;
    }
    change(pc, site);
    return true;
  }
}
