package dev.ferry.c.syntax;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions (C17 6.5, 6.6). */
public sealed interface Expr extends Node {
  /** {@code name}; also {@code __func__} and its like. */
  record Identifier(int loc, String name) implements Expr {
    @Override
    public int end() {
      return loc;
    }
  }

  /** The suffix of an integer constant, without its {@code u}. */
  enum IntegerSuffix {
    NONE,
    LONG,
    LONG_LONG,
    /** {@code wb}: the narrowest {@code _BitInt} that holds it. */
    BIT_INT
  }

  /**
   * An integer constant.
   *
   * @param value its low 64 bits
   * @param wide its whole value where 64 bits do not hold it
   * @param unsigned whether {@code u} was written
   * @param decimal whether it was written in decimal: then it never becomes unsigned by itself
   * @param imaginary GNU's suffix {@code i} or {@code j}
   */
  record IntegerLiteral(
      int loc,
      long value,
      @Nullable BigInteger wide,
      IntegerSuffix suffix,
      boolean unsigned,
      boolean decimal,
      boolean imaginary)
      implements Expr {
    @Override
    public int end() {
      return loc;
    }
  }

  /**
   * A floating constant.
   *
   * @param digits what was written without suffix and digit separators: {@code 1.5e3}, {@code
   *     0x1.8p3}
   * @param type the type that the suffix names: {@link BasicType#DOUBLE} without one
   */
  record FloatLiteral(int loc, String digits, BasicType type, boolean imaginary) implements Expr {
    @Override
    public int end() {
      return loc;
    }
  }

  /**
   * A character constant.
   *
   * @param value its value after conversion to the constant's type ({@code int} for {@link
   *     Encoding#PLAIN}): sign by the signedness of {@code char}
   */
  record CharLiteral(int loc, Encoding encoding, int value) implements Expr {
    @Override
    public int end() {
      return loc;
    }
  }

  /**
   * Adjacent string literals, joined.
   *
   * @param bytes the elements in their object representation (little endian, {@code unitSize} bytes
   *     each), without the terminator; must not be changed
   * @param unitSize 1, 2 or 4
   */
  record StringLiteral(int loc, int end, Encoding encoding, byte[] bytes, int unitSize)
      implements Expr {
    /** The number of elements without the terminator. */
    public int length() {
      return bytes.length / unitSize;
    }

    /** The element at {@code index}, zero-extended. */
    public int unit(int index) {
      int at = index * unitSize;
      int unit = 0;
      for (int i = unitSize - 1; i >= 0; i--) {
        unit = unit << 8 | bytes[at + i] & 0xff;
      }
      return unit;
    }

    /** The bytes as text (for asm templates, messages, attribute arguments). */
    public String text() {
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /** {@code true}, {@code false} and {@code nullptr} of C23. */
  enum Constant {
    TRUE,
    FALSE,
    NULLPTR
  }

  record PredefinedConstant(int loc, Constant constant) implements Expr {
    @Override
    public int end() {
      return loc;
    }
  }

  /** {@code (inner)}. */
  record Paren(int loc, int end, Expr inner) implements Expr {}

  /**
   * {@code _Generic(controlling, type: value, …, default: value)}; exactly one of {@code
   * controlling} and {@code controllingType} (C2y) is there.
   */
  record Generic(
      int loc,
      int end,
      @Nullable Expr controlling,
      @Nullable TypeName controllingType,
      List<Association> associations)
      implements Expr {
    /** One association; {@code type} is null for {@code default}. */
    public record Association(int loc, @Nullable TypeName type, Expr value) {}
  }

  enum UnaryOp {
    PLUS("+"),
    MINUS("-"),
    NOT("!"),
    COMPLEMENT("~"),
    DEREFERENCE("*"),
    ADDRESS("&"),
    PRE_INCREMENT("++"),
    PRE_DECREMENT("--"),
    POST_INCREMENT("++"),
    POST_DECREMENT("--"),
    REAL("__real__"),
    IMAGINARY("__imag__"),
    /** {@code __extension__ operand}: the operand, without pedantic warnings. */
    EXTENSION("__extension__");

    private final String text;

    UnaryOp(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }

    public boolean isPostfix() {
      return this == POST_INCREMENT || this == POST_DECREMENT;
    }
  }

  /** {@code loc} is the operator. */
  record Unary(int loc, UnaryOp op, Expr operand) implements Expr {
    @Override
    public int start() {
      return op.isPostfix() ? operand.start() : loc;
    }

    @Override
    public int end() {
      return op.isPostfix() ? loc : operand.end();
    }
  }

  /** {@code sizeof operand}; the operand is a {@link Paren} where it was written in parentheses. */
  record SizeofExpr(int loc, Expr operand) implements Expr {
    @Override
    public int end() {
      return operand.end();
    }
  }

  record SizeofType(int loc, int end, TypeName type) implements Expr {}

  /** {@code _Alignof operand} (GNU); {@code preferred} for {@code __alignof__}. */
  record AlignofExpr(int loc, Expr operand, boolean preferred) implements Expr {
    @Override
    public int end() {
      return operand.end();
    }
  }

  record AlignofType(int loc, int end, TypeName type, boolean preferred) implements Expr {}

  /** GNU's {@code &&label}. */
  record LabelAddress(int loc, int end, String label) implements Expr {}

  enum BinaryOp {
    MULTIPLY("*"),
    DIVIDE("/"),
    REMAINDER("%"),
    ADD("+"),
    SUBTRACT("-"),
    SHIFT_LEFT("<<"),
    SHIFT_RIGHT(">>"),
    LESS("<"),
    GREATER(">"),
    LESS_EQUAL("<="),
    GREATER_EQUAL(">="),
    EQUAL("=="),
    NOT_EQUAL("!="),
    AND("&"),
    XOR("^"),
    OR("|"),
    LOGICAL_AND("&&"),
    LOGICAL_OR("||"),
    COMMA(",");

    private final String text;

    BinaryOp(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /** {@code loc} is the operator. */
  record Binary(int loc, BinaryOp op, Expr left, Expr right) implements Expr {
    @Override
    public int start() {
      return left.start();
    }

    @Override
    public int end() {
      return right.end();
    }
  }

  /** {@code target = value}, or {@code target op= value}; {@code loc} is the operator. */
  record Assign(int loc, @Nullable BinaryOp op, Expr target, Expr value) implements Expr {
    @Override
    public int start() {
      return target.start();
    }

    @Override
    public int end() {
      return value.end();
    }
  }

  /**
   * {@code condition ? then : otherwise}; {@code then} is null in GNU's {@code a ?: b}. {@code loc}
   * is the colon, as in gcc.
   */
  record Conditional(int loc, int questionLoc, Expr condition, @Nullable Expr then, Expr otherwise)
      implements Expr {
    @Override
    public int start() {
      return condition.start();
    }

    @Override
    public int end() {
      return otherwise.end();
    }
  }

  /** {@code (type) operand}. */
  record Cast(int loc, TypeName type, Expr operand) implements Expr {
    @Override
    public int end() {
      return operand.end();
    }
  }

  /** {@code (type){…}}; C23 storage-class specifiers stand in the type name's specifiers. */
  record CompoundLiteral(int loc, TypeName type, Initializer.Braced initializer) implements Expr {
    @Override
    public int end() {
      return initializer.end();
    }
  }

  /** {@code callee(arguments)}; {@code loc} is the callee's. */
  record Call(Expr callee, int parenLoc, List<Expr> arguments, int end) implements Expr {
    @Override
    public int loc() {
      return callee.loc();
    }

    @Override
    public int start() {
      return callee.start();
    }
  }

  /** {@code array[index]}; {@code loc} is the bracket. */
  record Subscript(int loc, Expr array, Expr index, int end) implements Expr {
    @Override
    public int start() {
      return array.start();
    }
  }

  /** {@code object.name}, {@code object->name}; {@code loc} is the operator. */
  record Member(int loc, Expr object, boolean arrow, String name, int nameLoc) implements Expr {
    @Override
    public int start() {
      return object.start();
    }

    @Override
    public int end() {
      return nameLoc;
    }
  }

  /** GNU's {@code ({ … })}. */
  record StatementExpr(int loc, int end, Statement.Compound body) implements Expr {}

  /** {@code __builtin_va_arg(list, type)}. */
  record VaArg(int loc, int end, Expr list, TypeName type) implements Expr {}

  /** {@code __builtin_offsetof(type, path)}: the path starts with a {@link Designator.Field}. */
  record Offsetof(int loc, int end, TypeName type, List<Designator> path) implements Expr {}

  /** {@code __builtin_choose_expr(condition, then, otherwise)}. */
  record ChooseExpr(int loc, int end, Expr condition, Expr then, Expr otherwise) implements Expr {}

  /** {@code __builtin_types_compatible_p(first, second)}. */
  record TypesCompatible(int loc, int end, TypeName first, TypeName second) implements Expr {}

  /** {@code __builtin_convertvector(operand, type)}. */
  record ConvertVector(int loc, int end, Expr operand, TypeName type) implements Expr {}

  /** {@code __builtin_has_attribute(operand or type, attribute)}. */
  record HasAttribute(
      int loc, int end, @Nullable Expr operand, @Nullable TypeName type, Attribute attribute)
      implements Expr {}

  /** Where an expression could not be read; the error is reported already. */
  record Erroneous(int loc, int end) implements Expr {}
}
