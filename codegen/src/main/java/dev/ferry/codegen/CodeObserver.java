package dev.ferry.codegen;

import dev.ferry.codegen.emit.LineSink;
import dev.ferry.codegen.regalloc.AllocationReport;

/** Sees code generation at work, for tools that show it. */
public interface CodeObserver extends LineSink {
  /**
   * Registers of a function have been chosen.
   *
   * @param report its live ranges and their places
   */
  void allocated(AllocationReport report);

  /**
   * The code of a function is written next.
   *
   * @param frameBytes the size of its stack frame
   */
  void begin(String function, long frameBytes, long savedRegisters);

  /** The code of the function is complete. */
  void end();
}
