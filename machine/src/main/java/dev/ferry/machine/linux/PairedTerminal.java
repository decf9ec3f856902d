package dev.ferry.machine.linux;

/** The slave of a pair, as Linux makes it; {@link LineDiscipline} does what its settings say. */
final class PairedTerminal extends Terminal {
  final PseudoTerminal pair;

  PairedTerminal(PseudoTerminal pair) {
    super(0, 0, 0x500); // ICRNL | IXON
    this.pair = pair;
  }

  @Override
  boolean stopsBackground() {
    return true;
  }

  @Override
  OpenFile open(int flags) throws LinuxError {
    return pair.openSlave(flags);
  }
}
