package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;

/**
 * Limits that a process sets itself (getrlimit(2)), soft and hard: remembered, inherited, and kept
 * where they count descriptors, bytes of a file or of the address space. What the machine limits is
 * in {@link Limits}.
 */
public final class ResourceLimits {
  public static final int COUNT = 16;
  public static final int FILE_SIZE = 1;
  static final int STACK = 3;
  static final int CORE = 4;
  static final int PROCESSES = 6;
  public static final int FILES = 7;
  static final int LOCKED = 8;
  public static final int ADDRESS_SPACE = 9;
  public static final int PENDING = 11;

  private static final long INFINITY = -1;

  private final long[] soft;
  private final long[] hard;

  ResourceLimits(Limits limits) {
    soft = new long[COUNT];
    java.util.Arrays.fill(soft, INFINITY);
    soft[STACK] = ProgramLoader.STACK_SIZE;
    soft[CORE] = 0;
    soft[PROCESSES] = limits.threads();
    soft[FILES] = FdTable.MAX;
    soft[LOCKED] = 65536;
    soft[PENDING] = PendingSignals.MAX;
    hard = soft.clone();
    hard[STACK] = INFINITY;
  }

  private ResourceLimits(long[] soft, long[] hard) {
    this.soft = soft;
    this.hard = hard;
  }

  synchronized ResourceLimits copy() {
    return new ResourceLimits(soft.clone(), hard.clone());
  }

  /** What holds for a RLIMIT_ number; -1 for no limit. */
  public synchronized long soft(int resource) {
    return soft[resource];
  }

  /** What the soft limit may be raised to; -1 for no limit. */
  public synchronized long hard(int resource) {
    return hard[resource];
  }

  /** Sets both; nobody may raise the hard one. */
  public synchronized void set(int resource, long newSoft, long newHard) throws LinuxError {
    if (Long.compareUnsigned(newSoft, newHard) > 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (Long.compareUnsigned(newHard, hard[resource]) > 0) {
      throw new LinuxError(Errno.EPERM);
    }
    soft[resource] = newSoft;
    hard[resource] = newHard;
  }
}
