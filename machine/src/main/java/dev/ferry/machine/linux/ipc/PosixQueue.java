package dev.ferry.machine.linux.ipc;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.waiting.Sleep;
import dev.ferry.machine.linux.waiting.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message queue of POSIX (mq_overview(7)): messages in the order of their priority, and of their
 * coming where that is the same. It may have a name, or have lost it.
 */
public final class PosixQueue {
  /** A message; the highest priority is taken first. */
  public record Message(int priority, byte[] text) {}

  /**
   * Who wants to hear of a message that comes into the empty queue while nobody waits for it.
   *
   * @param signal 0 for nothing but to have the place
   */
  public record Listener(GuestProcess process, int signal, long value) {}

  /** SI_MESGQ. */
  private static final int CODE = -3;

  /** How many messages it takes. */
  public final int capacity;

  /** Bytes of a message at most. */
  public final int messageSize;

  final int mode;
  final WaitQueue changes = new WaitQueue();

  /** The one that is taken next comes first. */
  private final List<Message> messages = new ArrayList<>();

  private int receivers;
  private @Nullable Listener listener;

  /**
   * @param mode permission bits
   */
  public PosixQueue(int capacity, int messageSize, int mode) {
    this.capacity = capacity;
    this.messageSize = messageSize;
    this.mode = mode;
  }

  /** How many messages it has. */
  public synchronized int count() {
    return messages.size();
  }

  synchronized boolean isFull() {
    return messages.size() == capacity;
  }

  /** Puts a message in, and tells who listens; EAGAIN where it may not wait, ETIMEDOUT too late. */
  public void send(Message message, boolean wait, long deadline, int sender) throws LinuxError {
    Listener[] told = new Listener[1];
    int unused = timed(wait, deadline, () -> put(message, told));
    changes.wake();
    Listener one = told[0];
    if (one != null && one.signal != 0) {
      one.process.signals().raise(new Signals.Pending(one.signal, CODE, sender, one.value));
    }
  }

  private synchronized int put(Message message, @Nullable Listener[] told) {
    if (messages.size() == capacity) {
      return Sleep.WOULD_BLOCK;
    }
    if (messages.isEmpty() && receivers == 0) {
      told[0] = listener;
      listener = null;
    }
    int at = messages.size();
    while (at > 0 && messages.get(at - 1).priority < message.priority) {
      at--;
    }
    messages.add(at, message);
    return 0;
  }

  /** Takes the first message; EAGAIN where it may not wait, ETIMEDOUT too late. */
  public Message receive(boolean wait, long deadline) throws LinuxError {
    Message[] taken = new Message[1];
    count(1);
    try {
      int unused = timed(wait, deadline, () -> take(taken));
    } finally {
      count(-1);
    }
    changes.wake();
    return taken[0];
  }

  private synchronized void count(int more) {
    receivers += more;
  }

  private synchronized int take(Message[] taken) {
    if (messages.isEmpty()) {
      return Sleep.WOULD_BLOCK;
    }
    taken[0] = messages.removeFirst();
    return 0;
  }

  /** EAGAIN is for those who may not wait, ETIMEDOUT for those who have. */
  private int timed(boolean wait, long deadline, Sleep.Attempt attempt) throws LinuxError {
    try {
      return Sleep.await(changes, wait, deadline, attempt);
    } catch (LinuxError e) {
      throw wait && e.errno() == Errno.EAGAIN ? new LinuxError(Errno.ETIMEDOUT) : e;
    }
  }

  /** Takes the place of who is told; there is one. */
  public synchronized void listen(Listener wanted) throws LinuxError {
    if (listener != null && !listener.process.isDead()) {
      throw new LinuxError(Errno.EBUSY);
    }
    listener = wanted;
  }

  /** A process wants to be told no more, or has closed the queue. */
  public synchronized void unlisten(GuestProcess process) {
    if (listener != null && listener.process == process) {
      listener = null;
    }
  }
}
