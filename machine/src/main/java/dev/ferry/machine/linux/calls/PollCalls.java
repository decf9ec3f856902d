package dev.ferry.machine.linux.calls;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.files.EpollFile;
import dev.ferry.machine.linux.files.TimerFile;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.FdTable;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.waiting.HostPoller;
import dev.ferry.machine.linux.waiting.Sleep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** System calls that wait for several files: poll, select, epoll, timers. */
final class PollCalls {
  private PollCalls() {}

  /** Counts what is ready. */
  interface Look {
    int ready() throws LinuxError;
  }

  /**
   * Looks until something is ready, asleep in between.
   *
   * @param files those whose changes may make a difference
   * @param nanoseconds how long at most, -1 for ever
   */
  private static int await(Iterable<OpenFile> files, long nanoseconds, Look look)
      throws LinuxError {
    int ready = look.ready();
    if (ready != 0 || nanoseconds == 0) {
      // Others than those that are ready have their turn, and the next call knows.
      boolean news = pollNow(files);
      return ready == 0 && news ? look.ready() : ready;
    }
    long deadline = Sleep.deadline(nanoseconds);
    Sleep sleep = new Sleep();
    try {
      for (OpenFile file : files) {
        sleep.join(file.changes());
      }
      while (true) {
        ready = look.ready();
        if (ready != 0 || !sleep.untilChanged(deadline)) {
          return ready;
        }
      }
    } catch (LinuxError e) {
      // Never restarted, whatever SA_RESTART says: the time that is left would be lost.
      throw Sleep.once(e);
    } finally {
      for (OpenFile file : files) {
        file.changes().remove(sleep);
      }
    }
  }

  /** Looks at the host's channels where no thread waits for them. */
  private static boolean pollNow(Iterable<OpenFile> files) {
    for (OpenFile file : files) {
      HostPoller poller = file.changes().poller();
      if (poller != null) {
        return poller.pollNow();
      }
    }
    return false;
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
    @Nullable OpenFile[] files = new @Nullable OpenFile[count];
    List<OpenFile> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int fd = t.memory().readInt(address + 8L * i);
      files[i] = fd < 0 ? null : find(t, fd);
      if (files[i] != null) {
        open.add(files[i]);
      }
    }
    useMask(t, mask);
    int ready = await(open, nanoseconds, () -> look(t.memory(), address, files));
    restoreMask(t);
    return ready;
  }

  private static @Nullable OpenFile find(GuestThread t, int fd) {
    try {
      return t.process().fds().get(fd);
    } catch (LinuxError e) {
      return null;
    }
  }

  private static int look(GuestMemory memory, long address, @Nullable OpenFile[] files) {
    int ready = 0;
    for (int i = 0; i < files.length; i++) {
      long at = address + 8L * i;
      int result = 0;
      if (memory.readInt(at) >= 0) {
        OpenFile file = files[i];
        result =
            file == null
                ? 0x20
                : OpenFile.report(file.ready(), memory.readShort(at + 4)); // POLLNVAL
      }
      memory.writeShort(at + 6, result);
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
      useMask(t, Arguments.word(t, maskPair));
    }
    @Nullable OpenFile[] files = new @Nullable OpenFile[count];
    List<OpenFile> open = new ArrayList<>();
    for (int fd = 0; fd < count; fd++) {
      if ((wantedIn[fd >> 6] >>> fd & 1) != 0 || (wantedOut[fd >> 6] >>> fd & 1) != 0) {
        files[fd] = t.process().fds().get(fd);
        open.add(t.process().fds().get(fd));
      }
    }
    int ready = await(open, nanoseconds, () -> lookSets(files, wantedIn, wantedOut, in, out));
    restoreMask(t);
    writeSet(t, reads, in);
    writeSet(t, writes, out);
    if (others != 0) {
      writeSet(t, others, new long[(count + 63) / 64]);
    }
    return ready;
  }

  private static int lookSets(
      @Nullable OpenFile[] files, long[] wantedIn, long[] wantedOut, long[] in, long[] out) {
    Arrays.fill(in, 0);
    Arrays.fill(out, 0);
    int ready = 0;
    for (int fd = 0; fd < files.length; fd++) {
      OpenFile file = files[fd];
      if (file == null) {
        continue;
      }
      long bit = 1L << fd;
      int bits = file.ready();
      int inBits = OpenFile.POLLIN | OpenFile.POLLHUP | OpenFile.POLLERR;
      if ((wantedIn[fd >> 6] & bit) != 0 && (bits & inBits) != 0) {
        in[fd >> 6] |= bit;
        ready++;
      }
      if ((wantedOut[fd >> 6] & bit) != 0 && (bits & (OpenFile.POLLOUT | OpenFile.POLLERR)) != 0) {
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
    return t.process().fds().add(new EpollFile(), 0, (flags & OpenFile.O_CLOEXEC) != 0);
  }

  private static EpollFile epoll(GuestThread t, int fd) throws LinuxError {
    if (t.process().fds().get(fd) instanceof EpollFile epoll) {
      return epoll;
    }
    throw new LinuxError(Errno.EINVAL);
  }

  /** struct epoll_event on RISC-V: four bytes of events, four of padding, eight of data. */
  static long controlEpoll(GuestThread t, int epollFd, int operation, int fd, long event)
      throws LinuxError {
    EpollFile epoll = epoll(t, epollFd);
    OpenFile file = t.process().fds().get(fd);
    if (file == epoll) {
      throw new LinuxError(Errno.EINVAL);
    }
    int events = operation == EpollFile.DELETE ? 0 : t.memory().readInt(event);
    long data = operation == EpollFile.DELETE ? 0 : t.memory().readLong(event + 8);
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
    int ready = await(List.of(epoll), nanoseconds, () -> epoll.collect(t.memory(), events, max));
    restoreMask(t);
    return ready;
  }

  // ---- timers ------------------------------------------------------------------------------

  static long createTimer(GuestThread t, int clock, int flags) throws LinuxError {
    return t.process()
        .fds()
        .add(
            new TimerFile(t.process().kernel().clockwork(), clock, flags),
            0,
            (flags & OpenFile.O_CLOEXEC) != 0);
  }

  private static TimerFile timer(GuestThread t, int fd) throws LinuxError {
    if (t.process().fds().get(fd) instanceof TimerFile timer) {
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
