package dev.ferry.machine.jit;

import dev.ferry.isa.Opcode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A loop of a region that makes no calls, and how its registers move. */
final class Loop {
  private static final int MAX_STEP = 256;

  private final Set<Region.Block> blocks;

  /** Registers that the loop changes otherwise than by adding constants of one sign. */
  private int other;

  private int up;
  private int down;

  /** Registers that move so far in one step that they soon leave a page. */
  private int far;

  private Loop(Set<Region.Block> blocks) {
    this.blocks = blocks;
    for (Region.Block block : blocks) {
      for (Region.Instruction i : block.instructions) {
        follow(i);
      }
    }
  }

  private void follow(Region.Instruction i) {
    int written = (int) i.writes();
    if (i.opcode == Opcode.ADDI && i.rd == i.rs1) {
      far |= Math.abs(i.imm) > MAX_STEP ? written : 0;
      up |= i.imm > 0 ? written : 0;
      down |= i.imm < 0 ? written : 0;
    } else {
      other |= written;
    }
  }

  /** Loops without calls of a region, the larger ones first. */
  static List<Loop> of(Region region) {
    List<Loop> loops = new ArrayList<>();
    ArrayDeque<Set<Region.Block>> work = new ArrayDeque<>();
    Map<Region.Block, List<Region.Block>> edges = new HashMap<>();
    for (Region.Block block : region.blocks.values()) {
      edges.put(block, region.successors(block));
    }
    work.add(edges.keySet());
    while (!work.isEmpty()) {
      Set<Region.Block> outer = work.removeFirst();
      for (Set<Region.Block> body : new StrongComponents(outer, edges).find()) {
        if (body.stream().noneMatch(block -> Region.synchronises(block.end))) {
          loops.add(new Loop(body));
        }
        cut(body, region, edges);
        work.add(body);
      }
    }
    loops.sort((a, b) -> b.blocks.size() - a.blocks.size());
    return loops;
  }

  /** Removes the edges that lead back to where a loop is entered: then inner loops are left. */
  private static void cut(
      Set<Region.Block> body, Region region, Map<Region.Block, List<Region.Block>> edges) {
    Set<Region.Block> entries = new HashSet<>();
    for (Region.Block block : region.blocks.values()) {
      for (Region.Block next : region.successors(block)) {
        if (body.contains(next) && (!body.contains(block) || !after(edges, block).contains(next))) {
          entries.add(next);
        }
      }
    }
    if (entries.isEmpty()) {
      entries.add(body.iterator().next()); // The region itself starts in it.
    }
    for (Region.Block block : body) {
      edges.put(
          block, after(edges, block).stream().filter(next -> !entries.contains(next)).toList());
    }
  }

  private static List<Region.Block> after(
      Map<Region.Block, List<Region.Block>> edges, Region.Block block) {
    return Objects.requireNonNull(edges.get(block));
  }

  boolean contains(Region.Block block) {
    return blocks.contains(block);
  }

  /** Whether the register never moves down, or never up, and slowly, while the loop runs. */
  boolean isMonotone(int register) {
    return ((other | up & down | far) >>> register & 1) == 0;
  }

  boolean movesDown(int register) {
    return (down >>> register & 1) != 0;
  }
}
