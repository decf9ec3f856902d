package dev.ferry.binutils.asm;

import org.jspecify.annotations.Nullable;

/**
 * An operand as it was written, before an instruction gives it a role.
 *
 * @param text the characters
 * @param x the number of the integer register it is, or -1
 * @param f the number of the floating-point register it is, or -1
 * @param name the name it is, if it is a plain name and no register
 * @param expression the expression, if it has one and is no plain name
 * @param operator the relocation operator around the expression
 * @param base the register in parentheses at its end, or -1
 */
record Operand(
    String text,
    int x,
    int f,
    @Nullable String name,
    @Nullable Expression expression,
    @Nullable RelocationOperator operator,
    int base) {

  boolean isRegister() {
    return x >= 0 || f >= 0;
  }
}
