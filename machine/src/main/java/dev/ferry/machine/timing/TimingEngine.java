package dev.ferry.machine.timing;

import dev.ferry.machine.core.Engine;
import dev.ferry.machine.core.Hart;
import org.jspecify.annotations.Nullable;

/** Runs a hart one instruction at a time and tells a model of each that retires. */
public final class TimingEngine implements Engine {
  private final Engine inner;
  private final Operations operations;
  private final TimingModel model;
  private final Curve curve = new Curve();
  private @Nullable Hart hart;

  /**
   * @param inner what executes the instructions
   */
  public TimingEngine(Engine inner, Operations operations, TimingModel model) {
    this.inner = inner;
    this.operations = operations;
    this.model = model;
  }

  /** Instructions and cycles along the run. */
  public Curve curve() {
    return curve;
  }

  /** The hart that was run last; null before the first run. */
  public @Nullable Hart hart() {
    return hart;
  }

  @Override
  public Stop run(Hart h, long budget) {
    hart = h;
    TimingCounts counts = model.counts();
    for (long left = budget; left > 0; left--) {
      if (h.interrupted) {
        return Stop.BUDGET;
      }
      Operation op = operations.fetch(h.pc);
      long address = op.kind.isMemory() ? h.x(op.base) + op.immediate & h.addressMask : 0;
      long before = h.retired;
      Stop stop = inner.run(h, 1);
      if (h.retired != before) {
        model.retire(op, address, h.pc);
        if (counts.instructions >= curve.next()) {
          curve.add(counts.instructions, counts.cycles);
        }
      }
      if (stop != Stop.BUDGET) {
        return stop;
      }
    }
    return Stop.BUDGET;
  }
}
