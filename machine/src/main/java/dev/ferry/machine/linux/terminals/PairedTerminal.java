package dev.ferry.machine.linux.terminals;

import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.kernel.Terminal;

/** The slave of a pair, as Linux makes it; {@link LineDiscipline} does what its settings say. */
final class PairedTerminal extends Terminal {
  final PseudoTerminal pair;

  PairedTerminal(PseudoTerminal pair) {
    super(0, 0, 0x500); // ICRNL | IXON
    this.pair = pair;
  }

  @Override
  public int device() {
    return 136 << 8 | pair.number;
  }

  @Override
  public boolean stopsBackground() {
    return true;
  }

  @Override
  public OpenFile open(int flags) throws LinuxError {
    return pair.openSlave(flags);
  }
}
