package dev.ferry.binutils.elf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in byte arrays, at any alignment. */
public final class LittleEndian {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  /** The unsigned 16-bit number at {@code index}. */
  public static int u16(byte[] bytes, int index) {
    return (short) SHORT.get(bytes, index) & 0xffff;
  }

  /** The 32-bit number at {@code index}. */
  public static int i32(byte[] bytes, int index) {
    return (int) INT.get(bytes, index);
  }

  /** The 64-bit number at {@code index}. */
  public static long i64(byte[] bytes, int index) {
    return (long) LONG.get(bytes, index);
  }

  /** Writes the low {@code width} bytes (1 to 8) of {@code value} at {@code index}. */
  public static void set(byte[] bytes, int index, int width, long value) {
    switch (width) {
      case 1 -> bytes[index] = (byte) value;
      case 2 -> SHORT.set(bytes, index, (short) value);
      case 4 -> INT.set(bytes, index, (int) value);
      case 8 -> LONG.set(bytes, index, value);
      default -> {
        for (int i = 0; i < width; i++) {
          bytes[index + i] = (byte) (value >> 8 * i);
        }
      }
    }
  }
}
