package dev.ferry.machine.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An eventfd: a counter that is read and written as eight bytes. */
final class EventFile extends OpenFile {
  private static final int EFD_SEMAPHORE = 1;
  private final boolean semaphore;
  private long count;

  EventFile(long initial, int flags) {
    this.count = initial;
    this.semaphore = (flags & EFD_SEMAPHORE) != 0;
    this.flags = O_RDWR | flags & O_NONBLOCK;
    this.path = "anon_inode:[eventfd]";
  }

  @Override
  public synchronized int read(byte[] to, int offset, int length) throws LinuxError {
    if (length < 8) {
      throw new LinuxError(Errno.EINVAL);
    }
    while (count == 0) {
      await();
    }
    long value = semaphore ? 1 : count;
    count -= value;
    ByteBuffer.wrap(to, offset, 8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    notifyAll();
    return 8;
  }

  @Override
  public synchronized int write(byte[] from, int offset, int length) throws LinuxError {
    if (length < 8) {
      throw new LinuxError(Errno.EINVAL);
    }
    long value = ByteBuffer.wrap(from, offset, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (value == -1) {
      throw new LinuxError(Errno.EINVAL);
    }
    while (Long.compareUnsigned(count + value, -2L) > 0
        || Long.compareUnsigned(count + value, count) < 0) {
      await();
    }
    count += value;
    notifyAll();
    return 8;
  }

  private void await() throws LinuxError {
    if (isNonBlocking()) {
      throw new LinuxError(Errno.EAGAIN);
    }
    try {
      MonitorWait.await(this);
    } catch (InterruptedException e) {
      throw new LinuxError(GuestThread.ERESTART);
    }
  }

  @Override
  public Stat stat() {
    return Stat.simple(20, 0600, 0, 0);
  }

  @Override
  public synchronized int ready() {
    return (count != 0 ? POLLIN : 0) | POLLOUT;
  }
}
