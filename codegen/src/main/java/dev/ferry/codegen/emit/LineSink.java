package dev.ferry.codegen.emit;

/** Told the source location of the instruction that comes next. */
public interface LineSink {
  /** Does nothing: compiling without debug information. */
  LineSink NONE = (_, _) -> {};

  /**
   * Takes note of a place.
   *
   * @param isEarly whether it stands, for the processor's sake, before instructions that come first
   *     in the program: a debugger that stopped there would be too early
   */
  void at(int loc, boolean isEarly);
}
