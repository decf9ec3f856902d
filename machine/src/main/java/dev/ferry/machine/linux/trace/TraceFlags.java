package dev.ferry.machine.linux.trace;

import dev.ferry.machine.linux.abi.Signals;
import java.util.HashMap;
import java.util.Map;

/** Names of flags and numbers in arguments of system calls, as strace writes them. */
final class TraceFlags {
  private TraceFlags() {}

  /**
   * A kind of argument.
   *
   * @param mask bits that are a number among the names; the rest are flags
   */
  private record Kind(long mask, String[] names, long[] values) {}

  /**
   * By the letter of a kind: the mask of its number part, then names and values, in hexadecimal.
   */
  private static final String TABLE =
      """
      O 3 O_RDONLY=0 O_WRONLY=1 O_RDWR=2 O_CREAT=40 O_EXCL=80 O_NOCTTY=100 O_TRUNC=200 O_APPEND=400
      O 3 O_NONBLOCK=800 O_DSYNC=1000 O_LARGEFILE=8000 O_DIRECTORY=10000 O_NOFOLLOW=20000
      O 3 O_NOATIME=40000 O_CLOEXEC=80000 O_PATH=200000 O_TMPFILE=400000
      Q 0 O_NONBLOCK=800 O_CLOEXEC=80000
      P 0 PROT_NONE=0 PROT_READ=1 PROT_WRITE=2 PROT_EXEC=4
      M f MAP_SHARED=1 MAP_PRIVATE=2 MAP_SHARED_VALIDATE=3 MAP_FIXED=10 MAP_ANONYMOUS=20
      M f MAP_GROWSDOWN=100 MAP_DENYWRITE=800 MAP_NORESERVE=4000 MAP_POPULATE=8000 MAP_STACK=20000
      M f MAP_FIXED_NOREPLACE=100000
      a 0 AT_SYMLINK_NOFOLLOW=100 AT_REMOVEDIR=200 AT_SYMLINK_FOLLOW=400 AT_NO_AUTOMOUNT=800
      a 0 AT_EMPTY_PATH=1000
      m 0 F_OK=0 X_OK=1 W_OK=2 R_OK=4
      w ff SEEK_SET=0 SEEK_CUR=1 SEEK_END=2 SEEK_DATA=3 SEEK_HOLE=4
      c ff CLOCK_REALTIME=0 CLOCK_MONOTONIC=1 CLOCK_PROCESS_CPUTIME_ID=2 CLOCK_THREAD_CPUTIME_ID=3
      c ff CLOCK_MONOTONIC_RAW=4 CLOCK_REALTIME_COARSE=5 CLOCK_MONOTONIC_COARSE=6 CLOCK_BOOTTIME=7
      F 7f FUTEX_WAIT=0 FUTEX_WAKE=1 FUTEX_REQUEUE=3 FUTEX_CMP_REQUEUE=4 FUTEX_WAKE_OP=5
      F 7f FUTEX_WAIT_BITSET=9 FUTEX_WAKE_BITSET=a FUTEX_PRIVATE_FLAG=80 FUTEX_CLOCK_REALTIME=100
      C ffff F_DUPFD=0 F_GETFD=1 F_SETFD=2 F_GETFL=3 F_SETFL=4 F_GETLK=5 F_SETLK=6 F_SETLKW=7
      C ffff F_SETOWN=8 F_GETOWN=9 F_DUPFD_CLOEXEC=406 F_GETPIPE_SZ=408 F_ADD_SEALS=409
      I ffffffff TCGETS=5401 TCSETS=5402 TCSETSW=5403 TCSETSF=5404 TIOCGPGRP=540f TIOCSPGRP=5410
      I ffffffff TIOCGWINSZ=5413 TIOCSWINSZ=5414 FIONREAD=541b FIONBIO=5421 FIOCLEX=5451
      I ffffffff TCGETS2=802c542a TCSETS2=402c542b TCSETSW2=402c542c TCSETSF2=402c542d
      E ff EPOLL_CTL_ADD=1 EPOLL_CTL_DEL=2 EPOLL_CTL_MOD=3
      h ff SIG_BLOCK=0 SIG_UNBLOCK=1 SIG_SETMASK=2
      G ffff AF_UNSPEC=0 AF_UNIX=1 AF_INET=2 AF_INET6=a AF_NETLINK=10 AF_PACKET=11
      H f SOCK_STREAM=1 SOCK_DGRAM=2 SOCK_RAW=3 SOCK_SEQPACKET=5 SOCK_NONBLOCK=800 SOCK_CLOEXEC=80000
      N 0 MSG_OOB=1 MSG_PEEK=2 MSG_TRUNC=20 MSG_DONTWAIT=40 MSG_WAITALL=100 MSG_NOSIGNAL=4000
      N 0 MSG_CMSG_CLOEXEC=40000000
      K ff MADV_NORMAL=0 MADV_RANDOM=1 MADV_SEQUENTIAL=2 MADV_WILLNEED=3 MADV_DONTNEED=4 MADV_FREE=8
      K ff MADV_HUGEPAGE=e MADV_NOHUGEPAGE=f MADV_DONTDUMP=10
      L ff CLONE_VM=100 CLONE_FS=200 CLONE_FILES=400 CLONE_SIGHAND=800 CLONE_VFORK=4000
      L ff CLONE_THREAD=10000 CLONE_SYSVSEM=40000 CLONE_SETTLS=80000 CLONE_PARENT_SETTID=100000
      L ff CLONE_CHILD_CLEARTID=200000 CLONE_CHILD_SETTID=1000000 SIGCHLD=11
      """;

  private static final Map<Character, Kind> KINDS = parse();

  private static Map<Character, Kind> parse() {
    Map<Character, StringBuilder> lines = new HashMap<>();
    Map<Character, Long> masks = new HashMap<>();
    for (String line : TABLE.strip().split("\n")) {
      String[] words = line.split(" ", 3);
      char letter = words[0].charAt(0);
      masks.put(letter, Long.parseLong(words[1], 16));
      lines.computeIfAbsent(letter, l -> new StringBuilder()).append(words[2]).append(' ');
    }
    Map<Character, Kind> kinds = new HashMap<>();
    lines.forEach((letter, text) -> {
      String[] entries = text.toString().strip().split("\\s+");
      String[] names = new String[entries.length];
      long[] values = new long[entries.length];
      for (int i = 0; i < entries.length; i++) {
        int equals = entries[i].indexOf('=');
        names[i] = entries[i].substring(0, equals);
        values[i] = Long.parseLong(entries[i].substring(equals + 1), 16);
      }
      kinds.put(letter, new Kind(masks.getOrDefault(letter, 0L), names, values));
    });
    return kinds;
  }

  /** An argument of the kind with that letter. */
  static String text(char letter, long value) {
    Kind kind = KINDS.get(letter);
    if (letter == 'S') {
      return value == 0 ? "0" : Signals.name((int) value);
    }
    return kind == null ? "0x" + Long.toHexString(value) : text(kind, value & 0xffffffffL);
  }

  private static String text(Kind kind, long value) {
    StringBuilder b = new StringBuilder();
    long left = value;
    for (int i = 0; i < kind.names.length; i++) {
      long bits = kind.values[i];
      boolean isNumber = (bits & ~kind.mask) == 0;
      boolean holds =
          isNumber
              ? kind.mask != 0 ? (value & kind.mask) == bits : value == bits
              : bits != 0 && (left & bits) == bits;
      if (holds) {
        b.append(b.isEmpty() ? "" : "|").append(kind.names[i]);
        left &= ~(isNumber ? kind.mask : bits);
      }
    }
    if (left != 0 || b.isEmpty()) {
      b.append(b.isEmpty() ? "" : "|").append(left == 0 ? "0" : "0x" + Long.toHexString(left));
    }
    return b.toString();
  }
}
