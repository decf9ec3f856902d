package dev.ferry.machine.linux;

/** A pipe: a ring of bytes between its two ends. */
final class Pipe {
  private static final int CAPACITY = 65536;

  /** As /proc/sys/fs/pipe-max-size. */
  private static final int MAX_CAPACITY = 1 << 20;

  /** Writes up to this size are not mixed with others. */
  private static final int ATOMIC = 4096;

  private byte[] ring = new byte[CAPACITY];
  private int start;
  private int count;
  private boolean readerOpen = true;
  private boolean writerOpen = true;
  private final WaitQueue changes = new WaitQueue();

  OpenFile reader(int flags) {
    return new End(this, true, flags);
  }

  OpenFile writer(int flags) {
    return new End(this, false, OpenFile.O_WRONLY | flags);
  }

  /** Reads what is there, or waits for something; 0 when nobody can write any more. */
  int read(byte[] to, int offset, int length, boolean wait) throws LinuxError {
    int taken = Sleep.await(changes, wait, () -> take(to, offset, length));
    changes.wake();
    return taken;
  }

  private synchronized int take(byte[] to, int offset, int length) {
    if (count == 0 && length > 0) {
      return writerOpen ? Sleep.WOULD_BLOCK : 0;
    }
    int taken = Math.min(length, count);
    for (int done = 0; done < taken; ) {
      int part = Math.min(taken - done, ring.length - start);
      System.arraycopy(ring, start, to, offset + done, part);
      start = (start + part) % ring.length;
      done += part;
    }
    count -= taken;
    return taken;
  }

  /** Writes all, or what fits where it may not wait or a signal comes. */
  int write(byte[] from, int offset, int length, boolean wait) throws LinuxError {
    int done = 0;
    while (done < length) {
      int at = done;
      try {
        done += Sleep.await(changes, wait, () -> put(from, offset + at, length - at, length));
      } catch (LinuxError e) {
        if (done > 0 && e.errno() != Errno.EPIPE) {
          return done;
        }
        throw e;
      }
      changes.wake();
    }
    return done;
  }

  private synchronized int put(byte[] from, int offset, int length, int whole) throws LinuxError {
    if (!readerOpen) {
      throw new LinuxError(Errno.EPIPE);
    }
    int space = ring.length - count;
    if (space == 0 || whole <= ATOMIC && space < length) {
      return Sleep.WOULD_BLOCK;
    }
    int end = (start + count) % ring.length;
    int part = Math.min(length, space);
    int first = Math.min(part, ring.length - end);
    System.arraycopy(from, offset, ring, end, first);
    System.arraycopy(from, offset + first, ring, 0, part - first);
    count += part;
    return part;
  }

  /** The pipe that a file is an end of. */
  static Pipe of(OpenFile file) throws LinuxError {
    if (file instanceof End end) {
      return end.pipe;
    }
    throw new LinuxError(Errno.EBADF);
  }

  synchronized int capacity() {
    return ring.length;
  }

  /** Changes how much it takes, to a power of two as Linux does; gives what it is then. */
  int setCapacity(long wanted) throws LinuxError {
    if (wanted > MAX_CAPACITY || wanted < 0) {
      throw new LinuxError(wanted < 0 ? Errno.EINVAL : Errno.EPERM);
    }
    int size = Math.max(ATOMIC, Integer.highestOneBit(Math.max(1, 2 * (int) wanted - 1)));
    synchronized (this) {
      if (size < count) {
        throw new LinuxError(Errno.EBUSY);
      }
      byte[] resized = new byte[size];
      int first = Math.min(count, ring.length - start);
      System.arraycopy(ring, start, resized, 0, first);
      System.arraycopy(ring, 0, resized, first, count - first);
      ring = resized;
      start = 0;
    }
    changes.wake();
    return size;
  }

  private void closeEnd(boolean reader) {
    synchronized (this) {
      if (reader) {
        readerOpen = false;
      } else {
        writerOpen = false;
      }
    }
    changes.wake();
  }

  synchronized int ready(boolean reader) {
    if (reader) {
      return (count > 0 ? OpenFile.POLLIN : 0) | (writerOpen ? 0 : OpenFile.POLLHUP);
    }
    return (ring.length - count >= ATOMIC ? OpenFile.POLLOUT : 0)
        | (readerOpen ? 0 : OpenFile.POLLERR);
  }

  synchronized int available() {
    return count;
  }

  /** One of the two ends. */
  private static final class End extends OpenFile {
    private final Pipe pipe;
    private final boolean reader;

    End(Pipe pipe, boolean reader, int flags) {
      this.pipe = pipe;
      this.reader = reader;
      this.flags = flags;
      this.path = "pipe:[" + System.identityHashCode(pipe) + "]";
    }

    @Override
    public int read(byte[] to, int offset, int length) throws LinuxError {
      if (!reader) {
        throw new LinuxError(Errno.EBADF);
      }
      return pipe.read(to, offset, length, !isNonBlocking());
    }

    @Override
    public int write(byte[] from, int offset, int length) throws LinuxError {
      if (reader) {
        throw new LinuxError(Errno.EBADF);
      }
      return pipe.write(from, offset, length, !isNonBlocking());
    }

    @Override
    WaitQueue changes() {
      return pipe.changes;
    }

    @Override
    public Stat stat() {
      return Stat.simple(System.identityHashCode(pipe), Stat.S_IFIFO | 0600, 0, 0);
    }

    @Override
    public int ready() {
      return pipe.ready(reader);
    }

    @Override
    public long available() {
      return pipe.available();
    }

    @Override
    protected void close() {
      pipe.closeEnd(reader);
    }
  }
}
