package dev.ferry.machine.linux.calls;

import dev.ferry.machine.core.Hart;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.Kernel;

/** Processes and threads begin and end. */
final class ProcessCalls {
  private ProcessCalls() {}

  private static final long CLONE_VM = 0x100;
  private static final long CLONE_VFORK = 0x4000;
  private static final long CLONE_THREAD = 0x10000;
  private static final long CLONE_SETTLS = 0x80000;
  private static final long CLONE_PARENT_SETTID = 0x100000;
  private static final long CLONE_CHILD_CLEARTID = 0x200000;
  private static final long CLONE_CHILD_SETTID = 0x1000000;
  private static final long CLONE_CLEAR_SIGHAND = 0x100000000L;

  static long exitThread(GuestThread t, int status) {
    t.process().setExitStatus(status);
    t.leave();
    return 0;
  }

  static long exit(GuestThread t, int status) {
    t.process().exit(status, 0, null);
    return 0;
  }

  static long clone(GuestThread t, long flags, long stack, long parentTid, long tls, long childTid)
      throws LinuxError {
    Kernel kernel = t.process().kernel();
    if (!kernel.threadStarts()) {
      throw new LinuxError(Errno.EAGAIN);
    }
    boolean isThread = (flags & CLONE_THREAD) != 0;
    if (isThread && (flags & CLONE_VM) == 0) {
      kernel.threadEnds();
      throw new LinuxError(Errno.EINVAL);
    }
    boolean borrows = !isThread && (flags & CLONE_VM) != 0 && (flags & CLONE_VFORK) != 0;
    GuestThread child;
    try {
      child = isThread ? newThread(t) : forkProcess(t, borrows);
    } catch (OutOfMemoryError e) {
      kernel.threadEnds();
      throw new LinuxError(Errno.ENOMEM);
    }
    Hart h = child.hart();
    h.x10 = 0;
    if (stack != 0) {
      h.x2 = stack;
    }
    if ((flags & CLONE_SETTLS) != 0) {
      h.x4 = tls;
    }
    if ((flags & CLONE_PARENT_SETTID) != 0) {
      t.memory().writeInt(parentTid, child.tid());
    }
    if ((flags & CLONE_CHILD_SETTID) != 0) {
      child.memory().writeInt(childTid, child.tid());
    }
    if ((flags & CLONE_CHILD_CLEARTID) != 0) {
      child.clearChildTid = childTid;
    }
    child.mask = t.mask;
    child.name = t.name;
    child.nice = t.nice;
    child.transferPriority = t.transferPriority;
    child.policy = t.policy;
    child.affinity = t.affinity;
    child.timerSlack = t.timerSlack;
    if (!isThread && (flags & CLONE_CLEAR_SIGHAND) != 0) {
      child.process().signals().resetActions();
    }
    try {
      child.start();
    } catch (OutOfMemoryError e) { // The host has no more threads.
      child.endThread();
      throw new LinuxError(Errno.EAGAIN);
    }
    if (borrows) {
      child.process().awaitMemory(t);
    }
    return child.tid();
  }

  private static GuestThread newThread(GuestThread t) {
    t.memory().mappings().expectThreads();
    GuestThread child = new GuestThread(t.process(), t.process().kernel().newPid());
    child.hart().copyRegisters(t.hart());
    return child;
  }

  private static GuestThread forkProcess(GuestThread t, boolean borrows) {
    GuestProcess process = t.process().fork(borrows);
    GuestThread child = new GuestThread(process, process.pid());
    child.hart().copyRegisters(t.hart());
    child.alternateStack = t.alternateStack;
    child.alternateSize = t.alternateSize;
    child.alternateFlags = t.alternateFlags;
    return child;
  }

  static long setTidAddress(GuestThread t, long address) {
    t.clearChildTid = address;
    return t.tid();
  }
}
