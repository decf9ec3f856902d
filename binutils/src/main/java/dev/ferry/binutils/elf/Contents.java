package dev.ferry.binutils.elf;

import java.util.Arrays;

/**
 * The bytes of a section: little-endian, growable at the end, patchable in the middle. May start as
 * a window on a file's bytes and becomes a copy of its own at the first write, so that reading an
 * object copies nothing. Offsets are checked by the array access itself and by {@link #size}.
 */
public final class Contents {
  private static final byte[] EMPTY = new byte[0];

  private byte[] bytes;
  private int start;
  private int size;
  private boolean shared;

  /** Empty contents. */
  public Contents() {
    this.bytes = EMPTY;
  }

  private Contents(byte[] bytes, int start, int size, boolean shared) {
    this.bytes = bytes;
    this.start = start;
    this.size = size;
    this.shared = shared;
  }

  /** A window on {@code bytes} that is copied when written to. */
  public static Contents windowOn(byte[] bytes, int start, int size) {
    if (start < 0 || size < 0 || start > bytes.length - size) {
      throw new IndexOutOfBoundsException(start + "+" + size + " of " + bytes.length);
    }
    return new Contents(bytes, start, size, true);
  }

  /** Contents that take over the array. */
  public static Contents of(byte[] bytes) {
    return new Contents(bytes, 0, bytes.length, false);
  }

  /** Size in bytes. */
  public int size() {
    return size;
  }

  /** The array that holds the bytes, from {@link #arrayOffset}; valid until the next write. */
  public byte[] array() {
    return bytes;
  }

  /** Index in {@link #array} of byte 0. */
  public int arrayOffset() {
    return start;
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, start, start + size);
  }

  private int at(long offset, int width) {
    if (offset < 0 || offset > size - width) {
      throw new IndexOutOfBoundsException("offset " + offset + " width " + width + " of " + size);
    }
    return start + (int) offset;
  }

  /** The unsigned byte at {@code offset}. */
  public int u8(long offset) {
    return bytes[at(offset, 1)] & 0xff;
  }

  /** The unsigned 16-bit number at {@code offset}. */
  public int u16(long offset) {
    int i = at(offset, 2);
    return bytes[i] & 0xff | (bytes[i + 1] & 0xff) << 8;
  }

  /** The 32-bit number at {@code offset}. */
  public int i32(long offset) {
    return LittleEndian.i32(bytes, at(offset, 4));
  }

  /** The 64-bit number at {@code offset}. */
  public long i64(long offset) {
    return LittleEndian.i64(bytes, at(offset, 8));
  }

  /** The unsigned number of {@code width} bytes (1, 2, 4 or 8) at {@code offset}. */
  public long get(long offset, int width) {
    return switch (width) {
      case 1 -> u8(offset);
      case 2 -> u16(offset);
      case 4 -> i32(offset) & 0xffff_ffffL;
      case 8 -> i64(offset);
      default -> throw new IllegalArgumentException("width " + width);
    };
  }

  /** Writes the low {@code width} bytes (1 to 8) of {@code value} over those at {@code offset}. */
  public void set(long offset, int width, long value) {
    int i = at(offset, width);
    if (shared) {
      own(size);
      i = at(offset, width);
    }
    LittleEndian.set(bytes, i, width, value);
  }

  /** Overwrites from {@code offset} with {@code source}. */
  public void set(long offset, byte[] source, int from, int length) {
    at(offset, length);
    if (shared) {
      own(size);
    }
    System.arraycopy(source, from, bytes, start + (int) offset, length);
  }

  /** Appends one byte. */
  public void put8(int value) {
    reserve(1);
    bytes[start + size++] = (byte) value;
  }

  /** Appends two bytes. */
  public void put16(int value) {
    put(2, value);
  }

  /** Appends four bytes. */
  public void put32(int value) {
    put(4, value);
  }

  /** Appends eight bytes. */
  public void put64(long value) {
    put(8, value);
  }

  /** Appends the low {@code width} bytes (1 to 8) of {@code value}. */
  public void put(int width, long value) {
    reserve(width);
    LittleEndian.set(bytes, start + size, width, value);
    size += width;
  }

  /** Appends {@code length} bytes of {@code source} from {@code from}. */
  public void put(byte[] source, int from, int length) {
    reserve(length);
    System.arraycopy(source, from, bytes, start + size, length);
    size += length;
  }

  /** Appends all of {@code source}. */
  public void put(byte[] source) {
    put(source, 0, source.length);
  }

  /** Appends {@code count} bytes of {@code value}. */
  public void fill(int count, int value) {
    reserve(count);
    Arrays.fill(bytes, start + size, start + size + count, (byte) value);
    size += count;
  }

  /** Appends zero bytes up to a multiple of {@code alignment}, a power of two. */
  public void align(int alignment) {
    fill(-size & alignment - 1, 0);
  }

  /** Appends an unsigned LEB128 number. */
  public void putUleb128(long value) {
    long rest = value;
    while (Long.compareUnsigned(rest, 0x7f) > 0) {
      put8((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    put8((int) rest);
  }

  /** Appends a signed LEB128 number. */
  public void putSleb128(long value) {
    long rest = value;
    while (rest < -0x40 || rest > 0x3f) {
      put8((int) (rest & 0x7f | 0x80));
      rest >>= 7;
    }
    put8((int) (rest & 0x7f));
  }

  /** Takes {@code count} bytes out from {@code offset} on; what follows moves down. */
  public void remove(int offset, int count) {
    at(offset, count);
    own(size);
    System.arraycopy(bytes, start + offset + count, bytes, start + offset, size - offset - count);
    size -= count;
  }

  /** Shortens to {@code newSize} bytes. */
  public void truncate(int newSize) {
    if (newSize < 0 || newSize > size) {
      throw new IndexOutOfBoundsException(newSize + " of " + size);
    }
    size = newSize;
  }

  private void reserve(int extra) {
    int needed = Math.addExact(size, extra);
    if (shared || start + needed > bytes.length) {
      own(Math.max(needed, Math.max(32, size + (size >> 1))));
    }
  }

  private void own(int capacity) {
    if (!shared && start == 0 && capacity <= bytes.length) {
      return;
    }
    byte[] copy = new byte[Math.max(capacity, size)];
    System.arraycopy(bytes, start, copy, 0, size);
    bytes = copy;
    start = 0;
    shared = false;
  }
}
