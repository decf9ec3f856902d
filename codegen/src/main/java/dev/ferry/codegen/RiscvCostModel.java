package dev.ferry.codegen;

import dev.ferry.ir.CostModel;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;

/** The costs of the chosen target: the base model, changed by extensions that the target has. */
public final class RiscvCostModel implements CostModel {
  private final CodegenOptions options;

  public RiscvCostModel(CodegenOptions options) {
    this.options = options;
  }

  @Override
  public int constant(long value) {
    return CostModel.DEFAULT.constant(value);
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
