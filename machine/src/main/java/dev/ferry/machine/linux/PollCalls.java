package dev.ferry.machine.linux;

import java.util.concurrent.locks.LockSupport;

/** System calls that wait for several files: poll, select, epoll, timers. */
final class PollCalls {
  private PollCalls() {}

  /** Longest pause between two looks at the files. */
  private static final long MAX_PAUSE = 2_000_000;

  /** Counts what is ready; called until it gives more than 0. */
  interface Look {
    int ready() throws LinuxError;
  }

  /**
   * Looks again and again, with growing pauses.
   *
   * @param nanoseconds how long at most, -1 for ever
   */
  static int await(GuestThread t, long nanoseconds, Look look) throws LinuxError {
    long start = System.nanoTime();
    long pause = 10_000;
    while (true) {
      int ready = look.ready();
      long spent = System.nanoTime() - start;
      if (ready != 0 || nanoseconds >= 0 && spent >= nanoseconds) {
        return ready;
      }
      if (t.mustReturn()) {
        throw new LinuxError(Errno.EINTR);
      }
      long left = nanoseconds < 0 ? Long.MAX_VALUE : nanoseconds - spent;
      LockSupport.parkNanos(Math.min(pause, left));
      boolean unused = Thread.interrupted();
      pause = Math.min(MAX_PAUSE, pause * 2);
    }
  }

  private static void useMask(GuestThread t, long mask) {
    if (mask != 0) {
      SignalCalls.replaceMask(t, t.memory().readLong(mask));
    }
  }

  /** The mask comes back at once where no signal interrupted the call. */
  private static void restoreMask(GuestThread t) {
    if (t.restoresMask) {
      t.restoresMask = false;
      t.mask = t.savedMask;
    }
  }

  static long poll(GuestThread t, long address, int count, long timeout, long mask)
      throws LinuxError {
    if (count < 0 || count > FdTable.MAX) {
      throw new LinuxError(Errno.EINVAL);
    }
    long nanoseconds = timeout == 0 ? -1 : TimeCalls.readTime(t, timeout);
    useMask(t, mask);
    int ready = await(t, nanoseconds, () -> look(t, address, count));
    restoreMask(t);
    return ready;
  }

  private static int look(GuestThread t, long address, int count) {
    int ready = 0;
    for (int i = 0; i < count; i++) {
      long at = address + 8L * i;
      int fd = t.memory().readInt(at);
      int wanted = t.memory().readShort(at + 4);
      int result = 0;
      if (fd >= 0) {
        try {
          int always = OpenFile.POLLERR | OpenFile.POLLHUP;
          int bits = t.process().fds.get(fd).ready();
          int plain = wanted >>> 4 & 0x14 | wanted; // POLLRDNORM, POLLWRNORM
          result = bits & (plain | always);
          result |= (bits & OpenFile.POLLIN) != 0 ? wanted & 0x40 : 0;
          result |= (bits & OpenFile.POLLOUT) != 0 ? wanted & 0x100 : 0;
          result &= wanted | always;
        } catch (LinuxError e) {
          result = 0x20; // POLLNVAL
        }
      }
      t.memory().writeShort(at + 6, result);
      ready += result != 0 ? 1 : 0;
    }
    return ready;
  }

  static long select(
      GuestThread t, int count, long reads, long writes, long others, long timeout, long maskPair)
      throws LinuxError {
    if (count < 0 || count > FdTable.MAX) {
      throw new LinuxError(Errno.EINVAL);
    }
    long nanoseconds = timeout == 0 ? -1 : TimeCalls.readTime(t, timeout);
    long[] wantedIn = readSet(t, reads, count);
    long[] wantedOut = readSet(t, writes, count);
    long[] in = new long[wantedIn.length];
    long[] out = new long[wantedOut.length];
    if (maskPair != 0) {
      useMask(t, FileCalls.word(t, maskPair));
    }
    int ready = await(t, nanoseconds, () -> lookSets(t, count, wantedIn, wantedOut, in, out));
    restoreMask(t);
    writeSet(t, reads, in);
    writeSet(t, writes, out);
    if (others != 0) {
      writeSet(t, others, new long[(count + 63) / 64]);
    }
    return ready;
  }

  private static int lookSets(
      GuestThread t, int count, long[] wantedIn, long[] wantedOut, long[] in, long[] out)
      throws LinuxError {
    java.util.Arrays.fill(in, 0);
    java.util.Arrays.fill(out, 0);
    int ready = 0;
    for (int fd = 0; fd < count; fd++) {
      long bit = 1L << fd;
      boolean read = (wantedIn[fd >> 6] & bit) != 0;
      boolean write = (wantedOut[fd >> 6] & bit) != 0;
      if (!read && !write) {
        continue;
      }
      int bits = t.process().fds.get(fd).ready();
      if (read && (bits & (OpenFile.POLLIN | OpenFile.POLLHUP | OpenFile.POLLERR)) != 0) {
        in[fd >> 6] |= bit;
        ready++;
      }
      if (write && (bits & (OpenFile.POLLOUT | OpenFile.POLLERR)) != 0) {
        out[fd >> 6] |= bit;
        ready++;
      }
    }
    return ready;
  }

  private static long[] readSet(GuestThread t, long address, int count) {
    long[] set = new long[(count + 63) / 64];
    if (address != 0) {
      for (int i = 0; i < set.length; i++) {
        set[i] = t.memory().readLong(address + 8L * i);
      }
    }
    return set;
  }

  private static void writeSet(GuestThread t, long address, long[] set) {
    if (address != 0) {
      for (int i = 0; i < set.length; i++) {
        t.memory().writeLong(address + 8L * i, set[i]);
      }
    }
  }

  // ---- epoll -------------------------------------------------------------------------------

  static long createEpoll(GuestThread t, int flags) throws LinuxError {
    return t.process().fds.add(new EpollFile(), 0, (flags & OpenFile.O_CLOEXEC) != 0);
  }

  private static EpollFile epoll(GuestThread t, int fd) throws LinuxError {
    if (t.process().fds.get(fd) instanceof EpollFile epoll) {
      return epoll;
    }
    throw new LinuxError(Errno.EINVAL);
  }

  /** struct epoll_event on RISC-V: four bytes of events, four of padding, eight of data. */
  static long controlEpoll(GuestThread t, int epollFd, int operation, int fd, long event)
      throws LinuxError {
    EpollFile epoll = epoll(t, epollFd);
    OpenFile file = t.process().fds.get(fd);
    if (file == epoll) {
      throw new LinuxError(Errno.EINVAL);
    }
    int events = operation == 2 ? 0 : t.memory().readInt(event);
    long data = operation == 2 ? 0 : t.memory().readLong(event + 8);
    epoll.control(operation, fd, file, events, data);
    return 0;
  }

  static long waitEpoll(
      GuestThread t, int epollFd, long events, int max, long nanoseconds, long mask)
      throws LinuxError {
    EpollFile epoll = epoll(t, epollFd);
    if (max <= 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    useMask(t, mask);
    int ready = await(t, nanoseconds, () -> epoll.collect(t.memory(), events, max));
    restoreMask(t);
    return ready;
  }

  // ---- timers ------------------------------------------------------------------------------

  static long createTimer(GuestThread t, int clock, int flags) throws LinuxError {
    return t.process().fds.add(new TimerFile(clock, flags), 0, (flags & OpenFile.O_CLOEXEC) != 0);
  }

  private static TimerFile timer(GuestThread t, int fd) throws LinuxError {
    if (t.process().fds.get(fd) instanceof TimerFile timer) {
      return timer;
    }
    throw new LinuxError(Errno.EINVAL);
  }

  static long setTimer(GuestThread t, int fd, int flags, long value, long old) throws LinuxError {
    TimerFile timer = timer(t, fd);
    long interval = TimeCalls.readTime(t, value);
    long first = TimeCalls.readTime(t, value + 16);
    if (old != 0) {
      long unused = getTimer(t, fd, old);
    }
    if (first != 0 && (flags & 1) != 0) {
      first = Math.max(1, first - TimeCalls.now(t, timer.clock()));
    }
    timer.set(first, interval);
    return 0;
  }

  static long getTimer(GuestThread t, int fd, long address) throws LinuxError {
    TimerFile timer = timer(t, fd);
    TimeCalls.writeTime(t, address, timer.interval());
    TimeCalls.writeTime(t, address + 16, timer.left());
    return 0;
  }
}
