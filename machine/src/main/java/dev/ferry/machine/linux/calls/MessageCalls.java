package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.ipc.IpcTable;
import dev.ferry.machine.linux.ipc.MessageQueue;
import dev.ferry.machine.linux.ipc.SystemV;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.GuestThread;
import java.nio.ByteBuffer;

/** System calls on message queues of System V. */
final class MessageCalls {
  private MessageCalls() {}

  static final int MAX_MESSAGE = 8192;
  private static final int MSG_STAT = 11;
  private static final int MSG_INFO = 12;
  private static final int MSG_STAT_ANY = 13;
  private static final int MSG_NOERROR = 010000;

  private static IpcTable<MessageQueue> table(GuestThread t) {
    return SystemV.of(t).queues();
  }

  static long get(GuestThread t, int key, int flags) throws LinuxError {
    return table(t).get(key, flags, () -> new MessageQueue(flags & 0777));
  }

  /** A message is a word of its type and its bytes. */
  static long send(GuestThread t, int id, long from, long size, int flags) throws LinuxError {
    int word = t.process().wordSize();
    long type = word == 8 ? t.memory().readLong(from) : t.memory().readInt(from);
    if (size < 0 || size > MAX_MESSAGE || type < 1) {
      throw new LinuxError(Errno.EINVAL);
    }
    byte[] text = t.memory().read(from + word, (int) size);
    boolean wait = (flags & IpcTable.IPC_NOWAIT) == 0;
    table(t).object(id).send(new MessageQueue.Message(type, text), t.process().pid(), wait);
    return 0;
  }

  static long receive(GuestThread t, int id, long to, long size, long type, int flags)
      throws LinuxError {
    if (size < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    long room = (flags & MSG_NOERROR) != 0 ? -1 : size;
    MessageQueue.Message message =
        table(t).object(id).receive(type, flags, room, t.process().pid());
    int length = (int) Math.min(size, message.text().length);
    Arguments.setWord(t, to, message.type());
    t.memory().write(to + t.process().wordSize(), message.text(), 0, length);
    return length;
  }

  static long control(GuestThread t, int id, int command, long to) throws LinuxError {
    int plain = command & ~IpcTable.IPC_64;
    if (plain == IpcInformation.IPC_INFO || plain == MSG_INFO) {
      return IpcInformation.queues(t, to, plain == IpcInformation.IPC_INFO);
    }
    MessageQueue queue = table(t).object(id);
    switch (plain) {
      case IpcTable.IPC_RMID -> {
        boolean unused = table(t).remove(id);
        queue.remove();
      }
      case IpcTable.IPC_SET -> {}
      case MSG_STAT, MSG_STAT_ANY -> {
        putStatus(t, id, queue, to);
        return id;
      }
      case IpcTable.IPC_STAT -> putStatus(t, id, queue, to);
      default -> throw new LinuxError(Errno.EINVAL);
    }
    return 0;
  }

  /** struct msqid64_ds of a 64-bit process, without times. */
  private static void putStatus(GuestThread t, int id, MessageQueue queue, long to)
      throws LinuxError {
    ByteBuffer b = table(t).status(t, id, queue.mode, 120);
    b.putLong(72, queue.bytes()).putLong(80, queue.count());
    b.putLong(88, MessageQueue.CAPACITY).putInt(96, queue.lastSender());
    b.putInt(100, queue.lastReceiver());
    t.memory().write(to, b.array());
  }
}
