package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.FileId;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.waiting.Sleep;
import dev.ferry.machine.linux.waiting.WaitQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Locks on files among the processes of a machine: of ranges (fcntl), which a process or an open
 * file description holds, and of whole files (flock), which a description holds. The host's locks
 * are neither seen nor taken.
 */
public final class FileLocks {
  /**
   * A lock of a range.
   *
   * @param owner a {@link GuestProcess} or an {@link OpenFile}
   * @param pid what F_GETLK tells of the owner
   * @param end the byte behind it, {@link Long#MAX_VALUE} for all
   */
  public record Lock(Object owner, int pid, long start, long end, boolean exclusive) {
    boolean meets(Lock other) {
      return start < other.end && other.start < end;
    }

    boolean excludes(Lock other) {
      return owner != other.owner && meets(other) && (exclusive || other.exclusive);
    }

    Lock cut(long newStart, long newEnd) {
      return new Lock(owner, pid, newStart, newEnd, exclusive);
    }
  }

  /** How many a machine holds. */
  private static final int MAX = 4096;

  private final Map<FileId, List<Lock>> ranges = new HashMap<>();
  private final Map<FileId, List<Lock>> whole = new HashMap<>();
  private final WaitQueue changes = new WaitQueue();

  /** Locks that are waited for, and whose lock is in the way of each. */
  private final Map<Lock, Object> waiting = new IdentityHashMap<>();

  /** Whether nobody has ever locked anything: then closing a file need not look. */
  private volatile boolean unused = true;

  /** A lock of a range that is in the way of another, or null. */
  public synchronized @Nullable Lock conflict(FileId file, Lock wanted) {
    return conflict(ranges, file, wanted);
  }

  private static @Nullable Lock conflict(Map<FileId, List<Lock>> locks, FileId file, Lock wanted) {
    for (Lock lock : locks.getOrDefault(file, List.of())) {
      if (lock.excludes(wanted)) {
        return lock;
      }
    }
    return null;
  }

  /** Takes a lock of a range in place of what the owner holds there. */
  public void lockRange(FileId file, Lock wanted, boolean wait) throws LinuxError {
    lock(ranges, file, wanted, wait);
  }

  /** Takes a lock of the whole file. */
  public void lockWhole(FileId file, OpenFile owner, boolean exclusive, boolean wait)
      throws LinuxError {
    lock(whole, file, new Lock(owner, 0, 0, Long.MAX_VALUE, exclusive), wait);
  }

  private void lock(Map<FileId, List<Lock>> locks, FileId file, Lock wanted, boolean wait)
      throws LinuxError {
    unused = false;
    try {
      int done = Sleep.await(changes, wait, () -> put(locks, file, wanted, wait));
      if (done == 0) {
        changes.wake(); // It may be less than the owner had.
      }
    } finally {
      synchronized (this) {
        waiting.remove(wanted);
      }
    }
  }

  private synchronized int put(
      Map<FileId, List<Lock>> locks, FileId file, Lock wanted, boolean wait) throws LinuxError {
    waiting.remove(wanted);
    Lock conflict = conflict(locks, file, wanted);
    if (conflict != null) {
      if (wait && wanted.owner instanceof GuestProcess) {
        if (waitsFor(conflict.owner, wanted.owner)) {
          throw new LinuxError(Errno.EDEADLK);
        }
        waiting.put(wanted, conflict.owner);
      }
      return Sleep.WOULD_BLOCK;
    }
    if (count(locks) >= MAX) {
      throw new LinuxError(Errno.ENOLCK);
    }
    clear(locks, file, wanted);
    locks.computeIfAbsent(file, f -> new ArrayList<>()).add(wanted);
    return 0;
  }

  /**
   * Whether a process waits for another, through others too. As on Linux, an open file description
   * waits for nobody: what locks by it need not be a process (fcntl(2)).
   */
  private boolean waitsFor(Object from, Object owner) {
    Object at = from;
    for (int i = 0; i <= waiting.size() && at != null; i++) {
      if (at == owner) {
        return true;
      }
      at = blocker(at);
    }
    return false;
  }

  private @Nullable Object blocker(Object owner) {
    for (Map.Entry<Lock, Object> request : waiting.entrySet()) {
      if (request.getKey().owner == owner) {
        return request.getValue();
      }
    }
    return null;
  }

  private static int count(Map<FileId, List<Lock>> locks) {
    int count = 0;
    for (List<Lock> held : locks.values()) {
      count += held.size();
    }
    return count;
  }

  /** Takes a range out of what its owner holds. */
  public void unlockRange(FileId file, Lock range) {
    synchronized (this) {
      clear(ranges, file, range);
    }
    changes.wake();
  }

  /** Gives up what an open file holds of the whole file. */
  public void unlockWhole(FileId file, OpenFile owner) {
    synchronized (this) {
      clear(whole, file, new Lock(owner, 0, 0, Long.MAX_VALUE, true));
    }
    changes.wake();
  }

  /** Takes a range out of what its owner holds. */
  private static void clear(Map<FileId, List<Lock>> locks, FileId file, Lock range) {
    List<Lock> held = locks.get(file);
    if (held == null) {
      return;
    }
    List<Lock> left = new ArrayList<>();
    for (Lock lock : held) {
      if (lock.owner != range.owner || !lock.meets(range)) {
        left.add(lock);
        continue;
      }
      if (lock.start < range.start) {
        left.add(lock.cut(lock.start, range.start));
      }
      if (range.end < lock.end) {
        left.add(lock.cut(range.end, lock.end));
      }
    }
    if (left.isEmpty()) {
      locks.remove(file);
    } else {
      locks.put(file, left);
    }
  }

  /** A process has closed a descriptor: its locks on the file go, whichever it took them by. */
  void closed(GuestProcess process, OpenFile file) {
    if (unused || file.canBePolled()) {
      return;
    }
    try {
      unlockRange(FileId.of(file.stat()), new Lock(process, 0, 0, Long.MAX_VALUE, true));
    } catch (LinuxError e) {
      // The file is gone, and nobody else opens it any more.
    }
  }

  /** An owner is gone. */
  void release(Object owner) {
    if (unused) {
      return;
    }
    synchronized (this) {
      for (Map<FileId, List<Lock>> locks : List.of(ranges, whole)) {
        for (Iterator<List<Lock>> all = locks.values().iterator(); all.hasNext(); ) {
          List<Lock> held = all.next();
          held.removeIf(lock -> lock.owner == owner);
          if (held.isEmpty()) {
            all.remove();
          }
        }
      }
    }
    changes.wake();
  }
}
