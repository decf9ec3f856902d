package dev.ferry.binutils.asm;

/** Sizes of LEB128 numbers (DWARF 5, section 7.6) and padded encodings. */
final class Leb128 {
  private Leb128() {}

  /** Bytes that the number needs. */
  static int size(long value, boolean signed) {
    int size = 1;
    long rest = value;
    if (signed) {
      while (rest < -0x40 || rest > 0x3f) {
        rest >>= 7;
        size++;
      }
    } else {
      while (Long.compareUnsigned(rest, 0x7f) > 0) {
        rest >>>= 7;
        size++;
      }
    }
    return size;
  }

  /** Writes the number in exactly {@code size} bytes. */
  static void write(byte[] out, int at, int size, long value, boolean signed) {
    long rest = value;
    for (int i = 0; i < size; i++) {
      out[at + i] = (byte) (rest & 0x7f | (i + 1 < size ? 0x80 : 0));
      rest = signed ? rest >> 7 : rest >>> 7;
    }
  }
}
