package dev.ferry.machine.linux.files;

import dev.ferry.machine.core.FilePages;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.FileId;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.GuestFileSystem;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.util.List;

/** A file opened with O_PATH: a place in the tree, not its contents. */
public final class PathFile extends OpenFile {
  private final GuestFileSystem files;

  /** What it stood for when it was opened. */
  private final Stat opened;

  /**
   * @param opened what stat says of the place
   */
  public PathFile(GuestFileSystem files, String path, Stat opened) {
    this.files = files;
    this.path = path;
    this.opened = opened;
    this.flags = O_PATH;
  }

  private static LinuxError refused() {
    return new LinuxError(Errno.EBADF);
  }

  @Override
  public boolean canBePolled() {
    return false;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws LinuxError {
    throw refused();
  }

  @Override
  public int write(byte[] from, int offset, int length) throws LinuxError {
    throw refused();
  }

  @Override
  public int pread(byte[] to, int offset, int length, long position) throws LinuxError {
    throw refused();
  }

  @Override
  public int pwrite(byte[] from, int offset, int length, long position) throws LinuxError {
    throw refused();
  }

  @Override
  public long seek(long offset, int whence) throws LinuxError {
    throw refused();
  }

  @Override
  public void truncate(long length) throws LinuxError {
    throw refused();
  }

  @Override
  public void sync() throws LinuxError {
    throw refused();
  }

  @Override
  public List<Entry> entries() throws LinuxError {
    throw refused();
  }

  @Override
  public FilePages pages() throws LinuxError {
    throw refused();
  }

  @Override
  public Stat stat() {
    try {
      Stat named = files.stat(path, false);
      return FileId.of(named).equals(FileId.of(opened)) ? named : opened.withoutName(opened.size());
    } catch (LinuxError e) {
      return opened.withoutName(opened.size());
    }
  }
}
