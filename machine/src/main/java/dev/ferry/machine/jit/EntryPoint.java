package dev.ferry.machine.jit;

import dev.ferry.machine.core.Hart;

/**
 * A place inside a region that it can be entered at: the target of an indirect jump, which the
 * interpreter or another region makes as well.
 */
final class EntryPoint extends Translated {
  private final Translated region;

  EntryPoint(Translated region, long at) {
    super(at, region.size);
    this.region = region;
  }

  @Override
  public long run(Hart h, int depth) {
    return region.runAt(h, depth, pc);
  }

  @Override
  long owner() {
    return region.pc;
  }
}
