package dev.ferry.codegen.emit;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.base.source.Position;
import dev.ferry.binutils.asm.AsmOutput;
import dev.ferry.binutils.asm.AsmSymbol;
import dev.ferry.codegen.mir.AsmCode;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.ir.AsmInfo;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes out inline assembly templates: {@code %N} becomes the operand's register, address or
 * constant, under gcc's modifiers for RISC-V ({@code %z %i %h %R %N}) and its general ones.
 */
final class InlineAssembly {
  private InlineAssembly() {}

  /**
   * @param number what {@code %=} stands for: no other asm statement written to this file has it
   * @param position of the statement, for the assembler's messages
   */
  static void emit(
      AsmOutput out,
      MInst inst,
      int number,
      Function<MBlock, AsmSymbol> labels,
      @Nullable Position position) {
    String text = expand(inst, (AsmCode) inst.requirePayload(), number, labels);
    if (text.isBlank()) {
      return;
    }
    if (position == null) {
      out.source(text, "<inline asm>", 1);
    } else {
      out.source(text, position.file(), position.line());
    }
  }

  /** The template with its operands filled in. */
  static String expand(
      MInst inst, AsmCode code, int statement, Function<MBlock, AsmSymbol> labels) {
    String template = code.info().template();
    StringBuilder out = new StringBuilder(template.length() + 32);
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c != '%' || i + 1 == template.length()) {
        out.append(c);
        continue;
      }
      char next = template.charAt(++i);
      switch (next) {
        case '%', '{', '|', '}' -> out.append(next);
        case '=' -> out.append(statement);
        default -> {
          char modifier = 0;
          if (!Character.isDigit(next)) {
            modifier = next;
            i++;
          }
          int number = 0;
          int digits = 0;
          while (i < template.length() && Character.isDigit(template.charAt(i))) {
            number = number * 10 + template.charAt(i++) - '0';
            digits++;
          }
          i--;
          if (digits == 0) {
            throw new InternalCompilerError(
                "codegen.emit", null, "bad operand in inline assembly: " + template);
          }
          operand(out, inst, code, number, modifier, labels);
        }
      }
    }
    return out.toString();
  }

  private static void operand(
      StringBuilder out,
      MInst inst,
      AsmCode code,
      int number,
      char modifier,
      Function<MBlock, AsmSymbol> labels) {
    int operands = code.info().operands().size();
    if (number >= operands) {
      out.append(labels.apply(code.labels().get(number - operands)).name());
      return;
    }
    AsmInfo.Operand operand = code.info().operands().get(number);
    String constant = operand.constant();
    if (constant != null) {
      immediate(out, constant, modifier);
      return;
    }
    int index = operand.index();
    AsmInfo.Kind kind =
        operand.isOutput()
            ? code.info().outputs().get(index).kind()
            : code.info().inputs().get(index).kind();
    int at = operand.isOutput() ? code.outputIndex()[index] : code.inputIndex()[index];
    if (at < 0) {
      immediate(out, code.inputText()[index], modifier);
      return;
    }
    int reg = inst.regs[at];
    if (modifier == 'i') {
      // i: nothing for a register, "i" for a constant (add%i0).
      return;
    }
    if (kind == AsmInfo.Kind.MEMORY) {
      out.append("0(").append(Reg.name(reg)).append(')');
    } else {
      out.append(Reg.name(reg));
    }
  }

  private static void immediate(StringBuilder out, String constant, char modifier) {
    switch (modifier) {
      case 'z' -> out.append(constant.equals("0") ? "zero" : constant);
      case 'i' -> out.append('i');
      case 'n' -> out.append('-').append('(').append(constant).append(')');
      case 'h' -> out.append("%hi(").append(constant).append(')');
      default -> out.append(constant);
    }
  }
}
