package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.kernel.GuestThread;
import java.util.Arrays;

/** prctl: what a process or thread asks to be treated like. */
final class ControlCalls {
  private ControlCalls() {}

  private static final int PR_SET_PDEATHSIG = 1;
  private static final int PR_GET_PDEATHSIG = 2;
  private static final int PR_GET_DUMPABLE = 3;
  private static final int PR_SET_DUMPABLE = 4;
  private static final int PR_GET_KEEPCAPS = 7;
  private static final int PR_SET_NAME = 15;
  private static final int PR_GET_NAME = 16;
  private static final int PR_GET_SECCOMP = 21;
  private static final int PR_CAPBSET_READ = 23;
  private static final int PR_SET_TIMERSLACK = 29;
  private static final int PR_GET_TIMERSLACK = 30;
  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final int PR_GET_CHILD_SUBREAPER = 37;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int PR_GET_NO_NEW_PRIVS = 39;
  private static final int PR_SET_THP_DISABLE = 41;
  private static final int PR_GET_THP_DISABLE = 42;
  private static final int PR_SET_KEEPCAPS = 8;
  private static final int PR_GET_TIMING = 13;
  private static final int PR_SET_TIMING = 14;
  private static final int PR_GET_SECUREBITS = 27;
  private static final int PR_SET_SECUREBITS = 28;
  private static final int PR_MCE_KILL_GET = 34;
  private static final int PR_CAP_AMBIENT = 47;
  private static final int PR_CAP_AMBIENT_RAISE = 2;
  private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
  private static final int PR_SET_PTRACER = 0x59616d61;

  /** Highest capability of Linux. */
  private static final int LAST_CAPABILITY = 40;

  static long control(GuestThread t, int option, long argument) throws LinuxError {
    switch (option) {
      case PR_SET_NAME -> {
        byte[] whole = t.memory().readCString(argument, GuestThread.MAX_NAME);
        t.name = whole != null ? whole : t.memory().read(argument, GuestThread.MAX_NAME);
      }
      case PR_GET_NAME ->
          t.memory().write(argument, Arrays.copyOf(t.name, GuestThread.MAX_NAME + 1));
      case PR_SET_PDEATHSIG -> {
        if (argument < 0 || argument > Signals.COUNT) {
          throw new LinuxError(Errno.EINVAL);
        }
        t.process().deathSignal = (int) argument;
      }
      case PR_SET_DUMPABLE -> {
        if (argument != 0 && argument != 1) {
          throw new LinuxError(Errno.EINVAL);
        }
        t.process().dumpable = (int) argument;
      }
      case PR_SET_TIMERSLACK -> t.timerSlack = argument > 0 ? argument : GuestThread.TIMER_SLACK;
      case PR_SET_NO_NEW_PRIVS -> {
        if (argument != 1) {
          throw new LinuxError(Errno.EINVAL);
        }
        t.process().noNewPrivileges = true;
      }
      case PR_SET_CHILD_SUBREAPER -> t.process().family().setReaper(argument != 0);
      case PR_SET_THP_DISABLE, PR_SET_PTRACER -> {}
      case PR_GET_PDEATHSIG -> t.memory().writeInt(argument, t.process().deathSignal);
      case PR_GET_CHILD_SUBREAPER ->
          t.memory().writeInt(argument, t.process().family().isReaper() ? 1 : 0);
      case PR_GET_KEEPCAPS,
          PR_GET_SECCOMP,
          PR_GET_THP_DISABLE,
          PR_GET_SECUREBITS,
          PR_GET_TIMING,
          PR_MCE_KILL_GET -> {}
      case PR_SET_TIMING, PR_SET_SECUREBITS, PR_SET_KEEPCAPS -> {
        if (argument != 0) {
          throw new LinuxError(option == PR_SET_TIMING ? Errno.EINVAL : Errno.EPERM);
        }
      }
      case PR_CAP_AMBIENT -> {
        return ambient((int) argument);
      }
      case PR_GET_NO_NEW_PRIVS -> {
        return t.process().noNewPrivileges ? 1 : 0;
      }
      case PR_GET_DUMPABLE -> {
        return t.process().dumpable;
      }
      case PR_CAPBSET_READ -> {
        if (argument < 0 || argument > LAST_CAPABILITY) {
          throw new LinuxError(Errno.EINVAL);
        }
      }
      case PR_GET_TIMERSLACK -> {
        return t.timerSlack;
      }
      default -> throw new LinuxError(Errno.EINVAL);
    }
    return 0;
  }

  /** There are no ambient capabilities, and nobody has any to raise. */
  private static long ambient(int command) throws LinuxError {
    if (command < 1 || command > PR_CAP_AMBIENT_CLEAR_ALL) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (command == PR_CAP_AMBIENT_RAISE) {
      throw new LinuxError(Errno.EPERM);
    }
    return 0;
  }
}
