package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.waiting.Sleep;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An eventfd: a counter that is read and written as eight bytes. */
public final class EventFile extends OpenFile {
  private static final int EFD_SEMAPHORE = 1;

  /** Largest count, as an unsigned number. */
  private static final long MAX = -2;

  private final boolean semaphore;
  private long count;

  /**
   * @param flags as eventfd2 takes them
   */
  public EventFile(long initial, int flags) {
    this.count = initial;
    this.semaphore = (flags & EFD_SEMAPHORE) != 0;
    this.flags = O_RDWR | flags & O_NONBLOCK;
    this.path = "anon_inode:[eventfd]";
  }

  @Override
  public int read(byte[] to, int offset, int length) throws LinuxError {
    if (length < 8) {
      throw new LinuxError(Errno.EINVAL);
    }
    int result = Sleep.await(changes(), !isNonBlocking(), () -> take(to, offset));
    changes().wake();
    return result;
  }

  private synchronized int take(byte[] to, int offset) {
    if (count == 0) {
      return Sleep.WOULD_BLOCK;
    }
    long value = semaphore ? 1 : count;
    count -= value;
    ByteBuffer.wrap(to, offset, 8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    return 8;
  }

  @Override
  public int write(byte[] from, int offset, int length) throws LinuxError {
    if (length < 8) {
      throw new LinuxError(Errno.EINVAL);
    }
    long value = ByteBuffer.wrap(from, offset, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (value == -1) {
      throw new LinuxError(Errno.EINVAL);
    }
    int result = Sleep.await(changes(), !isNonBlocking(), () -> put(value));
    changes().wake();
    return result;
  }

  private synchronized int put(long value) {
    if (Long.compareUnsigned(value, MAX - count) > 0) {
      return Sleep.WOULD_BLOCK;
    }
    count += value;
    return 8;
  }

  @Override
  public Stat stat() {
    return Stat.simple(20, 0600, 0, 0);
  }

  @Override
  public synchronized int ready() {
    return (count != 0 ? POLLIN : 0) | (count != MAX ? POLLOUT : 0);
  }
}
