package dev.ferry.machine.linux.trace;

import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.SystemCallNumbers;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lines in the form of strace: one for each call, when it is over. */
public final class SystemCallTrace {
  private SystemCallTrace() {}

  /**
   * What the arguments of a call are, a letter each.
   *
   * <p>d number, u unsigned number, x hexadecimal, o octal, p pointer, f descriptor, s string, v
   * list of strings, b bytes as many as the next argument says, t struct timespec, A socket address
   * as long as the next argument says; those of {@link TraceFlags}. Known only after the call: r
   * bytes as many as the result says, y struct timespec, T struct stat, i an int, q two of them.
   */
  private static final String SHAPES =
      """
      getcwd:rd eventfd2:uQ epoll_create1:Q epoll_ctl:fEfp epoll_pwait:fpddp dup:f dup3:ffQ fcntl:fCx
      ioctl:fIx flock:fx mknodat:fsox mkdirat:fso unlinkat:fsa symlinkat:sfs linkat:fsfsa renameat:fsfs
      statfs:sp fstatfs:fp truncate:sd ftruncate:fd fallocate:fxdd faccessat:fsm chdir:s fchdir:f
      fchmod:fo fchmodat:fso fchownat:fsdda fchown:fdd openat:fsOo close:f pipe2:qQ getdents64:fpd
      lseek:fdw read:frd write:fbd readv:fpd writev:fpd pread64:frdd pwrite64:fbdd preadv:fpdd
      pwritev:fpdd sendfile:ffpd pselect6:dppptp ppoll:pdtpd readlinkat:fsrd newfstatat:fsTa fstat:fT
      fsync:f fdatasync:f timerfd_create:cQ timerfd_settime:fxpp timerfd_gettime:fp utimensat:fspa
      exit:d exit_group:d waitid:ddpxp set_tid_address:p futex:pFutpx set_robust_list:pd nanosleep:tp
      getitimer:dp setitimer:dpp clock_gettime:cy clock_getres:cy clock_nanosleep:cxty
      sched_getaffinity:ddp sched_setaffinity:ddp sched_yield: kill:dS tkill:dS tgkill:ddS
      sigaltstack:pp rt_sigsuspend:pd rt_sigaction:Sppd rt_sigprocmask:hppd rt_sigpending:pd
      rt_sigtimedwait:pptd rt_sigreturn: setpgid:dd getpgid:d getsid:d setsid: uname:p getrusage:dp
      umask:o prctl:dxxxx getcpu:pp gettimeofday:yp getpid: getppid: getuid: geteuid: getgid: getegid:
      gettid: sysinfo:p socket:GHd socketpair:GHdq bind:fAd listen:fd accept:fpp connect:fAd
      getsockname:fpp getpeername:fpp sendto:fbdNAd recvfrom:frdNpp setsockopt:fddpd getsockopt:fddpp
      shutdown:fd sendmsg:fpN recvmsg:fpN brk:p munmap:pu mremap:puuxp clone:Lpppp execve:svp
      mmap:puPMfx mprotect:puP msync:pux madvise:puK accept4:fppQ riscv_hwprobe:pdxpx
      riscv_flush_icache:ppx wait4:dixp prlimit64:ddpp renameat2:fsfsx getrandom:rdx memfd_create:sx
      membarrier:dxd copy_file_range:fpfpdx statx:fsaxp rseq:pdxx clone3:pd close_range:uux
      openat2:fspd execveat:fsvpa fchmodat2:fsoa faccessat2:fsma epoll_pwait2:fpdtp
      """;

  private static final Map<String, String> TABLE = new HashMap<>();

  static {
    for (String entry : SHAPES.strip().split("\\s+")) {
      int colon = entry.indexOf(':');
      TABLE.put(entry.substring(0, colon), entry.substring(colon + 1));
    }
  }

  /** A call that has begun: what is known of each argument, null where only the end tells. */
  public record Begun(String name, String shape, long[] arguments, @Nullable String[] texts) {}

  /** To be called before a call: reads what it may change. */
  public static Begun before(GuestThread t, int number, Hart h) {
    String name = SystemCallNumbers.name(number);
    String shape = TABLE.getOrDefault(name, "xxxxxx");
    if (number == SystemCallNumbers.OPENAT && (h.x12 & OpenFile.O_CREAT) == 0) {
      shape = "fsO"; // The mode means nothing.
    }
    long[] arguments = new long[6];
    for (int i = 0; i < 6; i++) {
      arguments[i] = h.x(10 + i);
    }
    @Nullable String[] texts = new @Nullable String[shape.length()];
    for (int i = 0; i < shape.length(); i++) {
      int at = i;
      char kind = shape.charAt(i);
      texts[i] = guarded(arguments[i], () -> given(t, kind, arguments, at));
    }
    return new Begun(name, shape, arguments, texts);
  }

  private interface Text {
    @Nullable String get();
  }

  /** A text, or the address where the guest's memory cannot be read. */
  private static @Nullable String guarded(long value, Text text) {
    try {
      return text.get();
    } catch (GuestTrap e) {
      return pointer(value);
    }
  }

  private static String pointer(long value) {
    return value == 0 ? "NULL" : "0x" + Long.toHexString(value);
  }

  private static @Nullable String given(GuestThread t, char kind, long[] arguments, int i) {
    long value = arguments[i];
    long next = i + 1 < arguments.length ? arguments[i + 1] : 0;
    return switch (kind) {
      case 'd' -> Integer.toString((int) value);
      case 'u' -> Long.toUnsignedString(value);
      case 'x' -> value == 0 ? "0" : "0x" + Long.toHexString(value);
      case 'o' -> value == 0 ? "000" : "0" + Long.toOctalString(value & 07777);
      case 'p' -> pointer(value);
      case 'f' -> (int) value == -100 ? "AT_FDCWD" : Integer.toString((int) value);
      case 's' -> TraceText.string(t.memory(), value);
      case 'v' -> TraceText.strings(t, value);
      case 'b' -> TraceText.bytes(t.memory(), value, next);
      case 't' -> TraceText.time(t.memory(), value);
      case 'A' -> TraceText.address(t, value, next);
      case 'r', 'y', 'T', 'i', 'q' -> null;
      default -> TraceFlags.text(kind, value);
    };
  }

  /** What the call has written for the guest. */
  private static @Nullable String got(GuestThread t, char kind, long value, long result) {
    if (value == 0) {
      return "NULL";
    }
    return switch (kind) {
      case 'r' -> TraceText.bytes(t.memory(), value, result);
      case 'y' -> TraceText.time(t.memory(), value);
      case 'T' -> TraceText.stat(t.memory(), value);
      case 'i' -> "[" + t.memory().readInt(value) + "]";
      default -> "[" + t.memory().readInt(value) + ", " + t.memory().readInt(value + 4) + "]";
    };
  }

  /** The line of a call, which has given {@code result}. */
  public static String after(GuestThread t, Begun call, long result) {
    StringBuilder b = new StringBuilder();
    if (t.process().kernel().hasSeveralThreads()) {
      b.append("[pid ").append(t.tid()).append("] ");
    }
    b.append(call.name).append('(');
    for (int i = 0; i < call.shape.length(); i++) {
      String text = call.texts[i];
      if (text == null) {
        long value = call.arguments[i];
        char kind = call.shape.charAt(i);
        text = result < 0 ? pointer(value) : guarded(value, () -> got(t, kind, value, result));
      }
      b.append(i == 0 ? "" : ", ").append(text);
    }
    return b.append(") = ").append(result(call.name, result)).toString();
  }

  private static String result(String name, long result) {
    if (result == -Errno.ERESTART_ALWAYS) {
      return "? ERESTARTNOINTR (To be restarted)";
    }
    if (result == -Errno.ERESTART) {
      return "? ERESTARTSYS (To be restarted if SA_RESTART is set)";
    }
    if (result < 0 && result > -4096) {
      int errno = (int) -result;
      return "-1 " + Errno.name(errno) + " (" + Errno.meaning(errno) + ")";
    }
    return switch (name) {
      case "exit", "exit_group", "rt_sigreturn" -> "?";
      case "mmap", "brk", "mremap" -> "0x" + Long.toHexString(result);
      default -> Long.toString(result);
    };
  }
}
