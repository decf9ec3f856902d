package dev.ferry.machine.linux.calls;

import static dev.ferry.machine.linux.abi.SystemCallNumbers.*;

import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.SystemCallTable;
import dev.ferry.machine.linux.trace.SystemCallTrace;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Takes a system call apart: number in a7, arguments in a0 to a5, result in a0. */
public final class SystemCalls implements SystemCallTable {
  @Override
  public long call(GuestThread t, Hart h) {
    int number = (int) h.x17;
    long a0 = h.x10;
    Consumer<String> trace = t.process().kernel().syscallTrace();
    SystemCallTrace.Begun begun = trace == null ? null : SystemCallTrace.before(t, number, h);
    long result;
    try {
      result = dispatch(t, number, a0, h.x11, h.x12, h.x13, h.x14, h.x15);
    } catch (LinuxError e) {
      result = -e.errno();
    } catch (GuestTrap e) {
      if (e.cause() == GuestTrap.Cause.OUT_OF_MEMORY) {
        throw e;
      }
      result = -Errno.EFAULT;
    } catch (UncheckedIOException e) {
      result = -Errno.EIO;
    }
    if (trace != null && begun != null) {
      trace.accept(SystemCallTrace.after(t, begun, result));
    }
    return result;
  }

  private static long dispatch(
      GuestThread t, int number, long a0, long a1, long a2, long a3, long a4, long a5)
      throws LinuxError {
    int i0 = (int) a0;
    int i1 = (int) a1;
    int i2 = (int) a2;
    int i3 = (int) a3;
    boolean rv32 = t.process().xlen() == 32;
    return switch (number) {
      // Files
      case OPENAT -> FileCalls.open(t, i0, a1, i2, i3);
      case OPENAT2 -> ResolveCalls.open(t, i0, a1, a2, a3);
      case CLOSE -> FileCalls.close(t, i0);
      case CLOSE_RANGE -> FileCalls.closeRange(t, a0 & 0xffffffffL, a1 & 0xffffffffL, i2);
      case READ -> FileCalls.read(t, i0, a1, a2);
      case WRITE -> FileCalls.write(t, i0, a1, a2);
      case READV -> FileCalls.readVector(t, i0, a1, i2, -1);
      case WRITEV -> FileCalls.writeVector(t, i0, a1, i2, -1);
      case PREAD64 -> FileCalls.pread(t, i0, a1, a2, rv32 ? pair(a3, a4) : a3);
      case PWRITE64 -> FileCalls.pwrite(t, i0, a1, a2, rv32 ? pair(a3, a4) : a3);
      case PREADV -> FileCalls.readVector(t, i0, a1, i2, rv32 ? pair(a3, a4) : a3);
      case PWRITEV -> FileCalls.writeVector(t, i0, a1, i2, rv32 ? pair(a3, a4) : a3);
      case LSEEK ->
          rv32
              ? FileCalls.longSeek(t, i0, pair(a2, a1), a3, (int) a4)
              : t.process().fds().get(i0).seek(a1, i2);
      case SENDFILE -> FileCalls.sendFile(t, i0, i1, a2, a3);
      case SPLICE -> SpliceCalls.splice(t, i0, a1, i2, a3, a4, (int) a5);
      case TEE -> SpliceCalls.tee(t, i0, i1, a2, i3);
      case VMSPLICE -> SpliceCalls.vector(t, i0, a1, i2);
      case PREADV2 -> FileCalls.readVector(t, i0, a1, i2, rv32 ? pair(a3, a4) : a3, (int) a5);
      case PWRITEV2 -> FileCalls.writeVector(t, i0, a1, i2, rv32 ? pair(a3, a4) : a3, (int) a5);
      case COPY_FILE_RANGE -> FileCalls.copyRange(t, i0, a1, i2, a3, a4, (int) a5);
      case DUP -> DescriptorCalls.dup(t, i0);
      case DUP3 -> DescriptorCalls.dup3(t, i0, i1, i2);
      case FCNTL -> DescriptorCalls.control(t, i0, i1, a2);
      case IOCTL -> DescriptorCalls.ioctl(t, i0, i1, a2);
      case FADVISE64, READAHEAD, SYNC_FILE_RANGE, SYNCFS -> FileCalls.checkOpen(t, i0);
      case FLOCK -> LockCalls.whole(t, i0, i1);
      case FSYNC, FDATASYNC -> DescriptorCalls.sync(t, i0);
      case SYNC -> 0;
      case SETXATTR,
          LSETXATTR,
          FSETXATTR,
          GETXATTR,
          LGETXATTR,
          FGETXATTR,
          LISTXATTR,
          LLISTXATTR,
          FLISTXATTR,
          REMOVEXATTR,
          LREMOVEXATTR,
          FREMOVEXATTR ->
          AttributeCalls.call(t, number, a0, a1, a2, a3, (int) a4);
      case INOTIFY_INIT1 -> WatchCalls.make(t, i0);
      case INOTIFY_ADD_WATCH -> WatchCalls.add(t, i0, a1, i2);
      case INOTIFY_RM_WATCH -> WatchCalls.remove(t, i0, i1);
      case PIPE2 -> DescriptorCalls.pipe(t, a0, i1);
      case EVENTFD2 -> DescriptorCalls.eventFd(t, i0, i1);
      case MEMFD_CREATE -> DescriptorCalls.memoryFile(t, a0, i1);
      case FSTAT -> StatCalls.statFd(t, i0, a1);
      case NEWFSTATAT -> StatCalls.statAt(t, i0, a1, a2, i3);
      case STATX -> StatCalls.statx(t, i0, a1, i2, i3, a4);
      case STATFS -> StatCalls.statFileSystem(t, a0, a1);
      case FSTATFS -> StatCalls.statFileSystemOf(t, i0, a1);
      case FACCESSAT -> StatCalls.access(t, i0, a1, i2, 0);
      case FACCESSAT2 -> StatCalls.access(t, i0, a1, i2, i3);
      case READLINKAT -> StatCalls.readLink(t, i0, a1, a2, i3);
      case GETDENTS64 -> PathCalls.entries(t, i0, a1, i2);
      case GETCWD -> PathCalls.directory(t, a0, a1);
      case CHDIR -> PathCalls.changeDirectory(t, a0);
      case FCHDIR -> PathCalls.changeDirectoryTo(t, i0);
      case MKDIRAT -> PathCalls.makeDirectory(t, i0, a1, i2);
      case MKNODAT -> PathCalls.makeNode(t, i0, a1, i2);
      case UNLINKAT -> PathCalls.unlink(t, i0, a1, i2);
      case RENAMEAT -> PathCalls.rename(t, i0, a1, i2, a3, 0);
      case RENAMEAT2 -> PathCalls.rename(t, i0, a1, i2, a3, (int) a4);
      case LINKAT -> PathCalls.link(t, i0, a1, i2, a3, (int) a4);
      case SYMLINKAT -> PathCalls.symbolicLink(t, a0, i1, a2);
      case TRUNCATE -> PathCalls.truncate(t, a0, rv32 ? pair(a1, a2) : a1);
      case FTRUNCATE -> PathCalls.truncateFd(t, i0, rv32 ? pair(a1, a2) : a1);
      case FALLOCATE -> PathCalls.allocate(t, i0, i1, a2, a3);
      case FCHMOD -> PathCalls.changeModeFd(t, i0, i1);
      case FCHMODAT -> PathCalls.changeMode(t, i0, a1, i2, 0);
      case FCHMODAT2 -> PathCalls.changeMode(t, i0, a1, i2, i3);
      case FCHOWN -> PathCalls.changeOwner(t.process().fds().get(i0).stat(), i1, i2);
      case FCHOWNAT -> PathCalls.changeOwner(StatCalls.statPath(t, i0, a1, (int) a4), i2, (int) a3);
      case UTIMENSAT, UTIMENSAT_TIME64 -> PathCalls.setTimes(t, i0, a1, a2, i3);
      case UMASK -> PathCalls.umask(t, i0);
      case PPOLL, PPOLL_TIME64 -> PollCalls.poll(t, a0, i1, a2, a3);
      case PSELECT6, PSELECT6_TIME64 -> PollCalls.select(t, i0, a1, a2, a3, a4, a5);
      case EPOLL_CREATE1 -> PollCalls.createEpoll(t, i0);
      case EPOLL_CTL -> PollCalls.controlEpoll(t, i0, i1, i2, a3);
      case EPOLL_PWAIT -> PollCalls.waitEpoll(t, i0, a1, i2, i3 < 0 ? -1 : i3 * 1_000_000L, a4);
      case EPOLL_PWAIT2 ->
          PollCalls.waitEpoll(t, i0, a1, i2, a3 == 0 ? -1 : TimeCalls.readTime(t, a3), a4);

      // Memory
      case BRK -> MemoryCalls.brk(t, a0);
      case MMAP ->
          MemoryCalls.map(t, a0, a1, i2, i3, (int) a4, rv32 ? (a5 & 0xffffffffL) << 12 : a5);
      case MUNMAP -> MemoryCalls.unmap(t, a0, a1);
      case MPROTECT -> MemoryCalls.protect(t, a0, a1, i2);
      case MREMAP -> MemoryCalls.remap(t, a0, a1, a2, i3, a4);
      case MADVISE -> MemoryCalls.advise(t, a0, a1, i2);
      case SHMGET -> SharedMemoryCalls.get(t, i0, a1, i2);
      case SHMAT -> SharedMemoryCalls.attach(t, i0, a1, i2);
      case SHMDT -> SharedMemoryCalls.detach(t, a0);
      case SHMCTL -> SharedMemoryCalls.control(t, i0, i1, a2);
      case SEMGET -> SemaphoreCalls.get(t, i0, i1, i2);
      case SEMCTL -> SemaphoreCalls.control(t, i0, i1, i2, a3);
      case SEMOP -> SemaphoreCalls.operate(t, i0, a1, a2, 0);
      case SEMTIMEDOP, SEMTIMEDOP_TIME64 -> SemaphoreCalls.operate(t, i0, a1, a2, a3);
      case MQ_OPEN -> QueueCalls.open(t, a0, i1, i2, a3);
      case MQ_UNLINK -> QueueCalls.unlink(t, a0);
      case MQ_TIMEDSEND, MQ_TIMEDSEND_TIME64 -> QueueCalls.send(t, i0, a1, a2, a3, a4);
      case MQ_TIMEDRECEIVE, MQ_TIMEDRECEIVE_TIME64 -> QueueCalls.receive(t, i0, a1, a2, a3, a4);
      case MQ_NOTIFY -> QueueCalls.listen(t, i0, a1);
      case MQ_GETSETATTR -> QueueCalls.attributes(t, i0, a1, a2);
      case MSGGET -> MessageCalls.get(t, i0, i1);
      case MSGSND -> MessageCalls.send(t, i0, a1, a2, i3);
      case MSGRCV -> MessageCalls.receive(t, i0, a1, a2, a3, (int) a4);
      case MSGCTL -> MessageCalls.control(t, i0, i1, a2);
      case MSYNC -> MemoryCalls.sync(t, a0, a1, i2);
      case MINCORE -> MemoryCalls.inCore(t, a0, a1, a2);
      case MLOCK, MUNLOCK -> MemoryCalls.lock(t, a0, a1, 0);
      case MLOCK2 -> MemoryCalls.lock(t, a0, a1, i2);
      case MLOCKALL -> MemoryCalls.lockAll(i0);
      case MUNLOCKALL -> 0;
      case MEMBARRIER -> MemoryCalls.barrier(t, i0);
      case RISCV_FLUSH_ICACHE -> MemoryCalls.flushInstructions(t, a0, a1);

      // Time
      case CLOCK_GETTIME, CLOCK_GETTIME64 ->
          TimeCalls.getTime(t, i0, a1, number == CLOCK_GETTIME64);
      case CLOCK_GETRES, CLOCK_GETRES_TIME64 -> TimeCalls.resolution(t, i0, a1);
      case GETTIMEOFDAY -> TimeCalls.timeOfDay(t, a0);
      case NANOSLEEP -> TimeCalls.sleep(t, 1, 0, a0, a1);
      case CLOCK_SETTIME, CLOCK_SETTIME64 -> TimeCalls.setTime(t, i0, a1);
      case CLOCK_NANOSLEEP, CLOCK_NANOSLEEP_TIME64 -> TimeCalls.sleep(t, i0, i1, a2, a3);
      case ADJTIMEX -> TimeCalls.adjust(t, a0);
      case CLOCK_ADJTIME -> TimeCalls.adjust(t, a1);
      case TIMES -> TimeCalls.times(t, a0);
      case GETITIMER -> TimerCalls.getInterval(t, i0, a1);
      case SETITIMER -> TimerCalls.setInterval(t, i0, a1, a2);
      case TIMER_CREATE -> TimerCalls.create(t, i0, a1, a2);
      case TIMER_SETTIME, TIMER_SETTIME64 -> TimerCalls.set(t, i0, i1, a2, a3);
      case TIMER_GETTIME, TIMER_GETTIME64 -> TimerCalls.get(t, i0, a1);
      case TIMER_GETOVERRUN -> TimerCalls.overrun(t, i0);
      case TIMER_DELETE -> TimerCalls.delete(t, i0);
      case TIMERFD_CREATE -> PollCalls.createTimer(t, i0, i1);
      case TIMERFD_SETTIME, TIMERFD_SETTIME64 -> PollCalls.setTimer(t, i0, i1, a2, a3);
      case TIMERFD_GETTIME, TIMERFD_GETTIME64 -> PollCalls.getTimer(t, i0, a1);

      // Processes and threads
      case EXIT -> ProcessCalls.exitThread(t, i0);
      case EXIT_GROUP -> ProcessCalls.exit(t, i0);
      case CLONE -> PidCalls.clone(t, a0, a1, a2, a3, a4);
      case CLONE3 -> PidCalls.clone3(t, a0, a1);
      case PIDFD_GETFD -> PidCalls.descriptor(t, i0, i1, i2);
      case PIDFD_OPEN -> PidCalls.open(t, i0, i1);
      case PIDFD_SEND_SIGNAL -> PidCalls.signal(t, i0, i1, a2, i3);
      case EXECVE -> ExecuteCalls.execute(t, a0, a1, a2);
      case EXECVEAT -> ExecuteCalls.executeAt(t, i0, a1, a2, a3, (int) a4);
      case WAIT4 -> WaitCalls.wait4(t, i0, a1, i2, a3);
      case WAITID -> WaitCalls.waitId(t, i0, i1, a2, i3);
      case SET_TID_ADDRESS -> ProcessCalls.setTidAddress(t, a0);
      case SET_ROBUST_LIST -> FutexCalls.setRobustList(t, a0, a1);
      case GET_ROBUST_LIST -> FutexCalls.getRobustList(t, i0, a1, a2);
      case KCMP -> OtherProcessCalls.compare(t, i0, i1, i2, a3, a4);
      case PROCESS_VM_READV -> OtherProcessCalls.read(t, i0, a1, a2, a3, a4);
      case UNSHARE -> PidCalls.unshare(t, a0);
      case FUTEX, FUTEX_TIME64 -> FutexCalls.futex(t, a0, i1, i2, a3, a4, (int) a5);
      case GETPID -> t.process().pid();
      case GETPPID -> t.process().family().parentPid();
      case GETTID -> t.tid();
      case GETUID, GETEUID, GETGID, GETEGID -> Ids.USER;
      case GETRESUID, GETRESGID -> IdentityCalls.threeIds(t, a0, a1, a2);
      case SETUID, SETGID -> IdentityCalls.becomes(a0);
      case SETREUID, SETREGID -> IdentityCalls.becomes(a0, a1);
      case SETRESUID, SETRESGID -> IdentityCalls.becomes(a0, a1, a2);
      case SETGROUPS -> -Errno.EPERM;
      case GETGROUPS -> 0;
      case SETPGID -> IdentityCalls.setGroup(t, i0, i1);
      case GETPGID -> IdentityCalls.getGroup(t, i0);
      case GETSID -> IdentityCalls.getSession(t, i0);
      case SETSID -> IdentityCalls.setSession(t);
      case UNAME -> MachineCalls.name(t, a0);
      case SYSINFO -> MachineCalls.information(t, a0);
      case GETRUSAGE -> WaitCalls.usage(t, i0, a1);
      case PRLIMIT64 -> LimitCalls.both(t, i0, i1, a2, a3);
      case GETRLIMIT -> LimitCalls.get(t, i0, a1);
      case SETRLIMIT -> LimitCalls.set(t, i0, a1);
      case PRCTL -> ControlCalls.control(t, i0, a1);
      case GETCPU -> MachineCalls.cpu(t, a0, a1);
      case SCHED_YIELD -> MachineCalls.yield();
      case SCHED_GETAFFINITY -> SchedulingCalls.getAffinity(t, i0, a1, a2);
      case SCHED_SETAFFINITY -> SchedulingCalls.setAffinity(t, i0, a1, a2);
      case SCHED_SETPARAM -> SchedulingCalls.setParameter(t, i0, a1);
      case SCHED_SETSCHEDULER -> SchedulingCalls.setScheduler(t, i0, i1, a2);
      case SCHED_GETSCHEDULER -> SchedulingCalls.getScheduler(t, i0);
      case SCHED_GETATTR -> SchedulingCalls.getAttributes(t, i0, a1, i2, i3);
      case SCHED_SETATTR -> SchedulingCalls.setAttributes(t, i0, a1, i2);
      case SCHED_GETPARAM -> SchedulingCalls.getParameter(t, i0, a1);
      case SCHED_GET_PRIORITY_MAX -> SchedulingCalls.priority(i0, 99);
      case SCHED_GET_PRIORITY_MIN -> SchedulingCalls.priority(i0, 1);
      case SCHED_RR_GET_INTERVAL, SCHED_RR_GET_INTERVAL_TIME64 ->
          SchedulingCalls.timeSlice(t, i0, a1);
      case IOPRIO_GET -> SchedulingCalls.getTransferPriority(t, i0, i1);
      case IOPRIO_SET -> SchedulingCalls.setTransferPriority(t, i0, i1, i2);
      case PERSONALITY -> 0; // PER_LINUX, whatever is asked for.
      case SETFSUID, SETFSGID -> Ids.USER;
      case SETPRIORITY -> SchedulingCalls.setPriority(t, i0, i1, i2);
      case GETPRIORITY -> SchedulingCalls.getPriority(t, i0, i1);
      case GETRANDOM -> MachineCalls.random(t, a0, a1, i2);
      case CAPGET -> CapabilityCalls.get(t, a0, a1);
      case CAPSET -> CapabilityCalls.set(t, a0, a1);
      case RISCV_HWPROBE -> MachineCalls.probe(t, a0, a1);
      case RSEQ, SECCOMP, PTRACE -> -Errno.ENOSYS;
      case SETHOSTNAME,
          SETDOMAINNAME,
          SETTIMEOFDAY,
          MOUNT,
          UMOUNT2,
          PIVOT_ROOT,
          CHROOT,
          SETNS,
          REBOOT,
          SYSLOG,
          VHANGUP ->
          -Errno.EPERM; // What only root may do.

      // Signals
      case RT_SIGACTION -> SignalCalls.action(t, i0, a1, a2);
      case RT_SIGPROCMASK -> SignalCalls.mask(t, i0, a1, a2);
      case RT_SIGPENDING -> SignalCalls.pending(t, a0);
      case RT_SIGSUSPEND -> SignalCalls.suspend(t, a0);
      case RT_SIGTIMEDWAIT, RT_SIGTIMEDWAIT_TIME64 -> SignalCalls.timedWait(t, a0, a1, a2);
      case SIGNALFD4 -> SignalCalls.file(t, i0, a1, a2, i3);
      case RT_TGSIGQUEUEINFO -> SignalCalls.queueThread(t, i0, i1, i2, a3);
      case RT_SIGQUEUEINFO -> SignalCalls.queue(t, i0, i1, a2);
      case RT_SIGRETURN -> SignalCalls.handlerReturn(t);
      case SIGALTSTACK -> SignalCalls.alternateStack(t, a0, a1);
      case KILL -> SignalCalls.kill(t, i0, i1);
      case TKILL -> SignalCalls.killThread(t, i0, i1);
      case TGKILL -> SignalCalls.killThread(t, i0, i1, i2);

      // Sockets
      case SOCKET,
          SOCKETPAIR,
          BIND,
          LISTEN,
          ACCEPT,
          ACCEPT4,
          CONNECT,
          GETSOCKNAME,
          GETPEERNAME,
          SENDTO,
          RECVFROM,
          SETSOCKOPT,
          GETSOCKOPT,
          SHUTDOWN,
          SENDMSG,
          RECVMSG,
          SENDMMSG,
          RECVMMSG,
          RECVMMSG_TIME64 ->
          SocketCalls.call(t, number, a0, a1, a2, a3, a4, a5);
      default -> -Errno.ENOSYS;
    };
  }

  /** A 64-bit argument in two registers of RV32. */
  private static long pair(long low, long high) {
    return low & 0xffffffffL | high << 32;
  }
}
