package dev.ferry.isa;

/** Encodes 32-bit instructions from their fields; {@link Compressor} does the 16-bit ones. */
public final class Encoder {
  /** The bits that {@code .aq} and {@code .rl} set in an atomic instruction. */
  public static final int AQ = 1 << 26;

  public static final int RL = 1 << 25;

  private Encoder() {}

  /**
   * Encodes an instruction without rs3, with the rounding mode that assembly without one means.
   * Fields that the opcode does not have must be 0.
   *
   * @throws IllegalArgumentException if a register or the constant is out of range
   */
  public static int encode(Opcode opcode, int rd, int rs1, int rs2, int imm) {
    int rm = opcode.hasRoundingMode() ? defaultRoundingMode(opcode).code() : 0;
    return encode(opcode, rd, rs1, rs2, 0, imm, rm);
  }

  /**
   * Encodes an instruction from all its fields.
   *
   * @param imm the constant as the meaning column uses it: byte distance, shifted upper part,
   *     control register number, fence bits
   * @param rm the rounding mode field, 0 if there is none
   * @throws IllegalArgumentException if a register or the constant is out of range
   */
  public static int encode(Opcode opcode, int rd, int rs1, int rs2, int rs3, int imm, int rm) {
    Immediate layout = opcode.immediate();
    if (((rd | rs1 | rs2 | rs3) & ~31) != 0 || (rm & ~7) != 0) {
      throw new IllegalArgumentException("no such register: " + opcode.mnemonic());
    }
    if (layout != Immediate.NONE && !layout.fits(imm)) {
      throw new IllegalArgumentException("constant out of range: " + opcode.mnemonic() + " " + imm);
    }
    return fields(opcode, rd, rs1, rs2, rs3, rm) | layout.encode(imm);
  }

  /** Encodes without checks; bits of {@code imm} that do not fit are dropped. */
  public static int fields(Opcode opcode, int rd, int rs1, int rs2, int rs3, int rm) {
    return opcode.match() | rd << 7 | rs1 << 15 | rs2 << 20 | rs3 << 27 | rm << 12;
  }

  /**
   * The rounding mode of an instruction that names none: dynamic, but nearest-even for conversions
   * that are always exact, as GNU as encodes them.
   */
  public static RoundingMode defaultRoundingMode(Opcode opcode) {
    return switch (opcode) {
      case FCVT_D_S, FCVT_D_W, FCVT_D_WU, FCVT_S_H, FCVT_D_H -> RoundingMode.RNE;
      default -> RoundingMode.DYN;
    };
  }
}
