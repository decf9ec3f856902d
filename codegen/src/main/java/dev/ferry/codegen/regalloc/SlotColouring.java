package dev.ferry.codegen.regalloc;

import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.Reg;
import java.util.ArrayList;
import java.util.List;

/** Gives spilled bundles stack slots; bundles that are never live together share one. */
final class SlotColouring {
  private static final int TRIES = 32;
  private final MFunction function;
  private final boolean shares;

  private record Slot(int index, int bytes, Occupancy occupancy) {}

  private final List<Slot> slots = new ArrayList<>();

  SlotColouring(MFunction function) {
    this.function = function;
    // After a second return of setjmp a slot must still hold what it held at the first.
    this.shares = !function.source.callsReturnsTwice;
  }

  void assign(Bundle bundle) {
    Piece owner = new Piece(bundle, bundle.segments);
    if (shares) {
      int last = Math.max(0, slots.size() - TRIES);
      for (int i = slots.size() - 1; i >= last; i--) {
        Slot slot = slots.get(i);
        if (slot.bytes == bundle.bytes && slot.occupancy.isFree(bundle.segments)) {
          slot.occupancy.add(bundle.segments, owner);
          bundle.slot = slot.index;
          return;
        }
      }
    }
    Slot slot = new Slot(function.newSpill(bundle.bytes), bundle.bytes, new Occupancy());
    slot.occupancy.add(bundle.segments, owner);
    slots.add(slot);
    bundle.slot = slot.index;
    assert Reg.isSlot(Reg.ofSlot(slot.index));
  }
}
