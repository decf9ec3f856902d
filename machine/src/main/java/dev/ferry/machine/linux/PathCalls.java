package dev.ferry.machine.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** System calls that make, move, change and remove files, and on directories. */
final class PathCalls {
  private PathCalls() {}

  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_REMOVEDIR = 0x200;

  private static GuestFileSystem files(GuestThread t) {
    return t.process().kernel().files();
  }

  private static FdTable fds(GuestThread t) {
    return t.process().fds;
  }

  static long entries(GuestThread t, int fd, long address, int size) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    List<OpenFile.Entry> entries = file.entries();
    ByteBuffer b = ByteBuffer.allocate(Math.clamp(size, 0, FileCalls.MAX_TRANSFER));
    b.order(ByteOrder.LITTLE_ENDIAN);
    int index = file.directoryPosition;
    for (; index < entries.size(); index++) {
      OpenFile.Entry entry = entries.get(index);
      byte[] name = GuestText.bytes(entry.name());
      int length = 19 + name.length + 1 + 7 & -8;
      if (b.remaining() < length) {
        if (b.position() == 0) {
          throw new LinuxError(Errno.EINVAL);
        }
        break;
      }
      int start = b.position();
      b.putLong(entry.inode()).putLong(index + 1).putShort((short) length);
      b.put((byte) entry.type()).put(name);
      b.position(start + length);
    }
    file.directoryPosition = index;
    t.memory().write(address, b.array(), 0, b.position());
    return b.position();
  }

  static long directory(GuestThread t, long address, long size) throws LinuxError {
    byte[] path = GuestText.bytes(t.process().directory + "\0");
    if (size < path.length) {
      throw new LinuxError(Errno.ERANGE);
    }
    t.memory().write(address, path);
    return path.length;
  }

  static long changeDirectory(GuestThread t, long address) throws LinuxError {
    String path = FileCalls.path(t, FileCalls.AT_FDCWD, address);
    Stat ofProcess = ProcessFiles.stat(t, path, true);
    Stat stat = ofProcess == null ? files(t).stat(path, true) : ofProcess;
    if (!stat.isDirectory()) {
      throw new LinuxError(Errno.ENOTDIR);
    }
    t.process().directory = files(t).canonical(path);
    return 0;
  }

  static long changeDirectoryTo(GuestThread t, int fd) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    if (!file.stat().isDirectory()) {
      throw new LinuxError(Errno.ENOTDIR);
    }
    t.process().directory = file.path;
    return 0;
  }

  static long makeDirectory(GuestThread t, int directory, long address, int mode)
      throws LinuxError {
    files(t)
        .makeDirectory(FileCalls.path(t, directory, address), mode & 07777 & ~t.process().umask);
    return 0;
  }

  /** Only regular files and named pipes can be made. */
  static long makeNode(GuestThread t, int directory, long address, int mode) throws LinuxError {
    int type = mode & Stat.S_IFMT;
    if (type == Stat.S_IFIFO) {
      String path = FileCalls.path(t, directory, address);
      t.process().kernel().fifos().make(t, path, mode & 07777 & ~t.process().umask);
      return 0;
    }
    if (type != 0 && type != Stat.S_IFREG) {
      throw new LinuxError(Errno.EPERM);
    }
    int flags = OpenFile.O_CREAT | OpenFile.O_EXCL | OpenFile.O_WRONLY;
    files(t)
        .open(FileCalls.path(t, directory, address), flags, mode & 07777 & ~t.process().umask)
        .release();
    return 0;
  }

  static long unlink(GuestThread t, int directory, long address, int flags) throws LinuxError {
    String path = FileCalls.path(t, directory, address);
    if ((flags & AT_REMOVEDIR) != 0) {
      files(t).removeDirectory(path);
    } else {
      Stat stat = hasNames(t) ? files(t).stat(path, false) : null;
      files(t).unlink(path);
      forget(t, stat);
    }
    return 0;
  }

  private static boolean hasNames(GuestThread t) {
    Kernel kernel = t.process().kernel();
    return !kernel.localNames().isEmpty() || !kernel.fifos().isEmpty();
  }

  /** A name is gone that may have been a socket's or a pipe's. */
  private static void forget(GuestThread t, @Nullable Stat stat) {
    if (stat != null) {
      t.process().kernel().localNames().forget(stat);
      t.process().kernel().fifos().forget(stat);
    }
  }

  /** What a name stands for that another file is about to take, or null. */
  private static @Nullable Stat replaced(GuestThread t, String path) {
    try {
      return hasNames(t) ? files(t).stat(path, false) : null;
    } catch (LinuxError e) {
      return null;
    }
  }

  static long rename(
      GuestThread t, int fromDirectory, long from, int toDirectory, long to, int flags)
      throws LinuxError {
    if ((flags & ~1) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    String source = FileCalls.path(t, fromDirectory, from);
    String target = FileCalls.path(t, toDirectory, to);
    Stat old = replaced(t, target);
    boolean same = old != null && FileId.of(old).equals(FileId.of(files(t).stat(source, false)));
    files(t).rename(source, target, flags == 1);
    forget(t, same ? null : old);
    return 0;
  }

  static long link(GuestThread t, int fromDirectory, long from, int toDirectory, long to)
      throws LinuxError {
    files(t).link(FileCalls.path(t, fromDirectory, from), FileCalls.path(t, toDirectory, to));
    return 0;
  }

  static long symbolicLink(GuestThread t, long target, int directory, long path) throws LinuxError {
    files(t).symbolicLink(FileCalls.string(t, target), FileCalls.path(t, directory, path));
    return 0;
  }

  static long truncate(GuestThread t, long address, long length) throws LinuxError {
    files(t).truncate(FileCalls.path(t, FileCalls.AT_FDCWD, address), length);
    return 0;
  }

  static long truncateFd(GuestThread t, int fd, long length) throws LinuxError {
    fds(t).get(fd).truncate(length);
    return 0;
  }

  static long allocate(GuestThread t, int fd, int mode, long offset, long length)
      throws LinuxError {
    if (mode != 0) {
      throw new LinuxError(Errno.EOPNOTSUPP);
    }
    OpenFile file = fds(t).get(fd);
    if (file.stat().size() < offset + length) {
      file.truncate(offset + length);
    }
    return 0;
  }

  static long changeModeFd(GuestThread t, int fd, int mode) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    if (t.process().kernel().terminals().setMode(file.path, mode & 07777)) {
      return 0;
    }
    if (file instanceof HostFile || file instanceof HostDirectory) {
      files(t).changeMode(file.path, mode & 07777, true);
    }
    return 0;
  }

  static long changeMode(GuestThread t, int directory, long address, int mode) throws LinuxError {
    String path = FileCalls.path(t, directory, address);
    if (!t.process().kernel().terminals().setMode(path, mode & 07777)) {
      files(t).changeMode(path, mode & 07777, true);
    }
    return 0;
  }

  /** Owners cannot be changed; asking is harmless. */
  static long changeOwner(GuestThread t, int directory, long address, int flags) throws LinuxError {
    Stat unused = StatCalls.statPath(t, directory, address, flags);
    return 0;
  }

  static long setTimes(GuestThread t, int directory, long address, long times, int flags)
      throws LinuxError {
    long now = System.currentTimeMillis() * 1_000_000L;
    long[] values = {now, now};
    for (int i = 0; i < 2 && times != 0; i++) {
      long nanos = t.memory().readLong(times + 16L * i + 8);
      if (nanos == 0x3ffffffe) { // UTIME_OMIT
        values[i] = Long.MIN_VALUE;
      } else if (nanos != 0x3fffffff) { // UTIME_NOW
        values[i] = t.memory().readLong(times + 16L * i) * 1_000_000_000L + nanos;
      }
    }
    String path = address == 0 ? fds(t).get(directory).path : FileCalls.path(t, directory, address);
    if (path.startsWith("/dev/")) {
      return 0;
    }
    files(t).setTimes(path, values[0], values[1], (flags & AT_SYMLINK_NOFOLLOW) == 0);
    return 0;
  }

  static long umask(GuestThread t, int mask) {
    int old = t.process().umask;
    t.process().umask = mask & 0777;
    return old;
  }
}
