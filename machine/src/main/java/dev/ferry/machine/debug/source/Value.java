package dev.ferry.machine.debug.source;

import dev.ferry.binutils.dwarf.DebugEntry;
import org.jspecify.annotations.Nullable;

/**
 * A C value: its type and bytes, and where it is.
 *
 * @param type its type's entry; null for a plain 64-bit number
 * @param bytes little-endian; fewer than the type's where memory ends
 * @param address in memory, or -1
 * @param bitOffset for a bit-field the first bit of {@code bytes}, else 0
 * @param bitWidth for a bit-field, else -1
 */
public record Value(
    @Nullable DebugEntry type, byte[] bytes, long address, int bitOffset, int bitWidth) {

  static Value ofNumber(long number) {
    return new Value(null, littleEndian(number), -1, 0, -1);
  }

  static byte[] littleEndian(long number) {
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (number >>> 8 * i);
    }
    return bytes;
  }

  /** The bits as a number, extended as the type says. */
  public long number() {
    long value = 0;
    for (int i = Math.min(8, bytes.length) - 1; i >= 0; i--) {
      value = value << 8 | bytes[i] & 0xff;
    }
    int bits = bitWidth > 0 ? bitWidth : 8 * Math.min(8, bytes.length);
    value >>>= bitWidth > 0 ? bitOffset : 0;
    int shift = 64 - bits;
    if (shift <= 0 || shift >= 64) {
      return value;
    }
    return Types.isSigned(type) ? value << shift >> shift : value << shift >>> shift;
  }
}
