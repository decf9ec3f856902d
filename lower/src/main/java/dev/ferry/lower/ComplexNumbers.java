package dev.ferry.lower;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.types.CType;
import dev.ferry.ir.Block;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;

/**
 * Complex numbers, as C17 Annex G wants them: a real operand has no imaginary part, a product that
 * is NaN in both parts is computed again by the runtime, quotients are the runtime's.
 */
final class ComplexNumbers {
  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  ComplexNumbers(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  /** Whether the expression is a real number converted to a complex type. */
  static boolean isReal(Expression e) {
    return e instanceof Expression.Cast c
        && TypeMap.complex(c.type()) != null
        && TypeMap.complex(c.operand().type()) == null;
  }

  private Operand real(Place value, CType.Complex type) {
    return owner.memory.read(value.withAlias(types.alias(type.element())), type.element());
  }

  private Operand imaginary(Place value, CType.Complex type) {
    return owner.memory.read(value.at(types.size(type.element())), type.element());
  }

  Place make(CType.Complex type, Operand real, Operand imaginary) {
    Place result = owner.memory.temp(type);
    owner.memory.write(result, type.element(), real);
    owner.memory.write(result.at(types.size(type.element())), type.element(), imaginary);
    return result;
  }

  private Operand element(BinaryOp op, CType.Complex type, Operand left, Operand right) {
    CType element = type.element();
    return owner.arithmetic.compute(op, element, left, right, element, false);
  }

  Place compute(BinaryOp op, CType.Complex type, Place left, Place right) {
    return switch (op) {
      case ADD, SUB ->
          make(
              type,
              element(op, type, real(left, type), real(right, type)),
              element(op, type, imaginary(left, type), imaginary(right, type)));
      case MUL -> multiply(type, left, right);
      case DIV -> divide(type, left, right);
      default -> throw FunctionLowering.bug(op + " on complex numbers");
    };
  }

  /** The left operand is real: its imaginary part is not looked at. */
  Place realLeft(BinaryOp op, CType complex, Place left, Place right) {
    CType.Complex type = (CType.Complex) TypeMap.strip(complex);
    Operand a = real(left, type);
    return switch (op) {
      case ADD -> make(type, element(op, type, a, real(right, type)), imaginary(right, type));
      case SUB -> {
        Operand negated =
            owner.arithmetic.unaryOperand(
                Expression.UnaryOp.NEGATE, type.element(), imaginary(right, type));
        yield make(type, element(op, type, a, real(right, type)), negated);
      }
      case MUL ->
          make(
              type,
              element(op, type, a, real(right, type)),
              element(op, type, a, imaginary(right, type)));
      default -> compute(op, type, left, right);
    };
  }

  /** The right operand is real. */
  Place realRight(BinaryOp op, CType.Complex type, Place left, Place right) {
    Operand b = real(right, type);
    return switch (op) {
      case ADD, SUB -> make(type, element(op, type, real(left, type), b), imaginary(left, type));
      default ->
          make(
              type,
              element(op, type, real(left, type), b),
              element(op, type, imaginary(left, type), b));
    };
  }

  private Place multiply(CType.Complex type, Place left, Place right) {
    Operand a = real(left, type);
    Operand b = imaginary(left, type);
    Operand c = real(right, type);
    Operand d = imaginary(right, type);
    if (TypeMap.isQuad(type.element()) && !owner.options.limitedComplexRange()) {
      return call("__mul", type, a, b, c, d);
    }
    Operand x =
        element(
            BinaryOp.SUB,
            type,
            element(BinaryOp.MUL, type, a, c),
            element(BinaryOp.MUL, type, b, d));
    Operand y =
        element(
            BinaryOp.ADD,
            type,
            element(BinaryOp.MUL, type, a, d),
            element(BinaryOp.MUL, type, b, c));
    Place result = make(type, x, y);
    boolean isFloat = TypeMap.isFloat(type.element()) && x.scalar() != null;
    if (isFloat && !owner.options.limitedComplexRange()) {
      recover(type, result, a, b, c, d, x.value(), y.value());
    }
    return result;
  }

  /** Infinite operands can give NaN + NaN i: only then the runtime decides (C17 G.5.1). */
  private void recover(
      CType.Complex type,
      Place result,
      Operand a,
      Operand b,
      Operand c,
      Operand d,
      Value x,
      Value y) {
    Block check = out.newBlock("nan");
    Block slow = out.newBlock("mul");
    Block join = out.newBlock("join");
    out.branch(out.binary(Op.FNE, x, x), check, join).probability = 1;
    out.start(check);
    out.branch(out.binary(Op.FNE, y, y), slow, join);
    out.start(slow);
    Place recovered = call("__mul", type, a, b, c, d);
    owner.memory.copy(result, recovered, type);
    out.jump(join);
    out.start(join);
  }

  private Place call(String name, CType.Complex type, Operand a, Operand b, Operand c, Operand d) {
    CType element = type.element();
    if (TypeMap.isHalf(element)) {
      element = types.types.floatType;
    }
    int bytes = (int) types.size(element);
    String mode = bytes == 4 ? "sc3" : bytes == 8 ? "dc3" : "tc3";
    CType.Complex wide = new CType.Complex(element);
    Place result = owner.memory.temp(wide);
    owner.calls.runtime(name + mode, wide, result, element, a, element, b, element, c, element, d);
    return element == type.element() ? result : convert(result, wide, type);
  }

  private Place divide(CType.Complex type, Place left, Place right) {
    Operand a = real(left, type);
    Operand b = imaginary(left, type);
    Operand c = real(right, type);
    Operand d = imaginary(right, type);
    if (TypeMap.isFloat(type.element()) && !owner.options.limitedComplexRange()) {
      return call("__div", type, a, b, c, d);
    }
    Operand norm = sum(BinaryOp.ADD, type, c, c, d, d);
    Operand x = sum(BinaryOp.ADD, type, a, c, b, d);
    Operand y = sum(BinaryOp.SUB, type, b, c, a, d);
    return make(type, element(BinaryOp.DIV, type, x, norm), element(BinaryOp.DIV, type, y, norm));
  }

  /** {@code a * b op c * d}. */
  private Operand sum(BinaryOp op, CType.Complex type, Operand a, Operand b, Operand c, Operand d) {
    return element(op, type, element(BinaryOp.MUL, type, a, b), element(BinaryOp.MUL, type, c, d));
  }

  Value compare(BinaryOp op, CType.Complex type, Place left, Place right) {
    CType element = type.element();
    Value real = owner.arithmetic.compare(op, element, real(left, type), real(right, type));
    Value other =
        owner.arithmetic.compare(op, element, imaginary(left, type), imaginary(right, type));
    return out.binary(op == BinaryOp.EQ ? Op.AND : Op.OR, real, other);
  }

  Value isNonZero(Place value, CType complex) {
    CType.Complex type = (CType.Complex) TypeMap.strip(complex);
    Value real = owner.conditions.truthOf(real(value, type), type.element());
    Value other = owner.conditions.truthOf(imaginary(value, type), type.element());
    Value either = out.binary(Op.OR, real, other);
    return out.binary(Op.NE, either, out.iconst(Type.I32, 0));
  }

  /** Negation, or for COMPLEMENT the conjugate. */
  Place unary(Expression.UnaryOp op, CType.Complex type, Place value) {
    Expression.UnaryOp negate = Expression.UnaryOp.NEGATE;
    CType element = type.element();
    Operand real = real(value, type);
    Operand imaginary = owner.arithmetic.unaryOperand(negate, element, imaginary(value, type));
    return make(
        type,
        op == negate ? owner.arithmetic.unaryOperand(negate, element, real) : real,
        imaginary);
  }

  // ---- conversions

  Place convert(Place value, CType.Complex from, CType.Complex to) {
    Operand real = owner.conversions.convert(real(value, from), from.element(), to.element());
    Operand imaginary =
        owner.conversions.convert(imaginary(value, from), from.element(), to.element());
    return make(to, real, imaginary);
  }

  Place fromReal(Operand value, CType from, CType.Complex to) {
    Operand real = owner.conversions.convert(value, from, to.element());
    return make(to, real, owner.arithmetic.zero(to.element()));
  }

  Operand toReal(Place value, CType.Complex from, CType to) {
    return owner.conversions.convert(real(value, from), from.element(), to);
  }
}
