package dev.ferry.machine.observe;

import dev.ferry.isa.Decoded;
import dev.ferry.machine.core.Hart;

/** Sees every instruction of one hart, on the thread that runs it. */
public interface Observer {
  /** The instruction at {@code h.pc} is about to be executed. */
  default void before(Hart h, Decoded instruction) {}

  /**
   * An instruction has retired.
   *
   * @param pc its address; {@code h} is as it left it
   */
  void after(Hart h, long pc, Decoded instruction);
}
