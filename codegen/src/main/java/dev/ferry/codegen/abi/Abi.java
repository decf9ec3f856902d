package dev.ferry.codegen.abi;

/** The ABIs of the RISC-V psABI (calling convention chapter, "named ABIs"). */
public enum Abi {
  ILP32("ilp32", 4, 0),
  ILP32F("ilp32f", 4, 4),
  ILP32D("ilp32d", 4, 8),
  LP64("lp64", 8, 0),
  LP64F("lp64f", 8, 4),
  LP64D("lp64d", 8, 8);

  private final String text;
  private final int wordBytes;
  private final int floatBytes;

  Abi(String text, int wordBytes, int floatBytes) {
    this.text = text;
    this.wordBytes = wordBytes;
    this.floatBytes = floatBytes;
  }

  /** The argument of {@code -mabi=}. */
  public String text() {
    return text;
  }

  /** XLEN in bytes. */
  public int wordBytes() {
    return wordBytes;
  }

  /** Bytes of the widest float passed in a float register; 0 for a soft-float ABI. */
  public int floatBytes() {
    return floatBytes;
  }
}
