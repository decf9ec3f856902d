package dev.ferry.machine.linux.calls;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.kernel.Sessions;
import dev.ferry.machine.linux.kernel.Terminal;
import dev.ferry.machine.linux.terminals.MasterTerminal;
import dev.ferry.machine.linux.terminals.PseudoTerminal;
import dev.ferry.machine.linux.terminals.PseudoTerminals;
import dev.ferry.machine.linux.terminals.SlaveTerminal;

/** ioctl on terminals (ioctl_tty(2)). */
final class TerminalCalls {
  private TerminalCalls() {}

  private static final int TCGETS = 0x5401;
  private static final int TCSETS = 0x5402;
  private static final int TCSETSW = 0x5403;
  private static final int TCSETSF = 0x5404;
  private static final int TCSBRK = 0x5409;
  private static final int TCXONC = 0x540a;
  private static final int TCFLSH = 0x540b;
  private static final int TIOCEXCL = 0x540c;
  private static final int TIOCNXCL = 0x540d;
  private static final int TIOCSCTTY = 0x540e;
  private static final int TIOCGPGRP = 0x540f;
  private static final int TIOCSPGRP = 0x5410;
  private static final int TIOCOUTQ = 0x5411;
  private static final int TIOCGWINSZ = 0x5413;
  private static final int TIOCSWINSZ = 0x5414;
  private static final int TIOCPKT = 0x5420;
  private static final int TIOCNOTTY = 0x5422;
  private static final int TIOCGETD = 0x5424;
  private static final int TCSBRKP = 0x5425;
  private static final int TIOCGSID = 0x5429;
  private static final int TIOCGPTPEER = 0x5441;
  private static final int TCGETS2 = 0x802c542a;
  private static final int TCSETS2 = 0x402c542b;
  private static final int TCSETSW2 = 0x402c542c;
  private static final int TCSETSF2 = 0x402c542d;
  private static final int TIOCGPTN = 0x80045430;
  private static final int TIOCSPTLCK = 0x40045431;
  private static final int TIOCSIG = 0x40045436;
  private static final int TIOCGPKT = 0x80045438;
  private static final int TIOCGPTLCK = 0x80045439;

  static long control(GuestThread t, OpenFile file, int request, long argument) throws LinuxError {
    Terminal terminal = file.terminal();
    if (terminal == null) {
      throw new LinuxError(Errno.ENOTTY);
    }
    if (file instanceof SlaveTerminal slave && slave.isHungUp()) {
      throw new LinuxError(request == TIOCSPGRP ? Errno.ENOTTY : Errno.EIO);
    }
    if (file instanceof MasterTerminal master && ofMaster(t, master.pair(), request, argument)) {
      return 0;
    }
    if (request == TIOCGPTPEER && file instanceof MasterTerminal master) {
      OpenFile slave = PseudoTerminals.openSlave(t, master.pair(), (int) argument);
      return t.process().fds().add(slave, 0, (argument & OpenFile.O_CLOEXEC) != 0);
    }
    boolean isMaster = file instanceof MasterTerminal;
    if (!settings(t, terminal, isMaster, request, argument)) {
      ofSession(t, terminal, isMaster, request, argument);
    }
    return 0;
  }

  /** What only a master understands; false for anything else. */
  private static boolean ofMaster(GuestThread t, PseudoTerminal pair, int request, long argument)
      throws LinuxError {
    GuestMemory memory = t.memory();
    switch (request) {
      case TIOCGPTN -> memory.writeInt(argument, pair.number);
      case TIOCSPTLCK -> pair.locked = memory.readInt(argument) != 0;
      case TIOCGPTLCK -> memory.writeInt(argument, pair.locked ? 1 : 0);
      case TIOCPKT -> pair.setPackets(memory.readInt(argument) != 0);
      case TIOCGPKT -> memory.writeInt(argument, pair.sendsPackets() ? 1 : 0);
      case TIOCSIG -> {
        if (argument < 1 || argument > Signals.COUNT) {
          throw new LinuxError(Errno.EINVAL);
        }
        pair.signalForeground((int) argument);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean settings(
      GuestThread t, Terminal terminal, boolean isMaster, int request, long argument)
      throws LinuxError {
    GuestMemory memory = t.memory();
    PseudoTerminal pair = PseudoTerminal.of(terminal);
    switch (request) {
      case TCGETS -> memory.write(argument, terminal.termios());
      case TCGETS2 -> memory.write(argument, terminal.termiosWithSpeeds());
      case TCSETS, TCSETSW, TCSETSF, TCSETS2, TCSETSW2, TCSETSF2 -> {
        boolean isLong = request == TCSETS2 || request == TCSETSW2 || request == TCSETSF2;
        int size = isLong ? Terminal.TERMIOS2_SIZE : Terminal.TERMIOS_SIZE;
        byte[] termios = memory.read(argument, size);
        checkChange(t, terminal, isMaster);
        if (pair == null) {
          terminal.setTermios(termios);
        } else {
          pair.setModes(termios, request == TCSETSF || request == TCSETSF2);
        }
      }
      case TIOCGWINSZ -> {
        memory.writeShort(argument, terminal.rows());
        memory.writeShort(argument + 2, terminal.columns());
        memory.writeInt(argument + 4, 0);
      }
      case TIOCSWINSZ -> {
        int rows = memory.readShort(argument) & 0xffff;
        int columns = memory.readShort(argument + 2) & 0xffff;
        if (terminal.setSize(rows, columns) && pair != null) {
          pair.signalForeground(Signals.SIGWINCH);
        }
      }
      case TCFLSH -> {
        checkChange(t, terminal, isMaster);
        if (pair != null) {
          pair.flush((int) argument);
        }
      }
      case TCXONC -> flow(t, terminal, isMaster, (int) argument);
      case TCSBRK, TCSBRKP -> checkChange(t, terminal, isMaster); // What is written is sent.
      case TIOCOUTQ -> memory.writeInt(argument, pair == null ? 0 : pair.outputSize());
      case TIOCGETD -> memory.writeInt(argument, 0); // N_TTY
      case TIOCEXCL, TIOCNXCL -> {}
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void flow(GuestThread t, Terminal terminal, boolean isMaster, int action)
      throws LinuxError {
    checkChange(t, terminal, isMaster);
    if (action < 0 || action > 3) {
      throw new LinuxError(Errno.EINVAL);
    }
    PseudoTerminal pair = PseudoTerminal.of(terminal);
    if (pair != null && action < 2) {
      pair.hold(action == 0); // TCOOFF, TCOON
    }
  }

  // ---- sessions ----------------------------------------------------------------------------

  private static void ofSession(
      GuestThread t, Terminal terminal, boolean isMaster, int request, long argument)
      throws LinuxError {
    GuestProcess process = t.process();
    switch (request) {
      case TIOCSCTTY -> {
        if (process.controlling != terminal && !Sessions.takeTerminal(process, terminal)) {
          throw new LinuxError(Errno.EPERM);
        }
      }
      case TIOCNOTTY -> {
        checkOwn(process, terminal);
        Sessions.giveUp(process, false);
      }
      case TIOCGPGRP -> {
        if (!isMaster) {
          checkOwn(process, terminal);
        }
        t.memory().writeInt(argument, terminal.foregroundGroup);
      }
      case TIOCSPGRP -> setForeground(t, terminal, isMaster, t.memory().readInt(argument));
      case TIOCGSID -> {
        if (!isMaster || terminal.session == 0) {
          checkOwn(process, terminal);
        }
        t.memory().writeInt(argument, terminal.session);
      }
      default -> throw new LinuxError(Errno.ENOTTY);
    }
  }

  private static void checkOwn(GuestProcess process, Terminal terminal) throws LinuxError {
    if (process.controlling != terminal) {
      throw new LinuxError(Errno.ENOTTY);
    }
  }

  private static void setForeground(GuestThread t, Terminal terminal, boolean isMaster, int group)
      throws LinuxError {
    GuestProcess process = t.process();
    checkChange(t, terminal, isMaster);
    checkOwn(process, terminal);
    if (group < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    int session = process.kernel().sessionOf(group);
    if (session == 0) {
      throw new LinuxError(Errno.ESRCH);
    }
    if (session != process.session) {
      throw new LinuxError(Errno.EPERM);
    }
    terminal.foregroundGroup = group;
  }

  /** Only the foreground changes it. */
  private static void checkChange(GuestThread t, Terminal terminal, boolean isMaster)
      throws LinuxError {
    if (!isMaster) {
      Sessions.checkForeground(t, terminal, Signals.SIGTTOU);
    }
  }
}
