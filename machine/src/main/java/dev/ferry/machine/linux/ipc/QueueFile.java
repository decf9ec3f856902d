package dev.ferry.machine.linux.ipc;

import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.waiting.WaitQueue;

/** An open message queue of POSIX. */
public final class QueueFile extends OpenFile {
  /** What is open. */
  public final PosixQueue queue;

  /**
   * @param flags access mode and O_NONBLOCK
   */
  public QueueFile(PosixQueue queue, String name, int flags) {
    this.queue = queue;
    this.path = "/" + name;
    this.flags = flags & (O_ACCMODE | O_NONBLOCK);
  }

  /** Whether it is open for reading. */
  public boolean mayReceive() {
    return (flags & O_ACCMODE) != O_WRONLY;
  }

  /** Whether it is open for writing. */
  public boolean maySend() {
    return (flags & O_ACCMODE) != 0;
  }

  @Override
  public WaitQueue changes() {
    return queue.changes;
  }

  @Override
  public Stat stat() {
    int mode = Stat.S_IFREG | queue.mode;
    return Stat.simple(System.identityHashCode(queue), mode, 0, 80).ownedBy(Ids.USER);
  }

  @Override
  protected void closedBy(GuestProcess process) {
    queue.unlisten(process);
  }

  @Override
  public int ready() {
    return (queue.count() > 0 && mayReceive() ? POLLIN : 0)
        | (!queue.isFull() && maySend() ? POLLOUT : 0);
  }
}
