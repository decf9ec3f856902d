package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.core.FilePages;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.waiting.WaitQueue;
import dev.ferry.machine.linux.waiting.Waiter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open file description: what file descriptors point to. Shared by dup and fork, closed with the
 * last reference. The defaults are those of a file that can do nothing.
 */
public abstract class OpenFile {
  public static final int O_ACCMODE = 3;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0100;
  public static final int O_EXCL = 0200;
  public static final int O_NOCTTY = 0400;
  public static final int O_TRUNC = 01000;
  public static final int O_APPEND = 02000;
  public static final int O_NONBLOCK = 04000;
  public static final int O_ASYNC = 020000;
  public static final int O_DIRECTORY = 0200000;
  public static final int O_NOFOLLOW = 0400000;
  public static final int O_CLOEXEC = 02000000;
  public static final int O_PATH = 010000000;

  /** With O_DIRECTORY: a file without a name. */
  public static final int O_TMPFILE = 020000000;

  public static final int POLLIN = 1;
  public static final int POLLOUT = 4;
  public static final int POLLPRI = 2;
  public static final int POLLERR = 8;
  public static final int POLLHUP = 16;
  public static final int POLLRDHUP = 0x2000;

  /**
   * An entry of a directory.
   *
   * @param type DT_ number
   */
  public record Entry(String name, long inode, int type) {}

  private int references = 1;
  private volatile boolean closed;
  private final WaitQueue changes = new WaitQueue();

  /** O_APPEND, O_NONBLOCK, O_ASYNC and the access mode. */
  protected volatile int flags;

  /** Where it may hold locks that go with its last descriptor. */
  private volatile @Nullable FileLocks locks;

  /** Where it may hold locks from now on that go with its last descriptor. */
  public final void holdsLocksIn(FileLocks value) {
    locks = value;
  }

  protected String path = "";

  /** Guest path it was opened by, empty for what has none. */
  public final String path() {
    return path;
  }

  /** O_APPEND, O_NONBLOCK, O_ASYNC and the access mode. */
  public final int flags() {
    return flags;
  }

  /** Changes O_APPEND or O_NONBLOCK. */
  public final void setFlags(int value) {
    flags = value;
  }

  /** One more descriptor points to it. */
  public final synchronized void retain() {
    references++;
  }

  /** Whether only one descriptor points to it. */
  public final synchronized boolean isLastReference() {
    return references == 1;
  }

  /** A descriptor points to it no more; the file is closed with the last. */
  public final void release() {
    boolean last;
    synchronized (this) {
      last = --references == 0;
    }
    if (last) {
      closed = true;
      FileLocks held = locks;
      if (held != null) {
        held.release(this);
      }
      close();
      changes().wake();
    }
  }

  /** Who gets SIGIO when the file changes, as F_SETOWN says. */
  private @Nullable GuestProcess owner;

  private @Nullable Waiter signalling;

  /** Who gets SIGIO when the file changes, as F_SETOWN says; null for nobody. */
  public final synchronized void setOwner(@Nullable GuestProcess process) {
    owner = process;
  }

  /** Who gets SIGIO, or null. */
  public final synchronized @Nullable GuestProcess owner() {
    return owner;
  }

  /** Whether changes are told by signals: O_ASYNC. */
  public final synchronized void setAsynchronous(boolean on) {
    flags = on ? flags | O_ASYNC : flags & ~O_ASYNC;
    if (signalling != null) {
      changes().remove(signalling);
      signalling = null;
    }
    if (on) {
      signalling = this::signalOwner;
      changes().add(signalling);
    }
  }

  private void signalOwner() {
    GuestProcess process = owner();
    if (process != null && !process.isDead()) {
      process.signals().raise(new Signals.Pending(Signals.SIGIO, 0x80, 0, 0));
    }
  }

  /** Whether the last descriptor is gone. */
  public final boolean isClosed() {
    return closed;
  }

  /** Woken whenever what {@link #ready} says may have changed, and when a read may go on. */
  public WaitQueue changes() {
    return changes;
  }

  /** Whether epoll takes it: not what is always ready because it lies on a disk. */
  public boolean canBePolled() {
    return true;
  }

  /**
   * Whether reads never wait, so that what is asked for may be fetched a part at a time: of a pipe
   * whose bytes have been read, the next part would wait for more.
   */
  public boolean neverWaits() {
    return !canBePolled();
  }

  /** Whether O_NONBLOCK is set. */
  public final boolean isNonBlocking() {
    return (flags & O_NONBLOCK) != 0;
  }

  /** Reads at the current position; 0 at the end. */
  public int read(byte[] to, int offset, int length) throws LinuxError {
    throw new LinuxError(Errno.EINVAL);
  }

  /** Writes at the current position. */
  public int write(byte[] from, int offset, int length) throws LinuxError {
    throw new LinuxError(Errno.EINVAL);
  }

  /** Reads at a position. */
  public int pread(byte[] to, int offset, int length, long position) throws LinuxError {
    throw new LinuxError(Errno.ESPIPE);
  }

  /** Writes at a position. */
  public int pwrite(byte[] from, int offset, int length, long position) throws LinuxError {
    throw new LinuxError(Errno.ESPIPE);
  }

  /** Moves the position: whence 0 from the start, 1 from here, 2 from the end. */
  public long seek(long offset, int whence) throws LinuxError {
    throw new LinuxError(Errno.ESPIPE);
  }

  /** What fstat says. */
  public abstract Stat stat() throws LinuxError;

  /** Makes the file that long: shorter, or longer with zeros. */
  public void truncate(long length) throws LinuxError {
    throw new LinuxError(Errno.EINVAL);
  }

  /** fsync. */
  public void sync() throws LinuxError {
    throw new LinuxError(Errno.EINVAL);
  }

  /** All entries of a directory, with dot and dot-dot. */
  public List<Entry> entries() throws LinuxError {
    throw new LinuxError(Errno.ENOTDIR);
  }

  /** Position in {@link #entries}. */
  public int directoryPosition;

  /** Pages for mmap, or null where the file cannot be mapped. */
  public @Nullable FilePages pages() throws LinuxError {
    return null;
  }

  /** The terminal behind it, or null. */
  public @Nullable Terminal terminal() {
    return null;
  }

  /** POLL bits that hold now, without blocking. */
  public int ready() {
    return POLLIN | POLLOUT;
  }

  /** What poll and epoll report: POLLERR and POLLHUP always, the rest as wanted. */
  public static int report(int bits, int wanted) {
    int all = bits;
    all |= (bits & POLLIN) != 0 ? 0x40 : 0; // POLLRDNORM
    all |= (bits & POLLOUT) != 0 ? 0x100 : 0; // POLLWRNORM
    return all & (wanted | POLLERR | POLLHUP);
  }

  /** Bytes that a read would give at once, for FIONREAD; -1 where that is not known. */
  public long available() {
    return -1;
  }

  /** A process closes one of its descriptors of the file; it may have others. */
  protected void closedBy(GuestProcess process) {}

  /** The last descriptor of all is gone. */
  protected void close() {}
}
