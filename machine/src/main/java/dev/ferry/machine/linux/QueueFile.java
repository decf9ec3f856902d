package dev.ferry.machine.linux;

/** An open message queue of POSIX. */
final class QueueFile extends OpenFile {
  final PosixQueue queue;

  QueueFile(PosixQueue queue, String name, int flags) {
    this.queue = queue;
    this.path = "/" + name;
    this.flags = flags & (O_ACCMODE | O_NONBLOCK);
  }

  boolean mayReceive() {
    return (flags & O_ACCMODE) != O_WRONLY;
  }

  boolean maySend() {
    return (flags & O_ACCMODE) != 0;
  }

  @Override
  WaitQueue changes() {
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
