package dev.ferry.machine.timing;

/** What an instruction asks of a pipeline. */
public enum OperationKind {
  ALU,
  MULTIPLY,
  DIVIDE,
  FLOAT_ADD,
  FLOAT_MULTIPLY,
  FLOAT_DIVIDE,
  LOAD,
  STORE,
  /** Reads and writes memory in one step. */
  ATOMIC,
  BRANCH,
  /** {@code jal}. */
  JUMP,
  /** {@code jalr}. */
  JUMP_REGISTER,
  /** Control registers, {@code ecall}, {@code fence}. */
  SYSTEM;

  /** Whether it may change where execution goes on. */
  public boolean isControl() {
    return this == BRANCH || this == JUMP || this == JUMP_REGISTER;
  }

  /** Whether it uses the data memory. */
  public boolean isMemory() {
    return this == LOAD || this == STORE || this == ATOMIC;
  }

  /** Whether its result comes from memory. */
  public boolean isLoad() {
    return this == LOAD || this == ATOMIC;
  }

  boolean isLong() {
    return ordinal() >= MULTIPLY.ordinal() && ordinal() <= FLOAT_DIVIDE.ordinal();
  }
}
