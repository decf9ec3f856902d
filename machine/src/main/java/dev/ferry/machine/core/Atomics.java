package dev.ferry.machine.core;

import dev.ferry.machine.core.GuestTrap.Cause;

/**
 * Loads, stores and read-modify-writes of the "A" chapter, on host atomics: sequentially
 * consistent, which is stronger than any aq/rl combination asks.
 */
public final class Atomics {
  private Atomics() {}

  /** A two-operand operation of an AMO, for the compare-and-swap loop. */
  private enum Operation {
    AND,
    OR,
    XOR,
    MIN,
    MAX,
    MINU,
    MAXU
  }

  private static long host(Hart h, long address, int size, int right) {
    if ((address & size - 1) != 0) {
      throw new GuestTrap(Cause.MISALIGNED_ATOMIC, address);
    }
    h.memory().touch(address, right);
    return h.base + address;
  }

  /** Added to the reserved address by lr.d: sc.w does not pair with it. */
  private static final int DOUBLEWORD = 1;

  private static final int RW = GuestMemory.READ | GuestMemory.WRITE;

  /** Checks an AMO's address; the fault of a page without rights is a store fault. */
  private static long amo(Hart h, long address, int size) {
    if ((address & size - 1) != 0) {
      throw new GuestTrap(Cause.MISALIGNED_ATOMIC, address);
    }
    h.memory().touch(address, GuestMemory.WRITE);
    h.memory().touch(address, RW);
    return h.base + address;
  }

  public static long loadReserved32(Hart h, long address) {
    int value = Raw.getIntVolatile(host(h, address, 4, GuestMemory.READ));
    h.reservation = address;
    h.reservedValue = value;
    return value;
  }

  public static long loadReserved64(Hart h, long address) {
    long value = Raw.getLongVolatile(host(h, address, 8, GuestMemory.READ));
    h.reservation = address + DOUBLEWORD;
    h.reservedValue = value;
    return value;
  }

  /**
   * Succeeds when the reservation is on this address and memory still holds the reserved value. A
   * value that came back in between (ABA) goes unnoticed, as in other user-mode emulators.
   */
  public static long storeConditional32(Hart h, long address, long value) {
    long host = amo(h, address, 4);
    boolean done =
        h.reservation == address && Raw.compareAndSetInt(host, (int) h.reservedValue, (int) value);
    h.reservation = -1;
    return done ? 0 : 1;
  }

  public static long storeConditional64(Hart h, long address, long value) {
    long host = amo(h, address, 8);
    boolean done =
        h.reservation == address + DOUBLEWORD
            && Raw.compareAndSetLong(host, h.reservedValue, value);
    h.reservation = -1;
    return done ? 0 : 1;
  }

  public static long swap32(Hart h, long address, long value) {
    return Raw.getAndSetInt(amo(h, address, 4), (int) value);
  }

  public static long swap64(Hart h, long address, long value) {
    return Raw.getAndSetLong(amo(h, address, 8), value);
  }

  public static long add32(Hart h, long address, long value) {
    return Raw.getAndAddInt(amo(h, address, 4), (int) value);
  }

  public static long add64(Hart h, long address, long value) {
    return Raw.getAndAddLong(amo(h, address, 8), value);
  }

  private static long combine(Operation operation, long a, long b) {
    return switch (operation) {
      case AND -> a & b;
      case OR -> a | b;
      case XOR -> a ^ b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case MINU -> Long.compareUnsigned(a, b) < 0 ? a : b;
      case MAXU -> Long.compareUnsigned(a, b) > 0 ? a : b;
    };
  }

  /** Unsigned order of sign-extended words is that of the words. */
  private static long loop32(Hart h, long address, long operand, Operation operation) {
    long host = amo(h, address, 4);
    while (true) {
      int old = Raw.getIntVolatile(host);
      if (Raw.compareAndSetInt(host, old, (int) combine(operation, old, (int) operand))) {
        return old;
      }
    }
  }

  private static long loop64(Hart h, long address, long operand, Operation operation) {
    long host = amo(h, address, 8);
    while (true) {
      long old = Raw.getLongVolatile(host);
      if (Raw.compareAndSetLong(host, old, combine(operation, old, operand))) {
        return old;
      }
    }
  }

  public static long and32(Hart h, long address, long value) {
    return loop32(h, address, value, Operation.AND);
  }

  public static long and64(Hart h, long address, long value) {
    return loop64(h, address, value, Operation.AND);
  }

  public static long or32(Hart h, long address, long value) {
    return loop32(h, address, value, Operation.OR);
  }

  public static long or64(Hart h, long address, long value) {
    return loop64(h, address, value, Operation.OR);
  }

  public static long xor32(Hart h, long address, long value) {
    return loop32(h, address, value, Operation.XOR);
  }

  public static long xor64(Hart h, long address, long value) {
    return loop64(h, address, value, Operation.XOR);
  }

  public static long min32(Hart h, long address, long value) {
    return loop32(h, address, value, Operation.MIN);
  }

  public static long min64(Hart h, long address, long value) {
    return loop64(h, address, value, Operation.MIN);
  }

  public static long max32(Hart h, long address, long value) {
    return loop32(h, address, value, Operation.MAX);
  }

  public static long max64(Hart h, long address, long value) {
    return loop64(h, address, value, Operation.MAX);
  }

  public static long minu32(Hart h, long address, long value) {
    return loop32(h, address, value, Operation.MINU);
  }

  public static long minu64(Hart h, long address, long value) {
    return loop64(h, address, value, Operation.MINU);
  }

  public static long maxu32(Hart h, long address, long value) {
    return loop32(h, address, value, Operation.MAXU);
  }

  public static long maxu64(Hart h, long address, long value) {
    return loop64(h, address, value, Operation.MAXU);
  }
}
