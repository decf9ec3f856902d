package dev.ferry.machine.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A timerfd: expirations since the last read. */
final class TimerFile extends OpenFile {
  private final int clock;
  private long due;
  private long interval;

  TimerFile(int clock, int flags) {
    this.clock = clock;
    this.flags = O_RDWR | flags & O_NONBLOCK;
    this.path = "anon_inode:[timerfd]";
  }

  int clock() {
    return clock;
  }

  /** First expiry from now and interval, in nanoseconds; a first of 0 disarms it. */
  synchronized void set(long first, long newInterval) {
    due = first == 0 ? 0 : System.nanoTime() + first;
    interval = newInterval;
    notifyAll();
  }

  synchronized long interval() {
    return interval;
  }

  synchronized long left() {
    return due == 0 ? 0 : Math.max(1, due - System.nanoTime());
  }

  private long expirations() {
    long over = System.nanoTime() - due;
    if (due == 0 || over < 0) {
      return 0;
    }
    return interval == 0 ? 1 : 1 + over / interval;
  }

  @Override
  public synchronized int read(byte[] to, int offset, int length) throws LinuxError {
    if (length < 8) {
      throw new LinuxError(Errno.EINVAL);
    }
    long count;
    while ((count = expirations()) == 0) {
      if (isNonBlocking()) {
        throw new LinuxError(Errno.EAGAIN);
      }
      try {
        MonitorWait.await(this, due == 0 ? 0 : Math.max(1, (due - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        throw new LinuxError(GuestThread.ERESTART);
      }
    }
    due = interval == 0 ? 0 : due + count * interval;
    ByteBuffer.wrap(to, offset, 8).order(ByteOrder.LITTLE_ENDIAN).putLong(count);
    return 8;
  }

  @Override
  public Stat stat() {
    return Stat.simple(22, 0600, 0, 0);
  }

  @Override
  public synchronized int ready() {
    return expirations() > 0 ? POLLIN : 0;
  }
}
