package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.FileId;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.FileLocks;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import org.jspecify.annotations.Nullable;

/** System calls that lock files: flock, and fcntl with a struct flock. */
final class LockCalls {
  private LockCalls() {}

  private static final int F_GETLK = 5;
  private static final int F_SETLK = 6;
  private static final int F_SETLKW = 7;
  private static final int F_OFD_GETLK = 36;
  private static final int F_OFD_SETLKW = 38;

  private static final int F_RDLCK = 0;
  private static final int F_WRLCK = 1;
  private static final int F_UNLCK = 2;

  private static final int LOCK_SH = 1;
  private static final int LOCK_EX = 2;
  private static final int LOCK_NB = 4;
  private static final int LOCK_UN = 8;

  static long whole(GuestThread t, int fd, int operation) throws LinuxError {
    OpenFile file = t.process().fds().get(fd);
    FileLocks locks = t.process().kernel().fileLocks();
    FileId id = FileId.of(file.stat());
    switch (operation & ~LOCK_NB) {
      case LOCK_SH, LOCK_EX -> {
        file.holdsLocksIn(locks);
        boolean exclusive = (operation & LOCK_EX) != 0;
        locks.lockWhole(id, file, exclusive, (operation & LOCK_NB) == 0);
      }
      case LOCK_UN -> locks.unlockWhole(id, file);
      default -> throw new LinuxError(Errno.EINVAL);
    }
    return 0;
  }

  /** F_GETLK, F_SETLK, F_SETLKW and those of open file descriptions. */
  static long range(GuestThread t, int fd, int command, long address) throws LinuxError {
    OpenFile file = t.process().fds().get(fd);
    FileLocks locks = t.process().kernel().fileLocks();
    boolean ofDescription = command >= F_OFD_GETLK;
    Object owner = ofDescription ? file : t.process();
    int type = t.memory().readShort(address);
    FileLocks.Lock wanted = read(t, file, owner, address, type);
    FileId id = FileId.of(file.stat());
    if (command == F_GETLK || command == F_OFD_GETLK) {
      FileLocks.Lock found = type == F_UNLCK ? null : locks.conflict(id, wanted);
      write(t, address, found);
    } else if (type == F_UNLCK) {
      locks.unlockRange(id, wanted);
    } else {
      checkMode(file, type);
      if (ofDescription) {
        file.holdsLocksIn(locks);
      }
      locks.lockRange(id, wanted, command == F_SETLKW || command == F_OFD_SETLKW);
    }
    return 0;
  }

  private static void checkMode(OpenFile file, int type) throws LinuxError {
    int without = type == F_WRLCK ? 0 : OpenFile.O_WRONLY;
    if ((file.flags() & OpenFile.O_ACCMODE) == without) {
      throw new LinuxError(Errno.EBADF);
    }
  }

  /** struct flock: type, whence, start, length and process, 64-bit in both kinds of RISC-V. */
  private static FileLocks.Lock read(
      GuestThread t, OpenFile file, Object owner, long address, int type) throws LinuxError {
    if (type < F_RDLCK || type > F_UNLCK) {
      throw new LinuxError(Errno.EINVAL);
    }
    int whence = t.memory().readShort(address + 2);
    long base =
        switch (whence) {
          case 0 -> 0;
          case 1 -> file.seek(0, 1);
          case 2 -> file.stat().size();
          default -> throw new LinuxError(Errno.EINVAL);
        };
    long start = base + t.memory().readLong(address + 8);
    long length = t.memory().readLong(address + 16);
    long end = length == 0 || start + length < 0 ? Long.MAX_VALUE : start + length;
    long first = length < 0 ? end : start;
    long behind = length < 0 ? start : end;
    if (first < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    int pid = owner == file ? -1 : t.process().pid();
    return new FileLocks.Lock(owner, pid, first, behind, type != F_RDLCK);
  }

  private static void write(GuestThread t, long address, FileLocks.@Nullable Lock found) {
    if (found == null) {
      t.memory().writeShort(address, F_UNLCK);
      return;
    }
    t.memory().writeShort(address, found.exclusive() ? F_WRLCK : F_RDLCK);
    t.memory().writeShort(address + 2, 0);
    t.memory().writeLong(address + 8, found.start());
    t.memory()
        .writeLong(address + 16, found.end() == Long.MAX_VALUE ? 0 : found.end() - found.start());
    t.memory().writeInt(address + 24, found.pid());
  }
}
