package dev.ferry.lower;

import dev.ferry.c.typed.Expression;

/**
 * A parsed asm constraint: what its letters allow, all alternatives together (GCC manual,
 * "Constraints for asm Operands" and the RISC-V machine constraints).
 */
final class Constraint {
  boolean readWrite;
  boolean earlyClobber;
  boolean integer;
  boolean floating;
  boolean memory;
  boolean immediate;

  /** The number of the output it must share its register with, or -1. */
  int tied = -1;

  /** The tightest range of the immediate letters. */
  private boolean anyConstant;

  private boolean signed12;
  private boolean zero;
  private boolean unsigned5;

  private Constraint() {}

  static Constraint parse(String text) {
    Constraint c = new Constraint();
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter >= '0' && letter <= '9') {
        int end = i + 1;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
          end++;
        }
        // Of alternatives after commas, the first to name an operand counts.
        if (c.tied < 0) {
          c.tied = end - i > 9 ? Integer.MAX_VALUE : Integer.parseInt(text, i, end, 10);
        }
        i = end - 1;
      } else if (letter == 'c' && i + 1 < text.length()) {
        // cr, cf: registers that compressed instructions can name.
        c.letter(text.charAt(++i));
      } else if (letter == 'v') {
        return new Constraint();
      } else {
        c.letter(letter);
      }
    }
    return c;
  }

  private void letter(char letter) {
    switch (letter) {
      case '+' -> readWrite = true;
      case '&' -> earlyClobber = true;
      case 'r', 'p', 'R' -> integer = true;
      case 'f' -> floating = true;
      case 'm', 'o', 'A', 'V', '<', '>' -> memory = true;
      case 'i', 'n', 's', 'S', 'E', 'F' -> {
        immediate = true;
        anyConstant = true;
      }
      case 'I' -> {
        immediate = true;
        signed12 = true;
      }
      case 'J' -> {
        immediate = true;
        zero = true;
      }
      case 'K' -> {
        immediate = true;
        unsigned5 = true;
      }
      case 'g', 'X' -> {
        integer = true;
        memory = true;
        immediate = true;
        anyConstant = true;
      }
      default -> {}
    }
  }

  /** Whether the constant fits one of the immediate letters. */
  boolean accepts(Expression e, String text) {
    if (anyConstant) {
      return true;
    }
    Expression inner = e;
    while (inner instanceof Expression.Cast cast) {
      inner = cast.operand();
    }
    if (!(inner instanceof Expression.IntConst c)) {
      return false;
    }
    long value = c.value();
    return signed12 && value >= -2048 && value < 2048
        || zero && value == 0
        || unsigned5 && value >= 0 && value < 32;
  }
}
