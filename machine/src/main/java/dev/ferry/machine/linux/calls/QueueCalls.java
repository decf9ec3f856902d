package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.ipc.PosixQueue;
import dev.ferry.machine.linux.ipc.PosixQueues;
import dev.ferry.machine.linux.ipc.QueueFile;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.waiting.Sleep;
import org.jspecify.annotations.Nullable;

/** System calls on message queues of POSIX, (mq_overview(7)). */
final class QueueCalls {
  private QueueCalls() {}

  /** As the files below /proc/sys/fs/mqueue say: messages in one, bytes of a message. */
  private static final int MAX_MESSAGES = 10;

  private static final int MAX_SIZE = 8192;
  private static final int MAX_PRIORITY = 32768;
  private static final int MAX_NAME = 255;
  private static final int SIGEV_SIGNAL = 0;
  private static final int SIGEV_NONE = 1;

  static long open(GuestThread t, long address, int flags, int mode, long attributes)
      throws LinuxError {
    String name = name(t, address);
    int capacity = MAX_MESSAGES;
    int size = MAX_SIZE;
    if (attributes != 0 && (flags & OpenFile.O_CREAT) != 0) {
      int word = t.process().wordSize();
      capacity = limited(Arguments.word(t, attributes + word), MAX_MESSAGES);
      size = limited(Arguments.word(t, attributes + 2L * word), MAX_SIZE);
    }
    int permissions = mode & 0777 & ~t.process().umask;
    PosixQueue queue =
        PosixQueues.of(t).find(name, flags, new PosixQueue(capacity, size, permissions));
    QueueFile file = new QueueFile(queue, name, flags);
    return t.process().fds().add(file, 0, (flags & OpenFile.O_CLOEXEC) != 0);
  }

  private static int limited(long value, int limit) throws LinuxError {
    if (value <= 0 || value > limit) {
      throw new LinuxError(Errno.EINVAL);
    }
    return (int) value;
  }

  /** The name as the C library gives it, without its slash. */
  private static String name(GuestThread t, long address) throws LinuxError {
    String name = Arguments.string(t, address);
    if (name.isEmpty()) {
      throw new LinuxError(Errno.ENOENT);
    }
    if (name.length() > MAX_NAME) {
      throw new LinuxError(Errno.ENAMETOOLONG);
    }
    if (name.contains("/") || name.equals(".") || name.equals("..")) {
      throw new LinuxError(Errno.EACCES);
    }
    return name;
  }

  static long unlink(GuestThread t, long address) throws LinuxError {
    PosixQueues.of(t).unlink(name(t, address));
    return 0;
  }

  private static QueueFile file(GuestThread t, int fd) throws LinuxError {
    if (t.process().fds().get(fd) instanceof QueueFile file) {
      return file;
    }
    throw new LinuxError(Errno.EBADF);
  }

  /** An absolute time of the wall clock, null for ever. */
  private static long deadline(GuestThread t, long time) throws LinuxError {
    if (time == 0) {
      return Sleep.NEVER;
    }
    return Sleep.deadline(Math.max(0, TimeCalls.readTime(t, time) - TimeCalls.now(t, 0)));
  }

  static long send(GuestThread t, int fd, long from, long length, long priority, long time)
      throws LinuxError {
    long deadline = deadline(t, time);
    if (priority < 0 || priority >= MAX_PRIORITY) {
      throw new LinuxError(Errno.EINVAL);
    }
    QueueFile file = file(t, fd);
    if (!file.maySend()) {
      throw new LinuxError(Errno.EBADF);
    }
    if (length < 0 || length > file.queue.messageSize) {
      throw new LinuxError(Errno.EMSGSIZE);
    }
    byte[] text = t.memory().read(from, (int) length);
    PosixQueue.Message message = new PosixQueue.Message((int) priority, text);
    file.queue.send(message, !file.isNonBlocking(), deadline, t.process().pid());
    return 0;
  }

  static long receive(GuestThread t, int fd, long to, long length, long priority, long time)
      throws LinuxError {
    long deadline = deadline(t, time);
    QueueFile file = file(t, fd);
    if (!file.mayReceive()) {
      throw new LinuxError(Errno.EBADF);
    }
    if (Long.compareUnsigned(length, file.queue.messageSize) < 0) {
      throw new LinuxError(Errno.EMSGSIZE);
    }
    PosixQueue.Message message = file.queue.receive(!file.isNonBlocking(), deadline);
    if (priority != 0) {
      t.memory().writeInt(priority, message.priority());
    }
    t.memory().write(to, message.text());
    return message.text().length;
  }

  /** mq_notify: a struct sigevent, null to be told no more. */
  static long listen(GuestThread t, int fd, long event) throws LinuxError {
    PosixQueue.@Nullable Listener listener = event == 0 ? null : listener(t, event);
    QueueFile file = file(t, fd);
    if (listener == null) {
      file.queue.unlisten(t.process());
    } else {
      file.queue.listen(listener);
    }
    return 0;
  }

  private static PosixQueue.Listener listener(GuestThread t, long event) throws LinuxError {
    int word = t.process().wordSize();
    int signal = t.memory().readInt(event + word);
    int kind = t.memory().readInt(event + word + 4);
    boolean none = kind == SIGEV_NONE;
    if (!none && (kind != SIGEV_SIGNAL || signal < 0 || signal > Signals.COUNT)) {
      throw new LinuxError(Errno.EINVAL); // A thread is told through a netlink socket.
    }
    return new PosixQueue.Listener(t.process(), none ? 0 : signal, Arguments.word(t, event));
  }

  /** struct mq_attr: flags, capacity, size and count, each a word. */
  static long attributes(GuestThread t, int fd, long set, long old) throws LinuxError {
    int word = t.process().wordSize();
    long flags = set == 0 ? 0 : Arguments.word(t, set);
    if ((flags & ~OpenFile.O_NONBLOCK) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    QueueFile file = file(t, fd);
    if (old != 0) {
      PosixQueue queue = file.queue;
      long[] values = {
        file.flags() & OpenFile.O_NONBLOCK, queue.capacity, queue.messageSize, queue.count()
      };
      for (int i = 0; i < 8; i++) {
        Arguments.setWord(t, old + (long) i * word, i < values.length ? values[i] : 0);
      }
    }
    if (set != 0) {
      file.setFlags(file.flags() & ~OpenFile.O_NONBLOCK | (int) flags);
    }
    return 0;
  }
}
