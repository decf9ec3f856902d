package dev.ferry.machine.linux;

import dev.ferry.machine.core.GuestMemory;
import java.util.Arrays;

/** System calls that open files, read and write; words and strings of the guest. */
final class FileCalls {
  private FileCalls() {}

  static final int AT_FDCWD = -100;
  private static final int PATH_MAX = 4096;

  /** Bytes moved at a time. */
  static final int MAX_TRANSFER = 1 << 20;

  /** Bytes moved by one read or write, as on Linux. */
  private static final long MAX_COUNT = 0x7fff_f000;

  private static final int MAX_VECTORS = 1024;

  static String string(GuestThread t, long address) throws LinuxError {
    byte[] bytes = t.memory().readCString(address, PATH_MAX);
    if (bytes == null) {
      throw new LinuxError(Errno.ENAMETOOLONG);
    }
    return GuestText.of(bytes);
  }

  /** An absolute path: relative ones start at a directory or the working directory. */
  static String path(GuestThread t, int directory, long address) throws LinuxError {
    return absolute(t, directory, string(t, address));
  }

  static String absolute(GuestThread t, int directory, String path) throws LinuxError {
    if (path.isEmpty()) {
      throw new LinuxError(Errno.ENOENT);
    }
    if (path.startsWith("/")) {
      return path;
    }
    String base = t.process().directory;
    if (directory != AT_FDCWD) {
      OpenFile file = t.process().fds.get(directory);
      if (!file.stat().isDirectory()) {
        throw new LinuxError(Errno.ENOTDIR);
      }
      base = file.path;
    }
    return base.equals("/") ? "/" + path : base + "/" + path;
  }

  private static GuestFileSystem files(GuestThread t) {
    return t.process().kernel().files();
  }

  private static FdTable fds(GuestThread t) {
    return t.process().fds;
  }

  static long open(GuestThread t, int directory, long pathAddress, int flags, int mode)
      throws LinuxError {
    return openPath(t, path(t, directory, pathAddress), flags, mode);
  }

  static long openPath(GuestThread t, String path, int flags, int mode) throws LinuxError {
    if ((flags & OpenFile.O_PATH) != 0) {
      return openPlace(t, path, flags);
    }
    checkMade(t, path, flags);
    Watches watches = t.process().kernel().watches();
    boolean isNew = !watches.isEmpty() && (flags & OpenFile.O_CREAT) != 0 && !exists(t, path);
    OpenFile file = ProcessFiles.open(t, path, flags);
    if (file == null) {
      file = t.process().kernel().fifos().open(t, path, flags);
    }
    if (file == null && isSocket(t, path, flags)) {
      throw new LinuxError(Errno.ENXIO);
    }
    if (file == null) {
      file = files(t).open(path, flags, mode & ~t.process().umask);
    }
    if (!watches.isEmpty()) {
      if (isNew) {
        watches.toEntry(file.path, Watches.IN_CREATE, 0, false);
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
    LocalNames names = t.process().kernel().localNames();
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
    if (!t.process().kernel().watches().isEmpty() && file.isLastReference()) {
      boolean writes = (file.flags & OpenFile.O_ACCMODE) != 0;
      Watches.touched(t, file, writes ? Watches.IN_CLOSE_WRITE : Watches.IN_CLOSE_NOWRITE);
    }
    fds(t).close(fd);
    return 0;
  }

  static long closeRange(GuestThread t, long first, long last, int flags) throws LinuxError {
    for (int fd : fds(t).open()) {
      if (fd >= first && fd <= last) {
        if ((flags & 4) != 0) {
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

  static int size(long length) throws LinuxError {
    if (length < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    return (int) Math.min(length, MAX_TRANSFER);
  }

  /** Moves some bytes of many. */
  private interface Part {
    /** How many of {@code size} it has moved; {@code done} were moved before. */
    int move(long done, int size) throws LinuxError;
  }

  /**
   * Moves bytes a part at a time: programs count on files and pipes that take and give all. What
   * has been moved counts where a later part fails.
   */
  private static long inParts(long length, Part part) throws LinuxError {
    long whole = Math.min(length, MAX_COUNT);
    long done = 0;
    while (true) {
      int size = size(whole - done);
      int count;
      try {
        count = part.move(done, size);
      } catch (LinuxError e) {
        if (done == 0) {
          throw e;
        }
        return done;
      }
      done += count;
      if (count < size || done == whole) {
        return done;
      }
    }
  }

  /** How many bytes one read gives at most. */
  private static long readable(OpenFile file, long length) {
    return file.neverWaits() ? length : Math.min(length, MAX_TRANSFER);
  }

  static long read(GuestThread t, int fd, long address, long length) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    if (length > 0) {
      t.memory().checkRange(address, 1, GuestMemory.WRITE);
    }
    return inParts(
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
    long limit = t.process().limits.soft(ResourceLimits.FILE_SIZE);
    if (limit < 0 || size == 0 || !(file instanceof HostFile || file instanceof MemoryFile)) {
      return size;
    }
    boolean appends = position < 0 && (file.flags & OpenFile.O_APPEND) != 0;
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
    long limit = t.process().limits.soft(ResourceLimits.FILE_SIZE);
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
    return inParts(
        length,
        (done, size) -> {
          int part = allowed(t, file, -1, size);
          byte[] buffer = t.memory().read(address + done, part);
          return wrote(t, file, written(t, () -> file.write(buffer, 0, part)));
        });
  }

  /** A transfer that may fail with EPIPE, which raises SIGPIPE as well. */
  interface Transfer {
    int run() throws LinuxError;
  }

  static int written(GuestThread t, Transfer transfer) throws LinuxError {
    try {
      return transfer.run();
    } catch (LinuxError e) {
      if (e.errno() == Errno.EPIPE) {
        t.raise(new Signals.Pending(Signals.SIGPIPE, 0, t.process().pid(), 0));
      }
      throw e;
    }
  }

  static long pread(GuestThread t, int fd, long address, long length, long position)
      throws LinuxError {
    OpenFile file = fds(t).get(fd);
    return inParts(
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
    return inParts(
        length,
        (done, size) -> {
          int part = allowed(t, file, position + done, size);
          byte[] buffer = t.memory().read(address + done, part);
          return wrote(t, file, file.pwrite(buffer, 0, part, position + done));
        });
  }

  /** A word of the guest: 4 or 8 bytes. */
  static long word(GuestThread t, long address) {
    return t.process().xlen() == 64
        ? t.memory().readLong(address)
        : t.memory().readInt(address) & 0xffffffffL;
  }

  static void setWord(GuestThread t, long address, long value) {
    if (t.process().xlen() == 64) {
      t.memory().writeLong(address, value);
    } else {
      t.memory().writeInt(address, (int) value);
    }
  }

  /** Total bytes of a vector; EINVAL where it is malformed. */
  private static long vectorSize(GuestThread t, long vector, int count) throws LinuxError {
    if (count < 0 || count > MAX_VECTORS) {
      throw new LinuxError(Errno.EINVAL);
    }
    int word = t.process().wordSize();
    long total = 0;
    for (int i = 0; i < count; i++) {
      long length = word(t, vector + (2L * i + 1) * word);
      total += length;
      if (length < 0 || total < 0) {
        throw new LinuxError(Errno.EINVAL);
      }
    }
    return total;
  }

  /** The bytes of a vector in one array, at most as many as are moved at a time. */
  static byte[] gather(GuestThread t, long vector, int count) throws LinuxError {
    return gather(t, vector, 0, vectorCapacity(t, vector, count));
  }

  private static byte[] gather(GuestThread t, long vector, long skip, int size) {
    byte[] buffer = new byte[size];
    forSpans(
        t,
        vector,
        skip,
        size,
        (address, done, part) -> t.memory().read(address, buffer, done, part));
    return buffer;
  }

  static int vectorCapacity(GuestThread t, long vector, int count) throws LinuxError {
    return size(vectorSize(t, vector, count));
  }

  /** Spreads bytes over a vector that has room for them. */
  static void scatter(GuestThread t, long vector, byte[] bytes, int length) {
    scatter(t, vector, 0, bytes, length);
  }

  private static void scatter(GuestThread t, long vector, long skip, byte[] bytes, int length) {
    forSpans(
        t,
        vector,
        skip,
        length,
        (address, done, part) -> t.memory().write(address, bytes, done, part));
  }

  /** A piece of guest memory and where it is in an array. */
  private interface Span {
    void at(long address, int done, int length);
  }

  /** Goes through {@code size} bytes of a vector behind those to skip. */
  private static void forSpans(GuestThread t, long vector, long skip, int size, Span span) {
    int word = t.process().wordSize();
    long left = skip;
    int done = 0;
    for (long at = vector; done < size; at += 2L * word) {
      long base = word(t, at);
      long length = word(t, at + word);
      if (left >= length) {
        left -= length;
        continue;
      }
      int part = (int) Math.min(length - left, size - done);
      span.at(base + left, done, part);
      left = 0;
      done += part;
    }
  }

  static long readVector(GuestThread t, int fd, long vector, int count, long position)
      throws LinuxError {
    OpenFile file = fds(t).get(fd);
    return inParts(
        readable(file, vectorSize(t, vector, count)),
        (done, size) -> {
          byte[] buffer = new byte[size];
          int got =
              position < 0
                  ? file.read(buffer, 0, size)
                  : file.pread(buffer, 0, size, position + done);
          scatter(t, vector, done, buffer, got);
          return got;
        });
  }

  static long writeVector(GuestThread t, int fd, long vector, int count, long position)
      throws LinuxError {
    OpenFile file = fds(t).get(fd);
    return inParts(
        vectorSize(t, vector, count),
        (done, size) -> {
          int part = allowed(t, file, position < 0 ? -1 : position + done, size);
          byte[] buffer = gather(t, vector, done, part);
          return wrote(
              t,
              file,
              position >= 0
                  ? file.pwrite(buffer, 0, part, position + done)
                  : written(t, () -> file.write(buffer, 0, part)));
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

  static long copyRange(GuestThread t, int in, long inOffset, int out, long outOffset, long length)
      throws LinuxError {
    return copy(t, fds(t).get(in), inOffset, fds(t).get(out), outOffset, length);
  }

  /**
   * Copies from file to file; positions advance by what was written, which may be less than asked.
   *
   * @param fromOffset address of the position to read at, 0 for the file's own; so {@code toOffset}
   */
  private static long copy(
      GuestThread t, OpenFile from, long fromOffset, OpenFile to, long toOffset, long length)
      throws LinuxError {
    byte[] buffer = new byte[size(length)];
    boolean own = fromOffset == 0;
    long start = own ? from.seek(0, 1) : t.memory().readLong(fromOffset);
    int got = from.pread(buffer, 0, buffer.length, start);
    if (got == 0) {
      return 0;
    }
    int done;
    if (toOffset == 0) {
      done = written(t, () -> to.write(buffer, 0, got));
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

  /** A string array that ends with a null pointer, as execve takes. */
  static String[] strings(GuestThread t, long address) throws LinuxError {
    String[] list = new String[16];
    int count = 0;
    int total = 0;
    int word = t.process().wordSize();
    if (address == 0) {
      return new String[0];
    }
    while (true) {
      long at = word(t, address + (long) count * word);
      if (at == 0) {
        return Arrays.copyOf(list, count);
      }
      byte[] bytes = t.memory().readCString(at, 131072);
      total += bytes == null ? 0 : bytes.length;
      if (bytes == null || total > 2 << 20) {
        throw new LinuxError(Errno.E2BIG);
      }
      if (count == list.length) {
        list = Arrays.copyOf(list, 2 * count);
      }
      list[count++] = GuestText.of(bytes);
    }
  }
}
