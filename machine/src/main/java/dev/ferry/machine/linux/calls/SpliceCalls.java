package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.files.Pipe;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;

/** System calls that move bytes through pipes without the guest seeing them. */
final class SpliceCalls {
  private SpliceCalls() {}

  private static final int SPLICE_F_NONBLOCK = 2;

  /** MOVE, NONBLOCK, MORE and GIFT. */
  private static final int SPLICE_F_ALL = 15;

  /** What one call moves at most: the largest pipe's. */
  private static final int MAX = 1 << 20;

  static long splice(
      GuestThread t, int in, long inOffset, int out, long outOffset, long length, int flags)
      throws LinuxError {
    OpenFile from = t.process().fds().get(in);
    OpenFile to = t.process().fds().get(out);
    Pipe source = Pipe.find(from);
    Pipe target = Pipe.find(to);
    if (source == null && target == null) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (source != null && inOffset != 0 || target != null && outOffset != 0) {
      throw new LinuxError(Errno.ESPIPE);
    }
    boolean wait = (flags & SPLICE_F_NONBLOCK) == 0 && !from.isNonBlocking();
    byte[] buffer = new byte[(int) Math.clamp(length, 0, MAX)];
    if (target != null && (flags & SPLICE_F_NONBLOCK) != 0 && !isWritable(to)) {
      throw new LinuxError(Errno.EAGAIN);
    }
    if (source != null) {
      int got = source.peek(buffer, buffer.length, wait);
      int done = got == 0 ? 0 : write(t, to, outOffset, buffer, got);
      source.drop(done);
      return done;
    }
    int got = read(t, from, inOffset, buffer, Math.min(buffer.length, Pipe.of(to).capacity()));
    int done = 0;
    try {
      done = got == 0 ? 0 : Transfers.written(t, () -> to.write(buffer, 0, got));
    } finally {
      unread(t, from, inOffset, got - done);
    }
    return done;
  }

  /** What did not fit has not been read, where a position says what has. */
  private static void unread(GuestThread t, OpenFile from, long offset, int count)
      throws LinuxError {
    if (count == 0) {
      return;
    }
    if (offset != 0) {
      t.memory().writeLong(offset, t.memory().readLong(offset) - count);
    } else if (!from.canBePolled()) {
      long unused = from.seek(-count, 1);
    }
  }

  private static boolean isWritable(OpenFile file) {
    return (file.ready() & (OpenFile.POLLOUT | OpenFile.POLLERR)) != 0;
  }

  private static int read(GuestThread t, OpenFile from, long offset, byte[] buffer, int length)
      throws LinuxError {
    if (offset == 0) {
      return from.read(buffer, 0, length);
    }
    long at = t.memory().readLong(offset);
    int got = from.pread(buffer, 0, length, at);
    t.memory().writeLong(offset, at + got);
    return got;
  }

  private static int write(GuestThread t, OpenFile to, long offset, byte[] buffer, int length)
      throws LinuxError {
    if (offset == 0) {
      return Transfers.written(t, () -> to.write(buffer, 0, length));
    }
    long at = t.memory().readLong(offset);
    int done = to.pwrite(buffer, 0, length, at);
    t.memory().writeLong(offset, at + done);
    return done;
  }

  /** Copies what is in a pipe into another one. */
  static long tee(GuestThread t, int in, int out, long length, int flags) throws LinuxError {
    if ((flags & ~SPLICE_F_ALL) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    OpenFile from = t.process().fds().get(in);
    OpenFile to = t.process().fds().get(out);
    Pipe source = Pipe.find(from);
    Pipe target = Pipe.find(to);
    if (source == null || target == null || source == target) {
      throw new LinuxError(Errno.EINVAL);
    }
    boolean wait = (flags & SPLICE_F_NONBLOCK) == 0 && !from.isNonBlocking();
    byte[] buffer = new byte[(int) Math.clamp(length, 0, MAX)];
    int got = source.peek(buffer, buffer.length, wait);
    return got == 0 ? 0 : Transfers.written(t, () -> to.write(buffer, 0, got));
  }

  /** A vector into a pipe, or out of one. */
  static long vector(GuestThread t, int fd, long vector, int count) throws LinuxError {
    OpenFile file = t.process().fds().get(fd);
    if (Pipe.find(file) == null) {
      throw new LinuxError(Errno.EBADF);
    }
    return (file.flags() & OpenFile.O_ACCMODE) == 0
        ? FileCalls.readVector(t, fd, vector, count, -1)
        : FileCalls.writeVector(t, fd, vector, count, -1);
  }
}
