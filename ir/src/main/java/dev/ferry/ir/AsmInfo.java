package dev.ferry.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Payload of ASM: GNU inline assembly after the checker resolved names and constraints.
 *
 * @param template the text with {@code %0}, {@code %[name]} already numbered, {@code %z1} and other
 *     modifiers kept, {@code %%}, {@code %=} and <code>%{ %| %}</code> as written
 * @param outputs register outputs, in order: result i is {@code RESULT i}
 * @param inputs one per instruction operand
 * @param operands for each {@code %N} of the template, where it is found
 * @param clobbers register names; {@code memory} is a flag
 */
public record AsmInfo(
    String template,
    List<Output> outputs,
    List<Input> inputs,
    List<Operand> operands,
    List<String> clobbers,
    boolean clobbersMemory,
    boolean isVolatile) {
  /** Whether the text or a constant operand may name the symbol. */
  public boolean names(String symbol) {
    if (names(template, symbol)) {
      return true;
    }
    for (Operand operand : operands) {
      String constant = operand.constant();
      if (constant != null && names(constant, symbol)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the symbol occurs in assembly text as a whole name. */
  public static boolean names(String text, String symbol) {
    for (int at = text.indexOf(symbol); at >= 0; at = text.indexOf(symbol, at + 1)) {
      int end = at + symbol.length();
      if ((at == 0 || !isNameCharacter(text.charAt(at - 1)))
          && (end == text.length() || !isNameCharacter(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNameCharacter(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '$';
  }

  /** Register classes of the constraints: r, f, c-regs and so on. */
  public enum Kind {
    INT_REGISTER,
    FLOAT_REGISTER,
    /** The operand value is an address; printed as {@code 0(reg)}. */
    MEMORY,
    /**
     * The operand must have become a constant or a symbol's address when code is selected, and is
     * printed as one; {@code fixed} is then the constraint. What the source already says as a
     * constant is no input: see {@link Operand#constant}.
     */
    IMMEDIATE
  }

  /**
   * @param fixed a register that the constraint or a register variable names, or null
   * @param earlyClobber must not share a register with an input
   */
  public record Output(Type type, Kind kind, @Nullable String fixed, boolean earlyClobber) {}

  /**
   * @param fixed a register, as of an output; the constraint of an immediate
   * @param tied the index of the output whose register it must share, or -1
   */
  public record Input(Kind kind, @Nullable String fixed, int tied) {}

  /**
   * One of the template's numbered operands.
   *
   * @param isOutput whether {@code index} counts outputs or inputs; for constants -1
   * @param constant text of an immediate operand, such as {@code 42} or {@code sym+8}; else null
   */
  public record Operand(boolean isOutput, int index, @Nullable String constant) {}
}
