package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The template of an extended {@code asm} (GCC manual, "Extended Asm"): each {@code %}, an optional
 * letter, a number or a name in brackets. Names become numbers; what names no operand is an error
 * here, so that no later stage meets it.
 */
final class AsmTemplate {
  private final Unit unit;
  private final Statement.Asm asm;
  private final int operands;
  private final String text;
  private final StringBuilder out = new StringBuilder();
  private int at;

  /**
   * @param operands how many there are, with the inputs that {@code +} makes; labels follow them
   */
  AsmTemplate(Unit unit, Statement.Asm asm, int operands) {
    this.unit = unit;
    this.asm = asm;
    this.operands = operands;
    this.text = asm.template().text();
  }

  /** The template with numbers only; null after an error. */
  @Nullable String resolve() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      out.append(c);
      if (c == '%' && at < text.length() && !code()) {
        return null;
      }
    }
    return out.toString();
  }

  /** What stands behind a percent sign. */
  private boolean code() {
    char c = text.charAt(at);
    if ("%{|}=".indexOf(c) >= 0) {
      out.append(c);
      at++;
      return true;
    }
    boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    if (letter) {
      out.append(c);
      at++;
    }
    if (at < text.length() && text.charAt(at) == '[') {
      return name();
    }
    if (at < text.length() && isDigit(text.charAt(at))) {
      return number();
    }
    if (letter) {
      unit.report(ASM_NUMBER_MISSING, asm.loc());
    } else {
      unit.report(ASM_BAD_CODE, asm.loc());
    }
    return false;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean name() {
    int close = text.indexOf(']', at);
    if (close < 0) {
      unit.report(ASM_NAME_UNTERMINATED, asm.loc());
      return false;
    }
    String name = text.substring(at + 1, close);
    int number = number(name);
    if (number < 0) {
      unit.report(ASM_NAME_UNKNOWN, asm.loc(), name);
      return false;
    }
    out.append(number);
    at = close + 1;
    return true;
  }

  private boolean number() {
    int number = 0;
    while (at < text.length() && isDigit(text.charAt(at))) {
      number = Math.min(number * 10 + text.charAt(at++) - '0', 1 << 16);
    }
    if (number >= operands + asm.labels().size()) {
      unit.report(ASM_NUMBER_RANGE, asm.loc());
      return false;
    }
    out.append(number);
    return true;
  }

  private int number(String name) {
    for (int i = 0; i < asm.outputs().size(); i++) {
      if (name.equals(asm.outputs().get(i).name())) {
        return i;
      }
    }
    for (int i = 0; i < asm.inputs().size(); i++) {
      if (name.equals(asm.inputs().get(i).name())) {
        return asm.outputs().size() + i;
      }
    }
    for (int i = 0; i < asm.labels().size(); i++) {
      if (name.equals(asm.labels().get(i).name())) {
        return operands + i;
      }
    }
    return -1;
  }
}
