package dev.ferry.c.syntax;

/** Type qualifiers as a bit set in an {@code int} (C17 6.7.3). */
public final class Qualifiers {
  public static final int NONE = 0;
  public static final int CONST = 1;
  public static final int VOLATILE = 2;
  public static final int RESTRICT = 4;

  /** {@code _Atomic} as a qualifier, without parentheses. */
  public static final int ATOMIC = 8;

  private Qualifiers() {}

  /** The qualifiers as C text, separated by blanks. */
  public static String text(int qualifiers) {
    StringBuilder text = new StringBuilder();
    append(text, qualifiers, CONST, "const");
    append(text, qualifiers, VOLATILE, "volatile");
    append(text, qualifiers, RESTRICT, "restrict");
    append(text, qualifiers, ATOMIC, "_Atomic");
    return text.toString();
  }

  private static void append(StringBuilder text, int set, int bit, String name) {
    if ((set & bit) != 0) {
      text.append(text.isEmpty() ? "" : " ").append(name);
    }
  }
}
