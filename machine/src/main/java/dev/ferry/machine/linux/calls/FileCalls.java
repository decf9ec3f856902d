package dev.ferry.machine.linux.calls;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.FileId;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.files.Fifos;
import dev.ferry.machine.linux.files.HostFile;
import dev.ferry.machine.linux.files.MemoryFile;
import dev.ferry.machine.linux.files.PathFile;
import dev.ferry.machine.linux.files.Watches;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.FdTable;
import dev.ferry.machine.linux.kernel.GuestFileSystem;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.kernel.ResourceLimits;
import dev.ferry.machine.linux.proc.ProcessFiles;
import dev.ferry.machine.linux.sockets.LocalNames;

/** System calls that open files, read and write. */
final class FileCalls {
  private FileCalls() {}

  private static final int CLOSE_RANGE_UNSHARE = 2;
  private static final int CLOSE_RANGE_CLOEXEC = 4;
  private static final int RWF_APPEND = 0x10;

  private static GuestFileSystem files(GuestThread t) {
    return t.process().kernel().files();
  }

  private static FdTable fds(GuestThread t) {
    return t.process().fds();
  }

  static long open(GuestThread t, int directory, long pathAddress, int flags, int mode)
      throws LinuxError {
    return openPath(t, Arguments.path(t, directory, pathAddress), flags, mode);
  }

  static long openPath(GuestThread t, String path, int flags, int mode) throws LinuxError {
    if ((flags & OpenFile.O_PATH) != 0) {
      return openPlace(t, path, flags);
    }
    checkMade(t, path, flags);
    Watches watches = Watches.of(t);
    boolean isNew = !watches.isEmpty() && (flags & OpenFile.O_CREAT) != 0 && !exists(t, path);
    OpenFile file = ProcessFiles.open(t, path, flags);
    if (file == null) {
      file = Fifos.of(t).open(t, path, flags);
    }
    if (file == null && isSocket(t, path, flags)) {
      throw new LinuxError(Errno.ENXIO);
    }
    if (file == null) {
      file = files(t).open(path, flags, mode & ~t.process().umask);
    }
    if (!watches.isEmpty()) {
      if (isNew) {
        watches.toEntry(file.path(), Watches.IN_CREATE, 0, false);
      }
      if ((flags & OpenFile.O_TRUNC) != 0 && !isNew) {
        Watches.touched(t, file, Watches.IN_MODIFY);
      }
      Watches.touched(t, file, Watches.IN_OPEN);
    }
    return fds(t).add(file, 0, (flags & OpenFile.O_CLOEXEC) != 0);
  }

  /** What the flags forbid of the files that the machine makes itself, as those below /proc. */
  private static void checkMade(GuestThread t, String path, int flags) throws LinuxError {
    boolean create = (flags & OpenFile.O_CREAT) != 0;
    boolean exclusive = create && (flags & OpenFile.O_EXCL) != 0;
    boolean directory = (flags & OpenFile.O_DIRECTORY) != 0;
    if (create && directory) {
      throw new LinuxError(Errno.EINVAL);
    }
    Stat made = exclusive || directory ? ProcessFiles.stat(t, path, true) : null;
    if (made != null && exclusive) {
      throw new LinuxError(Errno.EEXIST);
    }
    if (made != null && !made.isDirectory()) {
      throw new LinuxError(Errno.ENOTDIR);
    }
  }

  /** Whether it is the name of a socket, and that would not be refused for another reason. */
  private static boolean isSocket(GuestThread t, String path, int flags) {
    int refused = OpenFile.O_DIRECTORY | OpenFile.O_EXCL;
    LocalNames names = LocalNames.of(t);
    if (names.isEmpty() || (flags & refused) != 0) {
      return false;
    }
    try {
      return names.has(files(t).stat(path, (flags & OpenFile.O_NOFOLLOW) == 0));
    } catch (LinuxError e) {
      return false; // Who opens the file says why.
    }
  }

  private static boolean exists(GuestThread t, String path) {
    try {
      Stat unused = files(t).stat(path, false);
      return true;
    } catch (LinuxError e) {
      return false;
    }
  }

  /** O_PATH: nothing is opened. */
  private static long openPlace(GuestThread t, String path, int flags) throws LinuxError {
    boolean follow = (flags & OpenFile.O_NOFOLLOW) == 0;
    Stat made = ProcessFiles.stat(t, path, follow);
    Stat stat = made != null ? made : files(t).stat(path, follow);
    if ((flags & OpenFile.O_DIRECTORY) != 0 && !stat.isDirectory()) {
      throw new LinuxError(Errno.ENOTDIR);
    }
    String place =
        made != null
            ? path
            : follow ? files(t).canonical(path) : Watches.parentwise(files(t), path);
    OpenFile file = new PathFile(files(t), place, stat);
    return fds(t).add(file, 0, (flags & OpenFile.O_CLOEXEC) != 0);
  }

  static long close(GuestThread t, int fd) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    t.process().closes(file);
    if (!Watches.of(t).isEmpty() && file.isLastReference()) {
      boolean writes = (file.flags() & OpenFile.O_ACCMODE) != 0;
      Watches.touched(t, file, writes ? Watches.IN_CLOSE_WRITE : Watches.IN_CLOSE_NOWRITE);
    }
    fds(t).close(fd);
    return 0;
  }

  static long closeRange(GuestThread t, long first, long last, int flags) throws LinuxError {
    if (first > last || (flags & ~(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC)) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    for (int fd : fds(t).open()) {
      if (fd >= first && fd <= last) {
        if ((flags & CLOSE_RANGE_CLOEXEC) != 0) {
          fds(t).setCloseOnExec(fd, true);
        } else {
          long unused = close(t, fd);
        }
      }
    }
    return 0;
  }

  static long checkOpen(GuestThread t, int fd) throws LinuxError {
    OpenFile unused = fds(t).get(fd);
    return 0;
  }

  // ---- reading and writing -----------------------------------------------------------------

  /** How many bytes one read gives at most. */
  private static long readable(OpenFile file, long length) {
    return file.neverWaits() ? length : Math.min(length, Transfers.MAX_TRANSFER);
  }

  static long read(GuestThread t, int fd, long address, long length) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    if (length > 0) {
      t.memory().checkRange(address, 1, GuestMemory.WRITE);
    }
    return Transfers.inParts(
        readable(file, length),
        (done, size) -> {
          byte[] buffer = new byte[size];
          int count = file.read(buffer, 0, size);
          t.memory().write(address + done, buffer, 0, count);
          if (count > 0) {
            Watches.touched(t, file, Watches.IN_ACCESS);
          }
          return count;
        });
  }

  /** How much may be written there: RLIMIT_FSIZE. */
  private static int allowed(GuestThread t, OpenFile file, long position, int size)
      throws LinuxError {
    long limit = t.process().limits().soft(ResourceLimits.FILE_SIZE);
    if (limit < 0 || size == 0 || !(file instanceof HostFile || file instanceof MemoryFile)) {
      return size;
    }
    boolean appends = position < 0 && (file.flags() & OpenFile.O_APPEND) != 0;
    long at = position >= 0 ? position : appends ? file.stat().size() : file.seek(0, 1);
    if (at >= limit) {
      tooLarge(t);
    }
    return (int) Math.min(size, limit - at);
  }

  private static void tooLarge(GuestThread t) throws LinuxError {
    t.raise(new Signals.Pending(Signals.SIGXFSZ, 0, t.process().pid(), 0));
    throw new LinuxError(Errno.EFBIG);
  }

  /** The same for a file that is made longer. */
  static void checkSize(GuestThread t, long length) throws LinuxError {
    long limit = t.process().limits().soft(ResourceLimits.FILE_SIZE);
    if (limit >= 0 && length > limit) {
      tooLarge(t);
    }
  }

  private static int wrote(GuestThread t, OpenFile file, int count) {
    if (count > 0) {
      Watches.touched(t, file, Watches.IN_MODIFY);
    }
    return count;
  }

  static long write(GuestThread t, int fd, long address, long length) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    return Transfers.inParts(
        length,
        (done, size) -> {
          int part = allowed(t, file, -1, size);
          byte[] buffer = t.memory().read(address + done, part);
          return wrote(t, file, Transfers.written(t, () -> file.write(buffer, 0, part)));
        });
  }

  static long pread(GuestThread t, int fd, long address, long length, long position)
      throws LinuxError {
    OpenFile file = fds(t).get(fd);
    return Transfers.inParts(
        length,
        (done, size) -> {
          byte[] buffer = new byte[size];
          int count = file.pread(buffer, 0, size, position + done);
          t.memory().write(address + done, buffer, 0, count);
          return count;
        });
  }

  static long pwrite(GuestThread t, int fd, long address, long length, long position)
      throws LinuxError {
    OpenFile file = fds(t).get(fd);
    return Transfers.inParts(
        length,
        (done, size) -> {
          int part = allowed(t, file, position + done, size);
          byte[] buffer = t.memory().read(address + done, part);
          return wrote(t, file, file.pwrite(buffer, 0, part, position + done));
        });
  }

  static long readVector(GuestThread t, int fd, long vector, int count, long position)
      throws LinuxError {
    OpenFile file = fds(t).get(fd);
    return Transfers.inParts(
        readable(file, Transfers.vectorSize(t, vector, count)),
        (done, size) -> {
          byte[] buffer = new byte[size];
          int got =
              position < 0
                  ? file.read(buffer, 0, size)
                  : file.pread(buffer, 0, size, position + done);
          Transfers.scatter(t, vector, done, buffer, got);
          return got;
        });
  }

  static long writeVector(GuestThread t, int fd, long vector, int count, long position)
      throws LinuxError {
    OpenFile file = fds(t).get(fd);
    return Transfers.inParts(
        Transfers.vectorSize(t, vector, count),
        (done, size) -> {
          int part = allowed(t, file, position < 0 ? -1 : position + done, size);
          byte[] buffer = Transfers.gather(t, vector, done, part);
          return wrote(
              t,
              file,
              position >= 0
                  ? file.pwrite(buffer, 0, part, position + done)
                  : Transfers.written(t, () -> file.write(buffer, 0, part)));
        });
  }

  static long longSeek(GuestThread t, int fd, long offset, long result, int whence)
      throws LinuxError {
    t.memory().writeLong(result, fds(t).get(fd).seek(offset, whence));
    return 0;
  }

  static long sendFile(GuestThread t, int out, int in, long offsetAddress, long count)
      throws LinuxError {
    return copy(t, fds(t).get(in), offsetAddress, fds(t).get(out), 0, count);
  }

  static long copyRange(
      GuestThread t, int in, long inOffset, int out, long outOffset, long length, int flags)
      throws LinuxError {
    OpenFile from = fds(t).get(in);
    OpenFile to = fds(t).get(out);
    checkRegular(from);
    checkRegular(to);
    boolean reads = (from.flags() & OpenFile.O_ACCMODE) != OpenFile.O_WRONLY;
    boolean writes = (to.flags() & OpenFile.O_ACCMODE) != 0;
    if (!reads || !writes || (to.flags() & OpenFile.O_APPEND) != 0) {
      throw new LinuxError(Errno.EBADF);
    }
    long start = inOffset == 0 ? from.seek(0, 1) : t.memory().readLong(inOffset);
    long end = outOffset == 0 ? to.seek(0, 1) : t.memory().readLong(outOffset);
    boolean overlaps =
        FileId.of(from.stat()).equals(FileId.of(to.stat())) && Math.abs(start - end) < length;
    if (flags != 0 || overlaps) {
      throw new LinuxError(Errno.EINVAL);
    }
    return copy(t, from, inOffset, to, outOffset, length);
  }

  private static void checkRegular(OpenFile file) throws LinuxError {
    Stat stat = file.stat();
    if ((stat.mode() & Stat.S_IFMT) != Stat.S_IFREG) {
      throw new LinuxError(stat.isDirectory() ? Errno.EISDIR : Errno.EINVAL);
    }
  }

  /** RWF_HIPRI, DSYNC, SYNC, NOWAIT and APPEND; Linux knows more, but not for every file. */
  private static void checkFlags(int flags) throws LinuxError {
    if ((flags & ~(RWF_APPEND | 0xf)) != 0) {
      throw new LinuxError(Errno.EOPNOTSUPP);
    }
  }

  /** preadv2. */
  static long readVector(GuestThread t, int fd, long vector, int count, long position, int flags)
      throws LinuxError {
    checkFlags(flags);
    return readVector(t, fd, vector, count, position);
  }

  /** pwritev2; with RWF_APPEND at the end, wherever the position is. */
  static long writeVector(GuestThread t, int fd, long vector, int count, long position, int flags)
      throws LinuxError {
    checkFlags(flags);
    boolean appends = (flags & RWF_APPEND) != 0 && !fds(t).get(fd).canBePolled();
    long at = appends ? fds(t).get(fd).stat().size() : position;
    return writeVector(t, fd, vector, count, at);
  }

  /**
   * Copies from file to file; positions advance by what was written, which may be less than asked.
   *
   * @param fromOffset address of the position to read at, 0 for the file's own; so {@code toOffset}
   */
  private static long copy(
      GuestThread t, OpenFile from, long fromOffset, OpenFile to, long toOffset, long length)
      throws LinuxError {
    byte[] buffer = new byte[Transfers.size(length)];
    boolean own = fromOffset == 0;
    long start = own ? from.seek(0, 1) : t.memory().readLong(fromOffset);
    int got = from.pread(buffer, 0, buffer.length, start);
    if (got == 0) {
      return 0;
    }
    int done;
    if (toOffset == 0) {
      done = Transfers.written(t, () -> to.write(buffer, 0, got));
    } else {
      long at = t.memory().readLong(toOffset);
      done = to.pwrite(buffer, 0, got, at);
      t.memory().writeLong(toOffset, at + done);
    }
    if (own) {
      long unused = from.seek(start + done, 0);
    } else {
      t.memory().writeLong(fromOffset, start + done);
    }
    return done;
  }
}
