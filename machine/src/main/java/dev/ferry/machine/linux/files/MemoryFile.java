package dev.ferry.machine.linux.files;

import dev.ferry.machine.core.FilePages;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Region;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.Kernel;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.util.Arrays;

/** A file without a name in any directory: memfd_create. */
public final class MemoryFile extends OpenFile {
  private static final int MAX = 1 << 30;

  /** How much more than what is asked for is kept at most, for files that grow by small steps. */
  private static final int LEAP = 1 << 24;

  private byte[] bytes = new byte[0];
  private int size;

  private final Object positionLock = new Object();
  private long position;

  private static final int F_SEAL_SEAL = 1;
  private static final int F_SEAL_SHRINK = 2;
  private static final int F_SEAL_GROW = 4;
  private static final int F_SEAL_WRITE = 8;
  private static final int F_SEAL_FUTURE_WRITE = 16;
  private static final int F_SEAL_EXEC = 32;
  private static final int ALL_SEALS = 63;

  private final Kernel kernel;

  /** What may not be done to it any more; can only become more. */
  private int seals;

  /** An empty file, whose bytes count as memory of the kernel's guests. */
  public MemoryFile(Kernel kernel, String path, boolean mayBeSealed) {
    this.kernel = kernel;
    this.seals = mayBeSealed ? 0 : F_SEAL_SEAL;
    this.path = path;
    this.flags = O_RDWR;
  }

  /** F_GET_SEALS. */
  public synchronized int seals() {
    return seals;
  }

  /** F_ADD_SEALS; writing is sealed only where nobody has it mapped for writing. */
  public void seal(int more) throws LinuxError {
    if ((more & ~ALL_SEALS) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    if ((more & F_SEAL_WRITE) != 0 && isMappedForWriting()) {
      throw new LinuxError(Errno.EBUSY);
    }
    synchronized (this) {
      if ((seals & F_SEAL_SEAL) != 0) {
        throw new LinuxError(Errno.EPERM);
      }
      seals |= more | ((more & F_SEAL_EXEC) != 0 ? F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE : 0);
    }
  }

  private boolean isMappedForWriting() {
    for (GuestProcess process : kernel.processes()) {
      for (Region region : process.memory().mappings().regions()) {
        FilePages file = region.file();
        if (region.shared()
            && file != null
            && file.identity() == this
            && (region.rights() & GuestMemory.WRITE) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  private void checkSeal(boolean sealed) throws LinuxError {
    if (sealed) {
      throw new LinuxError(Errno.EPERM);
    }
  }

  @Override
  public boolean canBePolled() {
    return false;
  }

  // Address spaces lock the bytes while they are locked themselves: they are told without locks.

  @Override
  public int read(byte[] to, int offset, int length) throws LinuxError {
    synchronized (positionLock) {
      int count = pread(to, offset, length, position);
      position += count;
      return count;
    }
  }

  @Override
  public int write(byte[] from, int offset, int length) throws LinuxError {
    synchronized (positionLock) {
      if ((flags & O_APPEND) != 0) {
        position = size();
      }
      int count = pwrite(from, offset, length, position);
      position += count;
      return count;
    }
  }

  @Override
  public int pread(byte[] to, int offset, int length, long at) throws LinuxError {
    kernel.sharedFiles().beforeRead(this, at, length);
    return take(to, offset, length, at);
  }

  private synchronized int take(byte[] to, int offset, int length, long at) throws LinuxError {
    if (at < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (at >= size) {
      return 0;
    }
    int count = (int) Math.min(length, size - at);
    System.arraycopy(bytes, (int) at, to, offset, count);
    return count;
  }

  @Override
  public int pwrite(byte[] from, int offset, int length, long at) throws LinuxError {
    int count = put(from, offset, length, at);
    kernel.sharedFiles().afterWrite(this, at, from, offset, count);
    return count;
  }

  private synchronized int put(byte[] from, int offset, int length, long at) throws LinuxError {
    if (at < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (at > MAX - length) {
      throw new LinuxError(Errno.EFBIG);
    }
    checkSeal((seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE)) != 0);
    if (at + length > size) {
      resize(at + length);
    }
    System.arraycopy(from, offset, bytes, (int) at, length);
    return length;
  }

  @Override
  public long seek(long offset, int whence) throws LinuxError {
    if (whence < 0 || whence > 2) {
      throw new LinuxError(Errno.EINVAL);
    }
    synchronized (positionLock) {
      long base = whence == 0 ? 0 : whence == 1 ? position : size();
      if (base + offset < 0 || offset > Long.MAX_VALUE - base) {
        throw new LinuxError(Errno.EINVAL);
      }
      position = base + offset;
      return position;
    }
  }

  @Override
  public void truncate(long length) throws LinuxError {
    resize(length);
    kernel.sharedFiles().afterTruncate(this, length);
  }

  private synchronized int size() {
    return size;
  }

  private synchronized void resize(long length) throws LinuxError {
    if (length < 0 || length > MAX) {
      throw new LinuxError(Errno.EFBIG);
    }
    checkSeal((seals & F_SEAL_SHRINK) != 0 && length < size);
    checkSeal((seals & F_SEAL_GROW) != 0 && length > size);
    if (length < size) {
      Arrays.fill(bytes, (int) length, size, (byte) 0);
    } else if (length > bytes.length) {
      int capacity =
          (int) Math.min(MAX, Math.max(length, Math.min(2L * bytes.length, LEAP + length)));
      if (!kernel.charge(capacity - bytes.length)) {
        throw new LinuxError(Errno.ENOSPC);
      }
      grow(capacity);
    }
    size = (int) length;
  }

  /** The host's heap may be smaller than what the guest was granted. */
  private void grow(int capacity) throws LinuxError {
    try {
      bytes = Arrays.copyOf(bytes, capacity);
    } catch (OutOfMemoryError e) {
      boolean unused = kernel.charge(bytes.length - capacity);
      throw new LinuxError(Errno.ENOSPC);
    }
  }

  @Override
  public void sync() {}

  /** Mappings may outlast it: the bytes are theirs then. */
  @Override
  protected synchronized void close() {
    boolean unused = kernel.charge(-bytes.length);
  }

  @Override
  public synchronized Stat stat() {
    return Stat.simple(System.identityHashCode(this), Stat.S_IFREG | 0777, 0, size);
  }

  @Override
  public FilePages pages() {
    return new FilePages() {
      @Override
      public void read(long offset, byte[] page) {
        synchronized (MemoryFile.this) {
          int length = (int) Math.clamp(size - offset, 0, page.length);
          System.arraycopy(bytes, (int) Math.min(offset, size), page, 0, length);
        }
      }

      @Override
      public long fileSize() {
        return MemoryFile.this.size();
      }

      @Override
      public Object identity() {
        return MemoryFile.this;
      }

      @Override
      public boolean isInMemory() {
        return true;
      }

      @Override
      public boolean isWritable() {
        return (seals() & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE)) == 0;
      }

      @Override
      public void write(long offset, byte[] page) {
        synchronized (MemoryFile.this) {
          int length = (int) Math.min(page.length, size - offset);
          if (length > 0) {
            System.arraycopy(page, 0, bytes, (int) offset, length);
          }
        }
      }
    };
  }
}
