package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.files.SignalFile;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.Kernel;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.kernel.PendingSignals;
import dev.ferry.machine.linux.kernel.ResourceLimits;
import dev.ferry.machine.linux.kernel.SignalFrame;
import dev.ferry.machine.linux.waiting.Sleep;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** System calls on signals. */
final class SignalCalls {
  private SignalCalls() {}

  private static LinuxError noProcess(int number) {
    return new LinuxError(number == Ids.INIT ? Errno.EPERM : Errno.ESRCH);
  }

  private static int checked(int signal, int lowest) throws LinuxError {
    if (signal < lowest || signal > Signals.COUNT) {
      throw new LinuxError(Errno.EINVAL);
    }
    return signal;
  }

  static long action(GuestThread t, int signal, long newAction, long oldAction) throws LinuxError {
    int unused = checked(signal, 1);
    GuestProcess process = t.process();
    int word = process.wordSize();
    Signals.Action old = process.signals().action(signal);
    Signals.Action next = null;
    if (newAction != 0) {
      if (signal == Signals.SIGKILL || signal == Signals.SIGSTOP) {
        throw new LinuxError(Errno.EINVAL);
      }
      next =
          new Signals.Action(
              Arguments.word(t, newAction),
              Arguments.word(t, newAction + word),
              t.memory().readLong(newAction + 2L * word));
    }
    if (oldAction != 0) {
      Arguments.setWord(t, oldAction, old.handler());
      Arguments.setWord(t, oldAction + word, old.flags());
      t.memory().writeLong(oldAction + 2L * word, old.mask());
    }
    if (next != null) {
      process.signals().setAction(signal, next);
    }
    return 0;
  }

  static long mask(GuestThread t, int how, long set, long old) throws LinuxError {
    long before = t.mask;
    if (set != 0) {
      long bits = t.memory().readLong(set);
      t.mask =
          GuestThread.withoutUnblockable(
              switch (how) {
                case 0 -> before | bits;
                case 1 -> before & ~bits;
                case 2 -> bits;
                default -> throw new LinuxError(Errno.EINVAL);
              });
    }
    if (old != 0) {
      t.memory().writeLong(old, before);
    }
    if ((t.pendingSet() & before & ~t.mask) != 0) {
      t.alert(); // One at least is delivered before the call returns.
    }
    return 0;
  }

  static long pending(GuestThread t, long to) {
    t.memory().writeLong(to, t.pendingSet() & t.mask);
    return 0;
  }

  /** The mask comes back when the handler has been entered, or with no handler at once. */
  static void replaceMask(GuestThread t, long newMask) {
    t.savedMask = t.mask;
    t.restoresMask = true;
    t.mask = GuestThread.withoutUnblockable(newMask);
    if ((t.pendingSet() & ~t.mask) != 0) {
      t.wake();
    }
  }

  static long suspend(GuestThread t, long set) throws LinuxError {
    replaceMask(t, t.memory().readLong(set));
    while (!t.mustReturn()) {
      t.time().park(t, Long.MAX_VALUE);
    }
    throw new LinuxError(Errno.EINTR);
  }

  static long timedWait(GuestThread t, long set, long info, long timeout) throws LinuxError {
    long wanted = t.memory().readLong(set);
    long deadline = timeout == 0 ? Long.MAX_VALUE : Sleep.deadline(TimeCalls.readTime(t, timeout));
    t.setWaitingFor(wanted);
    try {
      while (true) {
        Signals.Pending signal = t.takePending(wanted);
        if (signal != null) {
          if (info != 0) {
            ByteBuffer b = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
            SignalFrame.putInfo(b, signal);
            t.memory().write(info, b.array());
          }
          return signal.signal();
        }
        if (t.mustReturn()) {
          throw new LinuxError(Errno.EINTR);
        }
        long left = deadline == Long.MAX_VALUE ? deadline : deadline - System.nanoTime();
        if (left <= 0) {
          throw new LinuxError(Errno.EAGAIN);
        }
        t.time().park(t, left);
      }
    } finally {
      t.setWaitingFor(0);
    }
  }

  /** signalfd4: a new file, or other signals for one that is there. */
  static long file(GuestThread t, int fd, long set, long size, int flags) throws LinuxError {
    if (size != 8 || (flags & ~(OpenFile.O_NONBLOCK | OpenFile.O_CLOEXEC)) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    long signals = GuestThread.withoutUnblockable(t.memory().readLong(set));
    if (fd == -1) {
      SignalFile file = new SignalFile(t.process(), signals, flags);
      return t.process().fds().add(file, 0, (flags & OpenFile.O_CLOEXEC) != 0);
    }
    if (!(t.process().fds().get(fd) instanceof SignalFile file)) {
      throw new LinuxError(Errno.EINVAL);
    }
    file.setSignals(signals);
    return fd;
  }

  static long queueThread(GuestThread t, int pid, int tid, int signal, long info)
      throws LinuxError {
    GuestProcess process = t.process().kernel().process(pid);
    GuestThread target = process == null ? null : process.thread(tid);
    if (pid <= 0 || tid <= 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (process == null || target == null) {
      throw noProcess(tid);
    }
    long value = t.memory().readLong(info + 24);
    int code = t.memory().readInt(info + 8);
    checkQueue(process, checked(signal, 1));
    target.raise(new Signals.Pending(signal, code, t.process().pid(), value));
    return 0;
  }

  static long queue(GuestThread t, int pid, int signal, long info) throws LinuxError {
    long value = t.memory().readLong(info + 24);
    int code = t.memory().readInt(info + 8);
    GuestProcess target = t.process().kernel().process(pid);
    if (target == null) {
      throw noProcess(pid);
    }
    if (checked(signal, 0) != 0) {
      checkQueue(target, signal);
      target.signals().raise(new Signals.Pending(signal, code, t.process().pid(), value));
    }
    return 0;
  }

  /** Signals that are queued are counted: RLIMIT_SIGPENDING. */
  private static void checkQueue(GuestProcess target, int signal) throws LinuxError {
    long soft = target.limits().soft(ResourceLimits.PENDING);
    long limit = soft < 0 ? PendingSignals.MAX : Math.min(PendingSignals.MAX, soft);
    if (PendingSignals.isQueued(signal) && target.signals().queuedSignals() >= limit) {
      throw new LinuxError(Errno.EAGAIN);
    }
  }

  static long handlerReturn(GuestThread t) {
    SignalFrame.pop(t);
    return 0;
  }

  static long alternateStack(GuestThread t, long set, long old) throws LinuxError {
    int word = t.process().wordSize();
    boolean on = SignalFrame.isOnAlternate(t, t.hart().x2);
    long base = t.alternateStack;
    int flags = on ? 1 : t.alternateFlags;
    long size = t.alternateSize;
    if (set != 0) {
      if (on) {
        throw new LinuxError(Errno.EPERM);
      }
      int newFlags = t.memory().readInt(set + word);
      long newSize = Arguments.word(t, set + 2L * word);
      if ((newFlags & 2) == 0 && newSize < 2048) {
        throw new LinuxError(Errno.ENOMEM);
      }
      t.alternateStack = Arguments.word(t, set);
      t.alternateFlags = newFlags & 2;
      t.alternateSize = newSize;
    }
    if (old != 0) {
      Arguments.setWord(t, old, base);
      t.memory().writeInt(old + word, flags);
      Arguments.setWord(t, old + 2L * word, size);
    }
    return 0;
  }

  static long kill(GuestThread t, int pid, int signal) throws LinuxError {
    int unused = checked(signal, 0);
    Kernel kernel = t.process().kernel();
    if (pid == Ids.INIT) {
      throw new LinuxError(Errno.EPERM);
    }
    boolean found = false;
    for (GuestProcess process : kernel.processes()) {
      boolean matches =
          pid > 0 && process.pid() == pid
              || pid == 0 && process.group == t.process().group
              || pid == -1 && process != t.process()
              || pid < -1 && process.group == -pid;
      if (matches) {
        found = true;
        if (signal != 0 && !process.isDead()) {
          process.signals().raise(new Signals.Pending(signal, 0, t.process().pid(), 0));
        }
      }
    }
    if (!found) {
      throw new LinuxError(Errno.ESRCH);
    }
    return 0;
  }

  /** tkill: a thread of any process. */
  static long killThread(GuestThread t, int tid, int signal) throws LinuxError {
    return killThread(t, t.process().kernel().processes(), tid, signal);
  }

  /** tgkill: a thread of that process. */
  static long killThread(GuestThread t, int group, int tid, int signal) throws LinuxError {
    if (group <= 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    GuestProcess process = t.process().kernel().process(group);
    return killThread(t, process == null ? List.of() : List.of(process), tid, signal);
  }

  private static long killThread(
      GuestThread t, Iterable<GuestProcess> processes, int tid, int signal) throws LinuxError {
    if (tid <= 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    int unused = checked(signal, 0);
    for (GuestProcess process : processes) {
      GuestThread target = process.thread(tid);
      if (target != null) {
        if (signal != 0) {
          target.raise(new Signals.Pending(signal, -6, t.process().pid(), 0));
        }
        return 0;
      }
    }
    throw noProcess(tid);
  }
}
