package dev.ferry.isa;

import org.jspecify.annotations.Nullable;

/** Rounding modes of floating-point instructions, by their encoding (chapter "F"). */
public enum RoundingMode {
  RNE("rne", 0),
  RTZ("rtz", 1),
  RDN("rdn", 2),
  RUP("rup", 3),
  RMM("rmm", 4),
  DYN("dyn", 7);

  private final String text;
  private final int code;

  RoundingMode(String text, int code) {
    this.text = text;
    this.code = code;
  }

  /** The name in assembly. */
  public String text() {
    return text;
  }

  /** The value of the rm field. */
  public int code() {
    return code;
  }

  /** The mode with this rm field, or null for the reserved 5 and 6. */
  public static @Nullable RoundingMode of(int code) {
    return switch (code) {
      case 0 -> RNE;
      case 1 -> RTZ;
      case 2 -> RDN;
      case 3 -> RUP;
      case 4 -> RMM;
      case 7 -> DYN;
      default -> null;
    };
  }

  /** The mode named so in assembly, or null. */
  public static @Nullable RoundingMode named(String text) {
    return switch (text) {
      case "rne" -> RNE;
      case "rtz" -> RTZ;
      case "rdn" -> RDN;
      case "rup" -> RUP;
      case "rmm" -> RMM;
      case "dyn" -> DYN;
      default -> null;
    };
  }
}
