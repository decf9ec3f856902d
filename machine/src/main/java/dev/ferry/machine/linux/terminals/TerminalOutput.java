package dev.ferry.machine.linux.terminals;

import dev.ferry.machine.linux.kernel.Terminal;

/** What has been written to a terminal, and echoed, until its master reads it. */
final class TerminalOutput {
  private static final int CAPACITY = 65536;

  /** What only echo may use. */
  private static final int RESERVE = 4096;

  /** The longest that one character becomes: a tab of spaces. */
  private static final int LONGEST = 8;

  private static final int OPOST = 1;
  private static final int OLCUC = 2;
  private static final int ONLCR = 4;
  private static final int OCRNL = 010;
  private static final int ONOCR = 020;
  private static final int ONLRET = 040;
  private static final int XTABS = 014000;

  private final Terminal terminal;
  private byte[] ring = {};
  private int start;
  private int count;
  private int column;

  TerminalOutput(Terminal terminal) {
    this.terminal = terminal;
  }

  int size() {
    return count;
  }

  int column() {
    return column;
  }

  boolean hasRoom() {
    return count <= CAPACITY - RESERVE - LONGEST;
  }

  void clear() {
    count = 0;
  }

  /** Writes what fits; gives how much that was. */
  int write(byte[] from, int offset, int length) {
    int done = 0;
    while (done < length && hasRoom()) {
      put(from[offset + done++] & 0xff);
    }
    return done;
  }

  /** A character as output modes say. */
  void put(int c) {
    int flags = terminal.outputFlags();
    if ((flags & OPOST) == 0) {
      append(c);
      return;
    }
    switch (c) {
      case '\n' -> {
        if ((flags & ONLCR) != 0) {
          append('\r');
        }
        column = (flags & (ONLCR | ONLRET)) != 0 ? 0 : column;
        append('\n');
      }
      case '\r' -> carriageReturn(flags);
      case '\t' -> {
        int width = 8 - (column & 7);
        boolean expands = (flags & XTABS) == XTABS;
        for (int i = 0; expands && i < width; i++) {
          append(' ');
        }
        if (!expands) {
          append('\t');
        }
        column += width;
      }
      case '\b' -> {
        column = Math.max(0, column - 1);
        append(c);
      }
      default -> {
        boolean upper = (flags & OLCUC) != 0 && c >= 'a' && c <= 'z';
        append(upper ? c - 'a' + 'A' : c);
        column += c < ' ' || c == 0x7f || (c & 0xc0) == 0x80 ? 0 : 1;
      }
    }
  }

  private void carriageReturn(int flags) {
    if ((flags & ONOCR) != 0 && column == 0) {
      return;
    }
    boolean mapped = (flags & OCRNL) != 0;
    append(mapped ? '\n' : '\r');
    column = mapped && (flags & ONLRET) == 0 ? column : 0;
  }

  private void append(int c) {
    if (ring.length == 0) {
      ring = new byte[CAPACITY];
    }
    if (count < CAPACITY) {
      ring[(start + count++) % CAPACITY] = (byte) c;
    }
  }

  int read(byte[] to, int offset, int length) {
    int taken = Math.min(length, count);
    for (int i = 0; i < taken; i++) {
      to[offset + i] = ring[(start + i) % CAPACITY];
    }
    start = (start + taken) % CAPACITY;
    count -= taken;
    return taken;
  }
}
