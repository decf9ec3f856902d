package dev.ferry.opt;

import dev.ferry.ir.Function;

/** Sees every function after every pass, for tools that show what passes do. */
public interface PassObserver {
  /**
   * A pass has run on a function; for a pass over the module, called for each function.
   *
   * @param changed what the pass said of itself; a module pass says it of all functions
   * @param nanos how long it took; 0 for the functions of a module pass but the first
   */
  void ran(String pass, Function function, boolean changed, long nanos);
}
