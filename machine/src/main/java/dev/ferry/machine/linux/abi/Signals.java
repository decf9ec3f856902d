package dev.ferry.machine.linux.abi;

/** Signal numbers, their default actions and names. */
public final class Signals {
  private Signals() {}

  public static final int COUNT = 64;
  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGQUIT = 3;
  public static final int SIGILL = 4;
  public static final int SIGTRAP = 5;
  public static final int SIGABRT = 6;
  public static final int SIGBUS = 7;
  public static final int SIGFPE = 8;
  public static final int SIGKILL = 9;
  public static final int SIGUSR1 = 10;
  public static final int SIGSEGV = 11;
  public static final int SIGPIPE = 13;
  public static final int SIGALRM = 14;
  public static final int SIGTERM = 15;
  public static final int SIGCHLD = 17;
  public static final int SIGCONT = 18;
  public static final int SIGSTOP = 19;
  public static final int SIGTSTP = 20;
  public static final int SIGTTIN = 21;
  public static final int SIGTTOU = 22;
  public static final int SIGURG = 23;
  public static final int SIGXFSZ = 25;
  public static final int SIGWINCH = 28;
  public static final int SIGIO = 29;

  /** Codes that say where a signal comes from. */
  public static final int SI_KERNEL = 0x80;

  public static final int SI_TIMER = -2;

  public static final long SA_NOCLDWAIT = 2;
  public static final long SA_SIGINFO = 4;
  public static final long SA_ONSTACK = 0x08000000L;
  public static final long SA_RESTART = 0x10000000L;
  public static final long SA_NODEFER = 0x40000000L;
  public static final long SA_RESETHAND = 0x80000000L;

  private static final String[] NAMES = {
    "0",
    "SIGHUP",
    "SIGINT",
    "SIGQUIT",
    "SIGILL",
    "SIGTRAP",
    "SIGABRT",
    "SIGBUS",
    "SIGFPE",
    "SIGKILL",
    "SIGUSR1",
    "SIGSEGV",
    "SIGUSR2",
    "SIGPIPE",
    "SIGALRM",
    "SIGTERM",
    "SIGSTKFLT",
    "SIGCHLD",
    "SIGCONT",
    "SIGSTOP",
    "SIGTSTP",
    "SIGTTIN",
    "SIGTTOU",
    "SIGURG",
    "SIGXCPU",
    "SIGXFSZ",
    "SIGVTALRM",
    "SIGPROF",
    "SIGWINCH",
    "SIGIO",
    "SIGPWR",
    "SIGSYS"
  };

  /** The name of a signal: {@code SIGSEGV}. */
  public static String name(int signal) {
    return signal < NAMES.length ? NAMES[signal] : "SIGRT" + (signal - 32);
  }

  /** The bit of a signal in a set of them. */
  public static long bit(int signal) {
    return 1L << (signal - 1);
  }

  /** Whether its default action is to do nothing. */
  public static boolean isIgnoredByDefault(int signal) {
    return switch (signal) {
      case SIGCHLD, SIGCONT, SIGURG, SIGWINCH -> true;
      default -> false;
    };
  }

  /**
   * What a process does on a signal: struct sigaction.
   *
   * @param handler address, 0 for the default, 1 to ignore
   */
  public record Action(long handler, long flags, long mask) {
    /** The default action of each signal. */
    public static final Action DEFAULT = new Action(0, 0, 0);

    /** Whether a function of the guest is called: 0 is the default action, 1 to ignore it. */
    public boolean isHandler() {
      return handler != 0 && handler != 1;
    }
  }

  /**
   * A signal that waits, with what siginfo tells.
   *
   * @param code SI_ or SEGV_ code
   * @param address faulting address, sender's pid or timer
   */
  public record Pending(int signal, int code, long address, long value) {}
}
