package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.GuestThread;

/** How system calls move bytes between files and the guest's memory: in parts, over vectors. */
final class Transfers {
  private Transfers() {}

  /** Bytes moved at a time. */
  static final int MAX_TRANSFER = 1 << 20;

  /** Bytes moved by one read or write, as on Linux. */
  private static final long MAX_COUNT = 0x7fff_f000;

  private static final int MAX_VECTORS = 1024;

  static int size(long length) throws LinuxError {
    if (length < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    return (int) Math.min(length, MAX_TRANSFER);
  }

  /** Moves some bytes of many. */
  interface Part {
    /** How many of {@code size} it has moved; {@code done} were moved before. */
    int move(long done, int size) throws LinuxError;
  }

  /**
   * Moves bytes a part at a time: programs count on files and pipes that take and give all. What
   * has been moved counts where a later part fails.
   */
  static long inParts(long length, Part part) throws LinuxError {
    long whole = Math.min(length, MAX_COUNT);
    long done = 0;
    while (true) {
      int size = size(whole - done);
      int count;
      try {
        count = part.move(done, size);
      } catch (LinuxError e) {
        if (done == 0) {
          throw e;
        }
        return done;
      }
      done += count;
      if (count < size || done == whole) {
        return done;
      }
    }
  }

  /** A transfer that may fail with EPIPE, which raises SIGPIPE as well. */
  interface Transfer {
    int run() throws LinuxError;
  }

  static int written(GuestThread t, Transfer transfer) throws LinuxError {
    try {
      return transfer.run();
    } catch (LinuxError e) {
      if (e.errno() == Errno.EPIPE) {
        t.raise(new Signals.Pending(Signals.SIGPIPE, 0, t.process().pid(), 0));
      }
      throw e;
    }
  }

  /** Total bytes of a vector; EINVAL where it is malformed. */
  static long vectorSize(GuestThread t, long vector, int count) throws LinuxError {
    if (count < 0 || count > MAX_VECTORS) {
      throw new LinuxError(Errno.EINVAL);
    }
    int word = t.process().wordSize();
    long total = 0;
    for (int i = 0; i < count; i++) {
      long length = Arguments.word(t, vector + (2L * i + 1) * word);
      total += length;
      if (length < 0 || total < 0) {
        throw new LinuxError(Errno.EINVAL);
      }
    }
    return total;
  }

  /** The bytes of a vector in one array, at most as many as are moved at a time. */
  static byte[] gather(GuestThread t, long vector, int count) throws LinuxError {
    return gather(t, vector, 0, vectorCapacity(t, vector, count));
  }

  static byte[] gather(GuestThread t, long vector, long skip, int size) {
    byte[] buffer = new byte[size];
    forSpans(
        t,
        vector,
        skip,
        size,
        (address, done, part) -> t.memory().read(address, buffer, done, part));
    return buffer;
  }

  static int vectorCapacity(GuestThread t, long vector, int count) throws LinuxError {
    return size(vectorSize(t, vector, count));
  }

  /** Spreads bytes over a vector that has room for them. */
  static void scatter(GuestThread t, long vector, byte[] bytes, int length) {
    scatter(t, vector, 0, bytes, length);
  }

  static void scatter(GuestThread t, long vector, long skip, byte[] bytes, int length) {
    forSpans(
        t,
        vector,
        skip,
        length,
        (address, done, part) -> t.memory().write(address, bytes, done, part));
  }

  /** A piece of guest memory and where it is in an array. */
  private interface Span {
    void at(long address, int done, int length);
  }

  /** Goes through {@code size} bytes of a vector behind those to skip. */
  private static void forSpans(GuestThread t, long vector, long skip, int size, Span span) {
    int word = t.process().wordSize();
    long left = skip;
    int done = 0;
    for (long at = vector; done < size; at += 2L * word) {
      long base = Arguments.word(t, at);
      long length = Arguments.word(t, at + word);
      if (left >= length) {
        left -= length;
        continue;
      }
      int part = (int) Math.min(length - left, size - done);
      span.at(base + left, done, part);
      left = 0;
      done += part;
    }
  }
}
