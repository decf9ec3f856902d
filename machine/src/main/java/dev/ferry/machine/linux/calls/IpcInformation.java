package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.ipc.IpcTable;
import dev.ferry.machine.linux.ipc.MessageQueue;
import dev.ferry.machine.linux.ipc.SemaphoreSet;
import dev.ferry.machine.linux.ipc.SharedSegment;
import dev.ferry.machine.linux.ipc.SystemV;
import dev.ferry.machine.linux.kernel.GuestThread;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What shmctl, semctl and msgctl tell of all objects: limits (IPC_INFO) and what is in use. They
 * return the highest index, which is an object's number here; programs that list objects try each.
 */
final class IpcInformation {
  private IpcInformation() {}

  static final int IPC_INFO = 3;
  private static final long PAGE = 4096;

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** struct shminfo64, or struct shm_info of 64-bit processes. */
  static long segments(GuestThread t, long to, boolean limits) {
    IpcTable<SharedSegment> table = SystemV.of(t).segments().table();
    ByteBuffer b;
    if (limits) {
      long most = t.process().kernel().limits().memory();
      b = buffer(72).putLong(most).putLong(1).putLong(table.max()).putLong(table.max());
      b.putLong(most / PAGE);
    } else {
      long pages = 0;
      for (SharedSegment segment : table.all().values()) {
        pages += (segment.size + PAGE - 1) / PAGE;
      }
      b = buffer(48).putLong(table.all().size()).putLong(pages).putLong(pages);
    }
    t.memory().write(to, b.array());
    return table.lastId();
  }

  /** struct seminfo; in place of two limits that Linux has no use for, what is in use. */
  static long semaphores(GuestThread t, long to, boolean limits) {
    IpcTable<SemaphoreSet> table = SystemV.of(t).semaphores();
    int most = SemaphoreCalls.MAX_SEMAPHORES;
    int all = 0;
    for (SemaphoreSet set : table.all().values()) {
      all += set.count();
    }
    ByteBuffer b = buffer(40).putInt(most * table.max()).putInt(table.max());
    b.putInt(most * table.max()).putInt(most * table.max()).putInt(most);
    b.putInt(SemaphoreCalls.MAX_OPERATIONS).putInt(SemaphoreCalls.MAX_OPERATIONS);
    b.putInt(limits ? 20 : table.all().size()).putInt(SemaphoreSet.MAX_VALUE);
    b.putInt(limits ? SemaphoreSet.MAX_VALUE : all);
    t.memory().write(to, b.array());
    return table.lastId();
  }

  /** struct msginfo, the same way. */
  static long queues(GuestThread t, long to, boolean limits) {
    IpcTable<MessageQueue> table = SystemV.of(t).queues();
    int messages = 0;
    int bytes = 0;
    for (MessageQueue queue : table.all().values()) {
      messages += queue.count();
      bytes += queue.bytes();
    }
    int capacity = MessageQueue.CAPACITY;
    ByteBuffer b = buffer(32);
    b.putInt(limits ? table.max() * capacity / 1024 : table.all().size());
    b.putInt(limits ? capacity : messages).putInt(MessageCalls.MAX_MESSAGE).putInt(capacity);
    b.putInt(table.max()).putInt(16).putInt(limits ? capacity : bytes).putShort((short) -1);
    t.memory().write(to, b.array());
    return table.lastId();
  }
}
