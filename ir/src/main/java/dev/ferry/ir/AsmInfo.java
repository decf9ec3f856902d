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
  /** Register classes of the constraints: r, f, c-regs and so on. */
  public enum Kind {
    INT_REGISTER,
    FLOAT_REGISTER,
    /** The operand value is an address; printed as {@code 0(reg)}. */
    MEMORY,
    /** The operand is a constant printed in the text; see {@link Operand#constant}. */
    IMMEDIATE
  }

  /**
   * @param fixed a register that the constraint or a register variable names, or null
   * @param earlyClobber must not share a register with an input
   */
  public record Output(Type type, Kind kind, @Nullable String fixed, boolean earlyClobber) {}

  /**
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
