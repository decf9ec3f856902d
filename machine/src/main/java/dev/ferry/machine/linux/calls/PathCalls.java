package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.FileId;
import dev.ferry.machine.linux.abi.GuestText;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.files.Fifos;
import dev.ferry.machine.linux.files.HostDirectory;
import dev.ferry.machine.linux.files.HostFile;
import dev.ferry.machine.linux.files.PathFile;
import dev.ferry.machine.linux.files.Watches;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.FdTable;
import dev.ferry.machine.linux.kernel.GuestFileSystem;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.proc.ProcessFiles;
import dev.ferry.machine.linux.sockets.LocalNames;
import dev.ferry.machine.linux.terminals.PseudoTerminals;
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
    return t.process().fds();
  }

  static long entries(GuestThread t, int fd, long address, int size) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    List<OpenFile.Entry> entries = file.entries();
    ByteBuffer b = ByteBuffer.allocate(Math.clamp(size, 0, Transfers.MAX_TRANSFER));
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
    String path = Arguments.path(t, Arguments.AT_FDCWD, address);
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
    t.process().directory = file.path();
    return 0;
  }

  static long makeDirectory(GuestThread t, int directory, long address, int mode)
      throws LinuxError {
    String path = Arguments.path(t, directory, address);
    if (isDots(path)) {
      throw new LinuxError(Errno.EEXIST);
    }
    files(t).makeDirectory(path, mode & 07777 & ~t.process().umask);
    entry(t, path, Watches.IN_CREATE, true);
    return 0;
  }

  /** Only regular files and named pipes can be made. */
  static long makeNode(GuestThread t, int directory, long address, int mode) throws LinuxError {
    int type = mode & Stat.S_IFMT;
    if (type == Stat.S_IFIFO) {
      String path = Arguments.path(t, directory, address);
      Fifos.of(t).make(t, path, mode & 07777 & ~t.process().umask);
      return 0;
    }
    if (type != 0 && type != Stat.S_IFREG) {
      throw new LinuxError(Errno.EPERM);
    }
    int flags = OpenFile.O_CREAT | OpenFile.O_EXCL | OpenFile.O_WRONLY;
    files(t)
        .open(Arguments.path(t, directory, address), flags, mode & 07777 & ~t.process().umask)
        .release();
    return 0;
  }

  static long unlink(GuestThread t, int directory, long address, int flags) throws LinuxError {
    String path = Arguments.path(t, directory, address);
    if ((flags & ~AT_REMOVEDIR) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    if ((flags & AT_REMOVEDIR) != 0) {
      if (isDots(path)) {
        throw new LinuxError(last(path).equals(".") ? Errno.EINVAL : Errno.ENOTEMPTY);
      }
      files(t).removeDirectory(path);
      gone(t, path, true);
    } else {
      Stat stat = hasNames(t) ? files(t).stat(path, false) : null;
      files(t).unlink(path);
      forget(t, stat);
      gone(t, path, false);
    }
    return 0;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether the last part is no name of its own. */
  private static boolean isDots(String path) {
    return last(path).equals(".") || last(path).equals("..");
  }

  // ---- who watches -------------------------------------------------------------------------

  private static void entry(GuestThread t, String path, int mask, boolean directory)
      throws LinuxError {
    Watches watches = Watches.of(t);
    if (!watches.isEmpty()) {
      watches.toEntry(Watches.parentwise(files(t), path), mask, 0, directory);
    }
  }

  private static void gone(GuestThread t, String path, boolean directory) throws LinuxError {
    Watches watches = Watches.of(t);
    if (!watches.isEmpty()) {
      String plain = Watches.parentwise(files(t), path);
      watches.toSelf(plain, Watches.IN_DELETE_SELF, false, true);
      watches.toEntry(plain, Watches.IN_DELETE, 0, directory);
    }
  }

  private static void moved(GuestThread t, String source, String target) throws LinuxError {
    Watches watches = Watches.of(t);
    if (watches.isEmpty()) {
      return;
    }
    String to = Watches.parentwise(files(t), target);
    boolean directory = files(t).stat(to, false).isDirectory();
    int cookie = watches.newCookie();
    String from = Watches.parentwise(files(t), source);
    watches.toEntry(from, Watches.IN_MOVED_FROM, cookie, directory);
    watches.toEntry(to, Watches.IN_MOVED_TO, cookie, directory);
    watches.toSelf(to, Watches.IN_DELETE_SELF, false, true);
    watches.toSelf(from, Watches.IN_MOVE_SELF, false, true);
  }

  private static void changed(GuestThread t, String path, int mask, boolean follow)
      throws LinuxError {
    Watches watches = Watches.of(t);
    if (!watches.isEmpty()) {
      String plain = follow ? files(t).canonical(path) : Watches.parentwise(files(t), path);
      watches.happens(plain, mask, files(t).stat(plain, false).isDirectory());
    }
  }

  private static boolean hasNames(GuestThread t) {
    return !LocalNames.of(t).isEmpty() || !Fifos.of(t).isEmpty();
  }

  /** A name is gone that may have been a socket's or a pipe's. */
  private static void forget(GuestThread t, @Nullable Stat stat) {
    if (stat != null) {
      LocalNames.of(t).forget(stat);
      Fifos.of(t).forget(stat);
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
    String source = Arguments.path(t, fromDirectory, from);
    String target = Arguments.path(t, toDirectory, to);
    if (isDots(source) || isDots(target)) {
      throw new LinuxError(Errno.EBUSY);
    }
    Stat old = replaced(t, target);
    boolean same = old != null && FileId.of(old).equals(FileId.of(files(t).stat(source, false)));
    files(t).rename(source, target, flags == 1);
    forget(t, same ? null : old);
    moved(t, source, target);
    return 0;
  }

  private static final int AT_SYMLINK_FOLLOW = 0x400;
  private static final int AT_EMPTY_PATH = 0x1000;

  static long link(GuestThread t, int fromDirectory, long from, int toDirectory, long to, int flags)
      throws LinuxError {
    if ((flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH)) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    String target = Arguments.path(t, toDirectory, to);
    files(t).link(existing(t, fromDirectory, from, flags), target);
    entry(t, target, Watches.IN_CREATE, false);
    return 0;
  }

  private static String existing(GuestThread t, int directory, long address, int flags)
      throws LinuxError {
    String text = Arguments.string(t, address);
    if (text.isEmpty() && (flags & AT_EMPTY_PATH) != 0) {
      return nameOf(fds(t).get(directory), files(t));
    }
    String path = Arguments.absolute(t, directory, text);
    if ((flags & AT_SYMLINK_FOLLOW) == 0) {
      return path;
    }
    OpenFile open = ProcessFiles.descriptor(t, path);
    return open != null ? nameOf(open, files(t)) : files(t).canonical(path);
  }

  /** The name of an open file, where it still has the one that it was opened by. */
  private static String nameOf(OpenFile file, GuestFileSystem files) throws LinuxError {
    Stat stat = file.stat();
    boolean named =
        (file instanceof HostFile || file instanceof PathFile)
            && stat.links() > 0
            && FileId.of(files.stat(file.path(), false)).equals(FileId.of(stat));
    if (!named) {
      throw new LinuxError(Errno.ENOENT);
    }
    return file.path();
  }

  static long symbolicLink(GuestThread t, long target, int directory, long path) throws LinuxError {
    String link = Arguments.path(t, directory, path);
    files(t).symbolicLink(Arguments.string(t, target), link);
    entry(t, link, Watches.IN_CREATE, false);
    return 0;
  }

  static long truncate(GuestThread t, long address, long length) throws LinuxError {
    FileCalls.checkSize(t, length);
    String path = Arguments.path(t, Arguments.AT_FDCWD, address);
    files(t).truncate(path, length);
    changed(t, path, Watches.IN_MODIFY, true);
    return 0;
  }

  static long truncateFd(GuestThread t, int fd, long length) throws LinuxError {
    FileCalls.checkSize(t, length);
    OpenFile file = fds(t).get(fd);
    file.truncate(length);
    Watches.touched(t, file, Watches.IN_MODIFY);
    return 0;
  }

  static long allocate(GuestThread t, int fd, int mode, long offset, long length)
      throws LinuxError {
    if ((mode & ~(KEEP_SIZE | PUNCH_HOLE | ZERO_RANGE)) != 0 || mode == PUNCH_HOLE) {
      throw new LinuxError(Errno.EOPNOTSUPP);
    }
    if (offset < 0 || length <= 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (offset + length < 0) {
      throw new LinuxError(Errno.EFBIG);
    }
    OpenFile file = fds(t).get(fd);
    if ((file.flags() & OpenFile.O_ACCMODE) == 0) {
      throw new LinuxError(Errno.EBADF);
    }
    if ((file.stat().mode() & Stat.S_IFMT) == Stat.S_IFIFO) {
      throw new LinuxError(Errno.ESPIPE);
    }
    if ((mode & (PUNCH_HOLE | ZERO_RANGE)) != 0) {
      clear(t, file, offset, Math.min(offset + length, file.stat().size()));
    }
    if ((mode & KEEP_SIZE) == 0 && file.stat().size() < offset + length) {
      FileCalls.checkSize(t, offset + length);
      file.truncate(offset + length);
    }
    return 0;
  }

  private static final int KEEP_SIZE = 1;
  private static final int PUNCH_HOLE = 2;
  private static final int ZERO_RANGE = 16;

  /** Zeros are written: whether they take place on the disk is the host's business. */
  private static void clear(GuestThread t, OpenFile file, long start, long end) throws LinuxError {
    byte[] zeros = new byte[Transfers.MAX_TRANSFER];
    for (long at = start; at < end; ) {
      if (t.mustReturn()) {
        throw new LinuxError(Errno.EINTR);
      }
      at += file.pwrite(zeros, 0, (int) Math.min(zeros.length, end - at), at);
    }
  }

  static long changeModeFd(GuestThread t, int fd, int mode) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    if (PseudoTerminals.of(t).setMode(file.path(), mode & 07777)) {
      return 0;
    }
    if (file instanceof HostFile || file instanceof HostDirectory) {
      files(t).changeMode(file.path(), mode & 07777, true);
      Watches.touched(t, file, Watches.IN_ATTRIB);
    }
    return 0;
  }

  /** fchmodat has no flags; fchmodat2 takes AT_SYMLINK_NOFOLLOW and AT_EMPTY_PATH. */
  static long changeMode(GuestThread t, int directory, long address, int mode, int flags)
      throws LinuxError {
    if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    String text = Arguments.string(t, address);
    if (text.isEmpty() && (flags & AT_EMPTY_PATH) != 0) {
      return changeModeFd(t, directory, mode);
    }
    String path = Arguments.absolute(t, directory, text);
    if (!PseudoTerminals.of(t).setMode(path, mode & 07777)) {
      boolean follow = (flags & AT_SYMLINK_NOFOLLOW) == 0;
      files(t).changeMode(path, mode & 07777, follow);
      changed(t, path, Watches.IN_ATTRIB, follow);
    }
    return 0;
  }

  /**
   * chown and its like: a user may only leave owner and group as they are, or take its own group.
   */
  static long changeOwner(Stat file, int user, int group) throws LinuxError {
    boolean sameUser = user == -1 || user == file.user();
    boolean ownGroup = group == Ids.USER && file.user() == Ids.USER;
    if (!sameUser || group != -1 && group != file.group() && !ownGroup) {
      throw new LinuxError(Errno.EPERM);
    }
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
    String path =
        address == 0 ? fds(t).get(directory).path() : Arguments.path(t, directory, address);
    if (path.startsWith("/dev/")) {
      return 0;
    }
    boolean follow = (flags & AT_SYMLINK_NOFOLLOW) == 0;
    files(t).setTimes(path, values[0], values[1], follow);
    changed(t, path, Watches.IN_ATTRIB, follow);
    return 0;
  }

  static long umask(GuestThread t, int mask) {
    int old = t.process().umask;
    t.process().umask = mask & 0777;
    return old;
  }
}
