package dev.ferry.machine.jit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Sets of blocks each of which leads to all others of its set, by Tarjan's algorithm (SIAM Journal
 * on Computing 1, 1972). Blocks that lead nowhere back are in none.
 */
final class StrongComponents {
  private final Set<Region.Block> within;
  private final Map<Region.Block, List<Region.Block>> edges;
  private final Map<Region.Block, Integer> number = new HashMap<>();
  private final Set<Region.Block> open = new HashSet<>();
  private final ArrayDeque<Region.Block> stack = new ArrayDeque<>();
  private final List<Set<Region.Block>> found = new ArrayList<>();

  /**
   * @param within the blocks that are looked at
   * @param edges what comes next of each block
   */
  StrongComponents(Set<Region.Block> within, Map<Region.Block, List<Region.Block>> edges) {
    this.within = within;
    this.edges = edges;
  }

  List<Set<Region.Block>> find() {
    for (Region.Block block : within) {
      if (!number.containsKey(block)) {
        visit(block);
      }
    }
    return found;
  }

  private List<Region.Block> after(Region.Block block) {
    return Objects.requireNonNull(edges.get(block));
  }

  private int visit(Region.Block block) {
    int own = number.size();
    int low = own;
    number.put(block, own);
    stack.push(block);
    open.add(block);
    for (Region.Block next : after(block)) {
      if (within.contains(next)) {
        Integer seen = number.get(next);
        if (seen == null) {
          low = Math.min(low, visit(next));
        } else if (open.contains(next)) {
          low = Math.min(low, seen);
        }
      }
    }
    if (low == own) {
      close(block);
    }
    return low;
  }

  private void close(Region.Block root) {
    Set<Region.Block> component = new HashSet<>();
    Region.Block block;
    do {
      block = stack.pop();
      open.remove(block);
      component.add(block);
    } while (block != root);
    if (component.size() > 1 || after(root).contains(root)) {
      found.add(component);
    }
  }
}
