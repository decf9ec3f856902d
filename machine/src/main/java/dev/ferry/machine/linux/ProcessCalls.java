package dev.ferry.machine.linux;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Hart;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** System calls on processes, threads and the machine itself. */
final class ProcessCalls {
  private ProcessCalls() {}

  /** User and group of every guest. */
  static final int USER = 1000;

  private static final long CLONE_VM = 0x100;
  private static final long CLONE_VFORK = 0x4000;
  private static final long CLONE_THREAD = 0x10000;
  private static final long CLONE_SETTLS = 0x80000;
  private static final long CLONE_PARENT_SETTID = 0x100000;
  private static final long CLONE_CHILD_CLEARTID = 0x200000;
  private static final long CLONE_CHILD_SETTID = 0x1000000;
  private static final long CLONE_CLEAR_SIGHAND = 0x100000000L;
  private static final int WNOHANG = 1;
  static final int WSTOPPED = 2;
  static final int WEXITED = 4;
  static final int WCONTINUED = 8;
  static final int WNOWAIT = 0x1000000;
  private static final int MAX_SCRIPTS = 4;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;

  static int cpus() {
    return Math.max(1, Runtime.getRuntime().availableProcessors());
  }

  static long exitThread(GuestThread t, int status) {
    t.process().setExitStatus(status);
    t.leave();
    return 0;
  }

  static long exit(GuestThread t, int status) {
    t.process().exit(status, 0, null);
    return 0;
  }

  // ---- clone, fork, exec -------------------------------------------------------------------

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
    child.nice = t.nice;
    child.transferPriority = t.transferPriority;
    child.policy = t.policy;
    child.affinity = t.affinity;
    child.timerSlack = t.timerSlack;
    if (!isThread && (flags & CLONE_CLEAR_SIGHAND) != 0) {
      child.process().resetActions();
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
    GuestProcess parent = t.process();
    GuestProcess process = new GuestProcess(parent, borrows);
    if (!borrows) {
      try {
        if (process.memory().mappings().copyFrom(parent.memory())) {
          parent.futexes.wakeAll();
        }
      } catch (OutOfMemoryError e) {
        process.discard();
        throw e;
      }
    }
    process.brkStart = parent.brkStart;
    process.brk = parent.brk;
    process.stackTop = parent.stackTop;
    process.stackLimit = parent.stackLimit;
    process.signalReturn = parent.signalReturn;
    process.symbols = parent.symbols;
    process.executable = parent.executable;
    process.auxiliary = parent.auxiliary;
    process.commandLine = parent.commandLine;
    process.umask = parent.umask;
    process.dumpable = parent.dumpable;
    process.noNewPrivileges = parent.noNewPrivileges;
    process.copyActions(parent);
    GuestThread child = new GuestThread(process, process.pid());
    child.hart().copyRegisters(t.hart());
    child.alternateStack = t.alternateStack;
    child.alternateSize = t.alternateSize;
    child.alternateFlags = t.alternateFlags;
    return child;
  }

  static long execute(GuestThread t, long path, long arguments, long environment)
      throws LinuxError {
    return execute(t, FileCalls.path(t, FileCalls.AT_FDCWD, path), arguments, environment);
  }

  /** execveat: a path from a directory on, or with AT_EMPTY_PATH an open file. */
  static long executeAt(
      GuestThread t, int directory, long address, long arguments, long environment, int flags)
      throws LinuxError {
    if ((flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW)) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    String text = FileCalls.string(t, address);
    if (text.isEmpty() && (flags & AT_EMPTY_PATH) != 0) {
      return execute(t, t.process().fds.get(directory).path, arguments, environment);
    }
    String path = FileCalls.absolute(t, directory, text);
    if ((flags & AT_SYMLINK_NOFOLLOW) != 0) {
      Stat stat = t.process().kernel().files().stat(path, false);
      if ((stat.mode() & Stat.S_IFMT) == Stat.S_IFLNK) {
        throw new LinuxError(Errno.ELOOP);
      }
    }
    return execute(t, path, arguments, environment);
  }

  private static long execute(GuestThread t, String wanted, long arguments, long environment)
      throws LinuxError {
    GuestProcess process = t.process();
    String link = wanted.startsWith("/proc/") ? ProcessFiles.readLink(t, wanted) : null;
    String path = link == null ? wanted : link;
    List<String> argv = new ArrayList<>(Arrays.asList(FileCalls.strings(t, arguments)));
    List<String> env = Arrays.asList(FileCalls.strings(t, environment));
    ProgramLoader.Program program = resolve(process, path, argv, env);
    try {
      process.endOtherThreads(t);
    } catch (InterruptedException e) {
      throw new LinuxError(Errno.EINTR);
    }
    // From here on there is no way back.
    RobustList.leave(t);
    process.replaceMemory(program.xlen());
    process.timers.deleteCreated();
    process.dumpable = 1;
    process.fds.closeForExec(process::closes);
    process.kernel().sweepMemory();
    process.resetActions();
    t.newHart();
    t.clearChildTid = 0;
    t.alternateFlags = 2;
    t.keepRegisters();
    try {
      ProgramLoader.load(process, t.hart(), program);
    } catch (LinuxError e) {
      process.exit(0, Signals.SIGKILL, null);
    }
    return 0;
  }

  /** Reads a program, through {@code #!} lines. */
  static ProgramLoader.Program resolve(
      GuestProcess process, String wanted, List<String> argv, List<String> env) throws LinuxError {
    String path = wanted;
    for (int depth = 0; depth <= MAX_SCRIPTS; depth++) {
      GuestFileSystem files = process.kernel().files();
      if (files.stat(path, true).isDirectory()) {
        throw new LinuxError(Errno.EACCES);
      }
      files.access(path, 1);
      byte[] bytes = ProgramLoader.readFile(process, path);
      if (bytes.length > 2 && bytes[0] == '#' && bytes[1] == '!') {
        path = script(process, path, bytes, argv);
        continue;
      }
      int xlen = ProgramLoader.xlen(path, bytes);
      return new ProgramLoader.Program(files.canonical(path), bytes, argv, env, xlen);
    }
    throw new LinuxError(Errno.ELOOP);
  }

  private static String script(GuestProcess process, String path, byte[] bytes, List<String> argv)
      throws LinuxError {
    int end = 2;
    while (end < bytes.length && end < 256 && bytes[end] != '\n') {
      end++;
    }
    String line = new String(bytes, 2, end - 2, StandardCharsets.UTF_8).strip();
    int space = line.indexOf(' ');
    String interpreter = space < 0 ? line : line.substring(0, space);
    if (interpreter.isEmpty()) {
      throw new LinuxError(Errno.ENOEXEC);
    }
    if (!argv.isEmpty()) {
      argv.removeFirst();
    }
    argv.addFirst(path);
    if (space >= 0) {
      argv.addFirst(line.substring(space).strip());
    }
    argv.addFirst(interpreter);
    return interpreter.startsWith("/") ? interpreter : process.directory + "/" + interpreter;
  }

  // ---- waiting -----------------------------------------------------------------------------

  /** Null where nothing has happened and it may not wait. */
  private static @Nullable ChildChange await(GuestThread t, int which, int options)
      throws LinuxError {
    GuestProcess process = t.process();
    AtomicReference<@Nullable ChildChange> found = new AtomicReference<>();
    try {
      int unused =
          Sleep.await(
              process.family().changes(),
              (options & WNOHANG) == 0,
              () -> {
                found.set(process.family().change(which, options));
                return found.get() == null ? Sleep.WOULD_BLOCK : 0;
              });
    } catch (LinuxError e) {
      if (e.errno() != Errno.EAGAIN) {
        throw e;
      }
    }
    ChildChange change = found.get();
    if (change != null && change.child().isDead() && (options & WNOWAIT) == 0) {
      process.addTimeOf(change.child());
    }
    return change;
  }

  static long wait4(GuestThread t, int which, long status, int options, long usage)
      throws LinuxError {
    if ((options & ~(WNOHANG | WSTOPPED | WCONTINUED | 0xe0000000)) != 0) { // __WALL and others
      throw new LinuxError(Errno.EINVAL);
    }
    ChildChange change = await(t, which, options | WEXITED);
    if (change == null) {
      return 0;
    }
    GuestProcess child = change.child();
    if (status != 0) {
      t.memory().writeInt(status, change.waitStatus());
    }
    if (usage != 0) {
      putUsage(t, usage, child.processorTime() + child.childrenTime(), 0);
    }
    return child.pid();
  }

  static long waitId(GuestThread t, int type, int id, long info, int options) throws LinuxError {
    int which =
        switch (type) {
          case 0 -> -1;
          case 1 -> id;
          case 2 -> id == 0 ? 0 : -id;
          case 3 -> PidCalls.file(t, id).process().pid(); // P_PIDFD
          default -> throw new LinuxError(Errno.EINVAL);
        };
    if ((options & (WEXITED | WSTOPPED | WCONTINUED)) == 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    boolean mayWait = type != 3 || !PidCalls.file(t, id).isNonBlocking();
    ChildChange change = await(t, which, mayWait ? options : options | WNOHANG);
    if (change == null && !mayWait && (options & WNOHANG) == 0) {
      throw new LinuxError(Errno.EAGAIN);
    }
    ByteBuffer b = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
    if (change != null) {
      b.putInt(0, Signals.SIGCHLD).putInt(8, change.code());
      b.putInt(16, change.child().pid()).putInt(20, USER).putInt(24, change.value());
    }
    if (info != 0) {
      t.memory().write(info, b.array());
    }
    return 0;
  }

  static long setTidAddress(GuestThread t, long address) {
    t.clearChildTid = address;
    return t.tid();
  }

  static long setRobustList(GuestThread t, long address, long size) throws LinuxError {
    if (size != 3L * t.process().wordSize()) {
      throw new LinuxError(Errno.EINVAL);
    }
    t.robustList = address;
    return 0;
  }

  private static final int FUTEX_PRIVATE = 128;

  static long futex(
      GuestThread t,
      long address,
      int operation,
      int value,
      long timeout,
      long address2,
      int value3)
      throws LinuxError {
    GuestMemory memory = t.memory();
    int command = operation & 0x7f;
    if ((address & 3) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    boolean isPrivate = (operation & FUTEX_PRIVATE) != 0;
    Futexes.Word word = Futexes.Word.of(t, address, isPrivate);
    switch (command) {
      case 0, 9 -> { // FUTEX_WAIT, FUTEX_WAIT_BITSET
        long deadline = Long.MAX_VALUE;
        if (timeout != 0) {
          long time = TimeCalls.readTime(t, timeout);
          boolean realtime = (operation & 0x100) != 0;
          long wait = command == 0 ? time : time - TimeCalls.now(t, realtime ? 0 : 1);
          deadline = System.nanoTime() + Math.min(wait, Long.MAX_VALUE / 4);
        }
        int bits = command == 0 ? -1 : value3;
        if (bits == 0) {
          throw new LinuxError(Errno.EINVAL);
        }
        Futexes.await(t, word, address, isPrivate, value, bits, deadline);
        return 0;
      }
      case 1, 10 -> { // FUTEX_WAKE, FUTEX_WAKE_BITSET
        return word.queues().wake(word.key(), value, command == 1 ? -1 : value3);
      }
      case 3, 4 -> { // FUTEX_REQUEUE, FUTEX_CMP_REQUEUE
        if (command == 4 && memory.readIntVolatile(address) != value3) {
          throw new LinuxError(Errno.EAGAIN);
        }
        Futexes.Word second = Futexes.Word.of(t, address2, isPrivate);
        if (second.queues() != word.queues()) {
          throw new LinuxError(Errno.EINVAL); // A word of this process and one of several.
        }
        return word.queues().requeue(word.key(), value, (int) timeout, second.key());
      }
      case 5 -> { // FUTEX_WAKE_OP
        Futexes.Word second = Futexes.Word.of(t, address2, isPrivate);
        return wakeOperation(memory, word, value, (int) timeout, address2, second, value3);
      }
      case 6, 13 -> { // FUTEX_LOCK_PI, FUTEX_LOCK_PI2
        boolean realtime = command == 6 || (operation & 0x100) != 0;
        long deadline = Long.MAX_VALUE;
        if (timeout != 0) {
          long wait = TimeCalls.readTime(t, timeout) - TimeCalls.now(t, realtime ? 0 : 1);
          deadline = System.nanoTime() + Math.min(wait, Long.MAX_VALUE / 4);
        }
        return PriorityFutex.lock(t, word, address, isPrivate, deadline);
      }
      case 7 -> { // FUTEX_UNLOCK_PI
        return PriorityFutex.unlock(t, word, address);
      }
      case 8 -> { // FUTEX_TRYLOCK_PI
        return PriorityFutex.tryLock(t, address);
      }
      default -> throw new LinuxError(Errno.ENOSYS);
    }
  }

  private static long wakeOperation(
      GuestMemory memory,
      Futexes.Word word,
      int wake,
      int wake2,
      long address2,
      Futexes.Word second,
      int encoded) {
    int operand = encoded << 8 >> 20;
    int compare = encoded << 20 >> 20;
    if ((encoded & 0x80000000) != 0) {
      operand = 1 << operand;
    }
    int old;
    int next;
    do {
      old = memory.readIntVolatile(address2);
      next =
          switch (encoded >>> 28 & 7) {
            case 0 -> operand;
            case 1 -> old + operand;
            case 2 -> old | operand;
            case 3 -> old & ~operand;
            default -> old ^ operand;
          };
    } while (!memory.compareAndSetInt(address2, old, next));
    boolean holds =
        switch (encoded >>> 24 & 15) {
          case 0 -> old == compare;
          case 1 -> old != compare;
          case 2 -> old < compare;
          case 3 -> old <= compare;
          case 4 -> old > compare;
          default -> old >= compare;
        };
    int woken = word.queues().wake(word.key(), wake, -1);
    return holds ? woken + second.queues().wake(second.key(), wake2, -1) : woken;
  }

  // ---- identity ----------------------------------------------------------------------------

  static long threeIds(GuestThread t, long a, long b, long c) {
    for (long address : new long[] {a, b, c}) {
      t.memory().writeInt(address, USER);
    }
    return 0;
  }

  /** setuid and its like: only what it is already may it become; -1 changes nothing. */
  static long becomes(long... ids) {
    for (long id : ids) {
      if ((int) id != USER && (int) id != -1) {
        return -Errno.EPERM;
      }
    }
    return 0;
  }

  private static GuestProcess processOf(GuestThread t, int pid) throws LinuxError {
    GuestProcess process = pid == 0 ? t.process() : t.process().kernel().process(pid);
    if (process == null) {
      throw new LinuxError(Errno.ESRCH);
    }
    return process;
  }

  static long setGroup(GuestThread t, int pid, int group) throws LinuxError {
    int named = pid == 0 ? t.process().pid() : pid;
    int wanted = group == 0 ? named : group;
    if (wanted < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    GuestProcess process = processOf(t, pid);
    if (process != t.process() && !t.process().family().contains(process)) {
      throw new LinuxError(Errno.ESRCH);
    }
    boolean isNew = wanted == process.pid();
    if (process.session == process.pid()
        || process.session != t.process().session
        || !isNew && t.process().kernel().sessionOf(wanted) != process.session) {
      throw new LinuxError(Errno.EPERM);
    }
    process.group = wanted;
    return 0;
  }

  static long getGroup(GuestThread t, int pid) throws LinuxError {
    return pid == SignalCalls.INIT ? pid : processOf(t, pid).group;
  }

  static long getSession(GuestThread t, int pid) throws LinuxError {
    return pid == SignalCalls.INIT ? pid : processOf(t, pid).session;
  }

  static long setSession(GuestThread t) throws LinuxError {
    GuestProcess process = t.process();
    if (process.kernel().sessionOf(process.pid()) != 0) {
      throw new LinuxError(Errno.EPERM); // It leads a group, or has led one.
    }
    process.controlling = null;
    process.session = process.pid();
    process.group = process.pid();
    return process.pid();
  }

  static long name(GuestThread t, long address) {
    byte[] names = new byte[6 * 65];
    String machine = t.process().xlen() == 64 ? "riscv64" : "riscv32";
    String[] fields = {"Linux", "ferry", "6.1.0", "#1 SMP Ferry", machine, "(none)"};
    for (int i = 0; i < fields.length; i++) {
      byte[] bytes = fields[i].getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(bytes, 0, names, 65 * i, bytes.length);
    }
    t.memory().write(address, names);
    return 0;
  }

  static long information(GuestThread t, long address) {
    Kernel kernel = t.process().kernel();
    long total = kernel.limits().memory();
    if (t.process().xlen() == 32) {
      ByteBuffer b = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
      b.putInt(0, (int) ((System.nanoTime() - kernel.startNanos) / 1_000_000_000L));
      b.putInt(16, (int) Math.min(total, Integer.MAX_VALUE));
      b.putInt(20, (int) Math.min(total - kernel.committed.get(), Integer.MAX_VALUE));
      b.putShort(40, (short) kernel.processes().size()).putInt(52, 1);
      t.memory().write(address, b.array());
      return 0;
    }
    ByteBuffer b = ByteBuffer.allocate(112).order(ByteOrder.LITTLE_ENDIAN);
    b.putLong(0, (System.nanoTime() - kernel.startNanos) / 1_000_000_000L);
    b.putLong(32, total).putLong(40, total - kernel.committed.get());
    b.putShort(80, (short) kernel.processes().size()).putInt(104, 1);
    t.memory().write(address, b.array());
    return 0;
  }

  static long usage(GuestThread t, int who, long address) throws LinuxError {
    GuestProcess process = t.process();
    switch (who) {
      case 0 -> putUsage(t, address, process.processorTime(), t.memory().resident());
      case -1 -> putUsage(t, address, process.childrenTime(), 0);
      case 1 -> putUsage(t, address, t.time.nanoseconds(), t.memory().resident());
      default -> throw new LinuxError(Errno.EINVAL);
    }
    return 0;
  }

  /**
   * A struct rusage: times of user and system, then greatest resident size in KiB, then 13 more.
   *
   * @param time of the processor, nanoseconds
   * @param resident bytes
   */
  private static void putUsage(GuestThread t, long address, long time, long resident) {
    int word = t.process().wordSize();
    t.memory().write(address, new byte[18 * word]);
    FileCalls.setWord(t, address, time / 1_000_000_000);
    FileCalls.setWord(t, address + word, time / 1000 % 1_000_000);
    FileCalls.setWord(t, address + 4L * word, resident / 1024);
  }

  static long cpu(GuestThread t, long cpu, long node) {
    if (cpu != 0) {
      t.memory().writeInt(cpu, 0);
    }
    if (node != 0) {
      t.memory().writeInt(node, 0);
    }
    return 0;
  }

  static long yield() {
    Thread.yield();
    return 0;
  }

  /** As sched_rr_get_interval tells of a thread without real-time scheduling. */
  static long random(GuestThread t, long address, long length) {
    byte[] bytes = RandomBytes.of((int) Math.clamp(length, 0, 1 << 20));
    t.memory().write(address, bytes);
    return bytes.length;
  }

  /** riscv_hwprobe: pairs of key and value. */
  static long probe(GuestThread t, long pairs, long count) {
    for (long i = 0; i < count; i++) {
      long at = pairs + 16 * i;
      long key = t.memory().readLong(at);
      switch ((int) key) {
        case 0, 1, 2 -> t.memory().writeLong(at + 8, 0); // mvendorid, marchid, mimpid
        case 3 -> t.memory().writeLong(at + 8, 1); // IMA base behaviour
        case 4 -> // F and D, C, Zba, Zbb, Zbs, Zbc, Zfh, Zfhmin, Zfa, Zicond
            t.memory()
                .writeLong(
                    at + 8, 1 | 2 | 8 | 16 | 32 | 128 | 1L << 27 | 1L << 28 | 1L << 32 | 1L << 35);
        case 5 -> t.memory().writeLong(at + 8, 3); // Misaligned accesses are fast enough.
        case 6 -> t.memory().writeLong(at + 8, 64); // Zicboz block size
        default -> {
          t.memory().writeLong(at, -1);
          t.memory().writeLong(at + 8, 0);
        }
      }
    }
    return 0;
  }
}
