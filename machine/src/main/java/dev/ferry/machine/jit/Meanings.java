package dev.ferry.machine.jit;

import dev.ferry.isa.Meaning;
import dev.ferry.isa.Meaning.Assign;
import dev.ferry.isa.Meaning.Binary;
import dev.ferry.isa.Meaning.Constant;
import dev.ferry.isa.Meaning.Expression;
import dev.ferry.isa.Meaning.Extend;
import dev.ferry.isa.Meaning.Name;
import dev.ferry.isa.Meaning.Operand;
import dev.ferry.isa.Meaning.Operator;
import dev.ferry.isa.Meaning.Register;
import dev.ferry.isa.Opcode;
import java.util.EnumMap;
import java.util.Map;

/** Parsed meanings of instructions, and what can be told from them. */
final class Meanings {
  private final Map<Opcode, Meaning> parsed = new EnumMap<>(Opcode.class);

  synchronized Meaning of(Opcode opcode) {
    return parsed.computeIfAbsent(opcode, Meaning::of);
  }

  /** Whether the result is a sign-extended 32-bit number, given registers that are. */
  boolean givesWord(Region.Instruction i, long words) {
    return i.opcode != Opcode.JAL
        && i.opcode != Opcode.JALR
        && i.meaning.statements().getFirst() instanceof Assign assign
        && !assign.isFloat()
        && isWord(assign.value(), i, words);
  }

  /** Whether a value is a sign-extended 32-bit number. */
  boolean isWord(Expression e, Region.Instruction i, long words) {
    return switch (e) {
      case Register r -> !r.isFloat() && isWordRegister(number(r, i), words);
      case Constant c -> c.value() == (int) c.value();
      case Operand o -> o.name() == Name.IMM;
      case Extend x -> x.signed() ? x.bits() <= 32 : x.bits() < 32;
      case Binary b ->
          switch (b.operator()) {
            case LT, GE, LTU, GEU, EQ, NE -> true;
            case AND, OR, XOR -> isWord(b.left(), i, words) && isWord(b.right(), i, words);
            case SHR -> isWord(b.left(), i, words);
            case MUL, ADD, SUB, SHL, USHR -> false;
          };
      case Meaning.Conditional c -> isWord(c.yes(), i, words) && isWord(c.no(), i, words);
      case Meaning.Unary u -> u.operator() == '~' && isWord(u.value(), i, words);
      case Meaning.Call c -> c.owner().equals("Arith") && c.method().endsWith("w");
      case Meaning.Load l -> l.bits() < 32;
    };
  }

  static boolean isWordRegister(int number, long words) {
    return number == 0 || (words >>> number & 1) != 0;
  }

  /** Number of the register that an operand of an instruction is. */
  static int number(Register r, Region.Instruction i) {
    return r.index() == 1 ? i.rs1 : r.index() == 2 ? i.rs2 : i.rs3;
  }

  static boolean isComparison(Operator operator) {
    return switch (operator) {
      case LT, GE, LTU, GEU, EQ, NE -> true;
      case MUL, ADD, SUB, SHL, SHR, USHR, AND, XOR, OR -> false;
    };
  }
}
