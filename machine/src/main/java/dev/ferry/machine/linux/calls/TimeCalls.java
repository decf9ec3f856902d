package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/** System calls on clocks and timers. */
final class TimeCalls {
  private TimeCalls() {}

  /** Bytes of a struct timex. */
  private static final int TIMEX = 208;

  private static final int TIME_ERROR = 5;
  private static final int STA_UNSYNC = 0x40;

  /** Microseconds that Linux starts with where nothing is known of the clock's error. */
  private static final long MAX_ERROR = 16_000_000;

  private static final long SECOND = 1_000_000_000L;
  private static final int TIMER_ABSTIME = 1;

  /** Nanoseconds of a clock: 0 wall time, 1 monotonic, 2 and 3 processor time. */
  static long now(GuestThread t, int clock) throws LinuxError {
    return switch (clock) {
      case 0, 5, 8, 11 -> {
        Instant now = Instant.now();
        yield now.getEpochSecond() * SECOND + now.getNano();
      }
      case 1, 4, 6, 7, 9 -> t.process().kernel().uptime() + SECOND;
      case 2 -> t.process().processorTime();
      case 3 -> t.time().nanoseconds();
      default -> {
        // Of a process or, with bit 2, a thread by number; 0 is the caller's. 3 is none of
        // CPUCLOCK_.
        if (clock < 0 && (clock & 3) != 3) {
          yield (clock & 4) != 0 ? threadTime(t, ~(clock >> 3)) : processTime(t, ~(clock >> 3));
        }
        throw new LinuxError(Errno.EINVAL);
      }
    };
  }

  private static long threadTime(GuestThread t, int tid) throws LinuxError {
    for (GuestThread thread : t.process().threads()) {
      if (tid == 0 && thread == t || thread.tid() == tid) {
        return thread.time().nanoseconds();
      }
    }
    throw new LinuxError(Errno.EINVAL);
  }

  private static long processTime(GuestThread t, int pid) throws LinuxError {
    for (GuestProcess process : t.process().kernel().processes()) {
      if (pid == 0 && process == t.process() || process.pid() == pid) {
        return process.processorTime();
      }
    }
    throw new LinuxError(Errno.EINVAL);
  }

  /** A struct timespec as nanoseconds; EINVAL where it is none. */
  static long readTime(GuestThread t, long address) throws LinuxError {
    long seconds = t.memory().readLong(address);
    long nanos = t.memory().readLong(address + 8);
    if (t.process().xlen() == 32) {
      nanos = (int) nanos;
    }
    if (seconds < 0 || nanos < 0 || nanos >= SECOND) {
      throw new LinuxError(Errno.EINVAL);
    }
    return seconds > Long.MAX_VALUE / SECOND - 1 ? Long.MAX_VALUE : seconds * SECOND + nanos;
  }

  static void writeTime(GuestThread t, long address, long nanoseconds) {
    t.memory().writeLong(address, Math.floorDiv(nanoseconds, SECOND));
    t.memory().writeLong(address + 8, Math.floorMod(nanoseconds, SECOND));
  }

  static long getTime(GuestThread t, int clock, long address, boolean wide) throws LinuxError {
    writeTime(t, address, now(t, clock));
    return 0;
  }

  static long resolution(GuestThread t, int clock, long address) throws LinuxError {
    long unused = now(t, clock);
    if (address != 0) {
      writeTime(t, address, 1);
    }
    return 0;
  }

  /** Only root may set a clock, but who asks for nonsense hears of that first. */
  static long setTime(GuestThread t, int clock, long address) throws LinuxError {
    boolean canBeSet = clock == 0 || clock < 0 && now(t, clock) >= 0;
    long unused = readTime(t, address);
    throw new LinuxError(canBeSet ? Errno.EPERM : Errno.EINVAL);
  }

  static long timeOfDay(GuestThread t, long address) throws LinuxError {
    if (address != 0) {
      long now = now(t, 0);
      t.memory().writeLong(address, now / SECOND);
      t.memory().writeLong(address + 8, now % SECOND / 1000);
    }
    return 0;
  }

  /** Sleeps until a deadline of {@link System#nanoTime}; false where a signal came first. */
  static boolean sleepUntil(GuestThread t, long deadline) {
    while (true) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return true;
      }
      if (t.mustReturn()) {
        return false;
      }
      t.time().park(t, left);
    }
  }

  static long sleep(GuestThread t, int clock, int flags, long request, long remaining)
      throws LinuxError {
    long unused = now(t, clock);
    if (clock == 3) { // A thread that sleeps for its own processor time sleeps for ever.
      throw new LinuxError(Errno.EINVAL);
    }
    if (clock == 4 || clock == 5 || clock == 6) { // Clocks that are only looked at.
      throw new LinuxError(Errno.EOPNOTSUPP);
    }
    long time = readTime(t, request);
    boolean absolute = (flags & TIMER_ABSTIME) != 0;
    long wait = absolute ? time - now(t, clock) : time;
    long start = System.nanoTime();
    long deadline = wait > Long.MAX_VALUE / 2 ? start + Long.MAX_VALUE / 2 : start + wait;
    if (!sleepUntil(t, deadline)) {
      if (remaining != 0 && !absolute) {
        writeTime(t, remaining, Math.max(0, deadline - System.nanoTime()));
      }
      throw new LinuxError(Errno.EINTR);
    }
    return 0;
  }

  /**
   * adjtimex: the clock is the host's, which nobody here adjusts; it is said not to be
   * synchronised.
   */
  static long adjust(GuestThread t, long at) throws LinuxError {
    if (t.process().xlen() == 32) {
      throw new LinuxError(Errno.ENOSYS);
    }
    if (t.memory().readInt(at) != 0) {
      throw new LinuxError(Errno.EPERM);
    }
    long micros = System.currentTimeMillis() * 1000;
    ByteBuffer b = ByteBuffer.allocate(TIMEX).order(ByteOrder.LITTLE_ENDIAN);
    b.putLong(24, MAX_ERROR).putLong(32, MAX_ERROR).putInt(40, STA_UNSYNC).putLong(48, 2);
    b.putLong(56, 1).putLong(64, 32_768_000).putLong(72, micros / 1_000_000);
    b.putLong(80, micros % 1_000_000).putLong(88, 10_000);
    t.memory().write(at, b.array());
    return TIME_ERROR;
  }

  static long times(GuestThread t, long address) {
    long tick = SECOND / 100;
    if (address != 0) {
      int word = t.process().wordSize();
      Arguments.setWord(t, address, t.process().processorTime() / tick);
      Arguments.setWord(t, address + word, 0);
      Arguments.setWord(t, address + 2L * word, t.process().childrenTime() / tick);
      Arguments.setWord(t, address + 3L * word, 0);
    }
    return t.process().kernel().uptime() / tick;
  }
}
