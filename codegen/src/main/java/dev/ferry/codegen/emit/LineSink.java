package dev.ferry.codegen.emit;

/** Told the source location of the instruction that comes next. */
public interface LineSink {
  /** Does nothing: compiling without debug information. */
  LineSink NONE = _ -> {};

  void at(int loc);
}
