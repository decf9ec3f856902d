package dev.ferry.machine.linux;

import dev.ferry.machine.core.GuestMemory;
import java.util.LinkedHashMap;
import java.util.Map;

/** An epoll instance: files and the events that are wanted of them. */
final class EpollFile extends OpenFile {
  /** As Linux' EP_MAX_NESTS. */
  private static final int MAX_NESTING = 4;

  private static final int EPOLLONESHOT = 1 << 30;
  private static final int EPOLLET = 1 << 31;

  private static final class Interest {
    final OpenFile file;
    int events;
    long data;
    boolean disabled;
    int last; // For edge-triggered interest: what was reported.

    Interest(OpenFile file) {
      this.file = file;
    }
  }

  private final Map<Integer, Interest> interests = new LinkedHashMap<>();

  EpollFile() {
    this.path = "anon_inode:[eventpoll]";
    this.flags = O_RDWR;
  }

  synchronized void control(int operation, int fd, OpenFile file, int events, long data)
      throws LinuxError {
    Interest known = interests.get(fd);
    if (known != null && known.file != file) {
      interests.remove(fd); // The number was closed and used again.
      known = null;
    }
    switch (operation) {
      case 1 -> {
        if (known != null) {
          throw new LinuxError(Errno.EEXIST);
        }
        if (file instanceof EpollFile inner && inner.reaches(this, MAX_NESTING)) {
          throw new LinuxError(Errno.ELOOP);
        }
        known = new Interest(file);
        interests.put(fd, known);
      }
      case 2 -> {
        if (interests.remove(fd) == null) {
          throw new LinuxError(Errno.ENOENT);
        }
        return;
      }
      case 3 -> {
        if (known == null) {
          throw new LinuxError(Errno.ENOENT);
        }
      }
      default -> throw new LinuxError(Errno.EINVAL);
    }
    known.events = events;
    known.data = data;
    known.disabled = false;
    known.last = 0;
  }

  /** Whether another instance is watched through this one, or instances nest too deeply. */
  private synchronized boolean reaches(EpollFile other, int depth) {
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

  /** Writes ready events to guest memory; gives their number. */
  synchronized int collect(GuestMemory memory, long address, int max) {
    int count = 0;
    for (Interest interest : interests.values()) {
      if (interest.disabled || count == max) {
        continue;
      }
      int always = POLLERR | POLLHUP;
      int bits = interest.file.ready() & (interest.events | always);
      int report = bits;
      if ((interest.events & EPOLLET) != 0) {
        report = bits & ~interest.last | (bits & POLLIN);
        interest.last = bits;
      }
      if (report == 0) {
        continue;
      }
      memory.writeInt(address + 16L * count, bits);
      memory.writeLong(address + 16L * count + 8, interest.data);
      count++;
      if ((interest.events & EPOLLONESHOT) != 0) {
        interest.disabled = true;
      }
    }
    return count;
  }

  @Override
  public Stat stat() {
    return Stat.simple(21, 0600, 0, 0);
  }

  @Override
  public synchronized int ready() {
    for (Interest interest : interests.values()) {
      if (!interest.disabled && (interest.file.ready() & interest.events) != 0) {
        return POLLIN;
      }
    }
    return 0;
  }
}
