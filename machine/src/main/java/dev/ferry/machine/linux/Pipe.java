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

  OpenFile reader(int flags) {
    return new End(this, true, flags);
  }

  OpenFile writer(int flags) {
    return new End(this, false, OpenFile.O_WRONLY | flags);
  }

  /** Reads what is there, or waits for something; 0 when nobody can write any more. */
  synchronized int read(byte[] to, int offset, int length, boolean wait) throws LinuxError {
    while (count == 0 && length > 0) {
      if (!writerOpen) {
        return 0;
      }
      await(wait);
    }
    int taken = Math.min(length, count);
    for (int done = 0; done < taken; ) {
      int part = Math.min(taken - done, CAPACITY - start);
      System.arraycopy(ring, start, to, offset + done, part);
      start = (start + part) % CAPACITY;
      done += part;
    }
    count -= taken;
    notifyAll();
    return taken;
  }

  synchronized int write(byte[] from, int offset, int length, boolean wait) throws LinuxError {
    int done = 0;
    while (done < length) {
      if (!readerOpen) {
        throw new LinuxError(Errno.EPIPE);
      }
      int space = CAPACITY - count;
      if (space == 0 || length <= ATOMIC && space < length) {
        if (done > 0 && !wait) {
          return done;
        }
        try {
          await(wait);
        } catch (LinuxError e) {
          if (done > 0) {
            return done;
          }
          throw e;
        }
        continue;
      }
      int end = (start + count) % CAPACITY;
      int part = Math.min(Math.min(length - done, space), CAPACITY - end);
      System.arraycopy(from, offset + done, ring, end, part);
      count += part;
      done += part;
      notifyAll();
    }
    return done;
  }

  private void await(boolean wait) throws LinuxError {
    if (!wait) {
      throw new LinuxError(Errno.EAGAIN);
    }
    try {
      MonitorWait.await(this);
    } catch (InterruptedException e) {
      throw new LinuxError(GuestThread.ERESTART);
    }
  }

  synchronized void closeEnd(boolean reader) {
    if (reader) {
      readerOpen = false;
    } else {
      writerOpen = false;
    }
    notifyAll();
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
