package dev.ferry.machine.observe;

import dev.ferry.machine.symbols.SymbolMap;
import java.io.IOException;
import java.io.PrintStream;

/** Something to learn from a run. */
public interface Observation {
  /**
   * An observer for a new hart; called from the hart's thread.
   *
   * @param xlen 32 or 64
   */
  Observer observe(int xlen);

  /** After the run: says on {@code out}, or writes to a file, what has been learned. */
  void report(SymbolMap symbols, PrintStream out) throws IOException;
}
