package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Outcome;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.waiting.WaitQueue;
import dev.ferry.machine.symbols.CrashReport;
import dev.ferry.machine.symbols.SymbolMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A process of the guest: address space, descriptors, signal actions and threads. */
public final class GuestProcess {
  private final Kernel kernel;
  private final int pid;
  private final Family family;
  private final Map<Integer, GuestThread> threads = new HashMap<>();

  // Replaced by execve, by the only thread left.
  private volatile GuestMemory memory;
  private volatile EngineFactory.Code code;
  private int xlen = 64;
  private final MemoryGate memoryGate = new MemoryGate(this);
  private final LoadedProgram program = new LoadedProgram();
  private final long startTime;
  private final FdTable fds;

  /** Guest path of the working directory. */
  public volatile String directory;

  /** Permission bits that new files do not get. */
  public volatile int umask = 022;

  /** Number of its process group. */
  public volatile int group;

  /** Number of its session. */
  public volatile int session;

  /** The terminal of its session, or null. */
  public volatile @Nullable Terminal controlling;

  private final Futexes futexes = new Futexes();

  /** Processor time of threads that have ended, nanoseconds. */
  private long endedTime;

  private long childrenTime;

  private final ProcessSignals signals = new ProcessSignals(this);
  private final JobControl jobControl = new JobControl(this);
  private volatile boolean killed;
  private volatile boolean exiting;

  /** While execve waits for the other threads to end: new ones end at once. */
  private boolean isReplaced;

  private int exitStatus;
  private int exitSignal;

  /** Woken when it has ended. */
  private final WaitQueue ends = new WaitQueue();

  /** What prctl has set. */
  public volatile int deathSignal;

  /** PR_SET_DUMPABLE: 0 or 1. */
  public volatile int dumpable = 1;

  /** What was written to its {@code oom_score_adj}. */
  public volatile int outOfMemoryScore;

  /** Commands of membarrier that it is registered for; guarded by this when it grows. */
  public volatile int barriers;

  /** PR_SET_NO_NEW_PRIVS. */
  public volatile boolean noNewPrivileges;

  private boolean dead;
  private @Nullable CrashReport crash;
  private final Timers timers;
  private final ResourceLimits limits;

  /** Set while the address space is the parent's, between vfork and execve. */
  private volatile boolean borrowsMemory;

  /** The first process, with an empty address space. */
  public GuestProcess(Kernel kernel, int xlen, FdTable fds, String directory) {
    this(kernel, null, xlen, fds, directory, false);
  }

  /** A child of another process: with the same address space until execve, or an empty one. */
  private GuestProcess(GuestProcess parent, boolean borrowsMemory) {
    this(parent.kernel, parent, parent.xlen, parent.fds.copy(), parent.directory, borrowsMemory);
  }

  private GuestProcess(
      Kernel kernel,
      @Nullable GuestProcess parent,
      int xlen,
      FdTable fds,
      String directory,
      boolean borrowsMemory) {
    this.kernel = kernel;
    this.family = new Family(this, parent);
    this.pid = kernel.newPid();
    this.startTime = kernel.uptime();
    this.timers = new Timers(this);
    this.limits = parent == null ? new ResourceLimits(kernel.limits()) : parent.limits.copy();
    this.fds = fds;
    this.directory = directory;
    this.xlen = xlen;
    this.group = parent == null ? pid : parent.group;
    this.session = parent == null ? pid : parent.session;
    this.controlling = parent == null ? null : parent.controlling;
    if (borrowsMemory && parent != null) {
      this.borrowsMemory = true;
      this.memory = parent.memory;
      this.code = parent.code;
    } else {
      this.memory = newMemory();
      this.code = kernel.engines().forMemory(memory, xlen);
    }
    kernel.add(this);
    if (parent != null) {
      parent.family.add(this);
    }
  }

  /**
   * A child made by fork or vfork: with a copy of this one's memory, or with the memory itself.
   *
   * @throws OutOfMemoryError where the copy does not fit; the child has come to nothing then
   */
  public GuestProcess fork(boolean borrows) {
    GuestProcess child = new GuestProcess(this, borrows);
    if (!borrows) {
      try {
        if (child.memory().mappings().copyFrom(memory)) {
          futexes.wakeAll();
        }
      } catch (OutOfMemoryError e) {
        child.discard();
        throw e;
      }
    }
    child.program.copyFrom(program);
    child.umask = umask;
    child.dumpable = dumpable;
    child.barriers = barriers;
    child.outOfMemoryScore = outOfMemoryScore;
    child.noNewPrivileges = noNewPrivileges;
    child.signals.copyActions(signals);
    return child;
  }

  private GuestMemory newMemory() {
    Limits limits = kernel.limits();
    long space = xlen == 32 ? Math.min(limits.addressSpace(), 1L << 31) : limits.addressSpace();
    return new GuestMemory(space, limits.memory(), kernel.committed, kernel.sharedFiles());
  }

  /** What it shares with all others. */
  public Kernel kernel() {
    return kernel;
  }

  /** Its number. */
  public int pid() {
    return pid;
  }

  /** Its open files. */
  public FdTable fds() {
    return fds;
  }

  /** Of words that only this process uses. */
  Futexes futexes() {
    return futexes;
  }

  /** Timers that send it signals. */
  public Timers timers() {
    return timers;
  }

  /** What it may use. */
  public ResourceLimits limits() {
    return limits;
  }

  /** What signals do to it, and which wait. */
  public ProcessSignals signals() {
    return signals;
  }

  /** Whether it is stopped. */
  public JobControl jobControl() {
    return jobControl;
  }

  /** Its parent and children. */
  public Family family() {
    return family;
  }

  /** Its address space; another after execve. */
  public GuestMemory memory() {
    return memory;
  }

  EngineFactory.Code code() {
    return code;
  }

  /** 32 or 64. */
  public int xlen() {
    return xlen;
  }

  /** Bytes of a pointer. */
  public int wordSize() {
    return xlen / 8;
  }

  /** What its address space was made from. */
  public LoadedProgram program() {
    return program;
  }

  /** Symbols of what is loaded. */
  public SymbolMap symbols() {
    return program.symbols;
  }

  /** Guest path of the program. */
  public String executable() {
    return program.executable;
  }

  /** The auxiliary vector of the first stack. */
  public byte[] auxiliaryVector() {
    return program.auxiliary.clone();
  }

  /** Lowest address of the main thread's stack. */
  public long stackLow() {
    return program.stackLimit;
  }

  /** A fresh address space for execve; the old one is freed. */
  public void replaceMemory(int newXlen) {
    GuestMemory oldMemory = memory;
    EngineFactory.Code oldCode = code;
    xlen = newXlen;
    memory = newMemory();
    code = kernel.engines().forMemory(memory, newXlen);
    program.symbols = new SymbolMap();
    letGo(oldMemory, oldCode, false);
  }

  private void letGo(GuestMemory oldMemory, EngineFactory.Code oldCode, boolean ends) {
    memoryGate.letGo(() -> free(oldMemory, oldCode), ends);
  }

  private void free(GuestMemory oldMemory, EngineFactory.Code oldCode) {
    if (borrowsMemory) {
      borrowsMemory = false;
      wakeParentThreads();
    } else {
      oldCode.close();
      oldMemory.close();
    }
  }

  /** Where others read its memory. */
  public MemoryGate memoryGate() {
    return memoryGate;
  }

  /** When it was forked, in nanoseconds of {@link Kernel#uptime}. */
  public long startTime() {
    return startTime;
  }

  /** Waits until this process uses its parent's memory no more, as vfork does. */
  public void awaitMemory(GuestThread parentThread) {
    while (borrowsMemory) {
      if (parentThread.process().isExiting()) {
        exit(0, Signals.SIGKILL, null);
      }
      parentThread.time().park(this, Long.MAX_VALUE);
    }
  }

  /** Processor time of its threads, those that have ended too; nanoseconds. */
  public synchronized long processorTime() {
    long sum = endedTime;
    for (GuestThread thread : threads.values()) {
      sum += thread.time().nanoseconds();
    }
    return sum;
  }

  /** A child has been waited for. */
  public void addTimeOf(GuestProcess child) {
    long time = child.processorTime() + child.childrenTime();
    synchronized (this) {
      childrenTime += time;
    }
  }

  /** Processor time of the children that have been waited for, and of theirs; nanoseconds. */
  public synchronized long childrenTime() {
    return childrenTime;
  }

  // ---- threads -----------------------------------------------------------------------------

  synchronized void add(GuestThread thread) {
    threads.put(thread.tid(), thread);
    if (isReplaced) {
      thread.leave();
    }
  }

  /** Those that have not ended. */
  public synchronized List<GuestThread> threads() {
    return new ArrayList<>(threads.values());
  }

  /** One of its threads by number, or null. */
  public synchronized @Nullable GuestThread thread(int tid) {
    return threads.get(tid);
  }

  /** A thread has ended; the process ends with the last. */
  void threadEnded(GuestThread thread) {
    boolean last;
    synchronized (this) {
      threads.remove(thread.tid());
      thread.time().end();
      endedTime += thread.time().nanoseconds();
      last = threads.isEmpty();
      notifyAll();
    }
    if (last) {
      finish();
    }
  }

  /**
   * Waits until threads that execute nothing more are not listed: who has joined one finds it gone.
   * They need nothing of the caller's.
   */
  public synchronized void awaitEndingThreads() throws InterruptedException {
    while (hasEndingThread()) {
      wait();
    }
  }

  private boolean hasEndingThread() {
    for (GuestThread thread : threads.values()) {
      if (thread.isEnding()) {
        return true;
      }
    }
    return false;
  }

  /**
   * All other threads are told to go and waited for, as execve demands; the one that is left is the
   * main thread from then on.
   *
   * @throws LinuxError where the thread is itself told to go
   */
  public void endOtherThreads(GuestThread survivor) throws InterruptedException, LinuxError {
    synchronized (this) {
      if (isReplaced) {
        throw new LinuxError(Errno.EAGAIN);
      }
      isReplaced = true;
    }
    for (GuestThread thread : threads()) {
      if (thread != survivor) {
        thread.leave();
      }
    }
    synchronized (this) {
      try {
        while (threads.size() > 1) {
          wait();
        }
      } finally {
        isReplaced = false;
      }
      threads.clear();
      survivor.becomeMain();
      threads.put(pid, survivor);
    }
  }

  /** Whether the process is about to end. */
  public boolean isExiting() {
    return exiting || killed;
  }

  /**
   * A thread ends: should it be the last, and nobody have called exit_group, the process so ends.
   */
  public synchronized void setExitStatus(int status) {
    if (!exiting) {
      exitStatus = status;
    }
  }

  /** exit_group: the first call decides. */
  public void exit(int status, int signal, @Nullable CrashReport report) {
    synchronized (this) {
      if (!exiting) {
        exiting = true;
        exitStatus = status;
        exitSignal = signal;
        crash = report;
      }
    }
    for (GuestThread thread : threads()) {
      thread.leave();
    }
  }

  /** The kernel has ended: threads leave at their next boundary. */
  void kill() {
    killed = true;
    for (GuestThread thread : threads()) {
      thread.leave();
    }
  }

  private void finish() {
    timers.cancelAll();
    if (session == pid) {
      Sessions.giveUp(this, true);
    }
    fds.closeAll();
    kernel.fileLocks().release(this);
    if (!borrowsMemory) {
      try {
        memory.mappings().sync(0, memory.limit());
      } catch (RuntimeException e) {
        // A file that cannot be written any more.
      }
    }
    letGo(memory, code, true);
    kernel.processEnded(this);
    kernel.sweepMemory();
    if (!family.isFirst()) {
      family.end();
      ends.wake();
      return;
    }
    setDead();
    if (exitSignal != 0) {
      kernel.end(Outcome.Kind.SIGNALLED, exitSignal, crash, "");
    } else {
      kernel.end(Outcome.Kind.EXITED, exitStatus, null, "");
    }
  }

  /** It comes to nothing: nobody hears of it. */
  private void discard() {
    fds.closeAll();
    letGo(memory, code, true);
    setDead();
    family.leave();
    kernel.remove(this);
  }

  /** One of them may wait for its memory. */
  private void wakeParentThreads() {
    GuestProcess parent = family.parent();
    if (parent != null) {
      for (GuestThread thread : parent.threads()) {
        thread.unpark();
      }
    }
  }

  /** A descriptor of the file is about to be closed. */
  public void closes(OpenFile file) {
    kernel.fileLocks().closed(this, file);
    file.closedBy(this);
  }

  /** Woken when it has ended. */
  public WaitQueue ends() {
    return ends;
  }

  /** Whether it has ended; its parent may not have waited for it. */
  public synchronized boolean isDead() {
    return dead;
  }

  synchronized void setDead() {
    dead = true;
  }

  /** How it has died. */
  synchronized ChildChange end() {
    return exitSignal != 0
        ? new ChildChange(this, ChildChange.KILLED, exitSignal)
        : new ChildChange(this, ChildChange.EXITED, exitStatus);
  }
}
