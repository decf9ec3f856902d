package dev.ferry.machine.jit;

import dev.ferry.isa.Opcode;
import dev.ferry.machine.core.Windows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds loads and stores of a block whose addresses differ by constants, so that one check serves
 * all. Registers are followed through additions of constants and copies: each holds a root plus an
 * offset, and a root is a value that is not known to be another plus a constant.
 */
final class AccessGroups {
  /** Bytes that a group may span: at most two pages, and what windows allow for. */
  private static final int MAX_SPAN = Windows.GROUP;

  /** Accesses that are checked together, at the first of them. */
  static final class Group {
    final Region.Instruction first;

    /** Offset of the first access from its base register. */
    final int firstImmediate;

    private long low;
    private long high;
    private final long firstOffset;
    int alignment = 1;

    /** Offset of a member of the largest size; the others are aligned with regard to it. */
    private long anchor;

    boolean writes;
    private int count;

    /** JVM local with the host address of {@link #low}; set when code is emitted. */
    int local;

    Group(Region.Instruction first, long offset) {
      this.first = first;
      this.firstImmediate = first.imm;
      this.firstOffset = offset;
      this.low = offset;
      this.high = offset;
    }

    /** What to add to the first access' address for the lowest one. */
    long lowDistance() {
      return low - firstOffset;
    }

    /** From the lowest byte to the end of the highest. */
    long span() {
      return high - low;
    }
  }

  /** Where an access lies. */
  record Place(Group group, long offset) {
    /** Distance from the lowest address of the group. */
    long distance() {
      return offset - group.low;
    }
  }

  private record Value(int root, long offset) {}

  private final Map<Region.Instruction, Place> places = new IdentityHashMap<>();

  /** The place of an access that shares its check with others, or null. */
  @Nullable Place place(Region.Instruction i) {
    return places.get(i);
  }

  static final AccessGroups NONE = new AccessGroups();

  /**
   * @param isSlow instructions that are checked alone, since their check has failed before
   */
  static AccessGroups of(Region.Block block, int xlen, LongPredicate isSlow) {
    AccessGroups groups = new AccessGroups();
    groups.find(block, xlen, isSlow);
    return groups;
  }

  private void find(Region.Block block, int xlen, LongPredicate isSlow) {
    Value[] values = new Value[32];
    int roots = 32;
    for (int r = 0; r < 32; r++) {
      values[r] = new Value(r, 0);
    }
    Map<Integer, Group> open = new HashMap<>();
    List<Group> all = new ArrayList<>();
    for (Region.Instruction i : block.instructions) {
      int bits = AccessSites.bits(i.opcode);
      if (bits != 0 && !isSlow.test(i.pc)) {
        Value base = values[i.rs1];
        add(
            open,
            all,
            i,
            base.root(),
            base.offset() + i.imm,
            bits / 8,
            Meanings.isStore(i.meaning));
      }
      if (i.opcode.hasRd() && !i.opcode.isRdFloat() && i.rd != 0) {
        if (xlen == 64 && i.opcode == Opcode.ADDI) {
          Value from = values[i.rs1];
          values[i.rd] = new Value(from.root(), from.offset() + i.imm);
        } else if (xlen == 64 && i.opcode == Opcode.ADD && i.rs1 == 0) {
          values[i.rd] = values[i.rs2];
        } else {
          values[i.rd] = new Value(roots++, 0);
        }
      }
    }
    places.values().removeIf(place -> place.group().count < 2);
    for (Group group : all) {
      // The lowest address must be aligned when the members are; this stays in the same page.
      group.low -= Math.floorMod(group.low - group.anchor, group.alignment);
    }
  }

  private void add(
      Map<Integer, Group> open,
      List<Group> all,
      Region.Instruction i,
      int root,
      long offset,
      int size,
      boolean writes) {
    Group group = open.get(root);
    if (group != null) {
      long low = Math.min(group.low, offset);
      long high = Math.max(group.high, offset + size);
      if ((offset - group.anchor & Math.min(size, group.alignment) - 1) != 0) {
        return; // It is checked alone.
      }
      if (high - low > MAX_SPAN) {
        group = null;
      } else {
        group.low = low;
        group.high = high;
      }
    }
    if (group == null) {
      group = new Group(i, offset);
      group.high = offset + size;
      open.put(root, group);
      all.add(group);
    }
    if (size > group.alignment || group.count == 0) {
      group.alignment = size;
      group.anchor = offset;
    }
    group.writes |= writes;
    group.count++;
    places.put(i, new Place(group, offset));
  }
}
