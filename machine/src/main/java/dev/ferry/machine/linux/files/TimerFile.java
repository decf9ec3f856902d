package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.waiting.Clockwork;
import dev.ferry.machine.linux.waiting.Sleep;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A timerfd: expirations since the last read. */
public final class TimerFile extends OpenFile {
  private final Clockwork clockwork;
  private final int clock;
  private long due;
  private long interval;
  private @Nullable Future<?> ring;

  /**
   * @param clock CLOCK_ number
   */
  public TimerFile(Clockwork clockwork, int clock, int flags) {
    this.clockwork = clockwork;
    this.clock = clock;
    this.flags = O_RDWR | flags & O_NONBLOCK;
    this.path = "anon_inode:[timerfd]";
  }

  /** CLOCK_ number. */
  public int clock() {
    return clock;
  }

  /** First expiry from now and interval, in nanoseconds; a first of 0 disarms it. */
  public synchronized void set(long first, long newInterval) {
    due = first == 0 ? 0 : System.nanoTime() + Math.min(first, Long.MAX_VALUE / 4);
    interval = newInterval;
    arm();
  }

  /** Wakes who waits at the next expiry; a later one matters only after a read. */
  private void arm() {
    if (ring != null) {
      boolean unused = ring.cancel(false);
    }
    ring = due == 0 ? null : clockwork.at(due, changes()::wake);
  }

  /** Nanoseconds between expiries, 0 for a single one. */
  public synchronized long interval() {
    return interval;
  }

  /** Nanoseconds to the next expiry, 0 where it is not armed. */
  public synchronized long left() {
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
  public int read(byte[] to, int offset, int length) throws LinuxError {
    if (length < 8) {
      throw new LinuxError(Errno.EINVAL);
    }
    return Sleep.await(changes(), !isNonBlocking(), () -> take(to, offset));
  }

  private synchronized int take(byte[] to, int offset) {
    long count = expirations();
    if (count == 0) {
      return Sleep.WOULD_BLOCK;
    }
    due = interval == 0 ? 0 : due + count * interval;
    arm();
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

  @Override
  protected synchronized void close() {
    due = 0;
    arm();
  }
}
