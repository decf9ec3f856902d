package dev.ferry.machine.jit;

import dev.ferry.machine.core.Hart;

/** A region of guest code as a JVM class: {@code go} is its static method, for direct calls. */
public abstract class Translated {
  /** Guest address of the entry. */
  public final long pc;

  /** Instructions of the region: no path through it retires more before it checks its budget. */
  public final int size;

  protected Translated(long pc, int size) {
    this.pc = pc;
    this.size = size;
  }

  /**
   * Executes from the entry.
   *
   * @param depth of translated calls on the host's stack
   * @return address of the next instruction; registers and counters are in the hart. Where it is
   *     odd the interpreter has to execute one instruction, at the address before.
   */
  public abstract long run(Hart h, int depth);
}
