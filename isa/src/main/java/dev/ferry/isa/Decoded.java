package dev.ferry.isa;

/**
 * The fields of one decoded instruction, filled by {@link Decoder}. Mutable and reused, so that
 * decoding allocates nothing. A field that the opcode does not have is 0.
 */
public final class Decoded {
  /** The 32-bit instruction; for a compressed one, its expansion. */
  public Opcode opcode = Opcode.ADDI;

  /** The instruction as it stands in memory: {@link #opcode} or its compressed form. */
  public Opcode written = Opcode.ADDI;

  /** Register numbers, 0 to 31. For {@code csrrwi} and its kin rs1 is the 5-bit constant. */
  public int rd;

  public int rs1;
  public int rs2;
  public int rs3;

  /** The constant, sign-extended where its layout says so; the number of a control register. */
  public int imm;

  /** The rounding mode, 0 to 7 ({@link RoundingMode}). */
  public int rm;

  public boolean aq;
  public boolean rl;

  /** Length in bytes, 2 or 4. */
  public int length = 4;

  /** The word or halfword that was decoded. */
  public int word;
}
