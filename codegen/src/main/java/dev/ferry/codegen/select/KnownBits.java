package dev.ferry.codegen.select;

import dev.ferry.ir.Instruction;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;

/** Small local questions about a value's bits that let extensions vanish. */
final class KnownBits {
  private KnownBits() {}

  /** Whether an i32 value (sign-extended in its register) is known not to be negative. */
  static boolean isNonNegative(Value value, int depth) {
    if (!(value instanceof Instruction inst) || depth == 0) {
      return false;
    }
    if (inst.op.isIntCompare() || inst.op.isFloatCompare()) {
      return true;
    }
    return switch (inst.op) {
      case ICONST -> inst.imm >= 0;
      case ZEXT8, ZEXT16, FCLASS, CLZ, CTZ, POPCNT -> true;
      case LOAD ->
          switch (inst.access().type()) {
            case I8U, I16U -> true;
            default -> false;
          };
      case AND -> isNonNegative(inst.arg(0), depth - 1) || isNonNegative(inst.arg(1), depth - 1);
      case OR, XOR, UMAX, SMIN ->
          isNonNegative(inst.arg(0), depth - 1) && isNonNegative(inst.arg(1), depth - 1);
      case SHR ->
          Emission.constantOf(inst.arg(1)) instanceof Long count
              && (count & (inst.type == Type.I32 ? 31 : 63)) != 0;
      case SAR, COPY, UREM -> isNonNegative(inst.arg(0), depth - 1);
      case SELECT -> isNonNegative(inst.arg(1), depth - 1) && isNonNegative(inst.arg(2), depth - 1);
      default -> false;
    };
  }

  /** Whether a value is 0 or 1. */
  static boolean isBoolean(Value value) {
    if (!(value instanceof Instruction inst)) {
      return false;
    }
    if (inst.op.isIntCompare() || inst.op.isFloatCompare()) {
      return true;
    }
    return switch (inst.op) {
      case ICONST -> inst.imm == 0 || inst.imm == 1;
      case AND -> isBoolean(inst.arg(0)) || isBoolean(inst.arg(1));
      case OR, XOR -> isBoolean(inst.arg(0)) && isBoolean(inst.arg(1));
      case ZEXT, SEXT, TRUNC, COPY, ZEXT8 -> isBoolean(inst.arg(0));
      default -> false;
    };
  }
}
