package dev.ferry.isa;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The parsed meaning column of an instruction: what interpreter, JIT and documentation derive from.
 *
 * <p>A meaning is a list of statements. All operands are read before anything is written, so {@code
 * rd = next; goto rs1 + imm} jumps through the old value when rd is rs1. Arithmetic on integer
 * registers is XLEN bits wide and wraps; on f registers 64 bits wide. A comparison gives 0 or 1.
 * Shifts use the low bits of the amount (5 on RV32, 6 on RV64); {@code >>} is arithmetic, {@code
 * >>>} logical. Comparison operators ending in {@code u} are unsigned. Loads give the bits
 * zero-extended; {@code sextN} and {@code zextN} extend from the low N bits. {@code next} is the
 * address of the following instruction. Everything else is a call of a static method.
 */
public record Meaning(List<Statement> statements) {
  private static final Map<Opcode, Meaning> PARSED = new ConcurrentHashMap<>();

  /** One effect of an instruction. */
  public sealed interface Statement {}

  /** {@code rd = value} or {@code frd = value}. */
  public record Assign(boolean isFloat, Expression value) implements Statement {}

  /** {@code storeN(address, value)} with the width in bits. */
  public record Store(int bits, Expression address, Expression value) implements Statement {}

  /** {@code goto target}, the target being an address. */
  public record Goto(Expression target) implements Statement {}

  /** {@code if condition goto target}. */
  public record Branch(Expression condition, Expression target) implements Statement {}

  /** A call for its effect. */
  public record Effect(Call call) implements Statement {}

  /** A value. */
  public sealed interface Expression {}

  /** The content of register rs1, rs2 or rs3 ({@code index} 1 to 3), integer or f register. */
  public record Register(int index, boolean isFloat) implements Expression {}

  /** A named quantity of the instruction or of the machine. */
  public record Operand(Name name) implements Expression {}

  /** What an {@link Operand} can be. */
  public enum Name {
    /** The constant. */
    IMM,
    /** The address of this instruction. */
    PC,
    /** The address of the next instruction. */
    NEXT,
    /** The register width, 32 or 64. */
    XLEN,
    /** The number of the control register. */
    CSR,
    /** The 5-bit constant in the rs1 field. */
    ZIMM,
    /** The rounding mode field. */
    RM
  }

  /** A literal number. */
  public record Constant(long value) implements Expression {}

  /** {@code -value} or {@code ~value}. */
  public record Unary(char operator, Expression value) implements Expression {}

  /** An operation of two values. */
  public record Binary(Operator operator, Expression left, Expression right)
      implements Expression {}

  /** The operators of {@link Binary}. */
  public enum Operator {
    MUL("*", 7),
    ADD("+", 6),
    SUB("-", 6),
    SHL("<<", 5),
    SHR(">>", 5),
    USHR(">>>", 5),
    LT("<", 4),
    GE(">=", 4),
    LTU("<u", 4),
    GEU(">=u", 4),
    EQ("==", 3),
    NE("!=", 3),
    AND("&", 2),
    XOR("^", 1),
    OR("|", 0);

    private final String text;
    private final int precedence;

    Operator(String text, int precedence) {
      this.text = text;
      this.precedence = precedence;
    }

    /** The operator as the table writes it. */
    public String text() {
      return text;
    }

    /** How tightly it binds, 7 the tightest. */
    int precedence() {
      return precedence;
    }
  }

  /** {@code condition ? yes : no}. */
  public record Conditional(Expression condition, Expression yes, Expression no)
      implements Expression {}

  /** {@code sextN(value)} or {@code zextN(value)}. */
  public record Extend(boolean signed, int bits, Expression value) implements Expression {}

  /** {@code loadN(address)}: the bits, zero-extended. */
  public record Load(int bits, Expression address) implements Expression {}

  /** {@code owner.method(arguments)}. */
  public record Call(String owner, String method, List<Expression> arguments)
      implements Expression {}

  /** The meaning of a 32-bit opcode, parsed when it is first asked for. */
  public static Meaning of(Opcode opcode) {
    return PARSED.computeIfAbsent(opcode, each -> new MeaningParser(each.meaning()).parse());
  }
}
