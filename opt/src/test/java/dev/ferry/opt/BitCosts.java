package dev.ferry.opt;

import dev.ferry.ir.CostModel;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;

/** A target with an instruction for each operation on bits. */
final class BitCosts implements CostModel {
  @Override
  public int constant(long value) {
    return DEFAULT.constant(value);
  }

  @Override
  public boolean isImmediate(Op op, Type type, long value) {
    return DEFAULT.isImmediate(op, type, value);
  }

  @Override
  public int cost(Op op, Type type) {
    return switch (op) {
      case ROTL, ROTR, CLZ, CTZ, POPCNT, BSWAP -> 1;
      default -> DEFAULT.cost(op, type);
    };
  }

  @Override
  public boolean isAddressOffset(long offset) {
    return DEFAULT.isAddressOffset(offset);
  }

  @Override
  public boolean fastUnaligned() {
    return DEFAULT.fastUnaligned();
  }
}
