package dev.ferry.binutils.asm;

import dev.ferry.isa.Compressor;
import dev.ferry.isa.Encoder;
import dev.ferry.isa.Extension;
import dev.ferry.isa.Form;
import dev.ferry.isa.Forms;
import dev.ferry.isa.Immediate;
import dev.ferry.isa.Opcode;
import dev.ferry.isa.Registers;
import dev.ferry.isa.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assembles instruction statements: finds the form that fits the operands and encodes it. */
final class InstructionParser {
  private static final int RD = Form.Field.RD.ordinal();
  private static final int RS1 = Form.Field.RS1.ordinal();
  private static final int RS2 = Form.Field.RS2.ordinal();
  private static final int RS3 = Form.Field.RS3.ordinal();
  private static final int IMM = Form.Field.IMM.ordinal();

  private final ObjectBuilder builder;
  private final ExpressionParser expressions;
  private final OperandParser operandParser;
  private final MacroInstructions macros;

  // What matching a form finds.
  private final int[] fields = new int[5];
  private int rm;
  private @Nullable Expression symbolic;
  private @Nullable RelocationOperator operator;

  InstructionParser(ObjectBuilder builder, ExpressionParser expressions) {
    this.builder = builder;
    this.expressions = expressions;
    this.operandParser = new OperandParser(expressions);
    this.macros = new MacroInstructions(builder, expressions);
  }

  /** Assembles {@code mnemonic}, which is at {@code first} in {@code in}, with its operands. */
  void assemble(String mnemonic, Cursor in, int first) {
    List<Form> forms = Forms.named(mnemonic);
    int ordering = 0;
    if (forms.isEmpty()) {
      String base = withoutOrdering(mnemonic);
      if (!base.equals(mnemonic)) {
        ordering = ordering(mnemonic.substring(base.length()));
        forms = Forms.named(base);
        if (forms.isEmpty() || !forms.getFirst().opcode().hasOrdering()) {
          forms = List.of();
        }
      }
    }
    if (forms.isEmpty() && !macros.isMacro(mnemonic)) {
      String meant = OperandMismatch.closest(mnemonic);
      throw new AssemblyException(
          "unrecognized opcode `"
              + statement(in, first)
              + "'"
              + (meant == null ? "" : ", did you mean ‘" + meant + "’?"));
    }
    int start = in.at;
    List<Operand> operands;
    try {
      operands = mnemonic.startsWith("fli.") ? floatOperands(in) : operandParser.parse(in);
    } catch (AssemblyException e) {
      in.at = start;
      throw new AssemblyException(
          "illegal operands `" + statement(in, first) + "' (" + e.getMessage() + ")");
    }
    if (tryForms(forms, operands, ordering) || macros.assemble(mnemonic, operands)) {
      return;
    }
    Extension missing = missing(forms);
    if (missing != null) {
      throw new AssemblyException(
          "unrecognized opcode `"
              + statement(in, first)
              + "', extension `"
              + missing.text()
              + "' required");
    }
    String reason = new OperandMismatch(builder.xlen()).reason(forms, operands, this::match);
    throw new AssemblyException(
        "illegal operands `"
            + statement(in, first)
            + "'"
            + (reason.isEmpty() ? "" : ": " + reason));
  }

  /** The statement as GNU as quotes it: without space around commas. */
  private static String statement(Cursor in, int first) {
    return in.text.substring(first).strip().replaceAll("\\s*,\\s*", ",");
  }

  private static String withoutOrdering(String mnemonic) {
    for (String suffix : new String[] {".aqrl", ".aq", ".rl"}) {
      if (mnemonic.endsWith(suffix)) {
        return mnemonic.substring(0, mnemonic.length() - suffix.length());
      }
    }
    return mnemonic;
  }

  private static int ordering(String suffix) {
    return (suffix.startsWith(".aq") ? Encoder.AQ : 0) | (suffix.endsWith("rl") ? Encoder.RL : 0);
  }

  private static List<Operand> floatOperands(Cursor in) {
    List<Operand> operands = new java.util.ArrayList<>();
    do {
      String word = in.word();
      operands.add(new Operand(word, -1, Registers.fNumber(word), word, null, null, -1));
    } while (in.acceptComma());
    return operands;
  }

  /** The extension that would make a form available, if all of them lack one. */
  private @Nullable Extension missing(List<Form> forms) {
    Extension missing = null;
    for (Form form : forms) {
      if (!form.availableOn(builder.xlen())) {
        continue;
      }
      long needed = form.opcode().extensions() | form.extension().bit();
      long absent = needed & ~builder.target().extensions();
      if (absent == 0) {
        return null;
      }
      missing = Extension.values()[Long.numberOfTrailingZeros(absent)];
    }
    return missing;
  }

  private boolean tryForms(List<Form> forms, List<Operand> operands, int ordering) {
    for (Form form : forms) {
      if (available(form) && matches(form, operands) && emit(form, ordering)) {
        return true;
      }
    }
    return false;
  }

  private boolean available(Form form) {
    Opcode opcode = form.opcode();
    long needed = opcode.extensions() | form.extension().bit();
    if (opcode == Opcode.MUL || opcode == Opcode.MULW || isHighProduct(opcode)) {
      // Multiplication alone is Zmmul.
      needed = Extension.ZMMUL.bit();
    }
    return form.availableOn(builder.xlen()) && (needed & ~builder.target().extensions()) == 0;
  }

  private static boolean isHighProduct(Opcode opcode) {
    return opcode == Opcode.MULH || opcode == Opcode.MULHU || opcode == Opcode.MULHSU;
  }

  private boolean matches(Form form, List<Operand> operands) {
    List<Form.Operand> wanted = form.operands();
    if (!OperandMismatch.takes(form, operands.size())) {
      return false;
    }
    for (int i = 0; i < fields.length; i++) {
      fields[i] = form.fixed().get(i);
    }
    rm = form.opcode().hasRoundingMode() ? Encoder.defaultRoundingMode(form.opcode()).code() : 0;
    symbolic = null;
    operator = null;
    for (int i = 0; i < operands.size(); i++) {
      if (!match(form, wanted.get(i), operands.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean match(Form form, Form.Operand wanted, Operand operand) {
    return switch (wanted.kind()) {
      case X -> register(wanted, operand.x());
      case F -> register(wanted, operand.f());
      case SP -> operand.x() == Registers.SP;
      case ADDRESS -> operand.base() >= 0 && isZero(operand) && register(wanted, operand.base());
      case STACK -> operand.base() == Registers.SP && constant(form, wanted, operand);
      case MEMORY -> {
        Form.Operand base = new Form.Operand(Form.Kind.X, wanted.fills() & ~Form.Field.IMM.bit());
        yield register(base, operand.base()) && constant(form, wanted, operand);
      }
      case IMM, SHAMT -> operand.base() < 0 && constant(form, wanted, operand);
      case UPPER -> operand.base() < 0 && upper(form, operand);
      case TARGET -> {
        symbolic = operand.base() < 0 ? expression(operand) : null;
        yield symbolic != null;
      }
      case CSR -> csr(operand);
      case ZIMM -> {
        Long value = number(operand);
        yield value != null && value >= 0 && value < 32 && register(wanted, value.intValue());
      }
      case RM -> {
        RoundingMode mode = operand.name() == null ? null : RoundingMode.named(operand.name());
        rm = mode == null ? 0 : mode.code();
        yield mode != null;
      }
      case RTZ -> "rtz".equals(operand.name());
      case PRED -> accesses(operand, 4);
      case SUCC -> accesses(operand, 0);
      case FCONST -> {
        fields[IMM] = FloatConstants.index(operand.text());
        yield fields[IMM] >= 0;
      }
    };
  }

  private boolean register(Form.Operand wanted, int number) {
    if (number < 0) {
      return false;
    }
    for (int i = 0; i < 4; i++) {
      if ((wanted.fills() & 1 << i) != 0) {
        fields[i] = number;
      }
    }
    return true;
  }

  private static boolean isZero(Operand operand) {
    return operand.operator() == null
        && operand.expression() instanceof Expression.Number n
        && n.value() == 0;
  }

  private @Nullable Expression expression(Operand operand) {
    if (operand.operator() != null) {
      return null;
    }
    if (operand.isRegister()) {
      // Where no register can stand, the name is a symbol's.
      return expressions.reference(operand.text());
    }
    String name = operand.name();
    return name != null ? expressions.reference(name) : operand.expression();
  }

  private @Nullable Long number(Operand operand) {
    if (operand.name() != null) {
      AsmSymbol symbol = builder.symbols().find(operand.name());
      return symbol != null && symbol.value instanceof Expression.Number n
          ? (Long) n.value()
          : null;
    }
    return operand.expression() instanceof Expression.Number n && operand.operator() == null
        ? (Long) n.value()
        : null;
  }

  private boolean constant(Form form, Form.Operand wanted, Operand operand) {
    RelocationOperator found = operand.operator();
    if (found != null) {
      Immediate layout = form.opcode().immediate();
      operator = found;
      symbolic = operand.expression();
      boolean fits = layout == Immediate.I || layout == Immediate.S;
      return fits && !found.isHigh() && found != RelocationOperator.TPREL_ADD;
    }
    Long value = number(operand);
    if (value == null) {
      return false;
    }
    long number = wrap(value);
    if (number != value && form.mnemonic().equals("li")) {
      return false;
    }
    Immediate layout = form.opcode().immediate();
    if (wanted.kind() == Form.Kind.SHAMT && number >= builder.xlen()) {
      return false;
    }
    if (layout == Immediate.CSR || !layout.fits(number)) {
      return false;
    }
    fields[IMM] = (int) number;
    return true;
  }

  /** On RV32 a constant may be written as an unsigned 32-bit number. */
  private long wrap(long value) {
    return builder.xlen() == 32 && value >>> 32 == 0 ? (int) value : value;
  }

  private boolean upper(Form form, Operand operand) {
    if (operand.operator() != null) {
      operator = operand.operator();
      symbolic = operand.expression();
      return operator.isHigh() && form.opcode().immediate() == Immediate.U;
    }
    Long value = number(operand);
    if (value == null || value < 0 || value > 0xfffff) {
      return false;
    }
    int shifted = value.intValue() << 12;
    fields[IMM] = shifted;
    return form.opcode().immediate().fits(shifted);
  }

  private boolean csr(Operand operand) {
    int number = operand.name() == null ? -1 : Registers.csrNumber(operand.name());
    if (number < 0) {
      Long value = number(operand);
      if (value == null || value < 0 || value > 0xfff) {
        if (operand.name() != null) {
          throw new AssemblyException("unknown CSR `" + operand.name() + "'");
        }
        return false;
      }
      number = value.intValue();
    }
    fields[IMM] = number;
    builder.target().usePrivileged();
    return true;
  }

  private boolean accesses(Operand operand, int shift) {
    int set = 0;
    String name = operand.name();
    if (name == null) {
      Long value = number(operand);
      if (value == null || value != 0) {
        return false;
      }
    } else {
      int last = -1;
      for (int i = 0; i < name.length(); i++) {
        int bit = "iorw".indexOf(name.charAt(i));
        if (bit <= last) {
          return false;
        }
        last = bit;
        set |= 8 >> bit;
      }
    }
    if (shift == 4) {
      fields[IMM] = fields[IMM] & ~0xf0 | set << 4;
    } else {
      fields[IMM] = fields[IMM] & ~0xf | set;
    }
    return true;
  }

  // --- Emission ---------------------------------------------------------------------------------

  private boolean emit(Form form, int ordering) {
    Opcode opcode = form.opcode();
    Expression value = symbolic;
    if (opcode.isCompressed()) {
      return emitCompressed(opcode, value);
    }
    if (opcode.hasTarget() && value != null) {
      // `jal' is never shortened, `j' is.
      emitBranch(opcode, value, opcode != Opcode.JAL || form.pseudo() && fields[RD] == 0);
      return true;
    }
    if (operator != null && value != null) {
      emitPart(opcode, operator, value);
      return true;
    }
    if (form.mnemonic().equals("unimp") && builder.target().compresses()) {
      builder.word(0, 2);
      return true;
    }
    if (staysLong(form)) {
      builder.word(
          Encoder.encode(opcode, fields[RD], fields[RS1], fields[RS2], fields[IMM]) & 0xffffffffL,
          4);
      return true;
    }
    if (opcode == Opcode.FENCE && form.operands().size() == 1) {
      fields[IMM] |= 0xf;
    }
    if (opcode.immediate() == Immediate.FCONST
        || opcode.hasRoundingMode()
        || opcode.hasOrdering()
        || opcode.hasRs3()) {
      builder.instruction(
          opcode, fields[RD], fields[RS1], fields[RS2], fields[RS3], fields[IMM], rm, ordering);
    } else {
      builder.instruction(opcode, fields[RD], fields[RS1], fields[RS2], fields[IMM]);
    }
    return true;
  }

  /**
   * Spellings that GNU as never shortens although the instruction has a short form: moves of and
   * additions to zero, and jumps through a register that name more than the register.
   */
  private boolean staysLong(Form form) {
    return switch (form.opcode()) {
      case ADDI ->
          switch (form.mnemonic()) {
            case "add" -> fields[RS1] == 0 || fields[IMM] == 0 && fields[RD] != fields[RS1];
            case "mv", "move" -> fields[RS1] == 0;
            case "li" -> fields[RD] == 0;
            default -> false;
          };
      case JALR -> form.operands().size() > 1 || form.fills(Form.Field.IMM);
      default -> false;
    };
  }

  private void emitPart(Opcode opcode, RelocationOperator part, Expression value) {
    Long number = builder.evaluator().number(value);
    if (number != null && (part == RelocationOperator.HI || part == RelocationOperator.LO)) {
      // The parts of a constant are constants.
      int imm =
          part == RelocationOperator.HI
              ? (int) (number + 0x800 & ~0xfffL)
              : number.intValue() << 20 >> 20;
      builder.word(
          Encoder.fields(opcode, fields[RD], fields[RS1], fields[RS2], 0, 0)
              | opcode.immediate().encode(imm),
          4);
      if (part == RelocationOperator.HI) {
        builder.breakDistances();
      }
      return;
    }
    builder.instruction(opcode, fields[RD], fields[RS1], fields[RS2], part, value);
  }

  private void emitBranch(Opcode opcode, Expression value, boolean shorten) {
    // A plain symbol stays what it is: an alias is not replaced by what it stands for.
    Evaluator.Linear target =
        value instanceof Expression.Reference r && !(r.symbol().value instanceof Expression.Number)
            ? new Evaluator.Linear(r.symbol(), null, 0)
            : builder.evaluator().linear(value);
    if (target.minus() != null) {
      target = builder.evaluator().collapse(target);
    }
    if (target.minus() != null) {
      throw new AssemblyException("jump target is a difference of symbols");
    }
    builder.branchTo(
        opcode, fields[RD], fields[RS1], fields[RS2], target.plus(), target.number(), shorten);
  }

  private boolean emitCompressed(Opcode opcode, @Nullable Expression target) {
    // A constant added to x0 is a hint in the place of c.nop.
    Opcode written =
        opcode == Opcode.C_ADDI && fields[RD] == 0 && fields[IMM] != 0 ? Opcode.C_NOP : opcode;
    int half =
        Compressor.encode(
            written, fields[RD], fields[RS1], fields[RS2], fields[IMM], builder.xlen());
    if (half < 0) {
      return false;
    }
    Opcode expansion = opcode.expansion();
    if (target != null && expansion != null) {
      // A compressed branch may grow like any other.
      emitBranch(expansion, target, true);
    } else {
      builder.word(half, 2);
    }
    return true;
  }
}
