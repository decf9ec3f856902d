package dev.ferry.machine.timing;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.GuestTrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The instructions of an address space that have been seen, by address. */
public final class Operations implements CodeSource {
  private final GuestMemory memory;
  private final int xlen;
  private @Nullable Operation[] table = new @Nullable Operation[1 << 12];
  private int count;
  private @Nullable Operation last;

  public Operations(GuestMemory memory, int xlen) {
    this.memory = memory;
    this.xlen = xlen;
  }

  /**
   * The instruction that will execute next.
   *
   * @throws GuestTrap if none can be fetched there
   */
  Operation fetch(long pc) {
    int half = memory.fetch16(pc);
    int word = (half & 3) == 3 ? half | memory.fetch16(pc + 2) << 16 : half;
    Operation before = last;
    Operation guess = before == null ? null : before.following;
    Operation found =
        guess != null && guess.pc == pc && guess.word == word ? guess : lookUp(pc, word);
    if (before != null) {
      before.following = found;
    }
    last = found;
    return found;
  }

  @Override
  public @Nullable Operation at(long pc) {
    try {
      int half = memory.fetch16(pc);
      int word = (half & 3) == 3 ? half | memory.fetch16(pc + 2) << 16 : half;
      return lookUp(pc, word);
    } catch (GuestTrap e) {
      return null;
    }
  }

  private static int hash(long pc) {
    return (int) ((pc >>> 1) * 0x9e3779b1);
  }

  /** Self-modifying code has several instructions at an address. */
  private Operation lookUp(long pc, int word) {
    int mask = table.length - 1;
    int at = hash(pc) & mask;
    for (Operation op = table[at]; op != null; op = table[at]) {
      if (op.pc == pc && op.word == word) {
        return op;
      }
      at = at + 1 & mask;
    }
    Operation made = Operation.of(pc, word, xlen);
    table[at] = made;
    if (++count * 2 > table.length) {
      grow();
    }
    return made;
  }

  private void grow() {
    @Nullable Operation[] old = table;
    table = new @Nullable Operation[old.length * 2];
    int mask = table.length - 1;
    for (Operation op : old) {
      if (op != null) {
        int at = hash(op.pc) & mask;
        while (table[at] != null) {
          at = at + 1 & mask;
        }
        table[at] = op;
      }
    }
  }

  /** All instructions that have been seen, in the order of addresses. */
  public List<Operation> all() {
    List<Operation> list = new ArrayList<>();
    for (Operation op : table) {
      if (op != null) {
        list.add(op);
      }
    }
    Operation[] sorted = list.toArray(new Operation[0]);
    Arrays.sort(sorted, (a, b) -> Long.compareUnsigned(a.pc, b.pc));
    return Arrays.asList(sorted);
  }
}
