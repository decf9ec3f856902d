package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An open directory of {@link GrantedFiles}. */
public final class HostDirectory extends OpenFile {
  private final GrantedFiles files;
  private final @Nullable Path host;
  private @Nullable List<Entry> entries;

  HostDirectory(GrantedFiles files, String guest, @Nullable Path host) {
    this.files = files;
    this.path = guest;
    this.host = host;
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
  public long seek(long offset, int whence) throws LinuxError {
    if (whence != 0 || offset < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    directoryPosition = (int) offset;
    entries = null;
    return offset;
  }

  @Override
  public Stat stat() throws LinuxError {
    return files.stat(path, true);
  }

  @Override
  public void sync() {}

  @Override
  public synchronized List<Entry> entries() throws LinuxError {
    List<Entry> known = entries;
    if (known == null || directoryPosition == 0) {
      known = files.list(path, host);
      entries = known;
    }
    return known;
  }
}
