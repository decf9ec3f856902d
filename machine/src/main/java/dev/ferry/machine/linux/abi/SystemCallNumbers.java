package dev.ferry.machine.linux.abi;

/** System call numbers and names (asm-generic/unistd.h, which RISC-V uses). */
public final class SystemCallNumbers {
  private SystemCallNumbers() {}

  public static final int SETXATTR = 5;
  public static final int LSETXATTR = 6;
  public static final int FSETXATTR = 7;
  public static final int GETXATTR = 8;
  public static final int LGETXATTR = 9;
  public static final int FGETXATTR = 10;
  public static final int LISTXATTR = 11;
  public static final int LLISTXATTR = 12;
  public static final int FLISTXATTR = 13;
  public static final int REMOVEXATTR = 14;
  public static final int LREMOVEXATTR = 15;
  public static final int FREMOVEXATTR = 16;
  public static final int GETCWD = 17;
  public static final int EVENTFD2 = 19;
  public static final int EPOLL_CREATE1 = 20;
  public static final int EPOLL_CTL = 21;
  public static final int EPOLL_PWAIT = 22;
  public static final int DUP = 23;
  public static final int DUP3 = 24;
  public static final int FCNTL = 25;
  public static final int INOTIFY_INIT1 = 26;
  public static final int INOTIFY_ADD_WATCH = 27;
  public static final int INOTIFY_RM_WATCH = 28;
  public static final int IOCTL = 29;
  public static final int IOPRIO_SET = 30;
  public static final int IOPRIO_GET = 31;
  public static final int FLOCK = 32;
  public static final int MKNODAT = 33;
  public static final int MKDIRAT = 34;
  public static final int UNLINKAT = 35;
  public static final int SYMLINKAT = 36;
  public static final int LINKAT = 37;
  public static final int RENAMEAT = 38;
  public static final int UMOUNT2 = 39;
  public static final int MOUNT = 40;
  public static final int PIVOT_ROOT = 41;
  public static final int STATFS = 43;
  public static final int FSTATFS = 44;
  public static final int TRUNCATE = 45;
  public static final int FTRUNCATE = 46;
  public static final int FALLOCATE = 47;
  public static final int FACCESSAT = 48;
  public static final int CHDIR = 49;
  public static final int FCHDIR = 50;
  public static final int CHROOT = 51;
  public static final int FCHMOD = 52;
  public static final int FCHMODAT = 53;
  public static final int FCHOWNAT = 54;
  public static final int FCHOWN = 55;
  public static final int OPENAT = 56;
  public static final int CLOSE = 57;
  public static final int VHANGUP = 58;
  public static final int PIPE2 = 59;
  public static final int GETDENTS64 = 61;
  public static final int LSEEK = 62;
  public static final int READ = 63;
  public static final int WRITE = 64;
  public static final int READV = 65;
  public static final int WRITEV = 66;
  public static final int PREAD64 = 67;
  public static final int PWRITE64 = 68;
  public static final int PREADV = 69;
  public static final int PWRITEV = 70;
  public static final int SENDFILE = 71;
  public static final int PSELECT6 = 72;
  public static final int PPOLL = 73;
  public static final int SIGNALFD4 = 74;
  public static final int VMSPLICE = 75;
  public static final int SPLICE = 76;
  public static final int TEE = 77;
  public static final int READLINKAT = 78;
  public static final int NEWFSTATAT = 79;
  public static final int FSTAT = 80;
  public static final int SYNC = 81;
  public static final int FSYNC = 82;
  public static final int FDATASYNC = 83;
  public static final int SYNC_FILE_RANGE = 84;
  public static final int TIMERFD_CREATE = 85;
  public static final int TIMERFD_SETTIME = 86;
  public static final int TIMERFD_GETTIME = 87;
  public static final int UTIMENSAT = 88;
  public static final int ACCT = 89;
  public static final int CAPGET = 90;
  public static final int CAPSET = 91;
  public static final int PERSONALITY = 92;
  public static final int EXIT = 93;
  public static final int EXIT_GROUP = 94;
  public static final int WAITID = 95;
  public static final int SET_TID_ADDRESS = 96;
  public static final int UNSHARE = 97;
  public static final int FUTEX = 98;
  public static final int SET_ROBUST_LIST = 99;
  public static final int GET_ROBUST_LIST = 100;
  public static final int NANOSLEEP = 101;
  public static final int GETITIMER = 102;
  public static final int SETITIMER = 103;
  public static final int TIMER_CREATE = 107;
  public static final int TIMER_GETTIME = 108;
  public static final int TIMER_GETOVERRUN = 109;
  public static final int TIMER_SETTIME = 110;
  public static final int TIMER_DELETE = 111;
  public static final int CLOCK_SETTIME = 112;
  public static final int CLOCK_GETTIME = 113;
  public static final int CLOCK_GETRES = 114;
  public static final int CLOCK_NANOSLEEP = 115;
  public static final int PTRACE = 117;
  public static final int SYSLOG = 116;
  public static final int SCHED_SETPARAM = 118;
  public static final int SCHED_SETSCHEDULER = 119;
  public static final int SCHED_GETSCHEDULER = 120;
  public static final int SCHED_GETPARAM = 121;
  public static final int SCHED_SETAFFINITY = 122;
  public static final int SCHED_GETAFFINITY = 123;
  public static final int SCHED_YIELD = 124;
  public static final int SCHED_GET_PRIORITY_MAX = 125;
  public static final int SCHED_GET_PRIORITY_MIN = 126;
  public static final int SCHED_RR_GET_INTERVAL = 127;
  public static final int KILL = 129;
  public static final int TKILL = 130;
  public static final int TGKILL = 131;
  public static final int SIGALTSTACK = 132;
  public static final int RT_SIGSUSPEND = 133;
  public static final int RT_SIGACTION = 134;
  public static final int RT_SIGPROCMASK = 135;
  public static final int RT_SIGPENDING = 136;
  public static final int RT_SIGTIMEDWAIT = 137;
  public static final int RT_SIGQUEUEINFO = 138;
  public static final int RT_SIGRETURN = 139;
  public static final int SETPRIORITY = 140;
  public static final int GETPRIORITY = 141;
  public static final int REBOOT = 142;
  public static final int SETREGID = 143;
  public static final int SETGID = 144;
  public static final int SETREUID = 145;
  public static final int SETUID = 146;
  public static final int SETRESUID = 147;
  public static final int GETRESUID = 148;
  public static final int SETRESGID = 149;
  public static final int GETRESGID = 150;
  public static final int SETFSUID = 151;
  public static final int SETFSGID = 152;
  public static final int TIMES = 153;
  public static final int SETPGID = 154;
  public static final int GETPGID = 155;
  public static final int GETSID = 156;
  public static final int SETSID = 157;
  public static final int GETGROUPS = 158;
  public static final int SETGROUPS = 159;
  public static final int UNAME = 160;
  public static final int SETHOSTNAME = 161;
  public static final int SETDOMAINNAME = 162;
  public static final int GETRLIMIT = 163;
  public static final int SETRLIMIT = 164;
  public static final int GETRUSAGE = 165;
  public static final int UMASK = 166;
  public static final int PRCTL = 167;
  public static final int GETCPU = 168;
  public static final int GETTIMEOFDAY = 169;
  public static final int SETTIMEOFDAY = 170;
  public static final int ADJTIMEX = 171;
  public static final int GETPID = 172;
  public static final int GETPPID = 173;
  public static final int GETUID = 174;
  public static final int GETEUID = 175;
  public static final int GETGID = 176;
  public static final int GETEGID = 177;
  public static final int GETTID = 178;
  public static final int SYSINFO = 179;
  public static final int MQ_OPEN = 180;
  public static final int MQ_UNLINK = 181;
  public static final int MQ_TIMEDSEND = 182;
  public static final int MQ_TIMEDRECEIVE = 183;
  public static final int MQ_NOTIFY = 184;
  public static final int MQ_GETSETATTR = 185;
  public static final int MSGGET = 186;
  public static final int MSGCTL = 187;
  public static final int MSGRCV = 188;
  public static final int MSGSND = 189;
  public static final int SEMGET = 190;
  public static final int SEMCTL = 191;
  public static final int SEMTIMEDOP = 192;
  public static final int SEMOP = 193;
  public static final int SHMGET = 194;
  public static final int SHMCTL = 195;
  public static final int SHMAT = 196;
  public static final int SHMDT = 197;
  public static final int SOCKET = 198;
  public static final int SOCKETPAIR = 199;
  public static final int BIND = 200;
  public static final int LISTEN = 201;
  public static final int ACCEPT = 202;
  public static final int CONNECT = 203;
  public static final int GETSOCKNAME = 204;
  public static final int GETPEERNAME = 205;
  public static final int SENDTO = 206;
  public static final int RECVFROM = 207;
  public static final int SETSOCKOPT = 208;
  public static final int GETSOCKOPT = 209;
  public static final int SHUTDOWN = 210;
  public static final int SENDMSG = 211;
  public static final int RECVMSG = 212;
  public static final int READAHEAD = 213;
  public static final int BRK = 214;
  public static final int MUNMAP = 215;
  public static final int MREMAP = 216;
  public static final int CLONE = 220;
  public static final int EXECVE = 221;
  public static final int MMAP = 222;
  public static final int FADVISE64 = 223;
  public static final int MPROTECT = 226;
  public static final int MSYNC = 227;
  public static final int MLOCK = 228;
  public static final int MUNLOCK = 229;
  public static final int MLOCKALL = 230;
  public static final int MUNLOCKALL = 231;
  public static final int MINCORE = 232;
  public static final int MADVISE = 233;
  public static final int RT_TGSIGQUEUEINFO = 240;
  public static final int ACCEPT4 = 242;
  public static final int RECVMMSG = 243;
  public static final int RISCV_HWPROBE = 258;
  public static final int RISCV_FLUSH_ICACHE = 259;
  public static final int WAIT4 = 260;
  public static final int PRLIMIT64 = 261;
  public static final int CLOCK_ADJTIME = 266;
  public static final int SYNCFS = 267;
  public static final int SETNS = 268;
  public static final int SENDMMSG = 269;
  public static final int PROCESS_VM_READV = 270;
  public static final int KCMP = 272;
  public static final int SCHED_SETATTR = 274;
  public static final int SCHED_GETATTR = 275;
  public static final int RENAMEAT2 = 276;
  public static final int SECCOMP = 277;
  public static final int GETRANDOM = 278;
  public static final int MEMFD_CREATE = 279;
  public static final int EXECVEAT = 281;
  public static final int MEMBARRIER = 283;
  public static final int MLOCK2 = 284;
  public static final int COPY_FILE_RANGE = 285;
  public static final int PREADV2 = 286;
  public static final int PWRITEV2 = 287;
  public static final int STATX = 291;
  public static final int RSEQ = 293;
  public static final int CLOCK_GETTIME64 = 403;
  public static final int CLOCK_SETTIME64 = 404;
  public static final int CLOCK_GETRES_TIME64 = 406;
  public static final int CLOCK_NANOSLEEP_TIME64 = 407;
  public static final int TIMER_GETTIME64 = 408;
  public static final int TIMER_SETTIME64 = 409;
  public static final int TIMERFD_GETTIME64 = 410;
  public static final int TIMERFD_SETTIME64 = 411;
  public static final int UTIMENSAT_TIME64 = 412;
  public static final int PSELECT6_TIME64 = 413;
  public static final int PPOLL_TIME64 = 414;
  public static final int RECVMMSG_TIME64 = 417;
  public static final int MQ_TIMEDSEND_TIME64 = 418;
  public static final int MQ_TIMEDRECEIVE_TIME64 = 419;
  public static final int SEMTIMEDOP_TIME64 = 420;
  public static final int RT_SIGTIMEDWAIT_TIME64 = 421;
  public static final int FUTEX_TIME64 = 422;
  public static final int SCHED_RR_GET_INTERVAL_TIME64 = 423;
  public static final int PIDFD_SEND_SIGNAL = 424;
  public static final int PIDFD_OPEN = 434;
  public static final int CLONE3 = 435;
  public static final int CLOSE_RANGE = 436;
  public static final int OPENAT2 = 437;
  public static final int PIDFD_GETFD = 438;
  public static final int FACCESSAT2 = 439;
  public static final int EPOLL_PWAIT2 = 441;
  public static final int FCHMODAT2 = 452;

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
  public static String name(int number) {
    String name = number >= 0 && number < NAMES.length ? NAMES[number] : null;
    return name == null ? "syscall_" + number : name;
  }
}
