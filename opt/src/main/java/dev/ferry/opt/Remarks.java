package dev.ferry.opt;

/** What the optimiser did or why it did not, for -fopt-info and the explorer. */
public interface Remarks {
  /** gcc's three groups of -fopt-info. */
  enum Kind {
    OPTIMIZED,
    MISSED,
    NOTE
  }

  /**
   * @param pass the pass that speaks
   * @param function the function's name
   * @param loc a source location, 0 if unknown
   */
  void remark(Kind kind, String pass, String function, int loc, String message);
}
