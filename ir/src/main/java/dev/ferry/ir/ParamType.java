package dev.ferry.ir;

/** The C-level type of a parameter or result, before the psABI is applied. */
public sealed interface ParamType {
  /**
   * A scalar in one value. Narrow integers arrive and are passed extended by the lowering as C
   * says; code generation extends 32-bit values to XLEN by sign as the psABI asks.
   */
  record Scalar(Type type) implements ParamType {}

  /** Passed by value; the IR operand is its address. */
  record Aggregate(Layout layout) implements ParamType {}
}
