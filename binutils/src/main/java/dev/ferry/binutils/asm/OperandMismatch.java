package dev.ferry.binutils.asm;

import dev.ferry.base.diag.Spelling;
import dev.ferry.isa.Form;
import dev.ferry.isa.Forms;
import dev.ferry.isa.Immediate;
import dev.ferry.isa.Opcode;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Says why no form of an instruction fits what was written: GNU as leaves that to its user. */
final class OperandMismatch {
  private final int xlen;

  OperandMismatch(int xlen) {
    this.xlen = xlen;
  }

  /** The closest mnemonic to one that does not exist, or null. */
  static @Nullable String closest(String mnemonic) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < Opcode.count(); i++) {
      names.add(Forms.plain(i).mnemonic());
    }
    for (Form form : Forms.pseudoInstructions()) {
      names.add(form.mnemonic());
    }
    return Spelling.closest(mnemonic, names);
  }

  /**
   * Why the operands fit none of the forms: of the one that comes closest, the first operand that
   * does not fit; empty if nothing better than that can be said.
   *
   * @param fits whether an operand fits a place of a form
   */
  String reason(List<Form> forms, List<Operand> operands, Fit fits) {
    Form closest = null;
    int best = -1;
    for (Form form : forms) {
      if (form.availableOn(xlen) && takes(form, operands.size())) {
        int matched = matched(form, operands, fits);
        if (matched > best) {
          best = matched;
          closest = form;
        }
      }
    }
    if (closest == null) {
      return forms.isEmpty() ? "" : "it is written " + syntax(forms);
    }
    if (best == operands.size()) {
      return closest.opcode().isCompressed()
          ? "the 16-bit form cannot hold this register or constant"
          : "";
    }
    return explain(closest, closest.operands().get(best), operands.get(best));
  }

  /** Whether an operand fits a place. */
  interface Fit {
    boolean at(Form form, Form.Operand place, Operand operand);
  }

  /** Whether a form can have so many operands: a rounding mode may be left out. */
  static boolean takes(Form form, int count) {
    int most = form.operands().size();
    boolean optional = most > 0 && form.operands().get(most - 1).kind() == Form.Kind.RM;
    return count == most || optional && count == most - 1;
  }

  private static int matched(Form form, List<Operand> operands, Fit fits) {
    int i = 0;
    while (i < operands.size() && fits.at(form, form.operands().get(i), operands.get(i))) {
      i++;
    }
    return i;
  }

  private String explain(Form form, Form.Operand place, Operand operand) {
    String text = "‘" + operand.text() + "’";
    Long value = operand.expression() instanceof Expression.Number n ? (Long) n.value() : null;
    return switch (place.kind()) {
      case X -> text + " is not an integer register" + compressedNote(form, operand.x());
      case F -> text + " is not a floating-point register" + compressedNote(form, operand.f());
      case SP -> text + " is not sp";
      case ADDRESS -> "an address in parentheses is wanted, such as (a0), not " + text;
      case STACK, MEMORY ->
          operand.base() < 0
              ? "a constant and a register are wanted, such as 8(sp), not " + text
              : constant(form, place, text, value);
      case IMM, SHAMT -> constant(form, place, text, value);
      case UPPER ->
          value == null ? text + " is not a constant" : text + " is not between 0 and 0xfffff";
      case ZIMM -> value == null ? text + " is not a constant" : text + " is not between 0 and 31";
      case TARGET -> text + " is no place to jump to";
      case CSR -> text + " is not a control register";
      case RM, RTZ -> text + " is not a rounding mode: rne, rtz, rdn, rup, rmm or dyn";
      case PRED, SUCC -> text + " is not made of i, o, r and w in this order";
      case FCONST -> text + " is none of the constants that fli can load";
    };
  }

  /** Most compressed forms reach eight registers only. */
  private static String compressedNote(Form form, int number) {
    return number >= 0 && form.opcode().isCompressed() ? " that this form can name" : "";
  }

  private String constant(Form form, Form.Operand place, String text, @Nullable Long value) {
    if (value == null) {
      return text + " is not a constant that is known here";
    }
    if (place.kind() == Form.Kind.SHAMT) {
      return text + " is not a shift amount between 0 and " + (xlen - 1);
    }
    Immediate layout = form.opcode().immediate();
    if (value >= layout.min() && value <= layout.max() && value % layout.alignment() != 0) {
      return text + " is not a multiple of " + layout.alignment();
    }
    return text + " is not between " + layout.min() + " and " + layout.max();
  }

  private String syntax(List<Form> forms) {
    StringJoiner ways = new StringJoiner(" or ");
    for (Form form : forms) {
      if (form.availableOn(xlen)) {
        ways.add("‘" + syntax(form) + "’");
      }
    }
    return ways.toString();
  }

  private static String syntax(Form form) {
    StringJoiner operands = new StringJoiner(", ");
    for (Form.Operand operand : form.operands()) {
      if (operand.kind() != Form.Kind.RM) {
        operands.add(name(operand));
      }
    }
    return (form.mnemonic() + " " + operands).strip();
  }

  private static String name(Form.Operand operand) {
    return switch (operand.kind()) {
      case X, F -> register(operand.fills());
      case IMM, ZIMM -> "constant";
      case UPPER -> "upper 20 bits";
      case SHAMT -> "shift amount";
      case TARGET -> "target";
      case MEMORY -> "constant(rs1)";
      case ADDRESS -> "(rs1)";
      case CSR -> "csr";
      case RM, RTZ -> "rtz";
      case PRED -> "before";
      case SUCC -> "after";
      case FCONST -> "constant";
      case SP -> "sp";
      case STACK -> "constant(sp)";
    };
  }

  private static String register(int fills) {
    for (Form.Field field : Form.Field.values()) {
      if ((fills & field.bit()) != 0) {
        return field.name().toLowerCase(java.util.Locale.ROOT);
      }
    }
    return "register";
  }
}
