package dev.ferry.machine.linux.files;

import dev.ferry.machine.core.FilePages;
import dev.ferry.machine.core.SharedFiles;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.FileId;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An open regular file of the host. The position is kept here, so that O_APPEND can change. */
public final class HostFile extends OpenFile {
  /** What the host's umask takes from the mode of a new file, as a rule: the guest has its own. */
  private static final int HOST_UMASK = 022;

  private static final SharedFiles NONE_MAPPED = new SharedFiles(new AtomicLong());

  private final GrantedFiles files;
  private final Path host;
  private final FileChannel channel;
  private long position;

  /** What its name stood for when it was opened: it may be given to another file. */
  private final @Nullable Stat opened;

  /** Which file it is, for what is mapped of it; null on a host that does not tell. */
  private final @Nullable FileId identity;

  private HostFile(GrantedFiles files, String guest, Path host, FileChannel channel, int flags) {
    this.files = files;
    this.path = guest;
    this.host = host;
    this.channel = channel;
    this.opened = look(files, host);
    this.identity = opened == null ? null : FileId.of(opened);
    this.flags = flags & (O_ACCMODE | O_APPEND | O_NONBLOCK);
  }

  static HostFile open(
      GrantedFiles files,
      String guest,
      Path host,
      int flags,
      boolean exists,
      int mode,
      boolean posix)
      throws IOException, LinuxError {
    Set<OpenOption> options = new HashSet<>();
    int access = flags & O_ACCMODE;
    if (access != O_WRONLY) {
      options.add(StandardOpenOption.READ);
    }
    if (access != 0 || !exists) {
      options.add(StandardOpenOption.WRITE);
    }
    if (!exists) {
      options.add(
          (flags & O_EXCL) != 0 ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
    }
    options.add(LinkOption.NOFOLLOW_LINKS);
    FileAttribute<?>[] attributes =
        posix && !exists
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(HostAttributes.permissions(mode))
            }
            : new FileAttribute<?>[0];
    FileChannel channel = FileChannel.open(host, options, attributes);
    if (posix && !exists && (mode & HOST_UMASK) != 0) {
      Files.setPosixFilePermissions(host, HostAttributes.permissions(mode));
    }
    HostFile file = new HostFile(files, guest, host, channel, flags);
    if ((flags & O_TRUNC) != 0 && access != 0) {
      file.truncate(0);
    }
    return file;
  }

  /**
   * What is mapped of files in the machine of the calling thread; nothing for one that is no
   * guest's.
   */
  static SharedFiles mapped() {
    GuestThread thread = GuestThread.current();
    return thread == null ? NONE_MAPPED : thread.process().kernel().sharedFiles();
  }

  private void check(boolean writes) throws LinuxError {
    int access = flags & O_ACCMODE;
    if (writes ? access == 0 : access == O_WRONLY) {
      throw new LinuxError(Errno.EBADF);
    }
  }

  @Override
  public boolean canBePolled() {
    return false;
  }

  @Override
  public synchronized int read(byte[] to, int offset, int length) throws LinuxError {
    int count = pread(to, offset, length, position);
    position += count;
    return count;
  }

  @Override
  public int pread(byte[] to, int offset, int length, long at) throws LinuxError {
    check(false);
    if (at < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    try {
      mapped().beforeRead(identity, at, length);
      return Math.max(0, channel.read(ByteBuffer.wrap(to, offset, length), at));
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  @Override
  public synchronized int write(byte[] from, int offset, int length) throws LinuxError {
    try {
      if ((flags & O_APPEND) != 0) {
        position = channel.size();
      }
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
    int count = pwrite(from, offset, length, position);
    position += count;
    return count;
  }

  @Override
  public int pwrite(byte[] from, int offset, int length, long at) throws LinuxError {
    check(true);
    if (at < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    try {
      ByteBuffer buffer = ByteBuffer.wrap(from, offset, length);
      long to = at;
      while (buffer.hasRemaining()) {
        to += channel.write(buffer, to);
      }
      mapped().afterWrite(identity, at, from, offset, length);
      return length;
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  @Override
  public synchronized long seek(long offset, int whence) throws LinuxError {
    try {
      long base =
          switch (whence) {
            case 0 -> 0;
            case 1 -> position;
            case 2 -> channel.size();
            case 3, 4 -> seekHole(offset, whence == 4);
            default -> throw new LinuxError(Errno.EINVAL);
          };
      long target = whence > 2 ? base : base + offset;
      if (target < 0) {
        throw new LinuxError(Errno.EINVAL);
      }
      position = target;
      return target;
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  /** SEEK_DATA and SEEK_HOLE on a file without holes. */
  private long seekHole(long offset, boolean hole) throws IOException, LinuxError {
    if (offset < 0 || offset >= channel.size()) {
      throw new LinuxError(Errno.ENXIO);
    }
    return hole ? channel.size() : offset;
  }

  @Override
  public Stat stat() throws LinuxError {
    try {
      Stat named = files.attributes().stat(host);
      if (opened == null || FileId.of(named).equals(FileId.of(opened))) {
        return named;
      }
    } catch (LinuxError e) {
      // Unlinked or renamed while open.
    }
    try {
      Stat old =
          opened == null
              ? Stat.simple(host.hashCode() & 0xffffffffL, Stat.S_IFREG | 0600, 0, 0)
              : opened;
      return old.withoutName(channel.size());
    } catch (IOException closed) {
      throw HostErrors.error(closed);
    }
  }

  private static @Nullable Stat look(GrantedFiles files, Path host) {
    try {
      return files.attributes().stat(host);
    } catch (LinuxError e) {
      return null;
    }
  }

  @Override
  public void truncate(long length) throws LinuxError {
    if ((flags & O_ACCMODE) == 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    try {
      resize(channel, length);
      mapped().afterTruncate(identity, length);
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  static void resize(FileChannel channel, long length) throws IOException, LinuxError {
    if (length < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    long size = channel.size();
    if (length < size) {
      channel.truncate(length);
    } else if (length > size) {
      int unused = channel.write(ByteBuffer.allocate(1), length - 1);
    }
  }

  @Override
  public void sync() throws LinuxError {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  @Override
  public FilePages pages() {
    retain(); // The mapping lives on when the descriptor is closed.
    return new FilePages() {
      @Override
      public void read(long offset, byte[] page) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(page);
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {
          // More comes.
        }
      }

      @Override
      public long fileSize() {
        try {
          return channel.size();
        } catch (IOException e) {
          return 0;
        }
      }

      @Override
      public @Nullable Object identity() {
        return identity;
      }

      @Override
      public boolean isWritable() {
        return (flags & O_ACCMODE) == O_RDWR;
      }

      @Override
      public void write(long offset, byte[] page) throws IOException {
        long length = Math.min(page.length, channel.size() - offset);
        if (length > 0) {
          int unused = channel.write(ByteBuffer.wrap(page, 0, (int) length), offset);
        }
      }
    };
  }

  @Override
  protected void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing can be said to a guest that has let go of it.
    }
  }
}
