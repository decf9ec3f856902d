package dev.ferry.machine.linux;

import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import java.nio.charset.StandardCharsets;

/** Lines in the form of strace. */
final class SystemCallTrace {
  private SystemCallTrace() {}

  /** Which of a0 to a5 are shown: a letter each, s string, d decimal, x hexadecimal, f fd. */
  private static String shape(int number) {
    return switch (number) {
      case SystemCallNumbers.OPENAT -> "fsxo";
      case SystemCallNumbers.READ, SystemCallNumbers.WRITE -> "fxd";
      case SystemCallNumbers.READV, SystemCallNumbers.WRITEV -> "fxd";
      case SystemCallNumbers.CLOSE,
          SystemCallNumbers.DUP,
          SystemCallNumbers.EXIT,
          SystemCallNumbers.EXIT_GROUP ->
          "d";
      case SystemCallNumbers.NEWFSTATAT,
          SystemCallNumbers.FACCESSAT,
          SystemCallNumbers.STATX,
          SystemCallNumbers.UNLINKAT,
          SystemCallNumbers.MKDIRAT,
          SystemCallNumbers.READLINKAT ->
          "fsxx";
      case SystemCallNumbers.CHDIR -> "s";
      case SystemCallNumbers.EXECVE -> "sxx";
      case SystemCallNumbers.FSTAT -> "fx";
      case SystemCallNumbers.IOCTL, SystemCallNumbers.FCNTL -> "fxx";
      case SystemCallNumbers.LSEEK -> "fdd";
      case SystemCallNumbers.BRK, SystemCallNumbers.UNAME, SystemCallNumbers.SET_TID_ADDRESS -> "x";
      case SystemCallNumbers.MMAP -> "xdxxdx";
      case SystemCallNumbers.MUNMAP -> "xd";
      case SystemCallNumbers.MPROTECT -> "xdx";
      case SystemCallNumbers.GETPID,
          SystemCallNumbers.GETTID,
          SystemCallNumbers.GETUID,
          SystemCallNumbers.RT_SIGRETURN,
          SystemCallNumbers.SCHED_YIELD ->
          "";
      default -> "xxxx";
    };
  }

  static String before(GuestThread t, int number, Hart h) {
    StringBuilder b = new StringBuilder();
    b.append('[').append(t.tid()).append("] ");
    b.append(SystemCallNumbers.name(number)).append('(');
    String shape = shape(number);
    for (int i = 0; i < shape.length(); i++) {
      b.append(i == 0 ? "" : ", ");
      append(b, t, shape.charAt(i), h.x(10 + i));
    }
    return b.append(')').toString();
  }

  private static void append(StringBuilder b, GuestThread t, char kind, long value) {
    switch (kind) {
      case 's' -> b.append(string(t, value));
      case 'd' -> b.append(value);
      case 'o' -> b.append('0').append(Long.toOctalString(value));
      case 'f' -> b.append((int) value == -100 ? "AT_FDCWD" : Integer.toString((int) value));
      default -> b.append(value == 0 ? "0" : "0x" + Long.toHexString(value));
    }
  }

  private static String string(GuestThread t, long address) {
    try {
      byte[] bytes = t.memory().readCString(address, 4096);
      return bytes == null ? "?" : '"' + new String(bytes, StandardCharsets.UTF_8) + '"';
    } catch (GuestTrap e) {
      return "0x" + Long.toHexString(address);
    }
  }

  static String after(GuestThread t, String before, int number, long result) {
    if (result < 0 && result > -4096) {
      int errno = (int) -result;
      String note =
          errno == Errno.ENOSYS && SystemCallNumbers.name(number).startsWith("syscall_")
              ? " (unknown to this machine)"
              : "";
      return before + " = -1 " + (errno == 512 ? "ERESTART" : Errno.name(errno)) + note;
    }
    return before + " = " + (result > 65536 ? "0x" + Long.toHexString(result) : "" + result);
  }
}
