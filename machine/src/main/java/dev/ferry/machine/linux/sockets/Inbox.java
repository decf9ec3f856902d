package dev.ferry.machine.linux.sockets;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.sockets.GuestSocket.Received;
import dev.ferry.machine.linux.waiting.Sleep;
import dev.ferry.machine.linux.waiting.WaitQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was sent to a local socket and not yet received. */
final class Inbox {
  /** As Linux' default of SO_RCVBUF. */
  private static final int CAPACITY = 212_992;

  /** What a message counts besides its bytes. */
  private static final int OVERHEAD = 64;

  private static final class Message {
    final byte[] bytes;
    int start;
    final GuestAddress from;
    List<OpenFile> files;
    final int pid;

    Message(byte[] bytes, GuestAddress from, List<OpenFile> files, int pid) {
      this.bytes = bytes;
      this.from = from;
      this.files = files;
      this.pid = pid;
    }

    int length() {
      return bytes.length - start;
    }
  }

  private final boolean stream;
  private final WaitQueue arrivals;

  /** Woken when there is room, or nobody receives any more. */
  final WaitQueue space = new WaitQueue();

  private final ArrayDeque<Message> messages = new ArrayDeque<>();
  private int bytes;

  /** Nothing more will come. */
  private boolean ended;

  /** Nobody will receive any more. */
  private boolean closed;

  /** The sender left without receiving what was sent to it. */
  private boolean reset;

  /**
   * An empty one.
   *
   * @param stream whether messages have no bounds
   * @param arrivals woken when something comes
   */
  Inbox(boolean stream, WaitQueue arrivals) {
    this.stream = stream;
    this.arrivals = arrivals;
  }

  /** Takes a message in, of a stream as much as fits; the bytes taken or that it has to wait. */
  int put(byte[] from, int offset, GuestAddress sender, List<OpenFile> files, int pid)
      throws LinuxError {
    int length = from.length - offset;
    synchronized (this) {
      if (closed) {
        throw new LinuxError(stream ? Errno.EPIPE : Errno.ECONNREFUSED);
      }
      if (!stream && length > CAPACITY - OVERHEAD) {
        throw new LinuxError(Errno.EMSGSIZE);
      }
      int room = CAPACITY - OVERHEAD - bytes;
      if (room <= 0 || !stream && room < length) {
        return Sleep.WOULD_BLOCK;
      }
      length = Math.min(length, room);
      for (OpenFile file : files) {
        file.retain();
      }
      byte[] copy = new byte[length];
      System.arraycopy(from, offset, copy, 0, length);
      messages.add(new Message(copy, sender, List.copyOf(files), pid));
      bytes += length + OVERHEAD;
    }
    arrivals.wake();
    return length;
  }

  /** Gives what is there, or null to wait. */
  @Nullable Received take(byte[] to, int offset, int length, boolean peek) throws LinuxError {
    Received received;
    synchronized (this) {
      if (messages.isEmpty()) {
        if (reset) {
          reset = false;
          throw new LinuxError(Errno.ECONNRESET);
        }
        return ended || closed ? Received.of(0) : null;
      }
      received =
          stream ? takeBytes(to, offset, length, peek) : takeMessage(to, offset, length, peek);
    }
    if (!peek) {
      space.wake();
    }
    return received;
  }

  private Received takeMessage(byte[] to, int offset, int length, boolean peek) {
    Message message = messages.getFirst();
    int whole = message.length();
    int copied = Math.min(length, whole);
    System.arraycopy(message.bytes, message.start, to, offset, copied);
    List<OpenFile> files = filesOf(message, peek);
    if (!peek) {
      drop(message);
    }
    return new Received(copied, whole, message.from, files, message.pid);
  }

  /** Bytes of several messages, but no further than one that brings files. */
  private Received takeBytes(byte[] to, int offset, int length, boolean peek) {
    int copied = 0;
    Message first = messages.getFirst();
    List<OpenFile> files = filesOf(first, peek);
    List<Message> empty = new ArrayList<>();
    for (Message message : messages) {
      if (copied == length || message != first && !message.files.isEmpty()) {
        break;
      }
      int part = Math.min(length - copied, message.length());
      System.arraycopy(message.bytes, message.start, to, offset + copied, part);
      copied += part;
      if (peek) {
        continue;
      }
      message.start += part;
      bytes -= part;
      if (message.length() == 0) {
        empty.add(message);
      }
    }
    for (Message message : empty) {
      drop(message);
    }
    return new Received(copied, copied, null, files, first.pid);
  }

  private static List<OpenFile> filesOf(Message message, boolean peek) {
    List<OpenFile> files = message.files;
    if (peek) {
      for (OpenFile file : files) {
        file.retain();
      }
    } else {
      message.files = List.of();
    }
    return files;
  }

  private void drop(Message message) {
    messages.removeFirst();
    bytes -= message.length() + OVERHEAD;
  }

  /** The sender sends no more; {@code abruptly} where it left with something unread. */
  void end(boolean abruptly) {
    synchronized (this) {
      ended = true;
      reset |= abruptly;
    }
    arrivals.wake();
  }

  /** Nobody receives any more; whether something was left. */
  boolean close() {
    List<OpenFile> files = new ArrayList<>();
    boolean left;
    synchronized (this) {
      closed = true;
      left = !messages.isEmpty();
      for (Message message : messages) {
        files.addAll(message.files);
      }
      messages.clear();
      bytes = 0;
    }
    for (OpenFile file : files) {
      file.release();
    }
    space.wake();
    arrivals.wake();
    return left;
  }

  synchronized boolean isEmpty() {
    return messages.isEmpty();
  }

  synchronized boolean isEnded() {
    return ended || closed;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized boolean hasRoom() {
    return closed || bytes < CAPACITY / 2;
  }

  /** Bytes of the first message, or of all of a stream. */
  synchronized int available() {
    if (!stream) {
      return messages.isEmpty() ? 0 : messages.getFirst().length();
    }
    int sum = 0;
    for (Message message : messages) {
      sum += message.length();
    }
    return sum;
  }
}
