package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.waiting.Sleep;
import dev.ferry.machine.linux.waiting.WaitQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A signalfd: signals of the reading thread, taken as records in place of by handlers. */
public final class SignalFile extends OpenFile {
  /** Bytes of struct signalfd_siginfo. */
  private static final int RECORD = 128;

  private final GuestProcess process;
  private volatile long set;

  /**
   * @param set of signals that it takes
   */
  public SignalFile(GuestProcess process, long set, int flags) {
    this.process = process;
    this.set = set;
    this.flags = O_RDWR | flags & O_NONBLOCK;
    this.path = "anon_inode:[signalfd]";
  }

  /** Takes another set of signals from now on. */
  public void setSignals(long value) {
    set = value;
    changes().wake();
  }

  @Override
  public WaitQueue changes() {
    GuestThread reader = GuestThread.current(); // Whose signals it reads, who made it or not.
    return reader == null ? process.signals().arrivals() : reader.process().signals().arrivals();
  }

  @Override
  public int read(byte[] to, int offset, int length) throws LinuxError {
    if (length < RECORD) {
      throw new LinuxError(Errno.EINVAL);
    }
    return Sleep.await(changes(), !isNonBlocking(), () -> take(to, offset, length));
  }

  private int take(byte[] to, int offset, int length) {
    GuestThread reader = GuestThread.current();
    int done = 0;
    while (done + RECORD <= length) {
      Signals.Pending signal =
          reader == null ? process.signals().takePending(set) : reader.takePending(set);
      if (signal == null) {
        break;
      }
      put(ByteBuffer.wrap(to, offset + done, RECORD).slice(), signal);
      done += RECORD;
    }
    return done == 0 ? Sleep.WOULD_BLOCK : done;
  }

  private static void put(ByteBuffer record, Signals.Pending signal) {
    record.order(ByteOrder.LITTLE_ENDIAN);
    record.put(0, new byte[RECORD]);
    record.putInt(0, signal.signal()).putInt(8, signal.code());
    if (signal.code() == Signals.SI_TIMER) {
      record.putInt(24, (int) signal.address()).putInt(44, (int) signal.value());
    } else {
      record.putInt(12, (int) signal.address()).putInt(16, Ids.USER);
    }
    if (signal.signal() == Signals.SIGCHLD) {
      record.putInt(40, (int) signal.value());
    } else {
      record.putInt(44, (int) signal.value()).putLong(48, signal.value());
    }
  }

  @Override
  public Stat stat() {
    return Stat.simple(23, 0600, 0, 0);
  }

  @Override
  public int ready() {
    GuestThread looking = GuestThread.current();
    long pending = looking == null ? process.signals().pendingSet() : looking.pendingSet();
    return (pending & set) != 0 ? POLLIN : 0;
  }
}
