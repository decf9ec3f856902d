package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.Kernel;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.waiting.Sleep;
import dev.ferry.machine.linux.waiting.WaitQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pipe: a ring of bytes between those who write and those who read. */
public final class Pipe {
  private static final int CAPACITY = 65536;

  /** As /proc/sys/fs/pipe-max-size. */
  private static final int MAX_CAPACITY = 1 << 20;

  /** Writes up to this size are not mixed with others. */
  private static final int ATOMIC = 4096;

  private final Kernel kernel;

  /** Grows as bytes come; counted as memory of the guest's until the last end is closed. */
  private byte[] ring = {};

  private int capacity = CAPACITY;
  private int start;
  private int count;
  private int readers;
  private int writers;

  /** How many have come to write or read, those who have left too. */
  private int readersSeen;

  private int writersSeen;
  private final WaitQueue changes = new WaitQueue();

  /** An empty pipe, whose bytes count as memory of the kernel's guests. */
  public Pipe(Kernel kernel) {
    this.kernel = kernel;
  }

  /** A new end to read from, with these O_ flags. */
  public OpenFile reader(int flags) {
    return new End(this, flags, "", this::unnamed);
  }

  /** A new end to write to, with these O_ flags. */
  public OpenFile writer(int flags) {
    return new End(this, OpenFile.O_WRONLY | flags, "", this::unnamed);
  }

  private Stat unnamed() {
    return Stat.simple(System.identityHashCode(this), Stat.S_IFIFO | 0600, 0, 0);
  }

  /**
   * Opens a pipe that has a name: each side waits for the other (fifo(7)).
   *
   * @param name what stat says of its name
   */
  OpenFile open(int flags, String path, Supplier<Stat> name) throws LinuxError {
    boolean wait = (flags & OpenFile.O_NONBLOCK) == 0;
    int access = flags & OpenFile.O_ACCMODE;
    boolean writes = access == OpenFile.O_WRONLY;
    if (writes && !wait && !isRead()) {
      throw new LinuxError(Errno.ENXIO);
    }
    Opening opening = enter(flags, path, name);
    changes.wake();
    if (wait && access != OpenFile.O_RDWR && !opening.met) {
      int before = opening.othersSeen;
      try {
        int unused =
            Sleep.await(changes, true, () -> hasOther(writes, before) ? 0 : Sleep.WOULD_BLOCK);
      } catch (LinuxError e) {
        opening.end.release();
        throw e;
      }
    }
    return opening.end;
  }

  /**
   * An end as it was opened.
   *
   * @param met whether the other side was there
   * @param othersSeen how many had come on the other side by then
   */
  private record Opening(End end, boolean met, int othersSeen) {}

  /** In one step: who has seen this end may write, close and be gone before it looks again. */
  private synchronized Opening enter(int flags, String path, Supplier<Stat> name) {
    boolean writes = (flags & OpenFile.O_ACCMODE) == OpenFile.O_WRONLY;
    End end = new End(this, flags, path, name);
    return new Opening(end, (writes ? readers : writers) > 0, othersSeen(writes));
  }

  private synchronized boolean isRead() {
    return readers > 0;
  }

  private synchronized int othersSeen(boolean writes) {
    return writes ? readersSeen : writersSeen;
  }

  /** Whether the other side is there, or was in the meantime. */
  private synchronized boolean hasOther(boolean writes, int before) {
    return (writes ? readers : writers) > 0 || othersSeen(writes) != before;
  }

  private synchronized void opened(boolean reads, boolean writes) {
    readers += reads ? 1 : 0;
    readersSeen += reads ? 1 : 0;
    writers += writes ? 1 : 0;
    writersSeen += writes ? 1 : 0;
  }

  /** Reads what is there, or waits for something; 0 when nobody can write any more. */
  int read(byte[] to, int offset, int length, boolean wait) throws LinuxError {
    int taken = Sleep.await(changes, wait, () -> take(to, offset, length));
    changes.wake();
    return taken;
  }

  private synchronized int take(byte[] to, int offset, int length) {
    int taken = look(to, offset, length);
    if (taken > 0) {
      skip(taken);
    }
    return taken;
  }

  /** Gives bytes that stay in the pipe, or waits for some; 0 when nobody can write any more. */
  public int peek(byte[] to, int length, boolean wait) throws LinuxError {
    return Sleep.await(changes, wait, () -> look(to, 0, length));
  }

  /** Drops bytes that have been looked at. */
  public void drop(int length) {
    skip(length);
    changes.wake();
  }

  private synchronized void skip(int length) {
    int taken = Math.min(length, count);
    start = taken == 0 ? start : (start + taken) % ring.length;
    count -= taken;
  }

  private synchronized int look(byte[] to, int offset, int length) {
    if (count == 0 && length > 0) {
      return writers > 0 ? Sleep.WOULD_BLOCK : 0;
    }
    int taken = Math.min(length, count);
    int first = Math.min(taken, ring.length - start);
    System.arraycopy(ring, start, to, offset, first);
    System.arraycopy(ring, 0, to, offset + first, taken - first);
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
    if (readers == 0) {
      throw new LinuxError(Errno.EPIPE);
    }
    int space = capacity - count;
    if (space == 0 || whole <= ATOMIC && space < length) {
      return Sleep.WOULD_BLOCK;
    }
    int part = Math.min(length, space);
    makeRoom(part);
    int end = (start + count) % ring.length;
    int first = Math.min(part, ring.length - end);
    System.arraycopy(from, offset, ring, end, first);
    System.arraycopy(from, offset + first, ring, 0, part - first);
    count += part;
    return part;
  }

  /** The pipe that a file is an end of, or null. */
  public static @Nullable Pipe find(OpenFile file) {
    return file instanceof End end ? end.pipe : null;
  }

  /** The pipe that a file is an end of; EBADF for anything else. */
  public static Pipe of(OpenFile file) throws LinuxError {
    Pipe pipe = find(file);
    if (pipe == null) {
      throw new LinuxError(Errno.EBADF);
    }
    return pipe;
  }

  /** How many bytes it takes. */
  public synchronized int capacity() {
    return capacity;
  }

  /** Changes how much it takes, to a power of two as Linux does; gives what it is then. */
  public int setCapacity(long wanted) throws LinuxError {
    if (wanted > MAX_CAPACITY || wanted < 0) {
      throw new LinuxError(wanted < 0 ? Errno.EINVAL : Errno.EPERM);
    }
    int size = Math.max(ATOMIC, Integer.highestOneBit(Math.max(1, 2 * (int) wanted - 1)));
    synchronized (this) {
      if (size < count) {
        throw new LinuxError(Errno.EBUSY);
      }
      capacity = size;
      if (ring.length > size) {
        resize(size);
      }
    }
    changes.wake();
    return size;
  }

  private void makeRoom(int more) throws LinuxError {
    if (count + more > ring.length) {
      long wanted = Math.max(ATOMIC, 2L * Integer.highestOneBit(count + more - 1));
      resize((int) Math.min(capacity, wanted));
    }
  }

  private void resize(int size) throws LinuxError {
    if (!kernel.charge(size - ring.length)) {
      throw new LinuxError(Errno.ENOMEM);
    }
    byte[] resized = new byte[size];
    if (count > 0) {
      int first = Math.min(count, ring.length - start);
      System.arraycopy(ring, start, resized, 0, first);
      System.arraycopy(ring, 0, resized, first, count - first);
    }
    ring = resized;
    start = 0;
  }

  private void closed(boolean reads, boolean writes) {
    synchronized (this) {
      readers -= reads ? 1 : 0;
      writers -= writes ? 1 : 0;
      if (readers + writers == 0) {
        boolean unused = kernel.charge(-ring.length);
        ring = new byte[0];
        start = 0;
        count = 0;
      }
    }
    changes.wake();
  }

  /** A reader is told that nobody writes only where somebody has since it came. */
  private synchronized int ready(boolean reads, boolean writes, int writersBefore) {
    int bits = 0;
    if (reads) {
      bits |= count > 0 ? OpenFile.POLLIN : 0;
      bits |= writers == 0 && writersSeen != writersBefore ? OpenFile.POLLHUP : 0;
    }
    if (writes) {
      bits |= capacity - count >= ATOMIC ? OpenFile.POLLOUT : 0;
      bits |= readers == 0 ? OpenFile.POLLERR : 0;
    }
    return bits;
  }

  synchronized int available() {
    return count;
  }

  /** What one has opened: an end, or both of a pipe with a name. */
  private static final class End extends OpenFile {
    private final Pipe pipe;
    private final boolean reads;
    private final boolean writes;
    private final int writersBefore;
    private final Supplier<Stat> name;

    /** Those without a name have both ends from the start: -1 writers have come before. */
    End(Pipe pipe, int flags, String path, Supplier<Stat> name) {
      int access = flags & O_ACCMODE;
      this.pipe = pipe;
      this.name = name;
      this.reads = access != O_WRONLY;
      this.writes = access != 0;
      this.flags = flags;
      this.path = path.isEmpty() ? "pipe:[" + System.identityHashCode(pipe) + "]" : path;
      this.writersBefore = path.isEmpty() ? -1 : pipe.othersSeen(false);
      pipe.opened(reads, writes);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws LinuxError {
      if (!reads) {
        throw new LinuxError(Errno.EBADF);
      }
      return pipe.read(to, offset, length, !isNonBlocking());
    }

    @Override
    public int write(byte[] from, int offset, int length) throws LinuxError {
      if (!writes) {
        throw new LinuxError(Errno.EBADF);
      }
      return pipe.write(from, offset, length, !isNonBlocking());
    }

    @Override
    public WaitQueue changes() {
      return pipe.changes;
    }

    @Override
    public Stat stat() {
      return name.get();
    }

    @Override
    public int ready() {
      return pipe.ready(reads, writes, writersBefore);
    }

    @Override
    public long available() {
      return pipe.available();
    }

    @Override
    protected void close() {
      pipe.closed(reads, writes);
    }
  }
}
