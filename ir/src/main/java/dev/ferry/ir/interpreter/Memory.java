package dev.ferry.ir.interpreter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The interpreter's byte-addressed, little-endian memory: globals, heap and stack, each growing in
 * its own range below 2 GiB so that the same layout serves 32 and 64 bits. An access outside the
 * live part of a range is a fault.
 */
public final class Memory {
  static final int GLOBAL_BASE = 0x0001_0000;
  static final int HEAP_BASE = 0x2000_0000;
  static final int STACK_TOP = 0x6000_0000;
  static final int STACK_LIMIT = 0x4000_0000;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long maxBytes;
  private byte[] globals = new byte[1 << 12];
  private int globalEnd;
  private byte[] heap = new byte[1 << 12];
  private int heapEnd;

  /** Holds [STACK_TOP - stack.length, STACK_TOP). */
  private byte[] stack = new byte[1 << 16];

  Memory(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Room for a global; the bytes are zero. */
  long allocateGlobal(long size, int align) {
    long start = (globalEnd + align - 1L) & -align;
    long end = start + Math.max(1, size);
    if (GLOBAL_BASE + end > HEAP_BASE) {
      throw new GuestFault("out of memory for globals");
    }
    globals = grown(globals, end);
    globalEnd = (int) end;
    return GLOBAL_BASE + start;
  }

  /** Room on the heap aligned 16, or 0 if there is none; the bytes are zero. */
  long allocateHeap(long size) {
    long start = (heapEnd + 15L) & -16;
    long end = start + Math.max(1, size);
    if (size < 0 || end > maxBytes || HEAP_BASE + end > STACK_LIMIT) {
      return 0;
    }
    heap = grown(heap, end);
    heapEnd = (int) end;
    return HEAP_BASE + start;
  }

  private byte[] grown(byte[] bytes, long size) {
    if (size <= bytes.length) {
      return bytes;
    }
    if (size > maxBytes) {
      throw new GuestFault("out of memory");
    }
    return Arrays.copyOf(bytes, (int) Math.max(size, Math.min(2L * bytes.length, maxBytes)));
  }

  /** Makes the stack reach down to {@code address}. */
  void growStack(long address) {
    long needed = STACK_TOP - address;
    if (needed <= stack.length) {
      return;
    }
    if (address < STACK_LIMIT || needed > maxBytes) {
      throw new GuestFault("stack overflow");
    }
    byte[] bigger = new byte[(int) Math.max(needed, 2L * stack.length)];
    System.arraycopy(stack, 0, bigger, bigger.length - stack.length, stack.length);
    stack = bigger;
  }

  private byte[] segment(long address, int size) {
    if (address >= STACK_TOP - stack.length && address <= STACK_TOP - size) {
      return stack;
    }
    if (address >= GLOBAL_BASE && address + size <= GLOBAL_BASE + (long) globalEnd) {
      return globals;
    }
    if (address >= HEAP_BASE && address + size <= HEAP_BASE + (long) heapEnd) {
      return heap;
    }
    throw new GuestFault("bad address 0x" + Long.toHexString(address) + " (" + size + " bytes)");
  }

  private int index(byte[] segment, long address) {
    if (segment == stack) {
      return (int) (address - (STACK_TOP - stack.length));
    }
    return (int) (address - (segment == globals ? GLOBAL_BASE : HEAP_BASE));
  }

  public byte load8(long address) {
    byte[] segment = segment(address, 1);
    return segment[index(segment, address)];
  }

  public short load16(long address) {
    byte[] segment = segment(address, 2);
    return (short) SHORT.get(segment, index(segment, address));
  }

  public int load32(long address) {
    byte[] segment = segment(address, 4);
    return (int) INT.get(segment, index(segment, address));
  }

  public long load64(long address) {
    byte[] segment = segment(address, 8);
    return (long) LONG.get(segment, index(segment, address));
  }

  public void store8(long address, byte value) {
    byte[] segment = segment(address, 1);
    segment[index(segment, address)] = value;
  }

  public void store16(long address, short value) {
    byte[] segment = segment(address, 2);
    SHORT.set(segment, index(segment, address), value);
  }

  public void store32(long address, int value) {
    byte[] segment = segment(address, 4);
    INT.set(segment, index(segment, address), value);
  }

  public void store64(long address, long value) {
    byte[] segment = segment(address, 8);
    LONG.set(segment, index(segment, address), value);
  }

  /** Copies with memmove's meaning. */
  public void copy(long to, long from, long size) {
    if (size == 0) {
      return;
    }
    byte[] source = segment(from, checked(size));
    byte[] target = segment(to, (int) size);
    System.arraycopy(source, index(source, from), target, index(target, to), (int) size);
  }

  public void fill(long address, byte value, long size) {
    if (size == 0) {
      return;
    }
    byte[] segment = segment(address, checked(size));
    int start = index(segment, address);
    Arrays.fill(segment, start, start + (int) size, value);
  }

  private static int checked(long size) {
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw new GuestFault("bad size " + size);
    }
    return (int) size;
  }

  public byte[] bytes(long address, long size) {
    if (size == 0) {
      return new byte[0];
    }
    byte[] segment = segment(address, checked(size));
    int start = index(segment, address);
    return Arrays.copyOfRange(segment, start, start + (int) size);
  }

  public void write(long address, byte[] bytes) {
    if (bytes.length > 0) {
      byte[] segment = segment(address, bytes.length);
      System.arraycopy(bytes, 0, segment, index(segment, address), bytes.length);
    }
  }

  /** The length of the NUL-terminated string. */
  public long stringLength(long address) {
    long end = address;
    while (load8(end) != 0) {
      end++;
    }
    return end - address;
  }

  /** The NUL-terminated string, one char a byte. */
  public String string(long address) {
    return new String(bytes(address, stringLength(address)), StandardCharsets.ISO_8859_1);
  }
}
