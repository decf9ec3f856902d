package dev.ferry.machine.linux.files;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.waiting.HostPoller;
import dev.ferry.machine.linux.waiting.WaitQueue;
import dev.ferry.machine.linux.waiting.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An epoll instance: files and the events that are wanted of them.
 *
 * <p>Each interest waits on its file's queue; a change puts it on the list of those to look at, so
 * that a wait costs as much as there are active files. An interest stays on the list while its file
 * is ready, unless it is edge-triggered: then it comes back with the next change.
 */
public final class EpollFile extends OpenFile {
  static final int ADD = 1;
  public static final int DELETE = 2;
  static final int MODIFY = 3;

  /** As Linux' EP_MAX_NESTS. */
  private static final int MAX_NESTING = 4;

  private static final int EPOLLONESHOT = 1 << 30;
  private static final int EPOLLET = 1 << 31;

  /** An interest is in an open file by a number; the number alone may come to mean another file. */
  private record Key(OpenFile file, int fd) {}

  private final class Interest implements Waiter {
    final OpenFile file;
    final WaitQueue queue;
    volatile int events;
    volatile long data;
    volatile boolean disabled;

    /** Guarded by {@link #active}. */
    boolean listed;

    Interest(OpenFile file) {
      this.file = file;
      this.queue = file.changes();
    }

    @Override
    public void changed() {
      if (list(this)) {
        changes().wake();
      }
    }

    int bits() {
      return disabled ? 0 : report(file.ready(), events);
    }
  }

  private final Map<Key, Interest> interests = new ConcurrentHashMap<>();

  /** What may be ready. Nothing else is locked while this is. */
  private final ArrayDeque<Interest> active = new ArrayDeque<>();

  /** One that watches nothing. */
  public EpollFile() {
    this.path = "anon_inode:[eventpoll]";
    this.flags = O_RDWR;
  }

  private boolean list(Interest interest) {
    synchronized (active) {
      if (interest.listed) {
        return false;
      }
      interest.listed = true;
      active.add(interest);
      return true;
    }
  }

  /** epoll_ctl: {@code operation} is {@link #ADD}, {@link #DELETE} or {@link #MODIFY}. */
  public synchronized void control(int operation, int fd, OpenFile file, int events, long data)
      throws LinuxError {
    Key key = new Key(file, fd);
    Interest known = interests.get(key);
    if (operation != ADD && operation != DELETE && operation != MODIFY) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (operation != ADD && known == null) {
      throw new LinuxError(Errno.ENOENT);
    }
    if (operation == ADD) {
      if (known != null) {
        throw new LinuxError(Errno.EEXIST);
      }
      known = add(key);
    }
    if (known == null) {
      return;
    }
    if (operation == DELETE) {
      forget(known);
      return;
    }
    known.events = events;
    known.data = data;
    known.disabled = false;
    if (known.bits() != 0) {
      known.changed();
    }
  }

  private Interest add(Key key) throws LinuxError {
    if (!key.file.canBePolled()) {
      throw new LinuxError(Errno.EPERM);
    }
    if (key.file instanceof EpollFile inner && inner.reaches(this, MAX_NESTING)) {
      throw new LinuxError(Errno.ELOOP);
    }
    Interest interest = new Interest(key.file);
    interest.disabled = true;
    interests.put(key, interest);
    interest.queue.add(interest);
    HostPoller poller = interest.queue.poller();
    if (poller != null) {
      changes().setPoller(poller);
    }
    return interest;
  }

  private void forget(Interest interest) {
    interest.disabled = true;
    interest.queue.remove(interest);
    interests.values().remove(interest);
  }

  /** Whether another instance is watched through this one, or instances nest too deeply. */
  private boolean reaches(EpollFile other, int depth) {
    if (this == other || depth == 0) {
      return true;
    }
    for (Interest interest : interests.values()) {
      if (interest.file instanceof EpollFile inner && inner.reaches(other, depth - 1)) {
        return true;
      }
    }
    return false;
  }

  private List<Interest> takeActive() {
    synchronized (active) {
      List<Interest> taken = new ArrayList<>(active);
      active.clear();
      for (Interest interest : taken) {
        interest.listed = false;
      }
      return taken;
    }
  }

  /** Writes ready events to guest memory; gives their number. */
  public synchronized int collect(GuestMemory memory, long address, int max) {
    int count = 0;
    List<Interest> again = new ArrayList<>(); // Behind those that did not fit, for their turn.
    for (Interest interest : takeActive()) {
      if (interest.file.isClosed()) {
        forget(interest);
        continue;
      }
      if (count == max) {
        boolean unused = list(interest);
        continue;
      }
      int bits = interest.bits();
      if (bits == 0) {
        continue;
      }
      memory.writeInt(address + 16L * count, bits);
      memory.writeLong(address + 16L * count + 8, interest.data);
      count++;
      if ((interest.events & EPOLLONESHOT) != 0) {
        interest.disabled = true;
      } else if ((interest.events & EPOLLET) == 0) {
        again.add(interest);
      }
    }
    for (Interest interest : again) {
      boolean unused = list(interest);
    }
    return count;
  }

  @Override
  public Stat stat() {
    return Stat.simple(21, 0600, 0, 0);
  }

  @Override
  public int ready() {
    List<Interest> snapshot;
    synchronized (active) {
      snapshot = new ArrayList<>(active);
    }
    for (Interest interest : snapshot) {
      if (!interest.file.isClosed() && interest.bits() != 0) {
        return POLLIN;
      }
    }
    return 0;
  }

  @Override
  protected void close() {
    for (Interest interest : interests.values()) {
      forget(interest);
    }
  }
}
