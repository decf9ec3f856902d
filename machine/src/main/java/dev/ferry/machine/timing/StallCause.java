package dev.ferry.machine.timing;

/** Why cycles are lost. */
public enum StallCause {
  LOAD_USE("a loaded value was needed before it had arrived"),
  DATA("an operand was needed before it was computed or written back"),
  BRANCH_OPERAND("a branch compares in ID and had to wait for an operand"),
  CONTROL("the next address was not known, or guessed wrong"),
  STRUCTURAL("two instructions wanted the same unit"),
  LONG_OPERATION("a multiplication, division or floating-point operation took long"),
  INSTRUCTION_CACHE("an instruction was not in the cache"),
  DATA_CACHE("data were not in the cache");

  private final String text;

  StallCause(String text) {
    this.text = text;
  }

  /** The cause in words. */
  public String text() {
    return text;
  }
}
