package dev.ferry.machine.linux.ipc;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.waiting.Sleep;
import dev.ferry.machine.linux.waiting.WaitQueue;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A message queue of System V (msgop(2)). */
public final class MessageQueue {
  /** Bytes of messages that it keeps, and how many it keeps at most. */
  public static final int CAPACITY = 16384;

  private static final int MSG_EXCEPT = 020000;

  /** A message, of a positive type. */
  public record Message(long type, byte[] text) {}

  /** Permission bits. */
  public final int mode;

  final WaitQueue changes = new WaitQueue();
  private final ArrayDeque<Message> messages = new ArrayDeque<>();
  private int bytes;
  private boolean removed;
  private int lastSender;
  private int lastReceiver;

  /**
   * @param mode permission bits
   */
  public MessageQueue(int mode) {
    this.mode = mode;
  }

  /** How many messages it has. */
  public synchronized int count() {
    return messages.size();
  }

  /** Bytes of its messages. */
  public synchronized int bytes() {
    return bytes;
  }

  /** Process that has sent last, 0 for none. */
  public synchronized int lastSender() {
    return lastSender;
  }

  /** Process that has received last, 0 for none. */
  public synchronized int lastReceiver() {
    return lastReceiver;
  }

  /** It is deleted: who waits fails with EIDRM. */
  public void remove() {
    synchronized (this) {
      removed = true;
    }
    changes.wake();
  }

  private void checkThere() throws LinuxError {
    if (removed) {
      throw new LinuxError(Errno.EIDRM);
    }
  }

  /** Puts a message behind all others; EAGAIN where it may not wait for room. */
  public void send(Message message, int pid, boolean wait) throws LinuxError {
    int unused = Sleep.awaitOnce(changes, wait, Sleep.NEVER, () -> put(message, pid));
    changes.wake();
  }

  private synchronized int put(Message message, int pid) throws LinuxError {
    checkThere();
    if (bytes + message.text.length > CAPACITY || messages.size() >= CAPACITY) {
      return Sleep.WOULD_BLOCK;
    }
    messages.add(message);
    bytes += message.text.length;
    lastSender = pid;
    return 0;
  }

  /**
   * Takes a message: type 0 is the first of all, a number the first of that type or of any other, a
   * negative one the first of the lowest type up to it.
   *
   * @param room bytes that are there for it; negative where it may be cut to as many and one more
   */
  public Message receive(long type, int flags, long room, int pid) throws LinuxError {
    Message[] found = new Message[1];
    try {
      boolean wait = (flags & IpcTable.IPC_NOWAIT) == 0;
      int unused =
          Sleep.awaitOnce(
              changes,
              wait,
              Sleep.NEVER,
              () -> {
                Message message = take(type, flags, room, pid);
                if (message == null) {
                  return Sleep.WOULD_BLOCK;
                }
                found[0] = message;
                return 0;
              });
    } catch (LinuxError e) {
      throw e.errno() == Errno.EAGAIN ? new LinuxError(Errno.ENOMSG) : e;
    }
    changes.wake();
    return found[0];
  }

  private synchronized @Nullable Message take(long type, int flags, long room, int pid)
      throws LinuxError {
    checkThere();
    Message best = null;
    for (Iterator<Message> it = messages.iterator(); it.hasNext(); ) {
      Message message = it.next();
      boolean other = (flags & MSG_EXCEPT) != 0;
      boolean matches =
          type == 0
              || type > 0 && (message.type == type) != other
              || type < 0 && message.type <= -type;
      if (matches && (best == null || message.type < best.type)) {
        best = message;
        if (type >= 0) {
          break;
        }
      }
    }
    if (best == null) {
      return null;
    }
    if (room >= 0 && best.text.length > room) {
      throw new LinuxError(Errno.E2BIG);
    }
    boolean unused = messages.remove(best);
    bytes -= best.text.length;
    lastReceiver = pid;
    return best;
  }
}
