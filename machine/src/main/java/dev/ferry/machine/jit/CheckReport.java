package dev.ferry.machine.jit;

import java.util.concurrent.atomic.AtomicLong;

/** How much was checked, over all threads and processes of a machine. */
public final class CheckReport {
  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong instructions = new AtomicLong();

  void checked(long count) {
    runs.incrementAndGet();
    instructions.addAndGet(count);
  }

  /** Runs of translated code that were repeated. */
  public long runs() {
    return runs.get();
  }

  /** Instructions of those runs. */
  public long instructions() {
    return instructions.get();
  }
}
