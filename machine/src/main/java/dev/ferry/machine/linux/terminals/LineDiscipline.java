package dev.ferry.machine.linux.terminals;

import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.kernel.Terminal;

/**
 * What a terminal does with characters that are typed, by its modes (termios(3)): lines that are
 * edited, echo, signals, and output that is held. As Linux' n_tty.
 */
final class LineDiscipline {
  private static final int ISTRIP = 040;
  private static final int INLCR = 0100;
  private static final int IGNCR = 0200;
  private static final int ICRNL = 0400;
  private static final int IXON = 02000;
  private static final int IXANY = 04000;
  private static final int IMAXBEL = 020000;
  private static final int IUTF8 = 040000;

  private static final int ISIG = 1;
  static final int ICANON = 2;
  private static final int ECHO = 010;
  private static final int ECHOE = 020;
  private static final int ECHOK = 040;
  private static final int ECHONL = 0100;
  private static final int NOFLSH = 0200;
  static final int TOSTOP = 0400;
  private static final int ECHOCTL = 01000;
  private static final int ECHOKE = 04000;
  private static final int IEXTEN = 0100000;

  private static final int VINTR = 0;
  private static final int VQUIT = 1;
  private static final int VERASE = 2;
  private static final int VKILL = 3;
  private static final int VEOF = 4;
  static final int VTIME = 5;
  static final int VMIN = 6;
  static final int VSTART = 8;
  static final int VSTOP = 9;
  private static final int VSUSP = 10;
  private static final int VEOL = 11;
  private static final int VREPRINT = 12;
  private static final int VWERASE = 14;
  private static final int VLNEXT = 15;
  private static final int VEOL2 = 16;

  private final Terminal terminal;
  final TypedInput typed = new TypedInput();
  final TerminalOutput output;

  /** The next character stands for itself. */
  private boolean literal;

  /** Output waits: the stop character has come. */
  private boolean held;

  /** Where on the screen the line that is edited begins. */
  private int lineColumn;

  LineDiscipline(Terminal terminal) {
    this.terminal = terminal;
    this.output = new TerminalOutput(terminal);
  }

  boolean isHeld() {
    return held;
  }

  void hold(boolean on) {
    held = on;
  }

  private boolean has(int localFlag) {
    return (terminal.localFlags() & localFlag) != 0;
  }

  private boolean takes(int inputFlag) {
    return (terminal.inputFlags() & inputFlag) != 0;
  }

  private boolean is(int c, int which) {
    return c != 0 && c == terminal.character(which);
  }

  boolean isCanonical() {
    return has(ICANON);
  }

  /** Whether more may be typed now: without a complete line what is too much is dropped. */
  boolean hasRoom() {
    return !typed.isFull() || isCanonical() && !typed.hasLine();
  }

  /** Whether a read finds something. */
  boolean hasInput(int wanted) {
    return isCanonical() ? typed.hasLine() : typed.size() >= wanted;
  }

  /** Modes have changed from canonical or to it. */
  void modesChanged(boolean wasCanonical) {
    literal = false;
    if (!wasCanonical && isCanonical()) {
      typed.endLine();
    }
    if (!takes(IXON)) {
      held = false;
    }
  }

  /** Takes a character; gives the signal that it stands for, or 0. */
  int type(int value) {
    int c = takes(ISTRIP) ? value & 0x7f : value;
    if (literal) {
      literal = false;
      put(c);
      return 0;
    }
    if (takes(IXON) && (is(c, VSTART) || is(c, VSTOP))) {
      held = !is(c, VSTART);
      return 0;
    }
    if (held && takes(IXON) && takes(IXANY)) {
      held = false;
    }
    int signal = has(ISIG) ? signal(c) : 0;
    if (signal != 0) {
      interrupt(c);
      return signal;
    }
    if (c == '\r' && takes(IGNCR)) {
      return 0;
    }
    if (c == '\r' && takes(ICRNL)) {
      c = '\n';
    } else if (c == '\n' && takes(INLCR)) {
      c = '\r';
    }
    if (!isCanonical() || !edits(c)) {
      put(c);
    }
    return 0;
  }

  private int signal(int c) {
    return is(c, VINTR)
        ? Signals.SIGINT
        : is(c, VQUIT) ? Signals.SIGQUIT : is(c, VSUSP) ? Signals.SIGTSTP : 0;
  }

  private void interrupt(int c) {
    if (!has(NOFLSH)) {
      typed.clear();
      output.clear();
    }
    held = false;
    if (has(ECHO)) {
      echo(c);
    }
  }

  /** A character of the line, or of no line. */
  private void put(int c) {
    if (typed.isFull()) {
      if (takes(IMAXBEL)) {
        output.put(7);
      }
      return;
    }
    if (has(ECHO)) {
      markLine();
      if (c == '\n') {
        output.put(c);
      } else {
        echo(c);
      }
    }
    typed.add(c, TypedInput.Kind.PLAIN);
  }

  private void markLine() {
    if (typed.editable() == 0) {
      lineColumn = output.column();
    }
  }

  private void echo(int c) {
    if (has(ECHOCTL) && isControl(c) && c != '\t') {
      output.put('^');
      output.put(c ^ 0x40);
    } else {
      output.put(c);
    }
  }

  private static boolean isControl(int c) {
    return c < ' ' || c == 0x7f;
  }

  /** Whether the character means something in canonical mode, and has done it. */
  private boolean edits(int c) {
    boolean extended = has(IEXTEN);
    if (is(c, VERASE)) {
      eraseCharacter();
    } else if (is(c, VKILL)) {
      kill(c);
    } else if (extended && is(c, VWERASE)) {
      eraseWord();
    } else if (extended && is(c, VLNEXT)) {
      literal = true;
      if (has(ECHO) && has(ECHOCTL)) {
        output.put('^');
        output.put('\b');
      }
    } else if (extended && has(ECHO) && is(c, VREPRINT)) {
      reprint(c);
    } else if (c == '\n') {
      if (has(ECHO | ECHONL)) {
        output.put('\n');
      }
      typed.add('\n', TypedInput.Kind.LAST);
    } else if (is(c, VEOF)) {
      typed.add(0, TypedInput.Kind.END_OF_FILE);
    } else if (is(c, VEOL) || extended && is(c, VEOL2)) {
      if (has(ECHO)) {
        echo(c);
      }
      typed.add(c, TypedInput.Kind.LAST);
    } else {
      return false;
    }
    return true;
  }

  // ---- editing -----------------------------------------------------------------------------

  private void eraseCharacter() {
    if (typed.editable() == 0) {
      return;
    }
    int c;
    do { // The bytes of a character of UTF-8 go together.
      c = typed.editableAt(typed.editable() - 1);
      int width = widthOfLast();
      typed.removeLast();
      if (has(ECHO) && !isContinuation(c)) {
        showErased(width);
      }
    } while (isContinuation(c) && typed.editable() > 0);
  }

  private boolean isContinuation(int c) {
    return takes(IUTF8) && (c & 0xc0) == 0x80;
  }

  private void showErased(int width) {
    if (!has(ECHOE)) {
      echo(terminal.character(VERASE));
      return;
    }
    for (int i = 0; i < width; i++) {
      output.put('\b');
      output.put(' ');
      output.put('\b');
    }
  }

  /** How many columns the last character of the line takes. */
  private int widthOfLast() {
    int column = lineColumn;
    int before = column;
    for (int i = 0; i < typed.editable(); i++) {
      int c = typed.editableAt(i);
      before = column;
      if (c == '\t') {
        column = (column | 7) + 1;
      } else if (isControl(c)) {
        column += has(ECHOCTL) ? 2 : 0;
      } else {
        column += isContinuation(c) ? 0 : 1;
      }
    }
    return column - before;
  }

  private void eraseWord() {
    boolean inWord = false;
    while (typed.editable() > 0) {
      int c = typed.editableAt(typed.editable() - 1);
      boolean ofWord = Character.isLetterOrDigit(c) || c == '_' || isContinuation(c);
      if (inWord && !ofWord) {
        return;
      }
      inWord |= ofWord;
      eraseCharacter();
    }
  }

  private void kill(int c) {
    if (has(ECHO) && has(ECHOK) && has(ECHOKE) && has(ECHOE)) {
      while (typed.editable() > 0) {
        eraseCharacter();
      }
      return;
    }
    while (typed.editable() > 0) {
      typed.removeLast();
    }
    if (has(ECHO)) {
      echo(c);
      if (has(ECHOK)) {
        output.put('\n');
      }
    }
  }

  private void reprint(int c) {
    echo(c);
    output.put('\n');
    lineColumn = 0;
    for (int i = 0; i < typed.editable(); i++) {
      echo(typed.editableAt(i));
    }
  }
}
