package dev.ferry.binutils.elf;

/**
 * Little-endian numbers in byte arrays, at any alignment. By shifts: a {@code VarHandle} costs a
 * dozen calls in the JVM's interpreter, where the tools spend most of a short run.
 */
public final class LittleEndian {
  private LittleEndian() {}

  /** The unsigned 16-bit number at {@code index}. */
  public static int u16(byte[] bytes, int index) {
    return (bytes[index] & 0xff) | (bytes[index + 1] & 0xff) << 8;
  }

  /** The 32-bit number at {@code index}. */
  public static int i32(byte[] bytes, int index) {
    return (bytes[index] & 0xff)
        | (bytes[index + 1] & 0xff) << 8
        | (bytes[index + 2] & 0xff) << 16
        | bytes[index + 3] << 24;
  }

  /** The 64-bit number at {@code index}. */
  public static long i64(byte[] bytes, int index) {
    return (i32(bytes, index) & 0xffff_ffffL) | (long) i32(bytes, index + 4) << 32;
  }

  /** Writes the low {@code width} bytes (1 to 8) of {@code value} at {@code index}. */
  public static void set(byte[] bytes, int index, int width, long value) {
    for (int i = 0; i < width; i++) {
      bytes[index + i] = (byte) (value >> 8 * i);
    }
  }
}
