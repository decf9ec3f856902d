package dev.ferry.machine.linux.ipc;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.waiting.Sleep;
import dev.ferry.machine.linux.waiting.WaitQueue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Semaphores of System V that change together (semop(2)). */
public final class SemaphoreSet {
  public static final int MAX_VALUE = 32767;
  private static final int SEM_UNDO = 010000;

  /** An operation: what is added, or a wait for zero. */
  public record Operation(int number, int change, int flags) {
    boolean waits() {
      return (flags & IpcTable.IPC_NOWAIT) == 0;
    }
  }

  /** Permission bits. */
  public final int mode;

  final WaitQueue changes = new WaitQueue();
  private final int[] values;
  private final int[] lastProcess;
  private final int[] waitingForMore;
  private final int[] waitingForZero;
  private final Map<GuestProcess, int[]> undo = new HashMap<>();
  private boolean removed;

  /** Seconds since 1970. */
  private long operated;

  private long changed = now();

  /** Semaphores that are all 0. */
  public SemaphoreSet(int count, int mode) {
    this.mode = mode;
    values = new int[count];
    lastProcess = new int[count];
    waitingForMore = new int[count];
    waitingForZero = new int[count];
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }

  /** How many semaphores it has. */
  public int count() {
    return values.length;
  }

  /** Seconds since 1970 of the last operation, 0 for none. */
  public synchronized long operated() {
    return operated;
  }

  /** Seconds since 1970 when it was made or set. */
  public synchronized long changed() {
    return changed;
  }

  /** The value of a semaphore. */
  public synchronized int value(int number) {
    return values[number];
  }

  /** Process that has changed a semaphore last, 0 for none. */
  public synchronized int lastProcess(int number) {
    return lastProcess[number];
  }

  /** How many threads wait for a semaphore to be zero, or to be more. */
  public synchronized int waiting(int number, boolean forZero) {
    return forZero ? waitingForZero[number] : waitingForMore[number];
  }

  /** Sets one or all; what processes would undo is forgotten. */
  public void set(GuestProcess process, int first, int[] newValues) {
    synchronized (this) {
      for (int i = 0; i < newValues.length; i++) {
        int number = first + i;
        values[number] = newValues[i];
        lastProcess[number] = process.pid();
        undo.values().forEach(changes -> changes[number] = 0);
      }
      changed = now();
    }
    changes.wake();
  }

  /** It is deleted: who waits fails with EIDRM. */
  public void remove() {
    synchronized (this) {
      removed = true;
    }
    changes.wake();
  }

  /** Does all or none; waits until it can. */
  public void operate(GuestProcess process, List<Operation> operations, long deadline)
      throws LinuxError {
    int[] counted = {-1, 0};
    try {
      int unused =
          Sleep.awaitOnce(changes, true, deadline, () -> attempt(process, operations, counted));
    } finally {
      synchronized (this) {
        count(counted, null);
      }
    }
    changes.wake();
  }

  private synchronized int attempt(GuestProcess process, List<Operation> operations, int[] counted)
      throws LinuxError {
    count(counted, null);
    if (removed) {
      throw new LinuxError(Errno.EIDRM);
    }
    int[] next = values.clone();
    for (Operation operation : operations) {
      int sum = next[operation.number] + operation.change;
      boolean blocks = operation.change == 0 ? sum != 0 : sum < 0;
      if (blocks) {
        if (!operation.waits()) {
          throw new LinuxError(Errno.EAGAIN);
        }
        count(counted, operation);
        return Sleep.WOULD_BLOCK;
      }
      if (sum > MAX_VALUE) {
        throw new LinuxError(Errno.ERANGE);
      }
      next[operation.number] = sum;
    }
    System.arraycopy(next, 0, values, 0, next.length);
    for (Operation operation : operations) {
      lastProcess[operation.number] = process.pid();
      if ((operation.flags & SEM_UNDO) != 0) {
        int[] back = undo.computeIfAbsent(process, p -> new int[values.length]);
        back[operation.number] -= operation.change;
      }
    }
    operated = now();
    return 0;
  }

  /** Who waits is counted at the operation that it waits for, and nowhere else. */
  private void count(int[] counted, @org.jspecify.annotations.Nullable Operation operation) {
    if (counted[0] >= 0) {
      (counted[1] != 0 ? waitingForZero : waitingForMore)[counted[0]]--;
    }
    counted[0] = operation == null ? -1 : operation.number;
    if (operation != null) {
      counted[1] = operation.change == 0 ? 1 : 0;
      (counted[1] != 0 ? waitingForZero : waitingForMore)[counted[0]]++;
    }
  }

  /** A process has ended: what it asked to be undone is. */
  void ended(GuestProcess process) {
    synchronized (this) {
      int[] back = undo.remove(process);
      if (back == null) {
        return;
      }
      for (int i = 0; i < back.length; i++) {
        values[i] = Math.clamp((long) values[i] + back[i], 0, MAX_VALUE);
      }
    }
    changes.wake();
  }
}
