package dev.ferry.codegen;

import dev.ferry.ir.CostModel;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;

/** The costs of the chosen target: the base model, changed by extensions that the target has. */
public final class RiscvCostModel implements CostModel {
  /** What a constant costs that takes more instructions than this, and is loaded from memory. */
  private static final int POOLED = 4;

  private final CodegenOptions options;

  public RiscvCostModel(CodegenOptions options) {
    this.options = options;
  }

  @Override
  public int constant(long value) {
    return value == 0 ? 0 : Math.min(steps(value), POOLED);
  }

  /** Instructions of {@code li}, as the assembler expands it. */
  public static int steps(long value) {
    if (value >= -2048 && value < 2048) {
      return 1;
    }
    long low = value << 52 >> 52;
    int last = low == 0 ? 0 : 1;
    long upper = value - low;
    return value == (int) value
        ? 1 + last
        : steps(upper >> Long.numberOfTrailingZeros(upper)) + 1 + last;
  }

  @Override
  public boolean isImmediate(Op op, Type type, long value) {
    return CostModel.DEFAULT.isImmediate(op, type, value);
  }

  @Override
  public int cost(Op op, Type type) {
    return switch (op) {
      case ROTL, ROTR, SMIN, SMAX, UMIN, UMAX, CLZ, CTZ, POPCNT, BSWAP, SEXT8, SEXT16, ZEXT16 ->
          options.hasZbb ? 1 : CostModel.DEFAULT.cost(op, type);
      case ZEXT -> options.hasZba ? 1 : CostModel.DEFAULT.cost(op, type);
      case SELECT -> options.hasZicond ? 3 : CostModel.DEFAULT.cost(op, type);
      default -> CostModel.DEFAULT.cost(op, type);
    };
  }

  @Override
  public boolean isAddressOffset(long offset) {
    return CostModel.DEFAULT.isAddressOffset(offset);
  }

  @Override
  public boolean fastUnaligned() {
    return !options.strictAlign;
  }
}
