package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.ipc.IpcTable;
import dev.ferry.machine.linux.ipc.SemaphoreSet;
import dev.ferry.machine.linux.ipc.SystemV;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.waiting.Sleep;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** System calls on semaphores of System V. */
final class SemaphoreCalls {
  private SemaphoreCalls() {}

  static final int MAX_SEMAPHORES = 1024;
  static final int MAX_OPERATIONS = 500;
  private static final int GETPID = 11;
  private static final int GETVAL = 12;
  private static final int GETALL = 13;
  private static final int GETNCNT = 14;
  private static final int GETZCNT = 15;
  private static final int SETVAL = 16;
  private static final int SETALL = 17;
  private static final int SEM_STAT = 18;
  private static final int SEM_INFO = 19;
  private static final int SEM_STAT_ANY = 20;

  private static IpcTable<SemaphoreSet> table(GuestThread t) {
    return SystemV.of(t).semaphores();
  }

  static long get(GuestThread t, int key, int count, int flags) throws LinuxError {
    IpcTable<SemaphoreSet> table = table(t);
    synchronized (table) {
      boolean isNew = table.find(key) < 0;
      if (count < 0 || count > MAX_SEMAPHORES || isNew && count == 0) {
        boolean missing = isNew && key != IpcTable.IPC_PRIVATE && (flags & IpcTable.IPC_CREAT) == 0;
        throw new LinuxError(missing ? Errno.ENOENT : Errno.EINVAL);
      }
      int id = table.get(key, flags, () -> new SemaphoreSet(count, flags & 0777));
      if (count > table.object(id).count()) {
        throw new LinuxError(Errno.EINVAL);
      }
      return id;
    }
  }

  /** semop and semtimedop: operations of three short numbers. */
  static long operate(GuestThread t, int id, long operations, long count, long timeout)
      throws LinuxError {
    if (count < 1) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (count > MAX_OPERATIONS) {
      throw new LinuxError(Errno.E2BIG);
    }
    SemaphoreSet set = table(t).object(id);
    List<SemaphoreSet.Operation> list = new ArrayList<>();
    for (long at = operations; at < operations + 6 * count; at += 6) {
      int number = t.memory().readShort(at) & 0xffff;
      if (number >= set.count()) {
        throw new LinuxError(Errno.EFBIG);
      }
      int change = (short) t.memory().readShort(at + 2);
      list.add(new SemaphoreSet.Operation(number, change, t.memory().readShort(at + 4) & 0xffff));
    }
    long wait = timeout == 0 ? -1 : TimeCalls.readTime(t, timeout);
    set.operate(t.process(), list, Sleep.deadline(wait));
    return 0;
  }

  static long control(GuestThread t, int id, int number, int command, long argument)
      throws LinuxError {
    int plain = command & ~IpcTable.IPC_64;
    if (plain == IpcInformation.IPC_INFO || plain == SEM_INFO) {
      return IpcInformation.semaphores(t, argument, plain == IpcInformation.IPC_INFO);
    }
    SemaphoreSet set = table(t).object(id);
    boolean ofOne = plain >= GETPID && plain <= SETVAL && plain != GETALL;
    if (ofOne && (number < 0 || number >= set.count())) {
      throw new LinuxError(Errno.EINVAL);
    }
    switch (plain) {
      case IpcTable.IPC_RMID -> {
        boolean unused = table(t).remove(id);
        set.remove();
      }
      case IpcTable.IPC_SET -> {}
      case IpcTable.IPC_STAT -> putStatus(t, id, set, argument);
      case SEM_STAT, SEM_STAT_ANY -> {
        putStatus(t, id, set, argument);
        return id;
      }
      case GETPID -> {
        return set.lastProcess(number);
      }
      case GETVAL -> {
        return set.value(number);
      }
      case GETNCNT, GETZCNT -> {
        return set.waiting(number, plain == GETZCNT);
      }
      case GETALL -> {
        for (int i = 0; i < set.count(); i++) {
          t.memory().writeShort(argument + 2L * i, set.value(i));
        }
      }
      case SETVAL -> set.set(t.process(), number, new int[] {checked((int) argument)});
      case SETALL -> {
        int[] values = new int[set.count()];
        for (int i = 0; i < values.length; i++) {
          values[i] = checked(t.memory().readShort(argument + 2L * i) & 0xffff);
        }
        set.set(t.process(), 0, values);
      }
      default -> throw new LinuxError(Errno.EINVAL);
    }
    return 0;
  }

  private static int checked(int value) throws LinuxError {
    if (value < 0 || value > SemaphoreSet.MAX_VALUE) {
      throw new LinuxError(Errno.ERANGE);
    }
    return value;
  }

  /** struct semid64_ds of a 64-bit process. */
  private static void putStatus(GuestThread t, int id, SemaphoreSet set, long to)
      throws LinuxError {
    ByteBuffer b = table(t).status(t, id, set.mode, 88);
    b.putLong(48, set.operated()).putLong(56, set.changed()).putLong(64, set.count());
    t.memory().write(to, b.array());
  }
}
