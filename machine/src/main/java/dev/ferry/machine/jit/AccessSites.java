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

  /** What a load or store is translated with. */
  private static final class Site {
    /** Its window, -1 for the rights of pages. */
    volatile int window;

    /** How often an address was in another window or in none. */
    int misses;

    /** Where it was then, and whether it stored. */
    long address;

    boolean store;

    /** Whether it has had a window before this. */
    boolean second;

    Site(int window) {
      this.window = window;
    }
  }

  private final GuestMemory memory;

  /** How often the fast way that knows no window has failed. */
  private final Map<Long, Integer> failures = new ConcurrentHashMap<>();

  private final Map<Long, Site> sites = new ConcurrentHashMap<>();

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
        sites.put(pc, new Site(window));
      }
    }
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
    return failures.getOrDefault(pc, 0) >= THRESHOLD;
  }

  /**
   * A region is about to be translated anew: those of its instructions that have missed their
   * window since are given another one now, as they would be soon.
   *
   * @param none whether no instruction is to have a window
   */
  void renew(LongPredicate region, boolean none) {
    sites.forEach((pc, site) -> {
      if (region.test(pc)) {
        if (none) {
          site.window = -1;
        } else if (site.misses > 0) {
          change(site);
        }
      }
    });
  }

  private void change(Site site) {
    synchronized (site) {
      site.window = site.second ? -1 : memory.window(site.address, right(site.store));
      site.second = true;
      site.misses = 0;
    }
  }

  /** Other code may stand at the addresses now. */
  void clear() {
    failures.clear();
    sites.clear();
  }

  /**
   * The interpreter has executed an instruction because the fast way failed.
   *
   * @return whether it is to be translated in another way from now on
   */
  boolean failed(long pc) {
    return failures.merge(pc, 1, Integer::sum) == THRESHOLD;
  }

  /**
   * As {@link #failed} for a load or store, translated with a window. That may grow. If it does not
   * hold the address even then, the instruction gets another one, once, and none after that.
   */
  boolean missed(long pc, long address, boolean store) {
    Site site = sites.get(pc);
    if (site == null || site.window < 0 || memory.reopenWindow(site.window, address)) {
      return false;
    }
    site.address = address;
    site.store = store;
    if (++site.misses < WINDOW_THRESHOLD) {
      return false;
    }
    change(site);
    return true;
  }
}
