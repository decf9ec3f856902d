package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A directory that the machine makes up: what is in it is looked up when reading begins. */
public final class ListedDirectory extends OpenFile {
  private final Supplier<@Nullable List<Entry>> lister;
  private List<Entry> entries = List.of();

  /**
   * @param lister gives the entries, or null where the directory is gone
   */
  public ListedDirectory(String path, Supplier<@Nullable List<Entry>> lister) {
    this.path = path;
    this.lister = lister;
  }

  @Override
  public boolean canBePolled() {
    return false;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws LinuxError {
    throw new LinuxError(Errno.EISDIR);
  }

  @Override
  public long seek(long offset, int whence) {
    directoryPosition = (int) (whence == 0 ? offset : directoryPosition + offset);
    return directoryPosition;
  }

  @Override
  public synchronized List<Entry> entries() {
    if (directoryPosition == 0) {
      List<Entry> found = lister.get();
      entries = found == null ? List.of() : found;
    }
    return entries;
  }

  @Override
  public Stat stat() {
    return Stat.simple(9, Stat.S_IFDIR | 0555, 0, 0);
  }
}
