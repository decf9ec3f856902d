package dev.ferry.lower;

import dev.ferry.c.types.CType;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;

/**
 * Reads and writes bit-fields. Only the bytes that hold bits of the field are touched, so that no
 * neighbouring member is written (C17 3.14 memory locations). Where those bytes are no 1, 2, 4 or 8
 * they are accessed in chunks.
 */
final class BitFields {
  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  BitFields(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  private static CType.Field field(Place place) {
    CType.Field field = place.bits();
    if (field == null) {
      throw FunctionLowering.bug("no bit-field");
    }
    return field;
  }

  /** The value, extended by the sign of the field's type. */
  Value load(Place place, CType type) {
    CType.Field field = field(place);
    int first = field.bitOffset() / 8;
    int shift = field.bitOffset() % 8;
    int width = field.bitWidth();
    int bytes = (shift + width + 7) / 8;
    boolean signed = types.isSigned(type);
    Type result = types.type(type);
    Type work = bytes > 4 ? Type.I64 : Type.I32;
    Value value =
        bytes > 8 ? straddling(place.at(first), shift, bytes) : bytes(place.at(first), bytes, work);
    int low = bytes > 8 ? 0 : shift;
    return resize(extract(value, low, width, signed), result, signed);
  }

  private Value extract(Value value, int shift, int width, boolean signed) {
    Type type = value.requireType();
    int bits = type.bits();
    if (!signed && shift == 0 && width < 12) {
      return out.binary(Op.AND, value, out.iconst(type, (1L << width) - 1));
    }
    int up = bits - shift - width;
    Value top = up == 0 ? value : out.binary(Op.SHL, value, out.iconst(type, up));
    int down = bits - width;
    Op op = signed ? Op.SAR : Op.SHR;
    return down == 0 ? top : out.binary(op, top, out.iconst(type, down));
  }

  private Value resize(Value value, Type to, boolean signed) {
    Type from = value.requireType();
    if (from == to) {
      return value;
    }
    return to == Type.I32
        ? out.unary(Op.TRUNC, to, value)
        : out.unary(signed ? Op.SEXT : Op.ZEXT, to, value);
  }

  /** Little-endian bytes as an unsigned value of the type. */
  private Value bytes(Place place, int count, Type type) {
    int chunk = Integer.highestOneBit(count);
    Value value = owner.memory.raw(place, unsigned(chunk, type), type);
    int done = chunk;
    while (done < count) {
      chunk = Integer.highestOneBit(count - done);
      Value next = owner.memory.raw(place.at(done), unsigned(chunk, type), type);
      Value moved = out.binary(Op.SHL, next, out.iconst(type, 8L * done));
      value = out.binary(Op.OR, value, moved);
      done += chunk;
    }
    return value;
  }

  private static MemType unsigned(int bytes, Type type) {
    MemType memory = TypeMap.memType(bytes, false);
    return memory == MemType.I32 && type == Type.I64 ? MemType.I32U : memory;
  }

  /** A packed field over nine bytes, shifted down to bit 0. */
  private Value straddling(Place place, int shift, int count) {
    Value low = owner.memory.raw(place, MemType.I64, Type.I64);
    Value high = owner.memory.raw(place.at(8), unsigned(count - 8, Type.I64), Type.I64);
    Value down = out.binary(Op.SHR, low, out.iconst(Type.I64, shift));
    Value up = out.binary(Op.SHL, high, out.iconst(Type.I64, 64 - shift));
    return out.binary(Op.OR, down, up);
  }

  void store(Place place, CType type, Value value) {
    CType.Field field = field(place);
    int first = field.bitOffset() / 8;
    int shift = field.bitOffset() % 8;
    int width = field.bitWidth();
    Value wide =
        shift + width > 32 && value.type == Type.I32 ? out.unary(Op.ZEXT, Type.I64, value) : value;
    Place at = place.at(first);
    int firstBit = 0;
    int end = shift + width;
    while (firstBit < end) {
      int count = Integer.highestOneBit((end - firstBit + 7) / 8);
      count = Math.min(count, 8);
      storeChunk(at.at(firstBit / 8), count, firstBit, shift, width, wide);
      firstBit += 8 * count;
    }
  }

  /** Stores those bits of the field that lie in the {@code count} bytes from {@code firstBit}. */
  private void storeChunk(Place place, int count, int firstBit, int shift, int width, Value value) {
    Type type = value.requireType();
    int from = Math.max(shift, firstBit) - firstBit;
    int to = Math.min(shift + width, firstBit + 8 * count) - firstBit;
    int move = shift - firstBit;
    Value moved = value;
    if (move > 0) {
      moved = out.binary(Op.SHL, value, out.iconst(type, move));
    } else if (move < 0) {
      moved = out.binary(Op.SHR, value, out.iconst(type, -move));
    }
    if (from > 0 || to < 8 * count) {
      long mask = (to - from == 64 ? -1L : (1L << to - from) - 1) << from;
      Value old = owner.memory.raw(place, unsigned(count, type), type);
      Value kept = out.binary(Op.AND, old, out.iconst(type, ~mask));
      Value bits = out.binary(Op.AND, moved, out.iconst(type, mask));
      moved = out.binary(Op.OR, kept, bits);
    }
    if (type == Type.I64 && count <= 4) {
      moved = out.unary(Op.TRUNC, Type.I32, moved);
    }
    owner.memory.storeRaw(place, TypeMap.memType(count, false), moved);
  }

  /** The value an assignment to the field yields: cut to its width. */
  Value truncate(Place place, CType type, Value value) {
    return extract(value, 0, field(place).bitWidth(), types.isSigned(type));
  }
}
