package dev.ferry.machine.linux;

/** System call numbers and names (asm-generic/unistd.h, which RISC-V uses). */
final class SystemCallNumbers {
  private SystemCallNumbers() {}

  static final int SETXATTR = 5;
  static final int LSETXATTR = 6;
  static final int FSETXATTR = 7;
  static final int GETXATTR = 8;
  static final int LGETXATTR = 9;
  static final int FGETXATTR = 10;
  static final int LISTXATTR = 11;
  static final int LLISTXATTR = 12;
  static final int FLISTXATTR = 13;
  static final int REMOVEXATTR = 14;
  static final int LREMOVEXATTR = 15;
  static final int FREMOVEXATTR = 16;
  static final int GETCWD = 17;
  static final int EVENTFD2 = 19;
  static final int EPOLL_CREATE1 = 20;
  static final int EPOLL_CTL = 21;
  static final int EPOLL_PWAIT = 22;
  static final int DUP = 23;
  static final int DUP3 = 24;
  static final int FCNTL = 25;
  static final int INOTIFY_INIT1 = 26;
  static final int INOTIFY_ADD_WATCH = 27;
  static final int INOTIFY_RM_WATCH = 28;
  static final int IOCTL = 29;
  static final int IOPRIO_SET = 30;
  static final int IOPRIO_GET = 31;
  static final int FLOCK = 32;
  static final int MKNODAT = 33;
  static final int MKDIRAT = 34;
  static final int UNLINKAT = 35;
  static final int SYMLINKAT = 36;
  static final int LINKAT = 37;
  static final int RENAMEAT = 38;
  static final int UMOUNT2 = 39;
  static final int MOUNT = 40;
  static final int PIVOT_ROOT = 41;
  static final int STATFS = 43;
  static final int FSTATFS = 44;
  static final int TRUNCATE = 45;
  static final int FTRUNCATE = 46;
  static final int FALLOCATE = 47;
  static final int FACCESSAT = 48;
  static final int CHDIR = 49;
  static final int FCHDIR = 50;
  static final int CHROOT = 51;
  static final int FCHMOD = 52;
  static final int FCHMODAT = 53;
  static final int FCHOWNAT = 54;
  static final int FCHOWN = 55;
  static final int OPENAT = 56;
  static final int CLOSE = 57;
  static final int VHANGUP = 58;
  static final int PIPE2 = 59;
  static final int GETDENTS64 = 61;
  static final int LSEEK = 62;
  static final int READ = 63;
  static final int WRITE = 64;
  static final int READV = 65;
  static final int WRITEV = 66;
  static final int PREAD64 = 67;
  static final int PWRITE64 = 68;
  static final int PREADV = 69;
  static final int PWRITEV = 70;
  static final int SENDFILE = 71;
  static final int PSELECT6 = 72;
  static final int PPOLL = 73;
  static final int SIGNALFD4 = 74;
  static final int VMSPLICE = 75;
  static final int SPLICE = 76;
  static final int TEE = 77;
  static final int READLINKAT = 78;
  static final int NEWFSTATAT = 79;
  static final int FSTAT = 80;
  static final int SYNC = 81;
  static final int FSYNC = 82;
  static final int FDATASYNC = 83;
  static final int SYNC_FILE_RANGE = 84;
  static final int TIMERFD_CREATE = 85;
  static final int TIMERFD_SETTIME = 86;
  static final int TIMERFD_GETTIME = 87;
  static final int UTIMENSAT = 88;
  static final int ACCT = 89;
  static final int CAPGET = 90;
  static final int CAPSET = 91;
  static final int PERSONALITY = 92;
  static final int EXIT = 93;
  static final int EXIT_GROUP = 94;
  static final int WAITID = 95;
  static final int SET_TID_ADDRESS = 96;
  static final int UNSHARE = 97;
  static final int FUTEX = 98;
  static final int SET_ROBUST_LIST = 99;
  static final int GET_ROBUST_LIST = 100;
  static final int NANOSLEEP = 101;
  static final int GETITIMER = 102;
  static final int SETITIMER = 103;
  static final int TIMER_CREATE = 107;
  static final int TIMER_GETTIME = 108;
  static final int TIMER_GETOVERRUN = 109;
  static final int TIMER_SETTIME = 110;
  static final int TIMER_DELETE = 111;
  static final int CLOCK_SETTIME = 112;
  static final int CLOCK_GETTIME = 113;
  static final int CLOCK_GETRES = 114;
  static final int CLOCK_NANOSLEEP = 115;
  static final int PTRACE = 117;
  static final int SCHED_SETPARAM = 118;
  static final int SCHED_SETSCHEDULER = 119;
  static final int SCHED_GETSCHEDULER = 120;
  static final int SCHED_GETPARAM = 121;
  static final int SCHED_SETAFFINITY = 122;
  static final int SCHED_GETAFFINITY = 123;
  static final int SCHED_YIELD = 124;
  static final int SCHED_GET_PRIORITY_MAX = 125;
  static final int SCHED_GET_PRIORITY_MIN = 126;
  static final int SCHED_RR_GET_INTERVAL = 127;
  static final int KILL = 129;
  static final int TKILL = 130;
  static final int TGKILL = 131;
  static final int SIGALTSTACK = 132;
  static final int RT_SIGSUSPEND = 133;
  static final int RT_SIGACTION = 134;
  static final int RT_SIGPROCMASK = 135;
  static final int RT_SIGPENDING = 136;
  static final int RT_SIGTIMEDWAIT = 137;
  static final int RT_SIGQUEUEINFO = 138;
  static final int RT_SIGRETURN = 139;
  static final int SETPRIORITY = 140;
  static final int GETPRIORITY = 141;
  static final int REBOOT = 142;
  static final int SETREGID = 143;
  static final int SETGID = 144;
  static final int SETREUID = 145;
  static final int SETUID = 146;
  static final int SETRESUID = 147;
  static final int GETRESUID = 148;
  static final int SETRESGID = 149;
  static final int GETRESGID = 150;
  static final int SETFSUID = 151;
  static final int SETFSGID = 152;
  static final int TIMES = 153;
  static final int SETPGID = 154;
  static final int GETPGID = 155;
  static final int GETSID = 156;
  static final int SETSID = 157;
  static final int GETGROUPS = 158;
  static final int SETGROUPS = 159;
  static final int UNAME = 160;
  static final int SETHOSTNAME = 161;
  static final int SETDOMAINNAME = 162;
  static final int GETRLIMIT = 163;
  static final int SETRLIMIT = 164;
  static final int GETRUSAGE = 165;
  static final int UMASK = 166;
  static final int PRCTL = 167;
  static final int GETCPU = 168;
  static final int GETTIMEOFDAY = 169;
  static final int SETTIMEOFDAY = 170;
  static final int GETPID = 172;
  static final int GETPPID = 173;
  static final int GETUID = 174;
  static final int GETEUID = 175;
  static final int GETGID = 176;
  static final int GETEGID = 177;
  static final int GETTID = 178;
  static final int SYSINFO = 179;
  static final int MQ_OPEN = 180;
  static final int MQ_UNLINK = 181;
  static final int MQ_TIMEDSEND = 182;
  static final int MQ_TIMEDRECEIVE = 183;
  static final int MQ_NOTIFY = 184;
  static final int MQ_GETSETATTR = 185;
  static final int MSGGET = 186;
  static final int MSGCTL = 187;
  static final int MSGRCV = 188;
  static final int MSGSND = 189;
  static final int SEMGET = 190;
  static final int SEMCTL = 191;
  static final int SEMTIMEDOP = 192;
  static final int SEMOP = 193;
  static final int SHMGET = 194;
  static final int SHMCTL = 195;
  static final int SHMAT = 196;
  static final int SHMDT = 197;
  static final int SOCKET = 198;
  static final int SOCKETPAIR = 199;
  static final int BIND = 200;
  static final int LISTEN = 201;
  static final int ACCEPT = 202;
  static final int CONNECT = 203;
  static final int GETSOCKNAME = 204;
  static final int GETPEERNAME = 205;
  static final int SENDTO = 206;
  static final int RECVFROM = 207;
  static final int SETSOCKOPT = 208;
  static final int GETSOCKOPT = 209;
  static final int SHUTDOWN = 210;
  static final int SENDMSG = 211;
  static final int RECVMSG = 212;
  static final int READAHEAD = 213;
  static final int BRK = 214;
  static final int MUNMAP = 215;
  static final int MREMAP = 216;
  static final int CLONE = 220;
  static final int EXECVE = 221;
  static final int MMAP = 222;
  static final int FADVISE64 = 223;
  static final int MPROTECT = 226;
  static final int MSYNC = 227;
  static final int MLOCK = 228;
  static final int MUNLOCK = 229;
  static final int MLOCKALL = 230;
  static final int MUNLOCKALL = 231;
  static final int MINCORE = 232;
  static final int MADVISE = 233;
  static final int RT_TGSIGQUEUEINFO = 240;
  static final int ACCEPT4 = 242;
  static final int RECVMMSG = 243;
  static final int RISCV_HWPROBE = 258;
  static final int RISCV_FLUSH_ICACHE = 259;
  static final int WAIT4 = 260;
  static final int PRLIMIT64 = 261;
  static final int SYNCFS = 267;
  static final int SETNS = 268;
  static final int SENDMMSG = 269;
  static final int SCHED_SETATTR = 274;
  static final int SCHED_GETATTR = 275;
  static final int RENAMEAT2 = 276;
  static final int SECCOMP = 277;
  static final int GETRANDOM = 278;
  static final int MEMFD_CREATE = 279;
  static final int EXECVEAT = 281;
  static final int MEMBARRIER = 283;
  static final int MLOCK2 = 284;
  static final int COPY_FILE_RANGE = 285;
  static final int PREADV2 = 286;
  static final int PWRITEV2 = 287;
  static final int STATX = 291;
  static final int RSEQ = 293;
  static final int CLOCK_GETTIME64 = 403;
  static final int CLOCK_SETTIME64 = 404;
  static final int CLOCK_GETRES_TIME64 = 406;
  static final int CLOCK_NANOSLEEP_TIME64 = 407;
  static final int TIMER_GETTIME64 = 408;
  static final int TIMER_SETTIME64 = 409;
  static final int TIMERFD_GETTIME64 = 410;
  static final int TIMERFD_SETTIME64 = 411;
  static final int UTIMENSAT_TIME64 = 412;
  static final int PSELECT6_TIME64 = 413;
  static final int PPOLL_TIME64 = 414;
  static final int RECVMMSG_TIME64 = 417;
  static final int MQ_TIMEDSEND_TIME64 = 418;
  static final int MQ_TIMEDRECEIVE_TIME64 = 419;
  static final int SEMTIMEDOP_TIME64 = 420;
  static final int RT_SIGTIMEDWAIT_TIME64 = 421;
  static final int FUTEX_TIME64 = 422;
  static final int SCHED_RR_GET_INTERVAL_TIME64 = 423;
  static final int PIDFD_SEND_SIGNAL = 424;
  static final int PIDFD_OPEN = 434;
  static final int CLONE3 = 435;
  static final int CLOSE_RANGE = 436;
  static final int OPENAT2 = 437;
  static final int PIDFD_GETFD = 438;
  static final int FACCESSAT2 = 439;
  static final int EPOLL_PWAIT2 = 441;
  static final int FCHMODAT2 = 452;

  /** Names by number, from the one at the start of a line on. */
  private static final String[] NAMES =
      parse(
          """
          0: io_setup io_destroy io_submit io_cancel io_getevents setxattr lsetxattr fsetxattr
          8: getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr removexattr
          15: lremovexattr fremovexattr getcwd lookup_dcookie eventfd2 epoll_create1 epoll_ctl
          22: epoll_pwait dup dup3 fcntl inotify_init1 inotify_add_watch inotify_rm_watch ioctl
          30: ioprio_set ioprio_get flock mknodat mkdirat unlinkat symlinkat linkat renameat
          39: umount2 mount pivot_root nfsservctl statfs fstatfs truncate ftruncate fallocate
          48: faccessat chdir fchdir chroot fchmod fchmodat fchownat fchown openat close vhangup
          59: pipe2 quotactl getdents64 lseek read write readv writev pread64 pwrite64 preadv
          70: pwritev sendfile pselect6 ppoll signalfd4 vmsplice splice tee readlinkat
          79: newfstatat fstat sync fsync fdatasync sync_file_range2 timerfd_create
          86: timerfd_settime timerfd_gettime utimensat acct capget capset personality exit
          94: exit_group waitid set_tid_address unshare futex set_robust_list get_robust_list
          101: nanosleep getitimer setitimer kexec_load init_module delete_module timer_create
          108: timer_gettime timer_getoverrun timer_settime timer_delete clock_settime
          113: clock_gettime clock_getres clock_nanosleep syslog ptrace sched_setparam
          119: sched_setscheduler sched_getscheduler sched_getparam sched_setaffinity
          123: sched_getaffinity sched_yield sched_get_priority_max sched_get_priority_min
          127: sched_rr_get_interval restart_syscall kill tkill tgkill sigaltstack rt_sigsuspend
          134: rt_sigaction rt_sigprocmask rt_sigpending rt_sigtimedwait rt_sigqueueinfo
          139: rt_sigreturn setpriority getpriority reboot setregid setgid setreuid setuid
          147: setresuid getresuid setresgid getresgid setfsuid setfsgid times setpgid getpgid
          156: getsid setsid getgroups setgroups uname sethostname setdomainname getrlimit
          164: setrlimit getrusage umask prctl getcpu gettimeofday settimeofday adjtimex getpid
          173: getppid getuid geteuid getgid getegid gettid sysinfo mq_open mq_unlink
          182: mq_timedsend mq_timedreceive mq_notify mq_getsetattr msgget msgctl msgrcv msgsnd
          190: semget semctl semtimedop semop shmget shmctl shmat shmdt socket socketpair bind
          201: listen accept connect getsockname getpeername sendto recvfrom setsockopt
          209: getsockopt shutdown sendmsg recvmsg readahead brk munmap mremap add_key
          218: request_key keyctl clone execve mmap fadvise64 swapon swapoff mprotect msync
          228: mlock munlock mlockall munlockall mincore madvise remap_file_pages mbind
          236: get_mempolicy set_mempolicy migrate_pages move_pages rt_tgsigqueueinfo
          241: perf_event_open accept4 recvmmsg
          258: riscv_hwprobe riscv_flush_icache wait4 prlimit64 fanotify_init fanotify_mark
          264: name_to_handle_at open_by_handle_at clock_adjtime syncfs setns sendmmsg
          270: process_vm_readv process_vm_writev kcmp finit_module sched_setattr sched_getattr
          276: renameat2 seccomp getrandom memfd_create bpf execveat userfaultfd membarrier
          284: mlock2 copy_file_range preadv2 pwritev2 pkey_mprotect pkey_alloc pkey_free statx
          292: io_pgetevents rseq kexec_file_load
          403: clock_gettime64 clock_settime64 clock_adjtime64 clock_getres_time64
          407: clock_nanosleep_time64 timer_gettime64 timer_settime64 timerfd_gettime64
          411: timerfd_settime64 utimensat_time64 pselect6_time64 ppoll_time64
          416: io_pgetevents_time64 recvmmsg_time64 mq_timedsend_time64 mq_timedreceive_time64
          420: semtimedop_time64 rt_sigtimedwait_time64 futex_time64
          423: sched_rr_get_interval_time64 pidfd_send_signal io_uring_setup io_uring_enter
          427: io_uring_register open_tree move_mount fsopen fsconfig fsmount fspick pidfd_open
          435: clone3 close_range openat2 pidfd_getfd faccessat2 process_madvise epoll_pwait2
          442: mount_setattr quotactl_fd landlock_create_ruleset landlock_add_rule
          446: landlock_restrict_self memfd_secret process_mrelease futex_waitv
          450: set_mempolicy_home_node cachestat fchmodat2 map_shadow_stack futex_wake
          455: futex_wait futex_requeue statmount listmount lsm_get_self_attr lsm_set_self_attr
          461: lsm_list_modules mseal
          """);

  private static String[] parse(String table) {
    String[] names = new String[512];
    table
        .lines()
        .forEach(line -> {
          String[] words = line.strip().split("\\s+");
          int first = Integer.parseInt(words[0].substring(0, words[0].length() - 1));
          System.arraycopy(words, 1, names, first, words.length - 1);
        });
    return names;
  }

  /** The kernel's name, or {@code syscall_} and the number. */
  static String name(int number) {
    String name = number >= 0 && number < NAMES.length ? NAMES[number] : null;
    return name == null ? "syscall_" + number : name;
  }
}
