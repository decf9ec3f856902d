package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.GuestText;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.waiting.Sleep;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An inotify instance: what it watches, and what has happened that nobody has read. */
public final class InotifyFile extends OpenFile {
  static final int IN_Q_OVERFLOW = 0x4000;
  static final int IN_IGNORED = 0x8000;
  static final int IN_ISDIR = 0x40000000;
  private static final int IN_MASK_CREATE = 0x10000000;
  private static final int IN_MASK_ADD = 0x20000000;
  private static final int IN_ONESHOT = 0x80000000;
  public static final int IN_ALL_EVENTS = 0xfff;

  private static final int MAX_EVENTS = 4096;
  private static final int HEADER = 16;

  private record Event(int watch, int mask, int cookie, byte[] name) {
    /** With a name that is filled up with zeros to a multiple of the header. */
    int size() {
      return HEADER + (name.length == 0 ? 0 : name.length + HEADER & -HEADER);
    }

    boolean isSame(Event other) {
      return watch == other.watch
          && mask == other.mask
          && cookie == other.cookie
          && java.util.Arrays.equals(name, other.name);
    }
  }

  private static final class Watch {
    final String path;
    int mask;

    Watch(String path) {
      this.path = path;
    }
  }

  private final Watches watches;
  private final Map<Integer, Watch> byNumber = new HashMap<>();
  private final Map<String, Integer> byPath = new HashMap<>();
  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private int next = 1;

  InotifyFile(Watches watches, int flags) {
    this.watches = watches;
    this.path = "anon_inode:inotify";
    this.flags = flags & O_NONBLOCK;
  }

  /** inotify_add_watch: the number of the watch. */
  public synchronized int watch(String file, int mask) throws LinuxError {
    Integer known = byPath.get(file);
    if (known != null) {
      if ((mask & IN_MASK_CREATE) != 0) {
        throw new LinuxError(Errno.EEXIST);
      }
      Watch watch = byNumber.get(known);
      if (watch != null) {
        watch.mask = (mask & IN_MASK_ADD) != 0 ? watch.mask | mask : mask;
      }
      return known;
    }
    watches.count(1);
    Watch watch = new Watch(file);
    watch.mask = mask;
    byNumber.put(next, watch);
    byPath.put(file, next);
    return next++;
  }

  /** inotify_rm_watch. */
  public void unwatch(int number) throws LinuxError {
    synchronized (this) {
      if (!byNumber.containsKey(number)) {
        throw new LinuxError(Errno.EINVAL);
      }
      drop(number);
    }
    changes().wake();
  }

  private void drop(int number) {
    Watch watch = byNumber.remove(number);
    if (watch != null) {
      byPath.remove(watch.path);
      watches.uncount(1);
      add(new Event(number, IN_IGNORED, 0, new byte[0]));
    }
  }

  /**
   * Something has happened to a watched path.
   *
   * @param name of the entry in it that it has happened to, or null for itself
   * @param ends whether the path is gone
   */
  void happens(String file, int mask, int cookie, @Nullable String name, boolean ends) {
    synchronized (this) {
      Integer number = byPath.get(file);
      Watch watch = number == null ? null : byNumber.get(number);
      if (number == null || watch == null) {
        return;
      }
      if ((watch.mask & mask & IN_ALL_EVENTS) != 0) {
        byte[] bytes = name == null ? new byte[0] : GuestText.bytes(name);
        add(new Event(number, mask, cookie, bytes));
        if ((watch.mask & IN_ONESHOT) != 0) {
          drop(number);
        }
      }
      if (ends) {
        drop(number);
      }
    }
    changes().wake();
  }

  private void add(Event event) {
    Event last = events.peekLast();
    if (last != null && last.isSame(event)) {
      return;
    }
    if (events.size() == MAX_EVENTS) {
      events.add(new Event(-1, IN_Q_OVERFLOW, 0, new byte[0]));
    } else if (events.size() < MAX_EVENTS) {
      events.add(event);
    }
  }

  @Override
  public int read(byte[] to, int offset, int length) throws LinuxError {
    return Sleep.await(changes(), !isNonBlocking(), () -> take(to, offset, length));
  }

  private synchronized int take(byte[] to, int offset, int length) throws LinuxError {
    if (events.isEmpty()) {
      return Sleep.WOULD_BLOCK;
    }
    ByteBuffer b = ByteBuffer.wrap(to, offset, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    while (!events.isEmpty() && events.peek().size() <= b.remaining()) {
      Event event = events.remove();
      int end = b.position() + event.size();
      b.putInt(event.watch()).putInt(event.mask()).putInt(event.cookie());
      b.putInt(event.size() - HEADER).put(event.name());
      while (b.position() < end) {
        b.put((byte) 0);
      }
    }
    if (b.position() == 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    return b.position();
  }

  @Override
  public synchronized int ready() {
    return events.isEmpty() ? 0 : POLLIN;
  }

  @Override
  public synchronized long available() {
    return events.stream().mapToInt(Event::size).sum();
  }

  @Override
  public Stat stat() {
    return Stat.simple(25, 0600, 0, 0);
  }

  @Override
  protected void close() {
    watches.remove(this);
    synchronized (this) {
      watches.uncount(byNumber.size());
      byNumber.clear();
      byPath.clear();
    }
  }
}
