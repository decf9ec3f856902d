package dev.ferry.lower;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.types.CType;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import org.jspecify.annotations.Nullable;

/** Assignment, compound assignment, {@code ++} and {@code --}. */
final class Assignments {
  private static final Operand NOTHING = new Operand(null, null);

  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  Assignments(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  /** {@code wanted}: whether the value is used; if not, nothing is returned. */
  Operand assign(Expression.Assign x, boolean wanted) {
    CType type = x.target().type();
    if (TypeMap.isAtomic(type)) {
      Operand value = owner.expressions.operand(x.value());
      owner.atomics.store(owner.expressions.place(x.target()), type, value);
      return value;
    }
    if (!types.isScalar(type)) {
      return assignMemory(x, type);
    }
    Value value = owner.expressions.scalar(x.value());
    Place place = owner.expressions.place(x.target());
    owner.memory.store(place, type, value);
    return wanted ? stored(place, type, value) : NOTHING;
  }

  private Operand assignMemory(Expression.Assign x, CType type) {
    Place from = owner.expressions.memory(x.value());
    Place to = owner.expressions.place(x.target());
    owner.memory.copy(to, from, type);
    return Operand.of(to);
  }

  /** What the object holds after the value was stored to it. */
  private Operand stored(Place place, CType type, Value value) {
    return Operand.of(place.bits() == null ? value : owner.bitFields.truncate(place, type, value));
  }

  Operand compound(Expression.CompoundAssign x, boolean wanted) {
    CType type = x.target().type();
    Operand right = owner.expressions.operand(x.value());
    Place place = owner.expressions.place(x.target());
    if (TypeMap.isAtomic(type)) {
      return owner.atomics.compound(place, type, x, right);
    }
    if (!types.isScalar(type) && right.memory() != null) {
      right = Operand.of(right.memory());
    }
    Operand old = owner.memory.read(place, type);
    Operand result = combine(x, type, old, right);
    owner.memory.write(place, type, result);
    if (!wanted) {
      return NOTHING;
    }
    return result.scalar() == null ? Operand.of(place) : stored(place, type, result.scalar());
  }

  /** The new value, of the target's type. */
  Operand combine(Expression.CompoundAssign x, CType type, Operand old, Operand right) {
    if (TypeMap.strip(type) instanceof CType.Pointer) {
      boolean subtract = x.op() == Expression.BinaryOp.SUB;
      return Operand.of(
          owner.expressions.offsetPointer(
              old.value(), right.value(), subtract, scale(x.scale()), x.dynamicScale()));
    }
    CType computation = x.computation();
    Operand left = owner.conversions.convert(old, type, computation);
    Operand result =
        owner.arithmetic.compute(
            x.op(), computation, left, right, x.value().type(), isRealOperand(x));
    return owner.conversions.convert(result, computation, type);
  }

  private static long scale(long scale) {
    return scale == 0 ? 1 : scale;
  }

  private static boolean isRealOperand(Expression.CompoundAssign x) {
    return ComplexNumbers.isReal(x.value());
  }

  Operand incDec(Expression.IncDec x, boolean wanted) {
    CType type = x.target().type();
    Place place = owner.expressions.place(x.target());
    if (TypeMap.isAtomic(type)) {
      return owner.atomics.incDec(place, type, x);
    }
    Operand old = owner.memory.read(place, type);
    if (old.memory() != null && wanted && x.postfix()) {
      Place copy = owner.memory.temp(type);
      owner.memory.copy(copy, old.place(), type);
      old = Operand.of(copy);
    }
    Operand result = step(x, type, old);
    owner.memory.write(place, type, result);
    if (!wanted) {
      return NOTHING;
    }
    if (x.postfix()) {
      return old;
    }
    return result.scalar() == null ? Operand.of(place) : stored(place, type, result.scalar());
  }

  /** The value one further or less. */
  Operand step(Expression.IncDec x, CType type, Operand old) {
    return step(type, old, x.increment(), x.scale(), x.dynamicScale());
  }

  private Operand step(
      CType type, Operand old, boolean up, long scale, @Nullable Expression dynamicScale) {
    CType base = TypeMap.strip(type);
    return switch (base) {
      case CType.Bool t -> {
        Value one = out.iconst(Type.I32, 1);
        yield Operand.of(up ? one : out.binary(Op.XOR, old.value(), one));
      }
      case CType.Pointer t -> {
        Value one = out.pconst(1);
        yield Operand.of(
            owner.expressions.offsetPointer(old.value(), one, !up, scale(scale), dynamicScale));
      }
      case CType.Complex t -> stepComplex(t, old, up);
      default -> {
        Operand one = owner.arithmetic.one(base);
        Expression.BinaryOp op = up ? Expression.BinaryOp.ADD : Expression.BinaryOp.SUB;
        yield stepNumber(base, op, old, one);
      }
    };
  }

  /** Narrow integers step in int and are cut back. */
  private Operand stepNumber(CType type, Expression.BinaryOp op, Operand old, Operand one) {
    if (types.isNarrowInteger(type) && types.width(type) < 32) {
      CType promoted = types.types.promote(type);
      Operand wide = owner.conversions.convert(old, type, promoted);
      Operand result = owner.arithmetic.compute(op, promoted, wide, one, promoted, false);
      return owner.conversions.convert(result, promoted, type);
    }
    return owner.arithmetic.compute(op, type, old, one, type, false);
  }

  private Operand stepComplex(CType.Complex type, Operand old, boolean up) {
    Place result = owner.memory.temp(type);
    CType element = type.element();
    long half = types.size(element);
    Operand real = owner.memory.read(old.place(), element);
    Operand moved = step(element, real, up, 0, null);
    Operand imaginary = owner.memory.read(old.place().at(half), element);
    owner.memory.write(result, element, moved);
    owner.memory.write(result.at(half), element, imaginary);
    return Operand.of(result);
  }
}
