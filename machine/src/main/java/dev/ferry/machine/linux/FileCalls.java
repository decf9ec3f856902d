package dev.ferry.machine.linux;

import dev.ferry.machine.core.GuestMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** System calls on files and directories. */
final class FileCalls {
  private FileCalls() {}

  static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int PATH_MAX = 4096;

  /** Bytes moved by one read or write: more is done in several calls, as POSIX allows. */
  private static final int MAX_TRANSFER = 1 << 20;

  private static final int MAX_VECTORS = 1024;

  static String string(GuestThread t, long address) throws LinuxError {
    byte[] bytes = t.memory().readCString(address, PATH_MAX);
    if (bytes == null) {
      throw new LinuxError(Errno.ENAMETOOLONG);
    }
    return new String(bytes, StandardCharsets.UTF_8);
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
    String path = path(t, directory, pathAddress);
    OpenFile file = ProcessFiles.open(t, path, flags);
    if (file == null) {
      file = files(t).open(path, flags, mode & ~t.process().umask);
    }
    return fds(t).add(file, 0, (flags & OpenFile.O_CLOEXEC) != 0);
  }

  static long close(GuestThread t, int fd) throws LinuxError {
    fds(t).close(fd);
    return 0;
  }

  static long closeRange(GuestThread t, long first, long last, int flags) throws LinuxError {
    for (int fd : fds(t).open()) {
      if (fd >= first && fd <= last) {
        if ((flags & 4) != 0) {
          fds(t).setCloseOnExec(fd, true);
        } else {
          fds(t).close(fd);
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

  static long read(GuestThread t, int fd, long address, long length) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    int size = size(length);
    if (size > 0) {
      t.memory().checkRange(address, 1, GuestMemory.WRITE);
    }
    byte[] buffer = new byte[size];
    int count = file.read(buffer, 0, size);
    t.memory().write(address, buffer, 0, count);
    return count;
  }

  static long write(GuestThread t, int fd, long address, long length) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    byte[] buffer = t.memory().read(address, size(length));
    return written(t, () -> file.write(buffer, 0, buffer.length));
  }

  /** A transfer that may fail with EPIPE, which raises SIGPIPE as well. */
  interface Transfer {
    int run() throws LinuxError;
  }

  static long written(GuestThread t, Transfer transfer) throws LinuxError {
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
    byte[] buffer = new byte[size(length)];
    int count = file.pread(buffer, 0, buffer.length, position);
    t.memory().write(address, buffer, 0, count);
    return count;
  }

  static long pwrite(GuestThread t, int fd, long address, long length, long position)
      throws LinuxError {
    OpenFile file = fds(t).get(fd);
    byte[] buffer = t.memory().read(address, size(length));
    return file.pwrite(buffer, 0, buffer.length, position);
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

  /** The bytes of a vector in one array, at most as many as one transfer takes. */
  static byte[] gather(GuestThread t, long vector, int count) throws LinuxError {
    int word = t.process().wordSize();
    byte[] buffer = new byte[size(vectorSize(t, vector, count))];
    int done = 0;
    for (int i = 0; i < count && done < buffer.length; i++) {
      long base = word(t, vector + 2L * i * word);
      long length = word(t, vector + (2L * i + 1) * word);
      int part = (int) Math.min(length, buffer.length - done);
      t.memory().read(base, buffer, done, part);
      done += part;
    }
    return buffer;
  }

  static int vectorCapacity(GuestThread t, long vector, int count) throws LinuxError {
    return size(vectorSize(t, vector, count));
  }

  /** Spreads bytes over a vector. */
  static void scatter(GuestThread t, long vector, int count, byte[] bytes, int length) {
    int word = t.process().wordSize();
    int done = 0;
    for (int i = 0; i < count && done < length; i++) {
      long base = word(t, vector + 2L * i * word);
      int part = (int) Math.min(word(t, vector + (2L * i + 1) * word), length - done);
      t.memory().write(base, bytes, done, part);
      done += part;
    }
  }

  static long readVector(GuestThread t, int fd, long vector, int count, long position)
      throws LinuxError {
    OpenFile file = fds(t).get(fd);
    byte[] buffer = new byte[vectorCapacity(t, vector, count)];
    int got =
        position < 0
            ? file.read(buffer, 0, buffer.length)
            : file.pread(buffer, 0, buffer.length, position);
    scatter(t, vector, count, buffer, got);
    return got;
  }

  static long writeVector(GuestThread t, int fd, long vector, int count, long position)
      throws LinuxError {
    OpenFile file = fds(t).get(fd);
    byte[] buffer = gather(t, vector, count);
    if (position >= 0) {
      return file.pwrite(buffer, 0, buffer.length, position);
    }
    return written(t, () -> file.write(buffer, 0, buffer.length));
  }

  static long longSeek(GuestThread t, int fd, long offset, long result, int whence)
      throws LinuxError {
    t.memory().writeLong(result, fds(t).get(fd).seek(offset, whence));
    return 0;
  }

  static long sendFile(GuestThread t, int out, int in, long offsetAddress, long count)
      throws LinuxError {
    OpenFile from = fds(t).get(in);
    OpenFile to = fds(t).get(out);
    byte[] buffer = new byte[size(count)];
    int got;
    if (offsetAddress != 0) {
      long offset = t.memory().readLong(offsetAddress);
      got = from.pread(buffer, 0, buffer.length, offset);
      t.memory().writeLong(offsetAddress, offset + got);
    } else {
      got = from.read(buffer, 0, buffer.length);
    }
    int length = got;
    return length == 0 ? 0 : written(t, () -> to.write(buffer, 0, length));
  }

  static long copyRange(GuestThread t, int in, long inOffset, int out, long outOffset, long length)
      throws LinuxError {
    OpenFile from = fds(t).get(in);
    OpenFile to = fds(t).get(out);
    byte[] buffer = new byte[size(length)];
    int got;
    if (inOffset != 0) {
      long offset = t.memory().readLong(inOffset);
      got = from.pread(buffer, 0, buffer.length, offset);
      t.memory().writeLong(inOffset, offset + got);
    } else {
      got = from.read(buffer, 0, buffer.length);
    }
    if (outOffset != 0) {
      long offset = t.memory().readLong(outOffset);
      int unused = to.pwrite(buffer, 0, got, offset);
      t.memory().writeLong(outOffset, offset + got);
    } else if (got > 0) {
      int unused = to.write(buffer, 0, got);
    }
    return got;
  }

  // ---- descriptors -------------------------------------------------------------------------

  static long dup(GuestThread t, int fd) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    file.retain();
    return fds(t).add(file, 0, false);
  }

  static long dup3(GuestThread t, int from, int to, int flags) throws LinuxError {
    OpenFile file = fds(t).get(from);
    if (from == to) {
      throw new LinuxError(Errno.EINVAL);
    }
    file.retain();
    fds(t).set(to, file, (flags & OpenFile.O_CLOEXEC) != 0);
    return to;
  }

  static long control(GuestThread t, int fd, int command, long argument) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    switch (command) {
      case 0, 1030 -> { // F_DUPFD, F_DUPFD_CLOEXEC
        if (argument < 0 || argument >= FdTable.MAX) {
          throw new LinuxError(Errno.EINVAL);
        }
        file.retain();
        return fds(t).add(file, (int) argument, command == 1030);
      }
      case 1 -> { // F_GETFD
        return fds(t).isCloseOnExec(fd) ? 1 : 0;
      }
      case 2 -> { // F_SETFD
        fds(t).setCloseOnExec(fd, (argument & 1) != 0);
        return 0;
      }
      case 3 -> { // F_GETFL; a 64-bit process sees O_LARGEFILE as 0.
        int shown = OpenFile.O_ACCMODE | OpenFile.O_APPEND | OpenFile.O_NONBLOCK | OpenFile.O_ASYNC;
        return file.flags & shown;
      }
      case 4 -> { // F_SETFL
        int settable = OpenFile.O_APPEND | OpenFile.O_NONBLOCK;
        file.flags = file.flags & ~settable | (int) argument & settable;
        file.setAsynchronous((argument & OpenFile.O_ASYNC) != 0);
        return 0;
      }
      case 5 -> { // F_GETLK: nobody else holds a lock.
        t.memory().writeShort(argument, 2);
        return 0;
      }
      case 6, 7, 36, 37, 38 -> { // Locks: nobody else is there.
        return 0;
      }
      case 8 -> { // F_SETOWN
        file.setOwner(t.process().kernel().process((int) argument));
        return 0;
      }
      case 9 -> { // F_GETOWN
        GuestProcess owner = file.owner();
        return owner == null ? 0 : owner.pid();
      }
      case 1032 -> { // F_GETPIPE_SZ
        return Pipe.CAPACITY;
      }
      default -> throw new LinuxError(Errno.EINVAL);
    }
  }

  static long ioctl(GuestThread t, int fd, int request, long argument) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    switch (request) {
      case 0x541b -> { // FIONREAD
        long available = file.available();
        if (available < 0) {
          throw new LinuxError(Errno.ENOTTY);
        }
        t.memory().writeInt(argument, (int) available);
        return 0;
      }
      case 0x5421 -> { // FIONBIO
        boolean on = t.memory().readInt(argument) != 0;
        file.flags = on ? file.flags | OpenFile.O_NONBLOCK : file.flags & ~OpenFile.O_NONBLOCK;
        return 0;
      }
      case 0x5452 -> { // FIOASYNC
        if (!file.canBePolled()) {
          throw new LinuxError(Errno.ENOTTY);
        }
        file.setAsynchronous(t.memory().readInt(argument) != 0);
        return 0;
      }
      case 0x5450, 0x5451 -> { // FIONCLEX, FIOCLEX
        fds(t).setCloseOnExec(fd, request == 0x5451);
        return 0;
      }
      default -> {
        Terminal terminal = file.terminal();
        if (terminal == null) {
          throw new LinuxError(Errno.ENOTTY);
        }
        return terminalControl(t, terminal, request, argument);
      }
    }
  }

  private static long terminalControl(GuestThread t, Terminal terminal, int request, long argument)
      throws LinuxError {
    GuestMemory memory = t.memory();
    switch (request) {
      case 0x5401 -> memory.write(argument, terminal.termios()); // TCGETS
      case 0x5402, 0x5403, 0x5404 -> // TCSETS, TCSETSW, TCSETSF
          terminal.setTermios(memory.read(argument, Terminal.TERMIOS_SIZE));
      case 0x5413 -> { // TIOCGWINSZ
        memory.writeShort(argument, terminal.rows());
        memory.writeShort(argument + 2, terminal.columns());
        memory.writeInt(argument + 4, 0);
      }
      case 0x5414 -> // TIOCSWINSZ
          terminal.setSize(
              memory.readShort(argument) & 0xffff, memory.readShort(argument + 2) & 0xffff);
      case 0x540f -> { // TIOCGPGRP
        int group = terminal.foregroundGroup();
        memory.writeInt(argument, group == 0 ? t.process().group : group);
      }
      case 0x5410 -> terminal.setForegroundGroup(memory.readInt(argument)); // TIOCSPGRP
      case 0x5429 -> memory.writeInt(argument, t.process().session); // TIOCGSID
      case 0x540e, 0x5409, 0x540a, 0x540b, 0x5422 -> {} // TIOCSCTTY, breaks, flushes, TIOCNOTTY
      default -> throw new LinuxError(Errno.ENOTTY);
    }
    return 0;
  }

  static long sync(GuestThread t, int fd) throws LinuxError {
    fds(t).get(fd).sync();
    return 0;
  }

  static long pipe(GuestThread t, long address, int flags) throws LinuxError {
    Pipe pipe = new Pipe();
    boolean cloexec = (flags & OpenFile.O_CLOEXEC) != 0;
    int in = fds(t).add(pipe.reader(flags & OpenFile.O_NONBLOCK), 0, cloexec);
    int out = fds(t).add(pipe.writer(flags & OpenFile.O_NONBLOCK), 0, cloexec);
    t.memory().writeInt(address, in);
    t.memory().writeInt(address + 4, out);
    return 0;
  }

  static long eventFd(GuestThread t, int initial, int flags) throws LinuxError {
    EventFile file = new EventFile(initial & 0xffffffffL, flags);
    return fds(t).add(file, 0, (flags & OpenFile.O_CLOEXEC) != 0);
  }

  static long memoryFile(GuestThread t, long name, int flags) throws LinuxError {
    MemoryFile file = new MemoryFile("/memfd:" + string(t, name) + " (deleted)");
    return fds(t).add(file, 0, (flags & 1) != 0);
  }

  // ---- stat --------------------------------------------------------------------------------

  private static Stat statPath(GuestThread t, int directory, long address, int flags)
      throws LinuxError {
    String text = address == 0 ? "" : string(t, address);
    if (text.isEmpty()) {
      if ((flags & AT_EMPTY_PATH) == 0) {
        throw new LinuxError(Errno.ENOENT);
      }
      return directory == AT_FDCWD
          ? files(t).stat(t.process().directory, true)
          : fds(t).get(directory).stat();
    }
    String path = absolute(t, directory, text);
    boolean follow = (flags & AT_SYMLINK_NOFOLLOW) == 0;
    Stat stat = ProcessFiles.stat(t, path, follow);
    return stat != null
        ? stat
        : t.process().kernel().localNames().seen(files(t).stat(path, follow));
  }

  static long statFd(GuestThread t, int fd, long to) throws LinuxError {
    return putStat(t, fds(t).get(fd).stat(), to);
  }

  static long statAt(GuestThread t, int directory, long path, long to, int flags)
      throws LinuxError {
    return putStat(t, statPath(t, directory, path, flags), to);
  }

  /** struct stat of asm-generic/stat.h. */
  private static long putStat(GuestThread t, Stat s, long to) {
    ByteBuffer b = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
    b.putLong(s.device()).putLong(s.inode());
    b.putInt(s.mode()).putInt(s.links()).putInt(s.user()).putInt(s.group());
    b.putLong(s.rdevice()).putLong(0).putLong(s.size());
    b.putInt(4096).putInt(0).putLong((s.size() + 511) / 512);
    for (long time : new long[] {s.accessed(), s.modified(), s.changed()}) {
      b.putLong(Math.floorDiv(time, 1_000_000_000L));
      b.putLong(Math.floorMod(time, 1_000_000_000L));
    }
    t.memory().write(to, b.array());
    return 0;
  }

  static long statx(GuestThread t, int directory, long path, int flags, int mask, long to)
      throws LinuxError {
    Stat s = statPath(t, directory, path, flags);
    ByteBuffer b = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(0x7ff).putInt(4096).putLong(0);
    b.putInt(s.links()).putInt(s.user()).putInt(s.group());
    b.putShort((short) s.mode()).putShort((short) 0);
    b.putLong(s.inode()).putLong(s.size()).putLong((s.size() + 511) / 512).putLong(0);
    for (long time : new long[] {s.accessed(), s.changed(), s.changed(), s.modified()}) {
      b.putLong(Math.floorDiv(time, 1_000_000_000L));
      b.putInt((int) Math.floorMod(time, 1_000_000_000L)).putInt(0);
    }
    putDevice(b, s.rdevice());
    putDevice(b, s.device());
    t.memory().write(to, b.array());
    return 0;
  }

  private static void putDevice(ByteBuffer b, long device) {
    b.putInt((int) (device >>> 8 & 0xfff)).putInt((int) (device & 0xff | device >>> 12 & 0xfff00));
  }

  static long statFileSystem(GuestThread t, long path, long to) throws LinuxError {
    Stat unused = statPath(t, AT_FDCWD, path, 0);
    return putFileSystem(t, to);
  }

  static long statFileSystemOf(GuestThread t, int fd, long to) throws LinuxError {
    OpenFile unused = fds(t).get(fd);
    return putFileSystem(t, to);
  }

  private static long putFileSystem(GuestThread t, long to) {
    ByteBuffer b = ByteBuffer.allocate(120).order(ByteOrder.LITTLE_ENDIAN);
    b.putLong(0xef53).putLong(4096);
    b.putLong(1 << 24).putLong(1 << 23).putLong(1 << 23).putLong(1 << 20).putLong(1 << 19);
    b.putLong(0).putLong(255).putLong(4096);
    t.memory().write(to, b.array());
    return 0;
  }

  static long access(GuestThread t, int directory, long address, int mode, int flags)
      throws LinuxError {
    String path = path(t, directory, address);
    if (ProcessFiles.stat(t, path, true) == null) {
      files(t).access(path, mode);
    }
    return 0;
  }

  static long readLink(GuestThread t, int directory, long address, long buffer, int size)
      throws LinuxError {
    if (size <= 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    String path = path(t, directory, address);
    String target = ProcessFiles.readLink(t, path);
    if (target == null) {
      target = files(t).readLink(path);
    }
    byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, size);
    t.memory().write(buffer, bytes, 0, length);
    return length;
  }

  // ---- directories -------------------------------------------------------------------------

  static long entries(GuestThread t, int fd, long address, int size) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    List<OpenFile.Entry> entries = file.entries();
    ByteBuffer b = ByteBuffer.allocate(Math.clamp(size, 0, MAX_TRANSFER));
    b.order(ByteOrder.LITTLE_ENDIAN);
    int index = file.directoryPosition;
    for (; index < entries.size(); index++) {
      OpenFile.Entry entry = entries.get(index);
      byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
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
    byte[] path = (t.process().directory + "\0").getBytes(StandardCharsets.UTF_8);
    if (size < path.length) {
      throw new LinuxError(Errno.ERANGE);
    }
    t.memory().write(address, path);
    return path.length;
  }

  static long changeDirectory(GuestThread t, long address) throws LinuxError {
    String path = path(t, AT_FDCWD, address);
    if (!files(t).stat(path, true).isDirectory()) {
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
    files(t).makeDirectory(path(t, directory, address), mode & 07777 & ~t.process().umask);
    return 0;
  }

  /** Only regular files can be made. */
  static long makeNode(GuestThread t, int directory, long address, int mode) throws LinuxError {
    int type = mode & Stat.S_IFMT;
    if (type != 0 && type != Stat.S_IFREG) {
      throw new LinuxError(Errno.EPERM);
    }
    int flags = OpenFile.O_CREAT | OpenFile.O_EXCL | OpenFile.O_WRONLY;
    files(t).open(path(t, directory, address), flags, mode & 07777 & ~t.process().umask).release();
    return 0;
  }

  static long unlink(GuestThread t, int directory, long address, int flags) throws LinuxError {
    String path = path(t, directory, address);
    if ((flags & AT_REMOVEDIR) != 0) {
      files(t).removeDirectory(path);
    } else {
      LocalNames names = t.process().kernel().localNames();
      Stat stat = names.isEmpty() ? null : files(t).stat(path, false);
      files(t).unlink(path);
      if (stat != null) {
        names.forget(stat);
      }
    }
    return 0;
  }

  static long rename(
      GuestThread t, int fromDirectory, long from, int toDirectory, long to, int flags)
      throws LinuxError {
    if ((flags & ~1) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    files(t).rename(path(t, fromDirectory, from), path(t, toDirectory, to), flags == 1);
    return 0;
  }

  static long link(GuestThread t, int fromDirectory, long from, int toDirectory, long to)
      throws LinuxError {
    files(t).link(path(t, fromDirectory, from), path(t, toDirectory, to));
    return 0;
  }

  static long symbolicLink(GuestThread t, long target, int directory, long path) throws LinuxError {
    files(t).symbolicLink(string(t, target), path(t, directory, path));
    return 0;
  }

  static long truncate(GuestThread t, long address, long length) throws LinuxError {
    files(t).truncate(path(t, AT_FDCWD, address), length);
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
    if (file instanceof HostFile || file instanceof HostDirectory) {
      files(t).changeMode(file.path, mode & 07777, true);
    }
    return 0;
  }

  static long changeMode(GuestThread t, int directory, long address, int mode) throws LinuxError {
    files(t).changeMode(path(t, directory, address), mode & 07777, true);
    return 0;
  }

  /** Owners cannot be changed; asking is harmless. */
  static long changeOwner(GuestThread t, int directory, long address, int flags) throws LinuxError {
    Stat unused = statPath(t, directory, address, flags);
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
    String path = address == 0 ? fds(t).get(directory).path : path(t, directory, address);
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
      list[count++] = new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
