package dev.ferry.explorer.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** A program's standard input: what the page typed, in order; waits while there is nothing. */
final class KeyboardInput extends InputStream {
  private final Deque<byte[]> typed = new ArrayDeque<>();
  private int used;
  private boolean ended;

  /** Appends what was typed. */
  synchronized void type(byte[] bytes) {
    if (bytes.length > 0 && !ended) {
      typed.add(bytes);
      notifyAll();
    }
  }

  /** After what was typed comes the end of the input. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public synchronized int available() {
    int sum = -used;
    for (byte[] bytes : typed) {
      sum += bytes.length;
    }
    return Math.max(0, sum);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (typed.isEmpty()) {
      if (ended) {
        return -1;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    }
    byte[] first = typed.getFirst();
    int count = Math.min(length, first.length - used);
    System.arraycopy(first, used, into, offset, count);
    used += count;
    if (used == first.length) {
      typed.removeFirst();
      used = 0;
    }
    return count;
  }
}
