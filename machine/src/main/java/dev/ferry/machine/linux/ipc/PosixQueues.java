package dev.ferry.machine.linux.ipc;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.Facility;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.util.HashMap;
import java.util.Map;

/** The message queues of POSIX that a machine has, by name (mq_open(3)). */
public final class PosixQueues implements Facility {
  /** As /proc/sys/fs/mqueue/queues_max says. */
  private static final int MAX = 256;

  private final Map<String, PosixQueue> names = new HashMap<>();

  /** Those of the machine that a thread runs on. */
  public static PosixQueues of(GuestThread t) {
    return t.process().kernel().facility(PosixQueues.class);
  }

  /** The queue of a name; where there is none, and O_CREAT asks for it, the one that is made. */
  public synchronized PosixQueue find(String name, int flags, PosixQueue made) throws LinuxError {
    PosixQueue known = names.get(name);
    if (known == null) {
      if ((flags & OpenFile.O_CREAT) == 0) {
        throw new LinuxError(Errno.ENOENT);
      }
      if (names.size() >= MAX) {
        throw new LinuxError(Errno.ENOSPC);
      }
      names.put(name, made);
      return made;
    }
    if ((flags & OpenFile.O_CREAT) != 0 && (flags & OpenFile.O_EXCL) != 0) {
      throw new LinuxError(Errno.EEXIST);
    }
    int access = flags & OpenFile.O_ACCMODE;
    int wanted = access == 0 ? 0400 : access == OpenFile.O_WRONLY ? 0200 : 0600;
    if ((known.mode & wanted) != wanted) {
      throw new LinuxError(Errno.EACCES);
    }
    return known;
  }

  /** Takes a name away; who has the queue open keeps it. */
  public synchronized void unlink(String name) throws LinuxError {
    if (names.remove(name) == null) {
      throw new LinuxError(Errno.ENOENT);
    }
  }
}
