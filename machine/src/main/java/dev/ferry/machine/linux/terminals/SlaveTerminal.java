package dev.ferry.machine.linux.terminals;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.kernel.Sessions;
import dev.ferry.machine.linux.kernel.Terminal;
import dev.ferry.machine.linux.waiting.Sleep;
import dev.ferry.machine.linux.waiting.WaitQueue;

/** The side of a pseudo-terminal that programs take for their terminal: {@code /dev/pts/N}. */
public final class SlaveTerminal extends OpenFile {
  /** Nanoseconds of VTIME. */
  private static final long TENTH = 100_000_000L;

  private final PseudoTerminal pair;

  /** How often the terminal had been hung up when this was opened. */
  private final int opened;

  SlaveTerminal(PseudoTerminal pair, int opened, int flags) {
    this.pair = pair;
    this.opened = opened;
    this.path = "/dev/pts/" + pair.number;
    this.flags = flags & (O_ACCMODE | O_NONBLOCK);
  }

  /** Whether its master or its session has gone since it was opened. */
  public boolean isHungUp() {
    return pair.isHungUp(opened);
  }

  @Override
  public int read(byte[] to, int offset, int length) throws LinuxError {
    if (length == 0) {
      return 0;
    }
    int found;
    do { // Another reader may have been faster, or the line discipline has dropped it.
      if (!await(length)) {
        return 0;
      }
      found = isHungUp() ? 0 : pair.takeInput(to, offset, length);
    } while (found == 0 && !isHungUp() && !pair.isCanonical());
    return found;
  }

  /** Waits for as much as the modes say; false where a read gives nothing after some time. */
  private boolean await(int length) throws LinuxError {
    Terminal terminal = pair.terminal;
    int min = terminal.character(LineDiscipline.VMIN);
    long time = terminal.character(LineDiscipline.VTIME) * TENTH;
    if (pair.isCanonical() || isNonBlocking()) {
      boolean polls = !pair.isCanonical() && min == 0 && time == 0;
      return polls ? has(1) : until(1, Sleep.NEVER);
    }
    if (min == 0) {
      return time == 0 ? has(1) : until(1, Sleep.deadline(time));
    }
    int wanted = Math.min(min, length);
    if (time == 0) {
      return until(wanted, Sleep.NEVER);
    }
    boolean unused = until(1, Sleep.NEVER);
    for (int before = 0; pair.typedSize() > before && !has(wanted); ) {
      before = pair.typedSize();
      unused = until(Math.min(wanted, before + 1), Sleep.deadline(time));
    }
    return true;
  }

  private boolean has(int wanted) {
    return pair.hasInput(opened, wanted);
  }

  private boolean until(int wanted, long deadline) throws LinuxError {
    try {
      int unused =
          Sleep.await(
              pair.slaveChanges,
              !isNonBlocking(),
              deadline,
              () -> {
                GuestThread reader = GuestThread.current();
                if (reader != null && !isHungUp()) {
                  Sessions.checkForeground(reader, pair.terminal, Signals.SIGTTIN);
                }
                return has(wanted) ? 0 : Sleep.WOULD_BLOCK;
              });
      return true;
    } catch (LinuxError e) {
      if (e.errno() == Errno.EAGAIN && !isNonBlocking()) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public int write(byte[] from, int offset, int length) throws LinuxError {
    GuestThread writer = GuestThread.current();
    if (writer != null && (pair.terminal.localFlags() & LineDiscipline.TOSTOP) != 0) {
      Sessions.checkForeground(writer, pair.terminal, Signals.SIGTTOU);
    }
    return pair.slaveWrite(opened, from, offset, length, !isNonBlocking());
  }

  @Override
  public WaitQueue changes() {
    return pair.slaveChanges;
  }

  @Override
  public int ready() {
    if (isHungUp()) {
      return POLLIN | POLLOUT | POLLERR | POLLHUP;
    }
    Terminal terminal = pair.terminal;
    int min = terminal.character(LineDiscipline.VMIN);
    boolean timed = terminal.character(LineDiscipline.VTIME) != 0;
    int wanted = min == 0 || timed ? 1 : min;
    return (has(wanted) ? POLLIN : 0) | (pair.isWritable() ? POLLOUT : 0);
  }

  @Override
  public Stat stat() {
    return PseudoTerminals.slaveStat(pair);
  }

  @Override
  public Terminal terminal() {
    return pair.terminal;
  }

  @Override
  public long available() {
    return pair.typedSize();
  }

  @Override
  protected void close() {
    pair.slaveCloses(opened);
  }
}
