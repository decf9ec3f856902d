package dev.ferry.isa;

import java.util.List;

/**
 * One way to write an instruction: a name with a list of operands, and how they fill the fields of
 * an opcode. The plain form of every opcode is one; a pseudo-instruction is another whose missing
 * fields have fixed values.
 *
 * @param mnemonic the name
 * @param opcode the instruction that is encoded; may be compressed
 * @param operands what is written, in order
 * @param fixed values of the fields {@link Field} by ordinal that no operand fills; 0 otherwise
 * @param filled the fields that operands fill, as bits
 * @param pseudo whether this is a pseudo-instruction
 * @param printed whether the disassembler uses it
 * @param extension the extension it needs besides the opcode's own
 * @param xlen 32 or 64 if it exists for that width only, else 0
 * @param sentence what it does, in plain English
 */
public record Form(
    String mnemonic,
    Opcode opcode,
    List<Operand> operands,
    List<Integer> fixed,
    int filled,
    boolean pseudo,
    boolean printed,
    Extension extension,
    int xlen,
    String sentence) {

  /** The fields of an instruction that a form fixes or fills. */
  public enum Field {
    RD,
    RS1,
    RS2,
    RS3,
    IMM;

    /** This field as a bit of a set. */
    public int bit() {
      return 1 << ordinal();
    }
  }

  /** The ways to write an operand. */
  public enum Kind {
    /** An integer register. */
    X,
    /** A floating-point register. */
    F,
    /** A constant in the layout of the opcode. */
    IMM,
    /** The upper 20 bits of a constant. */
    UPPER,
    /** A shift amount. */
    SHAMT,
    /** The address of a jump or branch target. */
    TARGET,
    /** A constant and a register: {@code imm(rs1)}. */
    MEMORY,
    /** A register in parentheses: {@code (rs1)}. */
    ADDRESS,
    /** A control register. */
    CSR,
    /** A 5-bit constant in the rs1 field. */
    ZIMM,
    /** A rounding mode; may be left out. */
    RM,
    /** The rounding mode rtz, which must be written. */
    RTZ,
    /** A set of memory accesses before a fence. */
    PRED,
    /** A set of memory accesses after a fence. */
    SUCC,
    /** A floating-point constant of {@code fli}. */
    FCONST,
    /** The stack pointer, which must be written. */
    SP,
    /** A constant and the stack pointer: {@code imm(sp)}. */
    STACK
  }

  /**
   * One operand.
   *
   * @param fills the fields that its register or constant goes to, as bits of {@link Field}
   */
  public record Operand(Kind kind, int fills) {}

  /** The fixed value of a field. */
  public int fixed(Field field) {
    return fixed.get(field.ordinal());
  }

  /** Whether an operand fills the field. */
  public boolean fills(Field field) {
    return (filled & field.bit()) != 0;
  }

  /** Whether it exists for this register width. */
  public boolean availableOn(int width) {
    return opcode.availableOn(width) && (xlen == 0 || xlen == width);
  }
}
