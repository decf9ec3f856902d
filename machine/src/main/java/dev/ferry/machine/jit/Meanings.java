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

/** What can be told from the meanings of instructions. */
final class Meanings {
  private Meanings() {}

  static boolean isStore(Meaning meaning) {
    return meaning.statements().getFirst() instanceof Meaning.Store;
  }

  /** Whether the result is a sign-extended 32-bit number, given registers that are. */
  static boolean givesWord(Region.Instruction i, long words) {
    return i.opcode != Opcode.JAL
        && i.opcode != Opcode.JALR
        && i.meaning.statements().getFirst() instanceof Assign assign
        && !assign.isFloat()
        && isWord(assign.value(), i, words);
  }

  /** Whether a value is a sign-extended 32-bit number. */
  static boolean isWord(Expression e, Region.Instruction i, long words) {
    return switch (e) {
      case Register r -> !r.isFloat() && isWordRegister(number(r, i), words);
      case Constant c -> c.value() == (int) c.value();
      case Operand o -> o.name() == Name.IMM;
      case Extend x -> x.signed() ? x.bits() <= 32 : x.bits() < 32;
      case Binary b ->
          switch (b.operator()) {
            case LT, GE, LTU, GEU, EQ, NE -> true;
            case OR, XOR -> isWord(b.left(), i, words) && isWord(b.right(), i, words);
            case AND ->
                isWord(b.left(), i, words) && isWord(b.right(), i, words)
                    || b.right() instanceof Operand o && o.name() == Name.IMM && i.imm >= 0;
            case SHR -> isWord(b.left(), i, words);
            case USHR -> b.right() instanceof Operand o && o.name() == Name.IMM && i.imm > 32;
            case ADD ->
                isZero(b.left(), i) && isWord(b.right(), i, words)
                    || isZero(b.right(), i) && isWord(b.left(), i, words);
            case MUL, SUB, SHL -> false;
          };
      case Meaning.Conditional c -> isWord(c.yes(), i, words) && isWord(c.no(), i, words);
      case Meaning.Unary u -> u.operator() == '~' && isWord(u.value(), i, words);
      case Meaning.Call c -> c.owner().equals("Arith") && c.method().endsWith("w");
      case Meaning.Load l -> l.bits() < 32;
    };
  }

  /** Whether a value is 0 always: moves and constants are additions of it. */
  static boolean isZero(Expression e, Region.Instruction i) {
    return e instanceof Register r && !r.isFloat() && number(r, i) == 0
        || e instanceof Operand o && o.name() == Name.IMM && i.imm == 0;
  }

  static boolean isWordRegister(int number, long words) {
    return number == 0 || (words >>> number & 1) != 0;
  }

  /** An x register by its own number, rather than as an operand. */
  static Register register(int number) {
    return new Register(-number, false);
  }

  /** Number of the register that an operand of an instruction is. */
  static int number(Register r, Region.Instruction i) {
    return switch (r.index()) {
      case 1 -> i.rs1;
      case 2 -> i.rs2;
      case 3 -> i.rs3;
      default -> -r.index();
    };
  }

  static boolean isComparison(Operator operator) {
    return switch (operator) {
      case LT, GE, LTU, GEU, EQ, NE -> true;
      case MUL, ADD, SUB, SHL, SHR, USHR, AND, XOR, OR -> false;
    };
  }
}
