package dev.ferry.machine.linux.files;

import dev.ferry.machine.core.FilePages;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.OpenFile;

/** A read-only file whose contents are made when it is opened, as those of {@code /proc}. */
public final class BytesFile extends OpenFile {
  private final byte[] contents;
  private long position;

  /** A file of some bytes that nobody changes. */
  public BytesFile(String path, byte[] contents) {
    this.path = path;
    this.contents = contents;
  }

  @Override
  public boolean canBePolled() {
    return false;
  }

  @Override
  public synchronized int read(byte[] to, int offset, int length) {
    int count = pread(to, offset, length, position);
    position += count;
    return count;
  }

  @Override
  public int pread(byte[] to, int offset, int length, long at) {
    if (at >= contents.length) {
      return 0;
    }
    int count = (int) Math.min(length, contents.length - at);
    System.arraycopy(contents, (int) at, to, offset, count);
    return count;
  }

  @Override
  public synchronized long seek(long offset, int whence) throws LinuxError {
    long base = whence == 0 ? 0 : whence == 1 ? position : contents.length;
    if (base + offset < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    position = base + offset;
    return position;
  }

  @Override
  public Stat stat() {
    return Stat.simple(path.hashCode() & 0xffffffffL, Stat.S_IFREG | 0444, 0, contents.length);
  }

  @Override
  public FilePages pages() {
    return new FilePages() {
      @Override
      public void read(long offset, byte[] page) {
        pread(page, 0, page.length, offset);
      }

      @Override
      public void write(long offset, byte[] page) {}
    };
  }
}
