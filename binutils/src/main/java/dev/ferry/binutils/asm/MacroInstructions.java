package dev.ferry.binutils.asm;

import dev.ferry.isa.Encoder;
import dev.ferry.isa.Form;
import dev.ferry.isa.Forms;
import dev.ferry.isa.Immediate;
import dev.ferry.isa.Opcode;
import dev.ferry.isa.Registers;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pseudo-instructions that stand for more than one instruction, or for one of several. */
final class MacroInstructions {
  private static final Set<String> NAMES =
      Set.of(
          "li",
          "la",
          "lla",
          "lga",
          "la.tls.ie",
          "la.tls.gd",
          "call",
          "tail",
          "jump",
          "sext.b",
          "sext.h",
          "zext.h",
          "zext.w",
          "add");

  private final ObjectBuilder builder;
  private final ExpressionParser expressions;

  MacroInstructions(ObjectBuilder builder, ExpressionParser expressions) {
    this.builder = builder;
    this.expressions = expressions;
  }

  boolean isMacro(String mnemonic) {
    return NAMES.contains(mnemonic);
  }

  /** Assembles a macro if the operands fit; false if not. */
  boolean assemble(String mnemonic, List<Operand> operands) {
    return switch (mnemonic) {
      case "li" -> li(operands);
      case "la", "lla", "lga", "la.tls.ie", "la.tls.gd" -> address(mnemonic, operands);
      case "call" -> call(operands, Registers.RA, Registers.RA);
      case "tail" -> call(operands, Registers.ZERO, Registers.T1);
      case "jump" -> jump(operands);
      case "sext.b" -> extend(operands, 8, true);
      case "sext.h" -> extend(operands, 16, true);
      case "zext.h" -> extend(operands, 16, false);
      case "zext.w" -> extend(operands, 32, false);
      case "add" -> addThreadPointer(operands);
      default -> memory(mnemonic, operands);
    };
  }

  private @Nullable Expression expression(Operand operand) {
    if (operand.operator() != null || operand.base() >= 0) {
      return null;
    }
    if (operand.isRegister()) {
      // Where no register can stand, the name is a symbol's.
      return expressions.reference(operand.text());
    }
    String name = operand.name();
    return name != null ? expressions.reference(name) : operand.expression();
  }

  private static int x(List<Operand> operands, int i) {
    return i < operands.size() ? operands.get(i).x() : -1;
  }

  private boolean li(List<Operand> operands) {
    if (operands.size() != 2 || x(operands, 0) < 0) {
      return false;
    }
    if (!(expression(operands.get(1)) instanceof Expression.Number n)) {
      return false;
    }
    long value = n.value();
    if (builder.xlen() == 32) {
      if (value != (int) value && value >>> 32 != 0) {
        throw new AssemblyException("unsupported large constant");
      }
    }
    if (builder.xlen() == 32 && value != (int) value && (int) value >= -2048) {
      // Written as an unsigned number, it has no short form in GNU as.
      builder.word(Encoder.encode(Opcode.ADDI, x(operands, 0), 0, 0, (int) value) & 0xffffffffL, 4);
      return true;
    }
    builder.loadConstant(x(operands, 0), builder.xlen() == 32 ? (int) value : value);
    return true;
  }

  private boolean address(String mnemonic, List<Operand> operands) {
    int rd = x(operands, 0);
    if (operands.size() != 2 || rd < 0) {
      return false;
    }
    Expression target = expression(operands.get(1));
    if (target == null) {
      return false;
    }
    if (target instanceof Expression.Number n) {
      builder.loadConstant(rd, builder.xlen() == 32 ? (int) n.value() : n.value());
      return true;
    }
    switch (mnemonic) {
      case "la.tls.ie" -> builder.loadTlsOffset(rd, target);
      case "la.tls.gd" -> builder.loadTlsDescriptorAddress(rd, target);
      case "lla" -> builder.loadLocalAddress(rd, target);
      case "lga" -> builder.loadGotAddress(rd, target);
      default -> {
        if (builder.target().isPic()) {
          builder.loadGotAddress(rd, target);
        } else {
          builder.loadLocalAddress(rd, target);
        }
      }
    }
    return true;
  }

  private boolean call(List<Operand> operands, int link, int scratch) {
    boolean named = operands.size() == 2 && link == Registers.RA;
    if (operands.size() != 1 && !named) {
      return false;
    }
    int register = named ? x(operands, 0) : link;
    Expression target = expression(operands.getLast());
    if (register < 0 || target == null) {
      return false;
    }
    // `call rd, symbol' goes through t1 as gas has it.
    emitCall(register, named ? Registers.T1 : scratch, target);
    return true;
  }

  private boolean jump(List<Operand> operands) {
    Expression target = operands.size() == 2 ? expression(operands.get(0)) : null;
    if (target == null || x(operands, 1) < 0) {
      return false;
    }
    emitCall(Registers.ZERO, x(operands, 1), target);
    return true;
  }

  private void emitCall(int link, int scratch, Expression target) {
    builder.callTo(link, scratch, target);
  }

  private boolean extend(List<Operand> operands, int bits, boolean signed) {
    int rd = x(operands, 0);
    int rs = x(operands, 1);
    if (operands.size() != 2 || rd < 0 || rs < 0) {
      return false;
    }
    int shift = builder.xlen() - bits;
    if (shift <= 0) {
      return false;
    }
    Opcode right = signed ? Opcode.SRAI : Opcode.SRLI;
    builder.instruction(Opcode.SLLI, rd, rs, 0, shift);
    builder.instruction(right, rd, rd, 0, shift);
    return true;
  }

  /** {@code add rd, rs, tp, %tprel_add(symbol)}. */
  private boolean addThreadPointer(List<Operand> operands) {
    if (operands.size() != 4) {
      return false;
    }
    Operand last = operands.get(3);
    Expression symbol = last.expression();
    if (last.operator() != RelocationOperator.TPREL_ADD || symbol == null) {
      return false;
    }
    for (int i = 0; i < 3; i++) {
      if (x(operands, i) < 0) {
        return false;
      }
    }
    builder.instruction(
        Opcode.ADD,
        x(operands, 0),
        x(operands, 1),
        x(operands, 2),
        RelocationOperator.TPREL_ADD,
        symbol);
    return true;
  }

  /** Loads from and stores to a symbol: {@code lw a0, x} and {@code sw a0, x, t0}. */
  private boolean memory(String mnemonic, List<Operand> operands) {
    List<Form> forms = Forms.named(mnemonic);
    if (forms.isEmpty() || operands.size() < 2) {
      return false;
    }
    Opcode opcode = forms.getFirst().opcode();
    List<Form.Operand> wanted = forms.getFirst().operands();
    if (opcode.isCompressed()
        || wanted.size() != 2
        || wanted.get(1).kind() != Form.Kind.MEMORY
        || opcode == Opcode.JALR
        || !opcode.availableOn(builder.xlen())
        || (opcode.extensions() & ~builder.target().extensions()) != 0) {
      return false;
    }
    Expression target = expression(operands.get(1));
    if (target == null) {
      return false;
    }
    boolean isStore = opcode.immediate() == Immediate.S;
    boolean isFloat = isStore ? opcode.isRs2Float() : opcode.isRdFloat();
    int register = isFloat ? operands.get(0).f() : operands.get(0).x();
    boolean scratchNeeded = isStore || isFloat;
    int scratch = scratchNeeded ? x(operands, 2) : register;
    if (register < 0 || scratch < 0 || operands.size() != (scratchNeeded ? 3 : 2)) {
      return false;
    }
    builder.pcRelative(
        RelocationOperator.PCREL_HI,
        target,
        scratch,
        opcode,
        isStore ? 0 : register,
        isStore ? register : 0);
    return true;
  }
}
