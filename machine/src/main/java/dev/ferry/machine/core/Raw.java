package dev.ferry.machine.core;

import jdk.internal.misc.Unsafe;

/**
 * Access to host memory by address, without checks. Every address given here comes from {@link
 * GuestMemory}, which has checked it; nothing else may call these methods. Multi-byte values are in
 * the host's byte order, which must be little-endian as the guest's is.
 */
public final class Raw {
  private Raw() {}

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  /** Reserves zeroed memory that is committed on first touch. Throws OutOfMemoryError. */
  static long reserve(long bytes) {
    return UNSAFE.allocateMemory(bytes);
  }

  static void release(long address) {
    UNSAFE.freeMemory(address);
  }

  public static byte getByte(long address) {
    return UNSAFE.getByte(address);
  }

  public static short getShort(long address) {
    return UNSAFE.getShort(address);
  }

  public static int getInt(long address) {
    return UNSAFE.getInt(address);
  }

  public static long getLong(long address) {
    return UNSAFE.getLong(address);
  }

  public static void putByte(long address, byte value) {
    UNSAFE.putByte(address, value);
  }

  public static void putShort(long address, short value) {
    UNSAFE.putShort(address, value);
  }

  public static void putInt(long address, int value) {
    UNSAFE.putInt(address, value);
  }

  public static void putLong(long address, long value) {
    UNSAFE.putLong(address, value);
  }

  static int getIntVolatile(long address) {
    return UNSAFE.getIntVolatile(null, address);
  }

  static long getLongVolatile(long address) {
    return UNSAFE.getLongVolatile(null, address);
  }

  static boolean compareAndSetInt(long address, int expected, int value) {
    return UNSAFE.compareAndSetInt(null, address, expected, value);
  }

  static boolean compareAndSetLong(long address, long expected, long value) {
    return UNSAFE.compareAndSetLong(null, address, expected, value);
  }

  static int getAndAddInt(long address, int value) {
    return UNSAFE.getAndAddInt(null, address, value);
  }

  static long getAndAddLong(long address, long value) {
    return UNSAFE.getAndAddLong(null, address, value);
  }

  static int getAndSetInt(long address, int value) {
    return UNSAFE.getAndSetInt(null, address, value);
  }

  static long getAndSetLong(long address, long value) {
    return UNSAFE.getAndSetLong(null, address, value);
  }

  static void fill(long address, long bytes, byte value) {
    UNSAFE.setMemory(address, bytes, value);
  }

  static void copy(long from, long to, long bytes) {
    UNSAFE.copyMemory(from, to, bytes);
  }

  static void copyIn(byte[] from, int offset, long to, long bytes) {
    UNSAFE.copyMemory(from, Unsafe.ARRAY_BYTE_BASE_OFFSET + (long) offset, null, to, bytes);
  }

  static void copyOut(long from, byte[] to, int offset, long bytes) {
    UNSAFE.copyMemory(null, from, to, Unsafe.ARRAY_BYTE_BASE_OFFSET + (long) offset, bytes);
  }

  static long fieldOffset(Class<?> owner, String name) {
    return UNSAFE.objectFieldOffset(owner, name);
  }

  static long getLong(Object owner, long offset) {
    return UNSAFE.getLong(owner, offset);
  }

  static void putLong(Object owner, long offset, long value) {
    UNSAFE.putLong(owner, offset, value);
  }

  /** No later access of this thread passes an earlier one. */
  public static void fullFence() {
    UNSAFE.fullFence();
  }
}
