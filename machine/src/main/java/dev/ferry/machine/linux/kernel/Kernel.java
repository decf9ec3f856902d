package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.SharedFiles;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Outcome;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.waiting.Clockwork;
import dev.ferry.machine.symbols.CrashReport;
import dev.ferry.machine.symbols.SymbolMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all processes of one guest share: process numbers, limits, files, and the end. */
public final class Kernel {
  private final GuestFileSystem files;
  private final Limits limits;
  private final EngineFactory engines;
  private final SystemCallTable systemCalls;
  private final List<Facility> facilities;
  private final Map<Class<?>, Facility> byType = new HashMap<>();
  private final Map<Integer, GuestProcess> processes = new HashMap<>();
  private final AtomicInteger nextPid = new AtomicInteger(1000);
  private final AtomicLong instructionsLeft;
  private final AtomicLong retired = new AtomicLong();
  private final AtomicInteger threads = new AtomicInteger();
  private final AtomicInteger zombies = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Clockwork clockwork = new Clockwork();
  private final FileLocks fileLocks = new FileLocks();
  final AtomicLong committed = new AtomicLong();
  private final SharedFiles sharedFiles = new SharedFiles(committed);

  private final long startNanos = System.nanoTime();

  /** Of words that several processes have in common. */
  final Futexes commonFutexes = new Futexes();

  private volatile @Nullable Outcome outcome;
  private @Nullable Consumer<String> syscallTrace;
  private volatile @Nullable GuestProcess first;
  private @Nullable String bootId;

  /** Whether somebody outside has asked the guest to end. */
  final AtomicBoolean wasAskedToEnd = new AtomicBoolean();

  /**
   * A kernel without processes.
   *
   * @param facilities one of each type
   */
  public Kernel(
      GuestFileSystem files,
      Limits limits,
      EngineFactory engines,
      SystemCallTable systemCalls,
      List<Facility> facilities) {
    this.files = files;
    this.limits = limits;
    this.engines = engines;
    this.systemCalls = systemCalls;
    this.facilities = List.copyOf(facilities);
    for (Facility facility : facilities) {
      byType.put(facility.getClass(), facility);
    }
    this.instructionsLeft = new AtomicLong(limits.instructions());
  }

  /** What guest paths lead to. */
  public GuestFileSystem files() {
    return files;
  }

  /** What all processes together may use. */
  public Limits limits() {
    return limits;
  }

  /** The facility of a type, which this kernel must have been given. */
  public <T extends Facility> T facility(Class<T> type) {
    Facility found = byType.get(type);
    if (found == null) {
      throw new IllegalStateException("a kernel without " + type.getSimpleName());
    }
    return type.cast(found);
  }

  SystemCallTable systemCalls() {
    return systemCalls;
  }

  /** Locks that processes and open files hold. */
  public FileLocks fileLocks() {
    return fileLocks;
  }

  /** Sends a signal to all processes of a group. */
  public void signalGroup(int group, Signals.Pending signal) {
    for (GuestProcess process : processes()) {
      if (process.group == group && !process.isDead()) {
        process.signals().raise(signal);
      }
    }
  }

  /** The session that a process group belongs to, 0 where there is no such group. */
  public int sessionOf(int group) {
    for (GuestProcess process : processes()) {
      if (process.group == group) {
        return process.session;
      }
    }
    return 0;
  }

  /** Does things at given times. */
  public Clockwork clockwork() {
    return clockwork;
  }

  EngineFactory engines() {
    return engines;
  }

  /** Lines in strace's form go here. */
  public void setSyscallTrace(@Nullable Consumer<String> trace) {
    syscallTrace = trace;
  }

  /** Where lines in strace's form go, or null. */
  public @Nullable Consumer<String> syscallTrace() {
    return syscallTrace;
  }

  /** A name of this machine among all, made when somebody asks. */
  public synchronized String bootId() {
    if (bootId == null) {
      bootId = UUID.randomUUID().toString();
    }
    return bootId;
  }

  /** Nanoseconds since it was made. */
  public long uptime() {
    return System.nanoTime() - startNanos;
  }

  /** Processors that guests are told of. */
  public static int cpus() {
    return Math.max(1, Runtime.getRuntime().availableProcessors());
  }

  /** A number for a process or thread. */
  public int newPid() {
    return nextPid.getAndIncrement();
  }

  synchronized void add(GuestProcess process) {
    first = first == null ? process : first;
    processes.put(process.pid(), process);
    if (processes.size() > 1) {
      sharedFiles.expectSeveral();
    }
    if (outcome != null) {
      process.kill(); // Forked while everything ends.
    }
  }

  synchronized void remove(GuestProcess process) {
    processes.remove(process.pid());
  }

  /** A process has ended that its parent has not waited for: it counts as a thread until then. */
  void becomesZombie() {
    zombies.incrementAndGet();
  }

  void reap(GuestProcess zombie) {
    remove(zombie);
    zombies.decrementAndGet();
  }

  /** The process that the guest was started with, or null before that. */
  synchronized @Nullable GuestProcess first() {
    return first;
  }

  /** Symbols of what the first process has loaded. */
  public synchronized SymbolMap symbols() {
    return first == null ? new SymbolMap() : first.symbols();
  }

  /** The text of a file of {@code /proc} that one of the facilities has, or null. */
  public @Nullable String facilityText(String name) {
    for (Facility facility : facilities) {
      String text = facility.text(this, name);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** Tells all facilities of it. */
  void processEnded(GuestProcess process) {
    facilities.forEach(facility -> facility.processEnded(process));
  }

  /** A process by number, dead ones that wait for their parents too; or null. */
  public synchronized @Nullable GuestProcess process(int pid) {
    return processes.get(pid);
  }

  /** All processes, dead ones that wait for their parents too. */
  public synchronized List<GuestProcess> processes() {
    return new ArrayList<>(processes.values());
  }

  /** Pages of files that several processes have in common. */
  public SharedFiles sharedFiles() {
    return sharedFiles;
  }

  /** A process has let go of its memory: pages that nobody maps any more are given back. */
  public void sweepMemory() {
    facilities.forEach(facility -> facility.memoryLetGo(this));
    List<GuestMemory> memories = new ArrayList<>();
    for (GuestProcess process : processes()) {
      if (!process.isDead()) {
        memories.add(process.memory());
      }
    }
    sharedFiles.sweep(memories);
  }

  /**
   * Whether no process of a group has a parent of the same session outside of the group, who could
   * continue it: an orphaned process group of POSIX. The parent of the first is the host's.
   */
  boolean isOrphaned(int group, int session) {
    for (GuestProcess process : processes()) {
      GuestProcess parent = process.family().parent();
      boolean continued =
          parent == null
              ? process.family().isFirst()
              : parent.group != group && parent.session == session;
      if (process.group == group && !process.isDead() && continued) {
        return false;
      }
    }
    return true;
  }

  /** Bytes that count as memory of the guests now. */
  public long committed() {
    return committed.get();
  }

  /**
   * Counts bytes that the kernel keeps for a guest as memory of the guest's; false for too many.
   */
  public boolean charge(long bytes) {
    if (committed.addAndGet(bytes) > limits.memory() && bytes > 0) {
      committed.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  /** Whether a thread of that number runs. */
  public boolean hasThread(int tid) {
    for (GuestProcess process : processes()) {
      if (process.thread(tid) != null) {
        return true;
      }
    }
    return false;
  }

  /** Counts a new thread; false where there are too many. */
  public boolean threadStarts() {
    if (threads.incrementAndGet() + zombies.get() > limits.threads()) {
      threads.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Whether more than one thread runs, over all processes. */
  public boolean hasSeveralThreads() {
    return threads.get() > 1;
  }

  /** Takes back what {@link #threadStarts} counted. */
  public void threadEnds() {
    threads.decrementAndGet();
  }

  // ---- instructions ------------------------------------------------------------------------

  /** Takes up to that many instructions out of what is left; 0 when the limit is reached. */
  long takeInstructions(long wanted) {
    if (limits.instructions() == Long.MAX_VALUE) {
      return wanted;
    }
    while (true) {
      long left = instructionsLeft.get();
      long taken = Math.min(left, wanted);
      if (instructionsLeft.compareAndSet(left, left - taken)) {
        return taken;
      }
    }
  }

  void giveBack(long taken, long used) {
    retired.addAndGet(used);
    if (limits.instructions() != Long.MAX_VALUE) {
      instructionsLeft.addAndGet(taken - used);
    }
  }

  /** Instructions retired so far, over all processes. */
  public long retired() {
    return retired.get();
  }

  boolean isPastDeadline() {
    return limits.nanoseconds() != Long.MAX_VALUE
        && System.nanoTime() - startNanos > limits.nanoseconds();
  }

  // ---- the end -----------------------------------------------------------------------------

  /** Whether the first process is about to end. */
  public boolean isEnding() {
    GuestProcess its = first;
    return its != null && its.isExiting();
  }

  boolean isEnded() {
    return outcome != null;
  }

  /** The first process ended, or a limit was reached: everything stops. */
  void end(Outcome.Kind kind, int status, @Nullable CrashReport crash, String message) {
    synchronized (this) {
      if (outcome != null) {
        return;
      }
      outcome = new Outcome(kind, status, crash, retired.get(), message);
    }
    clockwork.stop();
    facilities.forEach(Facility::kernelEnded);
    for (GuestProcess process : processes()) {
      process.kill();
    }
    ended.countDown();
  }

  /** Ends everything, from any thread. */
  public void stop() {
    end(Outcome.Kind.STOPPED, 0, null, "stopped");
  }

  /** Waits until the first process has ended or a limit is reached. */
  public Outcome await() throws InterruptedException {
    try {
      return awaitEnd();
    } finally {
      files.close();
    }
  }

  private Outcome awaitEnd() throws InterruptedException {
    if (limits.nanoseconds() == Long.MAX_VALUE) {
      ended.await();
    } else {
      long left = limits.nanoseconds() - (System.nanoTime() - startNanos);
      if (!ended.await(Math.max(0, left), TimeUnit.NANOSECONDS)) {
        endByTime();
        ended.await();
      }
    }
    return result();
  }

  void endByTime() {
    String message = "time limit of " + seconds(limits.nanoseconds()) + " s reached";
    end(Outcome.Kind.TIME_LIMIT, 0, null, message);
  }

  static String seconds(long nanoseconds) {
    String text = String.format(java.util.Locale.ROOT, "%.3f", nanoseconds / 1e9);
    return text.replaceAll("\\.?0+$", "");
  }

  private Outcome result() {
    Outcome result = outcome;
    if (result == null) {
      throw new IllegalStateException("the guest runs");
    }
    return new Outcome(
        result.kind(), result.status(), result.crash(), retired.get(), result.message());
  }
}
