package dev.ferry.lower;

import dev.ferry.c.types.CType;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Value;
import org.jspecify.annotations.Nullable;

/**
 * A piece of memory: a slot, a symbol or a computed address, plus an offset. Nothing is emitted
 * until it is accessed.
 *
 * @param slot the frame slot, or null
 * @param symbol the global, or null
 * @param base the computed address, or null; exactly one of the three is set
 * @param offset bytes from it
 * @param align guaranteed alignment of the whole address, bytes
 * @param alias alias class of a scalar access; 0 inside unions and packed bytes
 * @param bits the bit-field it denotes; {@code offset} is then that of its storage unit
 * @param register a global or asm register that it stands for (GNU), or null
 */
record Place(
    @Nullable Slot slot,
    @Nullable Symbol symbol,
    @Nullable Value base,
    long offset,
    int align,
    int alias,
    boolean isVolatile,
    CType.@Nullable Field bits,
    @Nullable String register) {

  static Place of(Slot slot, int alias) {
    return new Place(slot, null, null, 0, slot.align, alias, false, null, null);
  }

  static Place of(Symbol symbol, int align, int alias) {
    return new Place(null, symbol, null, 0, align, alias, false, null, null);
  }

  static Place of(Value base, int align, int alias) {
    return new Place(null, null, base, 0, align, alias, false, null, null);
  }

  static Place ofRegister(String register) {
    return new Place(null, null, null, 0, 8, 0, true, null, register);
  }

  /** The place {@code delta} bytes further, for an access of this alias class. */
  Place at(long delta, int newAlias) {
    return new Place(
        slot,
        symbol,
        base,
        offset + delta,
        alignAt(align, delta),
        newAlias,
        isVolatile,
        null,
        register);
  }

  Place at(long delta) {
    return at(delta, alias);
  }

  Place withBits(CType.Field field) {
    return new Place(slot, symbol, base, offset, align, 0, isVolatile, field, register);
  }

  Place withVolatile() {
    return isVolatile
        ? this
        : new Place(slot, symbol, base, offset, align, alias, true, bits, register);
  }

  Place withAlias(int newAlias) {
    return newAlias == alias
        ? this
        : new Place(slot, symbol, base, offset, align, newAlias, isVolatile, bits, register);
  }

  Place withAlign(int newAlign) {
    return newAlign == align
        ? this
        : new Place(slot, symbol, base, offset, newAlign, alias, isVolatile, bits, register);
  }

  /** The alignment known {@code delta} bytes after an address aligned to {@code align}. */
  static int alignAt(int align, long delta) {
    int shift = Long.numberOfTrailingZeros(delta);
    return shift > 30 ? align : Math.min(align, 1 << shift);
  }
}
