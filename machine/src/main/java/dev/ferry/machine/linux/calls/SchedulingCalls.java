package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.Kernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * System calls on scheduling. What is asked for is remembered and told; the host's scheduler hears
 * nothing of it.
 */
final class SchedulingCalls {
  private SchedulingCalls() {}

  private static final int SCHED_FIFO = 1;
  private static final int SCHED_RR = 2;
  private static final int SCHED_BATCH = 3;
  private static final int SCHED_IDLE = 5;
  private static final int SCHED_DEADLINE = 6;

  /** PRIO_PROCESS. */
  private static final int PROCESS = 0;

  /** struct sched_attr as it was first. */
  private static final int ATTRIBUTES = 48;

  /** The same with limits of utilisation, which are 0 where the kernel clamps none. */
  private static final int WITH_CLAMPS = 56;

  /** The thread that is meant, to be changed: the process that is not the guest's is refused. */
  private static GuestThread thread(GuestThread t, int tid) throws LinuxError {
    if (tid == Ids.INIT) {
      throw new LinuxError(Errno.EPERM);
    }
    for (GuestProcess process : t.process().kernel().processes()) {
      GuestThread found = tid == 0 ? t : process.thread(tid);
      if (found != null) {
        return found;
      }
    }
    throw new LinuxError(Errno.ESRCH);
  }

  /** As the other, for the calls that look at the number first. */
  private static GuestThread threadOf(GuestThread t, int tid) throws LinuxError {
    if (tid < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    return thread(t, tid);
  }

  /** The thread that is asked for; null for the process that is not the guest's. */
  private static @Nullable GuestThread seen(GuestThread t, int tid) throws LinuxError {
    return tid == Ids.INIT ? null : threadOf(t, tid);
  }

  private static long processors() {
    int cpus = Math.min(64, Kernel.cpus());
    return cpus == 64 ? -1 : (1L << cpus) - 1;
  }

  static long getAffinity(GuestThread t, int tid, long size, long to) throws LinuxError {
    if (size < 8 || (size & 7) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    long mask = tid == Ids.INIT ? -1 : thread(t, tid).affinity;
    t.memory().writeLong(to, mask & processors());
    return 8;
  }

  static long setAffinity(GuestThread t, int tid, long size, long from) throws LinuxError {
    GuestThread thread = thread(t, tid);
    long mask = 0;
    for (int i = 0; i < Math.min(8, size); i++) {
      mask |= (t.memory().readByte(from + i) & 0xffL) << 8 * i;
    }
    if ((mask & processors()) == 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    thread.affinity = mask;
    return 0;
  }

  // ---- nice --------------------------------------------------------------------------------

  /** Nice values of a process, of one of its threads, or of all that are meant: the lowest. */
  static long getPriority(GuestThread t, int which, int who) throws LinuxError {
    if (which == PROCESS && who == Ids.INIT) {
      return 20;
    }
    int lowest = 20;
    for (GuestThread thread : meant(t, which, who)) {
      lowest = Math.min(lowest, thread.nice);
    }
    return 20 - lowest;
  }

  static long setPriority(GuestThread t, int which, int who, int nice) throws LinuxError {
    for (GuestThread thread : meant(t, which, who)) {
      setNice(thread, Math.clamp(nice, -20, 19));
    }
    return 0;
  }

  private static void setNice(GuestThread thread, int nice) throws LinuxError {
    if (nice < thread.nice) {
      throw new LinuxError(Errno.EACCES);
    }
    thread.nice = nice;
  }

  private static Iterable<GuestThread> meant(GuestThread t, int which, int who) throws LinuxError {
    if (which < 0 || which > 2) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (which == PROCESS) {
      return java.util.List.of(thread(t, who));
    }
    int group = who == 0 ? t.process().group : who;
    java.util.List<GuestThread> threads = new java.util.ArrayList<>();
    for (GuestProcess process : t.process().kernel().processes()) {
      if (which == 1 ? process.group == group : who == 0 || who == Ids.USER) {
        threads.addAll(process.threads());
      }
    }
    if (threads.isEmpty()) {
      throw new LinuxError(Errno.ESRCH);
    }
    return threads;
  }

  /** ioprio_get: that of the thread which is served first of those that are meant. */
  static long getTransferPriority(GuestThread t, int which, int who) throws LinuxError {
    if (which == 1 && who == Ids.INIT) {
      return 0;
    }
    int first = 0;
    for (GuestThread thread : meant(t, which - 1, who)) {
      int priority = thread.transferPriority;
      first = first == 0 || priority != 0 && priority < first ? priority : first;
    }
    return first;
  }

  /** ioprio_set, which is remembered and changes nothing. */
  static long setTransferPriority(GuestThread t, int which, int who, int priority)
      throws LinuxError {
    int level = priority & 7;
    switch (priority >>> 13) {
      case 0 -> { // IOPRIO_CLASS_NONE has no levels.
        if (level != 0) {
          throw new LinuxError(Errno.EINVAL);
        }
      }
      case 1 -> throw new LinuxError(Errno.EPERM); // IOPRIO_CLASS_RT
      case 2, 3 -> {}
      default -> throw new LinuxError(Errno.EINVAL);
    }
    for (GuestThread thread : meant(t, which - 1, who)) {
      thread.transferPriority = priority;
    }
    return 0;
  }

  // ---- policies ----------------------------------------------------------------------------

  /** Of a policy whether it has priorities or not: SCHED_OTHER to SCHED_DEADLINE, without 4. */
  static long priority(int policy, int ofRealTime) throws LinuxError {
    if (policy < 0 || policy > 6 || policy == 4) {
      throw new LinuxError(Errno.EINVAL);
    }
    return policy == 1 || policy == 2 ? ofRealTime : 0; // SCHED_FIFO, SCHED_RR
  }

  /** No thread has a priority in its policy. */
  static long getParameter(GuestThread t, int tid, long to) throws LinuxError {
    GuestThread unused = seen(t, tid);
    t.memory().writeInt(to, 0);
    return 0;
  }

  static long timeSlice(GuestThread t, int tid, long to) throws LinuxError {
    GuestThread unused = seen(t, tid);
    TimeCalls.writeTime(t, to, 4_000_000);
    return 0;
  }

  static long getScheduler(GuestThread t, int tid) throws LinuxError {
    GuestThread thread = seen(t, tid);
    return thread == null ? 0 : thread.policy;
  }

  static long setScheduler(GuestThread t, int tid, int policy, long parameter) throws LinuxError {
    setPolicy(threadOf(t, tid), policy & ~0x40000000, t.memory().readInt(parameter));
    return 0;
  }

  static long setParameter(GuestThread t, int tid, long parameter) throws LinuxError {
    GuestThread thread = threadOf(t, tid);
    setPolicy(thread, thread.policy, t.memory().readInt(parameter));
    return 0;
  }

  private static void setPolicy(GuestThread thread, int policy, int priority) throws LinuxError {
    switch (policy) {
      case 0, SCHED_BATCH, SCHED_IDLE -> {
        if (priority != 0) {
          throw new LinuxError(Errno.EINVAL);
        }
        thread.policy = policy;
      }
      case SCHED_FIFO, SCHED_RR -> {
        throw new LinuxError(priority < 1 || priority > 99 ? Errno.EINVAL : Errno.EPERM);
      }
      case SCHED_DEADLINE -> throw new LinuxError(Errno.EPERM);
      default -> throw new LinuxError(Errno.EINVAL);
    }
  }

  static long getAttributes(GuestThread t, int tid, long to, int size, int flags)
      throws LinuxError {
    if (flags != 0 || to == 0 || size < ATTRIBUTES || size > 4096) {
      throw new LinuxError(Errno.EINVAL);
    }
    GuestThread thread = seen(t, tid);
    int known = Math.min(size, WITH_CLAMPS);
    ByteBuffer b = ByteBuffer.allocate(known).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(known);
    if (thread != null) {
      b.putInt(thread.policy).putLong(0).putInt(thread.nice);
    }
    t.memory().write(to, b.array());
    return 0;
  }

  static long setAttributes(GuestThread t, int tid, long from, int flags) throws LinuxError {
    GuestThread thread = threadOf(t, tid);
    int size = t.memory().readInt(from);
    if (flags != 0 || size != 0 && size < ATTRIBUTES) {
      throw new LinuxError(flags != 0 ? Errno.EINVAL : Errno.E2BIG);
    }
    int nice = t.memory().readInt(from + 16);
    int policy = t.memory().readInt(from + 4);
    setPolicy(thread, policy, t.memory().readInt(from + 20));
    if (policy != SCHED_IDLE) {
      setNice(thread, Math.clamp(nice, -20, 19));
    }
    return 0;
  }
}
