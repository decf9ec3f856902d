package dev.ferry.machine.linux.terminals;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.Kernel;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.kernel.Terminal;
import dev.ferry.machine.linux.waiting.Sleep;
import dev.ferry.machine.linux.waiting.WaitQueue;
import org.jspecify.annotations.Nullable;

/**
 * A pair of pseudo-terminals (pty(7)): what a program writes to the master is typed on the slave,
 * which is a terminal. Signals are sent and queues woken without a lock.
 */
public final class PseudoTerminal {
  /** What a read of the master begins with in packet mode: data. */
  private static final int TIOCPKT_DATA = 0;

  private static final int TIOCPKT_FLUSHREAD = 1;
  private static final int TIOCPKT_FLUSHWRITE = 2;
  private static final int TIOCPKT_NOSTOP = 16;
  private static final int TIOCPKT_DOSTOP = 32;

  private final PseudoTerminals names;
  private final Kernel kernel;

  /** That of {@code /dev/pts/N}. */
  public final int number;

  final Terminal terminal = new PairedTerminal(this);
  private final LineDiscipline line = new LineDiscipline(terminal);
  final WaitQueue masterChanges = new WaitQueue();
  final WaitQueue slaveChanges = new WaitQueue();

  /** TIOCSPTLCK: the slave cannot be opened. */
  public volatile boolean locked = true;

  /** Permission bits of the slave. */
  volatile int mode = 0620;

  private boolean masterOpen = true;
  private int slaves;

  /** Whether the last slave has been closed, and none has come since. */
  private boolean left;

  /** How often it was hung up: what was opened before is dead. */
  private volatile int hangUps;

  private boolean packets;
  private int status;

  PseudoTerminal(PseudoTerminals names, Kernel kernel, int number) {
    this.names = names;
    this.kernel = kernel;
    this.number = number;
  }

  /** The pair that a terminal belongs to; null for the host's. */
  public static @Nullable PseudoTerminal of(Terminal terminal) {
    return terminal instanceof PairedTerminal slave ? slave.pair : null;
  }

  private void wakeAll() {
    masterChanges.wake();
    slaveChanges.wake();
  }

  // ---- open and close ----------------------------------------------------------------------

  OpenFile openSlave(int flags) throws LinuxError {
    synchronized (this) {
      if (!masterOpen || locked) {
        throw new LinuxError(Errno.EIO);
      }
      slaves++;
      left = false;
    }
    masterChanges.wake();
    return new SlaveTerminal(this, hangUps, flags);
  }

  void slaveCloses(int opened) {
    synchronized (this) {
      if (opened != hangUps) {
        return;
      }
      slaves--;
      left = slaves == 0;
    }
    masterChanges.wake();
  }

  void masterCloses() {
    names.remove(this);
    synchronized (this) {
      masterOpen = false;
    }
    int session = hangUp();
    GuestProcess leader = kernel.process(session);
    if (session != 0 && leader != null && !leader.isDead()) {
      signal(leader, Signals.SIGHUP);
      signal(leader, Signals.SIGCONT);
    }
  }

  /** Those who have it open lose it, and so does its session, whose number it gives. */
  private int hangUp() {
    int session;
    synchronized (this) {
      hangUps++;
      slaves = 0;
      left = true;
      session = terminal.session;
      terminal.session = 0;
    }
    for (GuestProcess process : kernel.processes()) {
      if (process.controlling == terminal) {
        process.controlling = null;
      }
    }
    wakeAll();
    return session;
  }

  boolean isHungUp(int opened) {
    return opened != hangUps;
  }

  // ---- signals -----------------------------------------------------------------------------

  private static void signal(GuestProcess process, int number) {
    process.signals().raise(new Signals.Pending(number, Signals.SI_KERNEL, 0, 0));
  }

  /** Sends a signal to the foreground group of the slave's session. */
  public void signalForeground(int number) {
    int group = terminal.foregroundGroup;
    if (group != 0) {
      kernel.signalGroup(group, new Signals.Pending(number, Signals.SI_KERNEL, 0, 0));
    }
  }

  // ---- the master --------------------------------------------------------------------------

  int masterRead(byte[] to, int offset, int length, boolean wait) throws LinuxError {
    int count = Sleep.await(masterChanges, wait, () -> takeOutput(to, offset, length));
    slaveChanges.wake();
    return count;
  }

  private synchronized int takeOutput(byte[] to, int offset, int length) throws LinuxError {
    if (length == 0) {
      return 0;
    }
    if (status != 0) {
      to[offset] = (byte) status;
      status = 0;
      return 1;
    }
    if (line.output.size() == 0) {
      if (left) {
        throw new LinuxError(Errno.EIO);
      }
      return Sleep.WOULD_BLOCK;
    }
    if (!packets) {
      return line.output.read(to, offset, length);
    }
    to[offset] = TIOCPKT_DATA;
    return 1 + line.output.read(to, offset + 1, length - 1);
  }

  /** Types; gives how much was taken. */
  int masterWrite(byte[] from, int offset, int length, boolean wait) throws LinuxError {
    int done = 0;
    while (done < length) {
      int at = done;
      try {
        done += Sleep.await(masterChanges, wait, () -> type(from, offset + at, length - at));
      } catch (LinuxError e) {
        if (done > 0) {
          return done;
        }
        throw e;
      }
    }
    return done;
  }

  /** Types up to the first character that is a signal. */
  private int type(byte[] from, int offset, int length) {
    int done = 0;
    int signal = 0;
    synchronized (this) {
      while (done < length && signal == 0 && line.hasRoom()) {
        signal = line.type(from[offset + done++] & 0xff);
      }
    }
    if (signal != 0) {
      signalForeground(signal);
    }
    if (done > 0) {
      wakeAll();
    }
    return done == 0 ? Sleep.WOULD_BLOCK : done;
  }

  synchronized int masterReady() {
    int bits = line.hasRoom() ? OpenFile.POLLOUT : 0;
    bits |= line.output.size() > 0 || status != 0 ? OpenFile.POLLIN : 0;
    bits |= status != 0 ? OpenFile.POLLPRI : 0;
    return left ? bits | OpenFile.POLLHUP : bits;
  }

  /** Bytes that the master has not read. */
  public synchronized int outputSize() {
    return line.output.size();
  }

  /** TIOCPKT: whether reads of the master begin with a byte that says what they are. */
  public synchronized void setPackets(boolean on) {
    packets = on;
    status = 0;
  }

  /** TIOCGPKT. */
  public synchronized boolean sendsPackets() {
    return packets;
  }

  // ---- the slave ---------------------------------------------------------------------------

  /** Whether a read finds that many characters, or a line, or nothing for ever. */
  synchronized boolean hasInput(int opened, int wanted) {
    return isHungUp(opened) || line.hasInput(wanted);
  }

  synchronized int typedSize() {
    return line.isCanonical() ? line.typed.lineBytes() : line.typed.size();
  }

  boolean isCanonical() {
    return line.isCanonical();
  }

  /** What is there. */
  int takeInput(byte[] to, int offset, int length) {
    int count;
    synchronized (this) {
      count =
          line.isCanonical()
              ? line.typed.readLine(to, offset, length)
              : line.typed.readBytes(to, offset, length);
    }
    masterChanges.wake();
    return count;
  }

  int slaveWrite(int opened, byte[] from, int offset, int length, boolean wait) throws LinuxError {
    int done = 0;
    while (done < length) {
      int at = done;
      try {
        done += Sleep.await(slaveChanges, wait, () -> put(opened, from, offset + at, length - at));
      } catch (LinuxError e) {
        if (done > 0) {
          return done;
        }
        throw e;
      }
      masterChanges.wake();
    }
    return done;
  }

  private synchronized int put(int opened, byte[] from, int offset, int length) throws LinuxError {
    if (isHungUp(opened)) {
      throw new LinuxError(Errno.EIO);
    }
    int done = line.isHeld() ? 0 : line.output.write(from, offset, length);
    return done == 0 ? Sleep.WOULD_BLOCK : done;
  }

  synchronized boolean isWritable() {
    return !line.isHeld() && line.output.hasRoom();
  }

  // ---- control -----------------------------------------------------------------------------

  /** New modes; {@code flush} whether what has been typed is dropped first. */
  public void setModes(byte[] termios, boolean flush) {
    synchronized (this) {
      boolean canonical = line.isCanonical();
      boolean stops = stopsOutput();
      if (flush) {
        line.typed.clear();
      }
      terminal.setTermios(termios);
      line.modesChanged(canonical);
      if (packets && stops != stopsOutput()) {
        status |= stops ? TIOCPKT_NOSTOP : TIOCPKT_DOSTOP;
      }
    }
    wakeAll();
  }

  /** Whether the usual characters stop and start output. */
  private boolean stopsOutput() {
    return (terminal.inputFlags() & 02000) != 0 // IXON
        && terminal.character(LineDiscipline.VSTOP) == 'S' - '@'
        && terminal.character(LineDiscipline.VSTART) == 'Q' - '@';
  }

  /** tcflush: 0 drops what has been typed, 1 what has been written, 2 both. */
  public void flush(int which) throws LinuxError {
    if (which < 0 || which > 2) {
      throw new LinuxError(Errno.EINVAL);
    }
    synchronized (this) {
      if (which != 1) {
        line.typed.clear();
      }
      if (which != 0) {
        line.output.clear();
      }
      if (packets) {
        status |= which != 1 ? TIOCPKT_FLUSHREAD : 0;
        status |= which != 0 ? TIOCPKT_FLUSHWRITE : 0;
      }
    }
    wakeAll();
  }

  /** tcflow: output waits, or goes on. */
  public void hold(boolean on) {
    synchronized (this) {
      line.hold(on);
    }
    wakeAll();
  }
}
