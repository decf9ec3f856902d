package dev.ferry.machine.linux.terminals;

import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.kernel.Terminal;
import dev.ferry.machine.linux.waiting.WaitQueue;

/** The side of a pseudo-terminal that types and reads the screen: {@code /dev/ptmx}. */
public final class MasterTerminal extends OpenFile {
  private final PseudoTerminal pair;

  MasterTerminal(PseudoTerminal pair, int flags) {
    this.pair = pair;
    this.path = "/dev/ptmx";
    this.flags = flags & (O_ACCMODE | O_NONBLOCK);
  }

  /** The pair that it is the master of. */
  public PseudoTerminal pair() {
    return pair;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws LinuxError {
    return pair.masterRead(to, offset, length, !isNonBlocking());
  }

  @Override
  public int write(byte[] from, int offset, int length) throws LinuxError {
    return pair.masterWrite(from, offset, length, !isNonBlocking());
  }

  @Override
  public WaitQueue changes() {
    return pair.masterChanges;
  }

  @Override
  public int ready() {
    return pair.masterReady();
  }

  @Override
  public Stat stat() {
    return PseudoTerminals.masterStat();
  }

  @Override
  public Terminal terminal() {
    return pair.terminal;
  }

  @Override
  public long available() {
    return pair.outputSize();
  }

  @Override
  protected void close() {
    pair.masterCloses();
  }
}
