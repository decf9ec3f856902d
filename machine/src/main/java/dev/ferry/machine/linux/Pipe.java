package dev.ferry.machine.linux;

/** A pipe: a ring of 64 KiB between its two ends. */
final class Pipe {
  static final int CAPACITY = 65536;

  /** Writes up to this size are not mixed with others. */
  private static final int ATOMIC = 4096;

  private final byte[] ring = new byte[CAPACITY];
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
      int part = Math.min(taken - done, CAPACITY - start);
      System.arraycopy(ring, start, to, offset + done, part);
      start = (start + part) % CAPACITY;
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
    int space = CAPACITY - count;
    if (space == 0 || whole <= ATOMIC && space < length) {
      return Sleep.WOULD_BLOCK;
    }
    int end = (start + count) % CAPACITY;
    int part = Math.min(length, space);
    int first = Math.min(part, CAPACITY - end);
    System.arraycopy(from, offset, ring, end, first);
    System.arraycopy(from, offset + first, ring, 0, part - first);
    count += part;
    return part;
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
    return (CAPACITY - count >= ATOMIC ? OpenFile.POLLOUT : 0)
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
