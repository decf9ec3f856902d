package dev.ferry.lower;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.types.CType;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;

/** Conversions between arithmetic types, pointers and vectors (C17 6.3). */
final class Conversions {
  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  Conversions(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  /** A cast with a scalar result. */
  Value cast(Expression.Cast x) {
    CType from = x.operand().type();
    if (types.isScalar(from)) {
      Value value = owner.expressions.scalar(x.operand());
      if (owner.sanitizer != null) {
        owner.sanitizer.arithmetic.fromFloat(Operand.of(value), from, x.type(), x);
      }
      return scalar(value, from, x.type());
    }
    return convert(owner.expressions.operand(x.operand()), from, x.type()).value();
  }

  /** A cast whose result is in memory. */
  Place castToMemory(Expression.Cast x) {
    return convert(owner.expressions.operand(x.operand()), x.operand().type(), x.type()).place();
  }

  Operand convert(Operand value, CType from, CType to) {
    CType source = TypeMap.strip(from);
    CType target = TypeMap.strip(to);
    if (source == target || source.equals(target)) {
      return value;
    }
    if (value.scalar() != null && types.isScalar(target)) {
      return Operand.of(scalar(value.scalar(), source, target));
    }
    if (target instanceof CType.Bool) {
      return Operand.of(owner.conditions.truthOf(value, source));
    }
    if (source instanceof CType.Vector || target instanceof CType.Vector) {
      return reinterpret(value, source, target);
    }
    if (target instanceof CType.Complex complex) {
      return Operand.of(
          source instanceof CType.Complex c
              ? owner.complex.convert(value.place(), c, complex)
              : owner.complex.fromReal(value, source, complex));
    }
    if (source instanceof CType.Complex complex) {
      return owner.complex.toReal(value.place(), complex, target);
    }
    if (source instanceof CType.Record || target instanceof CType.Record) {
      return value;
    }
    return real(value, source, target);
  }

  /** Between real types of which one is in memory. */
  private Operand real(Operand value, CType source, CType target) {
    if (TypeMap.isWideInteger(target)) {
      return Operand.of(toWide(value, source, target));
    }
    if (TypeMap.isWideInteger(source)) {
      return fromWide(value.place(), source, target);
    }
    if (TypeMap.isQuad(target)) {
      return TypeMap.isQuad(source)
          ? value
          : Operand.of(owner.floats.fromScalar(value.value(), source));
    }
    return Operand.of(owner.floats.toScalar(value.place(), target));
  }

  private Place toWide(Operand value, CType source, CType target) {
    if (TypeMap.isWideInteger(source)) {
      return owner.wide.resize(value.place(), source, target);
    }
    if (TypeMap.isFloat(source)) {
      CType single = TypeMap.isHalf(source) ? types.types.floatType : source;
      return owner.wide.fromFloat(value, single, target);
    }
    return owner.wide.fromScalar(value.value(), types.isSigned(source), target);
  }

  private Operand fromWide(Place value, CType source, CType target) {
    if (!TypeMap.isFloat(target)) {
      return Operand.of(owner.wide.toScalar(value, target));
    }
    if (TypeMap.isHalf(target)) {
      Operand single = owner.wide.toFloat(value, source, types.types.floatType);
      return Operand.of(owner.floats.roundHalf(single.value()));
    }
    return owner.wide.toFloat(value, source, target);
  }

  /** The same bits; a scalar of the element type goes to every lane. */
  private Operand reinterpret(Operand value, CType source, CType target) {
    if (target instanceof CType.Vector vector && source.equals(TypeMap.strip(vector.element()))) {
      return Operand.of(owner.vectors.splat(vector, value));
    }
    Place bits = value.memory();
    if (bits == null) {
      bits = owner.memory.temp(source);
      owner.memory.store(bits, source, value.value());
    }
    return owner.memory.read(bits.withAlias(0), target);
  }

  // ---- scalars

  Value scalar(Value value, CType from, CType to) {
    CType source = TypeMap.strip(from);
    CType target = TypeMap.strip(to);
    if (source == target) {
      return value;
    }
    boolean fromFloat = source instanceof CType.Float;
    boolean toFloat = target instanceof CType.Float;
    if (target instanceof CType.Bool) {
      return source instanceof CType.Bool ? value : owner.conditions.scalarTruth(value);
    }
    if (fromFloat) {
      return toFloat ? floatToFloat(value, target) : floatToInteger(value, target);
    }
    return toFloat ? integerToFloat(value, source, target) : narrow(value, source, target);
  }

  private Value floatToFloat(Value value, CType target) {
    if (TypeMap.isHalf(target)) {
      return owner.floats.roundHalf(value);
    }
    Type type = types.type(target);
    if (value.type == type) {
      return value;
    }
    return out.unary(type == Type.F64 ? Op.FPROMOTE : Op.FDEMOTE, type, value);
  }

  private Value floatToInteger(Value value, CType target) {
    Type type = types.type(target);
    boolean signed = types.isSigned(target) || types.width(target) < type.bits();
    Value result = out.unary(signed ? Op.F2SI : Op.F2UI, type, value);
    return wrap(result, target);
  }

  private Value integerToFloat(Value value, CType source, CType target) {
    boolean isHalf = TypeMap.isHalf(target);
    boolean signed = types.isSigned(source) || types.width(source) < value.requireType().bits();
    Type type = types.type(target);
    Value result = out.unary(signed ? Op.SI2F : Op.UI2F, type, value);
    return isHalf ? owner.floats.roundHalf(result) : result;
  }

  private Value narrow(Value value, CType source, CType target) {
    Type type = types.type(target);
    // An unsigned value narrower than its register has its top bit clear: either extension serves.
    boolean signed = types.isSigned(source) || types.width(source) < value.requireType().bits();
    Value sized = integer(value, signed, type);
    int from = types.width(source);
    int to = types.width(target);
    boolean sourceSigned = types.isSigned(source);
    boolean targetSigned = types.isSigned(target);
    boolean fits =
        to == type.bits()
            || sourceSigned == targetSigned && from <= to
            || !sourceSigned && from < to;
    return fits ? sized : wrap(sized, target);
  }

  /** Sign- or zero-extended, or cut, to the value type. */
  Value integer(Value value, boolean signed, Type to) {
    if (value.type == to) {
      return value;
    }
    if (value instanceof Instruction c && c.isConst()) {
      return out.iconst(to, to == Type.I32 || signed ? c.imm : c.imm & 0xffffffffL);
    }
    if (to == Type.I32) {
      return out.unary(Op.TRUNC, Type.I32, value);
    }
    return out.unary(signed ? Op.SEXT : Op.ZEXT, Type.I64, value);
  }

  /** Cuts a value to the type's width, extended as its sign says. */
  Value wrap(Value value, CType type) {
    int width = types.width(type);
    Type valueType = value.requireType();
    if (width >= valueType.bits()) {
      return value;
    }
    boolean signed = types.isSigned(type);
    if (value instanceof Instruction c && c.isConst()) {
      int shift = 64 - width;
      return out.iconst(valueType, signed ? c.imm << shift >> shift : c.imm << shift >>> shift);
    }
    return switch (width) {
      case 8 -> out.unary(signed ? Op.SEXT8 : Op.ZEXT8, valueType, value);
      case 16 -> out.unary(signed ? Op.SEXT16 : Op.ZEXT16, valueType, value);
      default -> {
        Value count = out.iconst(valueType, valueType.bits() - width);
        Value top = out.binary(Op.SHL, value, count);
        yield out.binary(signed ? Op.SAR : Op.SHR, top, count);
      }
    };
  }
}
