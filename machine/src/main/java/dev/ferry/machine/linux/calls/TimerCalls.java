package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.Timers;
import dev.ferry.machine.linux.waiting.IntervalTimer;
import java.util.function.LongSupplier;

/** System calls on timers that send signals. */
final class TimerCalls {
  private TimerCalls() {}

  private static final int SIGEV_SIGNAL = 0;
  private static final int SIGEV_NONE = 1;
  private static final int SIGEV_THREAD_ID = 4;
  private static final int TIMER_ABSTIME = 1;

  static long create(GuestThread t, int clock, long event, long to) throws LinuxError {
    long unused = TimeCalls.now(t, clock);
    Timers.Notice notice = new Timers.Notice(0, 0, null);
    if (event != 0) {
      int word = t.process().wordSize();
      int signal = t.memory().readInt(event + word);
      int kind = t.memory().readInt(event + word + 4);
      GuestThread thread = null;
      if (kind == SIGEV_THREAD_ID) {
        thread = t.process().thread(t.memory().readInt(event + word + 8));
      }
      if (kind != SIGEV_NONE
          && (signal < 1 || signal > Signals.COUNT || kind != SIGEV_SIGNAL && thread == null)) {
        throw new LinuxError(Errno.EINVAL);
      }
      notice =
          kind == SIGEV_NONE ? null : new Timers.Notice(signal, Arguments.word(t, event), thread);
    }
    t.memory().writeInt(to, t.process().timers().create(supplier(t, clock), notice));
    return 0;
  }

  /** The clock as a timer sees it, after its thread has gone as well. */
  private static LongSupplier supplier(GuestThread t, int clock) {
    return () -> {
      try {
        return TimeCalls.now(t, clock);
      } catch (LinuxError e) {
        return 0;
      }
    };
  }

  static long set(GuestThread t, int number, int flags, long value, long old) throws LinuxError {
    IntervalTimer timer = t.process().timers().get(number);
    long interval = TimeCalls.readTime(t, value);
    long first = TimeCalls.readTime(t, value + 16);
    if (old != 0) {
      put(t, timer, old);
    }
    if (first != 0 && (flags & TIMER_ABSTIME) != 0) {
      first = Math.max(1, first - timer.now());
    }
    timer.set(first, interval);
    return 0;
  }

  static long get(GuestThread t, int number, long to) throws LinuxError {
    put(t, t.process().timers().get(number), to);
    return 0;
  }

  private static void put(GuestThread t, IntervalTimer timer, long to) {
    TimeCalls.writeTime(t, to, timer.interval());
    TimeCalls.writeTime(t, to + 16, timer.left());
  }

  static long overrun(GuestThread t, int number) throws LinuxError {
    return Math.min(Integer.MAX_VALUE, t.process().timers().get(number).overrun());
  }

  static long delete(GuestThread t, int number) throws LinuxError {
    t.process().timers().delete(number);
    return 0;
  }

  /** setitimer and getitimer: seconds and microseconds. */
  static long getInterval(GuestThread t, int which, long address) throws LinuxError {
    IntervalTimer timer = t.process().timers().interval(which);
    putMicroseconds(t, address, timer.interval() / 1000);
    putMicroseconds(t, address + 16, (timer.left() + 999) / 1000);
    return 0;
  }

  private static void putMicroseconds(GuestThread t, long address, long microseconds) {
    t.memory().writeLong(address, microseconds / 1_000_000);
    t.memory().writeLong(address + 8, microseconds % 1_000_000);
  }

  static long setInterval(GuestThread t, int which, long value, long old) throws LinuxError {
    IntervalTimer timer = t.process().timers().interval(which);
    long interval = readMicroseconds(t, value);
    long first = readMicroseconds(t, value + 16);
    if (old != 0) {
      long unused = getInterval(t, which, old);
    }
    timer.set(first, interval);
    return 0;
  }

  private static long readMicroseconds(GuestThread t, long address) throws LinuxError {
    long seconds = t.memory().readLong(address);
    long microseconds = t.memory().readLong(address + 8);
    if (seconds < 0 || microseconds < 0 || microseconds >= 1_000_000) {
      throw new LinuxError(Errno.EINVAL);
    }
    return seconds > Long.MAX_VALUE / 4_000_000_000L
        ? Long.MAX_VALUE / 4
        : seconds * 1_000_000_000L + microseconds * 1000;
  }
}
