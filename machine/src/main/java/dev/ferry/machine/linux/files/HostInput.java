package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.waiting.Sleep;
import dev.ferry.machine.linux.waiting.WaitQueue;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A Java stream that guests read, wait for and poll. What is there is read by the guest's thread;
 * where that would block, a thread of this reads ahead, so that a signal can end the guest's wait.
 */
public final class HostInput {
  private static final int BUFFER = 8192;

  private final InputStream stream;
  private final WaitQueue changes = new WaitQueue();
  private final byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;
  private boolean atEnd;
  private boolean failed;

  /** Whether the reader is at the stream: nobody else may touch it. */
  private boolean reading;

  private @Nullable Thread reader;

  /**
   * @param stream read by a thread of its own, once somebody asks for its bytes
   */
  public HostInput(InputStream stream) {
    this.stream = stream;
  }

  WaitQueue changes() {
    return changes;
  }

  /** Bytes, 0 at the end, or {@link Sleep#WOULD_BLOCK}. */
  synchronized int read(byte[] to, int offset, int length) throws LinuxError {
    if (length == 0) {
      return 0;
    }
    if (start < end) {
      int count = Math.min(length, end - start);
      System.arraycopy(buffer, start, to, offset, count);
      start += count;
      return count;
    }
    if (atEnd) {
      atEnd = false; // A terminal goes on after an end of file.
      return 0;
    }
    try {
      if (failed) {
        throw new LinuxError(Errno.EIO);
      }
      if (!reading && stream.available() > 0) {
        return Math.max(0, stream.read(to, offset, length));
      }
    } catch (IOException e) {
      throw new LinuxError(Errno.EIO);
    }
    readAhead();
    return Sleep.WOULD_BLOCK;
  }

  /** Lets the reader fetch what comes next. */
  private void readAhead() {
    if (reading) {
      return;
    }
    reading = true;
    if (reader == null) {
      reader = Thread.ofPlatform().daemon().name("guest input").start(this::fetch);
    } else {
      notifyAll();
    }
  }

  private void fetch() {
    try {
      while (true) {
        int count = stream.read(buffer);
        synchronized (this) {
          start = 0;
          end = Math.max(0, count);
          atEnd = count < 0;
          reading = false;
        }
        changes.wake();
        synchronized (this) {
          while (!reading) {
            wait();
          }
        }
      }
    } catch (IOException e) {
      synchronized (this) {
        failed = true;
        reading = false;
      }
      changes.wake();
    } catch (InterruptedException e) {
      // Nobody does that to a thread of ours; the stream then ends here.
    }
  }

  /** POLL bits; asks for more where there is nothing. */
  synchronized int ready() {
    if (start < end || failed) {
      return OpenFile.POLLIN;
    }
    if (atEnd) {
      return OpenFile.POLLIN | OpenFile.POLLHUP;
    }
    try {
      if (!reading && stream.available() > 0) {
        return OpenFile.POLLIN;
      }
    } catch (IOException e) {
      return OpenFile.POLLIN;
    }
    readAhead();
    return 0;
  }

  synchronized long available() {
    try {
      return end - start + (reading ? 0 : stream.available());
    } catch (IOException e) {
      return end - start;
    }
  }
}
