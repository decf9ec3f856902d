package dev.ferry.opt.pass;

import dev.ferry.ir.Instruction;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Value;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What is known of the alignment of addresses in one block: objects of this module and frame have
 * their own, and an access promises what its address is aligned to.
 */
final class Alignments {
  /** The address {@code root + offset} is a multiple of {@code align}. */
  private record Fact(long offset, long align) {}

  private final Map<Object, Fact> facts = new IdentityHashMap<>();

  /** Forgets what the accesses of a block have shown. */
  void clear() {
    facts.clear();
  }

  /** Takes note of what a load, a store, a copy or a fill says of its address. */
  void learn(Instruction access) {
    switch (access.op) {
      case LOAD, STORE -> learn(access.args[0], access.access().offset(), access.access().align());
      case MEMCPY, MEMSET -> learn(access.args[0], 0, access.memBlock().destinationAlign());
      default -> {}
    }
  }

  private void learn(Value address, long extra, long align) {
    StoreRun.Place place = StoreRun.Place.of(address);
    Fact known = facts.get(place.root());
    if (known == null || known.align < align) {
      facts.put(place.root(), new Fact(place.offset() + extra, align));
    }
  }

  /** Whether the address is surely a multiple of so many bytes, a power of two. */
  boolean isAligned(Object root, long offset, long bytes) {
    return of(root, offset) >= bytes;
  }

  /** What the address is surely a multiple of. */
  long of(Object root, long offset) {
    Fact fact = facts.get(root);
    long object = objectAlign(root);
    long own = Math.min(object, lowestBit(offset));
    return fact == null
        ? own
        : Math.max(own, Math.min(fact.align, lowestBit(offset - fact.offset)));
  }

  private long objectAlign(Object root) {
    if (root instanceof Slot slot) {
      return slot.align;
    }
    return root instanceof Symbol symbol ? symbol.objectAlign : 1;
  }

  private static long lowestBit(long offset) {
    return offset == 0 ? Long.MAX_VALUE : Long.lowestOneBit(offset);
  }
}
