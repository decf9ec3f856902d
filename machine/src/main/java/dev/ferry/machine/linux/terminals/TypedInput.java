package dev.ferry.machine.linux.terminals;

/**
 * What has been typed on a terminal and not been read: complete lines, and behind them the one that
 * can still be edited. Without canonical mode all of it is complete.
 */
final class TypedInput {
  /** As N_TTY_BUF_SIZE. */
  static final int CAPACITY = 4096;

  /** What a place holds: a byte of a line, its last one, or an end of file that is no byte. */
  enum Kind {
    PLAIN,
    LAST,
    END_OF_FILE
  }

  private final byte[] bytes = new byte[CAPACITY];
  private final Kind[] kinds = new Kind[CAPACITY];
  private int start;
  private int count;

  /** How many of them belong to complete lines. */
  private int complete;

  private int place(int index) {
    return (start + index) % CAPACITY;
  }

  /** Whether no more fits; a place is kept for the end of a line. */
  boolean isFull() {
    return count >= CAPACITY - 1;
  }

  boolean isEmpty() {
    return count == 0;
  }

  boolean hasLine() {
    return complete > 0;
  }

  int size() {
    return count;
  }

  /** Bytes of complete lines. */
  int lineBytes() {
    int number = 0;
    for (int i = 0; i < complete; i++) {
      number += kinds[place(i)] == Kind.END_OF_FILE ? 0 : 1;
    }
    return number;
  }

  void add(int value, Kind kind) {
    if (count == CAPACITY) {
      return;
    }
    int at = place(count++);
    bytes[at] = (byte) value;
    kinds[at] = kind;
    if (kind != Kind.PLAIN) {
      complete = count;
    }
  }

  /** Bytes of the line that can be edited. */
  int editable() {
    return count - complete;
  }

  int editableAt(int index) {
    return bytes[place(complete + index)] & 0xff;
  }

  void removeLast() {
    count--;
  }

  void clear() {
    count = 0;
    complete = 0;
  }

  /** Canonical mode begins: what is there is a line. */
  void endLine() {
    if (count > complete) {
      kinds[place(count - 1)] = Kind.LAST;
      complete = count;
    }
  }

  /** Bytes of one complete line at most. */
  int readLine(byte[] to, int offset, int length) {
    int done = 0;
    while (done < length && complete > 0) {
      Kind kind = kinds[start];
      if (kind != Kind.END_OF_FILE) {
        to[offset + done++] = bytes[start];
      }
      skip();
      if (kind != Kind.PLAIN) {
        break;
      }
    }
    return done;
  }

  int readBytes(byte[] to, int offset, int length) {
    int done = 0;
    while (done < length && count > 0) {
      to[offset + done++] = bytes[start];
      skip();
    }
    return done;
  }

  private void skip() {
    start = place(1);
    count--;
    complete = Math.max(0, complete - 1);
  }
}
