package dev.ferry.binutils.asm;

import dev.ferry.isa.Opcode;
import dev.ferry.isa.Registers;

/**
 * The instructions of {@code li} in the shape GNU as gives them: the constant without its low zero
 * bits first, then a shift, then the low 12 bits.
 */
final class ConstantLoad {
  private ConstantLoad() {}

  static void emit(AsmOutput out, int xlen, int rd, long value) {
    if (value >= -2048 && value < 2048) {
      out.instruction(Opcode.ADDI, rd, Registers.ZERO, 0, (int) value);
      return;
    }
    int lower = (int) value << 20 >> 20;
    long upper = value - lower;
    if (xlen > 32 && value != (int) value) {
      int shift = Long.numberOfTrailingZeros(upper);
      emitLarge(out, xlen, rd, upper >> shift);
      out.instruction(Opcode.SLLI, rd, rd, 0, shift);
      if (lower != 0) {
        out.instruction(Opcode.ADDI, rd, rd, 0, lower);
      }
    } else {
      emitLarge(out, xlen, rd, value);
    }
  }

  private static void emitLarge(AsmOutput out, int xlen, int rd, long value) {
    int lower = (int) value << 20 >> 20;
    if (xlen > 32 && value != (int) value) {
      emit(out, xlen, rd, value);
      return;
    }
    int upper = (int) value - lower;
    Opcode add = xlen > 32 ? Opcode.ADDIW : Opcode.ADDI;
    if (upper != 0) {
      out.instruction(Opcode.LUI, rd, 0, 0, upper);
      if (lower != 0) {
        out.instruction(add, rd, rd, 0, lower);
      }
    } else {
      out.instruction(add, rd, Registers.ZERO, 0, lower);
    }
  }
}
