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
    if (owner.sanitizer != null) {
      owner.sanitizer.statement(x.target(), x.value(), x.loc());
    }
    if (!types.isScalar(type)) {
      return assignMemory(x, type);
    }
    Value value = owner.expressions.scalar(x.value());
    Place place = owner.expressions.written(x.target(), x.loc());
    owner.memory.store(place, type, value);
    return wanted ? stored(place, type, value) : NOTHING;
  }

  private Operand assignMemory(Expression.Assign x, CType type) {
    Place from = owner.expressions.memory(x.value());
    Place to = owner.expressions.written(x.target(), x.loc());
    owner.memory.copy(to, from, type);
    return Operand.of(to);
  }

  /** What the object holds after the value was stored to it. */
  private Operand stored(Place place, CType type, Value value) {
    return Operand.of(place.bits() == null ? value : owner.bitFields.truncate(place, type, value));
  }

  /** The place of an object that is read and then written. */
  private Updated updated(Expression target) {
    Sanitizer sanitizer = owner.sanitizer;
    if (sanitizer == null) {
      return new Updated(target, owner.expressions.place(target), null);
    }
    MemoryChecks.Access access = sanitizer.memory.load(target);
    return new Updated(target, owner.expressions.accessed(target, access), access);
  }

  private final class Updated {
    private final Expression target;
    private final Place place;
    private final MemoryChecks.@Nullable Access access;

    Updated(Expression target, Place place, MemoryChecks.@Nullable Access access) {
      this.target = target;
      this.place = place;
      this.access = access;
    }

    /** Before it is written. */
    void check(int loc) {
      if (owner.sanitizer != null && access != null) {
        owner.sanitizer.memory.storeTo(access, loc);
        owner.sanitizer.memory.object(target, place, MemoryChecks.Kind.STORE, loc);
      }
    }
  }

  Operand compound(Expression.CompoundAssign x, boolean wanted) {
    CType type = x.target().type();
    Operand right = owner.expressions.operand(x.value());
    if (TypeMap.isAtomic(type)) {
      return owner.atomics.compound(owner.expressions.place(x.target()), type, x, right);
    }
    Updated updated = updated(x.target());
    Place place = updated.place;
    if (!types.isScalar(type) && right.memory() != null) {
      right = Operand.of(right.memory());
    }
    Operand old = owner.memory.read(place, type);
    Operand result = combine(x, type, old, right);
    updated.check(x.loc());
    owner.memory.write(place, type, result);
    if (!wanted) {
      return NOTHING;
    }
    return result.scalar() == null ? Operand.of(place) : stored(place, type, result.scalar());
  }

  /** The new value, of the target's type. */
  Operand combine(Expression.CompoundAssign x, CType type, Operand old, Operand right) {
    Expression site = TypeMap.isAtomic(type) ? null : x;
    if (TypeMap.strip(type) instanceof CType.Pointer) {
      boolean subtract = x.op() == Expression.BinaryOp.SUB;
      return Operand.of(
          owner.expressions.offsetPointer(
              old.value(), right.value(), subtract, scale(x.scale()), x.dynamicScale(), site));
    }
    CType computation = x.computation();
    Operand left = owner.conversions.convert(old, type, computation);
    Operand result =
        owner.arithmetic.compute(
            x.op(), computation, left, right, x.value().type(), isRealOperand(x), site);
    if (owner.sanitizer != null) {
      owner.sanitizer.arithmetic.fromFloat(result, computation, type, x);
    }
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
    if (TypeMap.isAtomic(type)) {
      return owner.atomics.incDec(owner.expressions.place(x.target()), type, x);
    }
    Updated updated = updated(x.target());
    Place place = updated.place;
    Operand old = owner.memory.read(place, type);
    if (old.memory() != null && wanted && x.postfix()) {
      Place copy = owner.memory.temp(type);
      owner.memory.copy(copy, old.place(), type);
      old = Operand.of(copy);
    }
    Operand result = step(x, type, old);
    updated.check(x.loc());
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
    Expression site = TypeMap.isAtomic(type) ? null : x;
    return step(type, old, x.increment(), x.scale(), x.dynamicScale(), site);
  }

  private Operand step(
      CType type,
      Operand old,
      boolean up,
      long scale,
      @Nullable Expression dynamicScale,
      @Nullable Expression site) {
    CType base = TypeMap.strip(type);
    return switch (base) {
      case CType.Bool t -> {
        Value one = out.iconst(Type.I32, 1);
        yield Operand.of(up ? one : out.binary(Op.XOR, old.value(), one));
      }
      case CType.Pointer t -> {
        Value one = out.pconst(1);
        yield Operand.of(
            owner.expressions.offsetPointer(
                old.value(), one, !up, scale(scale), dynamicScale, site));
      }
      case CType.Complex t -> stepComplex(t, old, up);
      default -> {
        Operand one = owner.arithmetic.one(base);
        Expression.BinaryOp op = up ? Expression.BinaryOp.ADD : Expression.BinaryOp.SUB;
        yield stepNumber(base, op, old, one, site);
      }
    };
  }

  /** Narrow integers step in int and are cut back. */
  private Operand stepNumber(
      CType type, Expression.BinaryOp op, Operand old, Operand one, @Nullable Expression site) {
    if (types.isNarrowInteger(type) && types.width(type) < 32) {
      CType promoted = types.types.promote(type);
      Operand wide = owner.conversions.convert(old, type, promoted);
      Operand result = owner.arithmetic.compute(op, promoted, wide, one, promoted, false);
      return owner.conversions.convert(result, promoted, type);
    }
    return owner.arithmetic.compute(op, type, old, one, type, false, site);
  }

  private Operand stepComplex(CType.Complex type, Operand old, boolean up) {
    Place result = owner.memory.temp(type);
    CType element = type.element();
    long half = types.size(element);
    Operand real = owner.memory.read(old.place(), element);
    Operand moved = step(element, real, up, 0, null, null);
    Operand imaginary = owner.memory.read(old.place().at(half), element);
    owner.memory.write(result, element, moved);
    owner.memory.write(result.at(half), element, imaginary);
    return Operand.of(result);
  }
}
