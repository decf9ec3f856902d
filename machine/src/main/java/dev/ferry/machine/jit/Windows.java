package dev.ferry.machine.jit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks of accesses that hold for many rounds of a loop. Where the base register of accesses only
 * moves up in a loop, by constants, they stay in the page that has been checked as long as the
 * register is below a bound: one comparison instead of a check. Likewise downwards. When the loop
 * is entered the register is compared with the page's other end.
 *
 * <p>The rights of a page cannot change meanwhile but by another thread, whose system call
 * interrupts this one: the region is left at the next header of a loop.
 */
final class Windows {
  /** Values of a base register for which accesses of a loop have been checked. */
  static final class Window {
    final int register;
    final boolean down;
    final boolean writes;

    private final Loop loop;

    /** Lowest byte that is accessed, relative to the register at the start of a block. */
    long low;

    /** End of the highest. */
    long high;

    /** The JVM local with what the register must stay below, or not go below if it moves down. */
    int bound;

    /** The local with the other end of the window: the least or the greatest value. */
    int entry;

    private Window(Loop loop, AccessGroups.Group first) {
      this.loop = loop;
      this.register = first.root;
      this.down = loop.movesDown(register);
      this.writes = first.writes;
      this.low = first.low();
      this.high = first.high();
    }

    /** Makes room for a group, unless it reaches too far. */
    private boolean add(AccessGroups.Group group) {
      long newLow = Math.min(low, group.low());
      long newHigh = Math.max(high, group.high());
      if (newHigh - newLow > AccessGroups.MAX_SPAN) {
        return false;
      }
      low = newLow;
      high = newHigh;
      return true;
    }

    /** A bound that lets nothing pass; it is the other end of an empty window, too. */
    long nothing() {
      return down ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }

  private record Key(Loop loop, int register, boolean writes) {}

  private final Map<Region.Block, AccessGroups> groups = new IdentityHashMap<>();
  private final Map<Key, Window> windows = new HashMap<>();
  private final List<Window> all = new ArrayList<>();

  /** Whether what has been checked remains valid while the region runs, as it calls nothing. */
  private boolean lasting = true;

  /** Groups accesses of all blocks of a region, and those of loops in windows. */
  static Windows of(Region region, Translation translation) {
    Windows result = new Windows();
    // In 32 bits, a register that moves on and on comes back.
    List<Loop> loops = translation.xlen() == 64 ? Loop.of(region) : List.of();
    for (Region.Block block : region.blocks.values()) {
      AccessGroups accesses = AccessGroups.of(block, translation.xlen(), translation.isSlow());
      result.groups.put(block, accesses);
      result.lasting &= !Region.synchronises(block.end);
      for (AccessGroups.Group group : accesses.groups()) {
        group.window = result.window(group, block, loops);
      }
    }
    return result;
  }

  private @Nullable Window window(AccessGroups.Group group, Region.Block block, List<Loop> loops) {
    if (group.root == 0 || group.root > 31) {
      return null;
    }
    for (Loop loop : loops) {
      if (loop.contains(block) && loop.isMonotone(group.root)) {
        Key key = new Key(loop, group.root, group.writes);
        Window window = windows.get(key);
        if (window == null) {
          window = new Window(loop, group);
          windows.put(key, window);
          all.add(window);
          return window;
        }
        return window.add(group) ? window : null;
      }
    }
    return null;
  }

  AccessGroups groups(Region.Block block) {
    return Objects.requireNonNull(groups.get(block));
  }

  List<Window> all() {
    return all;
  }

  boolean areLasting() {
    return lasting;
  }

  /** The windows of loops that are entered between two blocks. */
  List<Window> entered(Region.@Nullable Block from, Region.Block to) {
    List<Window> entered = new ArrayList<>();
    for (Window window : all) {
      if (window.loop.contains(to) && (from == null || !window.loop.contains(from))) {
        entered.add(window);
      }
    }
    return entered;
  }
}
