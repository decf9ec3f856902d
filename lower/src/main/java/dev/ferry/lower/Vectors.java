package dev.ferry.lower;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.types.CType;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.List;

/** GNU vector types: every operator lane by lane, in memory. */
final class Vectors {
  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  Vectors(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  private Place lanePlace(Place vector, CType.Vector type, int lane) {
    return vector.at(lane * types.size(type.element()), 0);
  }

  private Operand lane(Operand value, CType.Vector type, int lane) {
    if (value.scalar() != null) {
      return value;
    }
    return owner.memory.read(lanePlace(value.place(), type, lane), type.element());
  }

  private void set(Place vector, CType.Vector type, int lane, Operand value) {
    owner.memory.write(lanePlace(vector, type, lane), type.element(), value);
  }

  Place compute(BinaryOp op, CType.Vector type, Operand left, Operand right, CType rightType) {
    CType element = type.element();
    CType.Vector rightVector = TypeMap.vector(rightType);
    Place result = owner.memory.temp(type);
    for (int i = 0; i < type.length(); i++) {
      Operand a = lane(left, type, i);
      Operand b = rightVector == null ? right : lane(right, rightVector, i);
      CType countType = rightVector == null ? rightType : rightVector.element();
      set(result, type, i, compute(op, element, a, b, countType));
    }
    return result;
  }

  /** In the element type: narrow lanes wrap. */
  private Operand compute(
      BinaryOp op, CType element, Operand left, Operand right, CType rightType) {
    if (!types.isNarrowInteger(element) || types.width(element) >= 32) {
      return owner.arithmetic.compute(op, element, left, right, rightType, false);
    }
    CType promoted = types.types.promote(element);
    Operand result =
        owner.arithmetic.compute(op, promoted, left, right, types.types.promote(rightType), false);
    return owner.conversions.convert(result, promoted, element);
  }

  Place unary(Expression.UnaryOp op, CType.Vector type, Place value) {
    CType element = type.element();
    Place result = owner.memory.temp(type);
    for (int i = 0; i < type.length(); i++) {
      Operand lane = lane(Operand.of(value), type, i);
      if (op == Expression.UnaryOp.LOGICAL_NOT) {
        Value truth = owner.conditions.truthOf(lane, element);
        Value zero = out.binary(Op.EQ, truth, out.iconst(Type.I32, 0));
        set(result, type, i, mask(zero, element));
        continue;
      }
      Operand done = owner.arithmetic.unaryOperand(op, element, lane);
      boolean narrow = types.isNarrowInteger(element) && types.width(element) < 32;
      set(result, type, i, narrow ? wrapped(done, element) : done);
    }
    return result;
  }

  private Operand wrapped(Operand value, CType element) {
    return Operand.of(owner.conversions.wrap(value.value(), element));
  }

  /** A true lane is all ones. */
  Place compare(BinaryOp op, CType.Vector type, CType.Vector result, Operand left, Operand right) {
    Place to = owner.memory.temp(result);
    for (int i = 0; i < type.length(); i++) {
      Value flag =
          owner.arithmetic.compare(op, type.element(), lane(left, type, i), lane(right, type, i));
      set(to, result, i, mask(flag, result.element()));
    }
    return to;
  }

  private Operand mask(Value flag, CType element) {
    Value negated = out.binary(Op.SUB, out.iconst(Type.I32, 0), flag);
    return owner.conversions.convert(Operand.of(negated), types.types.intType, element);
  }

  Place splat(CType.Vector type, Operand value) {
    Place result = owner.memory.temp(type);
    for (int i = 0; i < type.length(); i++) {
      set(result, type, i, value);
    }
    return result;
  }

  /** Lane-wise conversion. */
  Place convert(Expression.ConvertVector x) {
    CType.Vector from = (CType.Vector) TypeMap.strip(x.operand().type());
    CType.Vector to = (CType.Vector) TypeMap.strip(x.type());
    Operand value = owner.expressions.operand(x.operand());
    Place result = owner.memory.temp(to);
    for (int i = 0; i < to.length(); i++) {
      Operand lane = lane(value, from, i);
      set(result, to, i, owner.conversions.convert(lane, from.element(), to.element()));
    }
    return result;
  }

  /** {@code __builtin_shuffle(a, mask)} and {@code (a, b, mask)}: indices modulo the lanes. */
  Place shuffle(CType resultType, List<Expression> arguments) {
    CType.Vector type = (CType.Vector) TypeMap.strip(resultType);
    int last = arguments.size() - 1;
    CType.Vector maskType = (CType.Vector) TypeMap.strip(arguments.get(last).type());
    long size = types.size(type);
    long room = last * size;
    Place both = Place.of(owner.memory.temp(type, room, types.align(type)), 0);
    for (int i = 0; i < last; i++) {
      owner.memory.copyBytes(both.at(i * size), owner.expressions.memory(arguments.get(i)), size);
    }
    Place mask = owner.expressions.memory(arguments.get(last));
    Place result = owner.memory.temp(type);
    long lanes = (long) last * type.length();
    for (int i = 0; i < type.length(); i++) {
      Operand index = lane(Operand.of(mask), maskType, i);
      Value wide = owner.conversions.integer(index.value(), false, types.pointer);
      Value within = out.binary(Op.AND, wide, out.pconst(lanes - 1));
      set(result, type, i, element(both, type, within));
    }
    return result;
  }

  private Operand element(Place vector, CType.Vector type, Value index) {
    long size = types.size(type.element());
    Value offset = out.binary(Op.MUL, index, out.pconst(size));
    Value address = out.binary(Op.ADD, owner.memory.address(vector), offset);
    return owner.memory.read(Place.of(address, types.align(type.element()), 0), type.element());
  }

  /** {@code __builtin_shufflevector(a, b, constant indices…)}; -1 leaves a lane undefined. */
  Place shuffleVector(CType resultType, List<Expression> arguments) {
    CType.Vector to = (CType.Vector) TypeMap.strip(resultType);
    CType.Vector from = (CType.Vector) TypeMap.strip(arguments.get(0).type());
    Place first = owner.expressions.memory(arguments.get(0));
    Place second = owner.expressions.memory(arguments.get(1));
    Place result = owner.memory.temp(to);
    for (int i = 0; i < to.length(); i++) {
      long index = ((Expression.IntConst) arguments.get(i + 2)).value();
      if (index >= 0) {
        boolean isSecond = index >= from.length();
        Place source = isSecond ? second : first;
        int lane = (int) (isSecond ? index - from.length() : index);
        set(result, to, i, lane(Operand.of(source), from, lane));
      }
    }
    return result;
  }
}
