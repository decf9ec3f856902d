package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.Facility;
import dev.ferry.machine.linux.kernel.GuestFileSystem;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The inotify instances of a machine, which hear of what its own system calls do to files; what
 * others on the host do is not seen. Paths are watched, not the files behind them.
 */
public final class Watches implements Facility {
  public static final int IN_ACCESS = 1;
  public static final int IN_MODIFY = 2;
  public static final int IN_ATTRIB = 4;
  public static final int IN_CLOSE_WRITE = 8;
  public static final int IN_CLOSE_NOWRITE = 0x10;
  public static final int IN_OPEN = 0x20;
  public static final int IN_MOVED_FROM = 0x40;
  public static final int IN_MOVED_TO = 0x80;
  public static final int IN_CREATE = 0x100;
  public static final int IN_DELETE = 0x200;
  public static final int IN_DELETE_SELF = 0x400;
  public static final int IN_MOVE_SELF = 0x800;

  private static final int MAX_INSTANCES = 128;
  private static final int MAX_WATCHES = 8192;

  private final List<InotifyFile> instances = new CopyOnWriteArrayList<>();
  private final AtomicInteger watches = new AtomicInteger();
  private final AtomicInteger cookies = new AtomicInteger();

  /** Those of the machine that a thread runs on. */
  public static Watches of(GuestThread t) {
    return t.process().kernel().facility(Watches.class);
  }

  /** A new instance; {@code flags} as inotify_init1 takes them. */
  public InotifyFile make(int flags) throws LinuxError {
    if (instances.size() >= MAX_INSTANCES) {
      throw new LinuxError(Errno.EMFILE);
    }
    InotifyFile file = new InotifyFile(this, flags);
    instances.add(file);
    return file;
  }

  /** Whether nobody hears of anything. */
  public boolean isEmpty() {
    return watches.get() == 0;
  }

  void count(int number) throws LinuxError {
    if (watches.addAndGet(number) > MAX_WATCHES) {
      watches.addAndGet(-number);
      throw new LinuxError(Errno.ENOSPC);
    }
  }

  void uncount(int number) {
    watches.addAndGet(-number);
  }

  void remove(InotifyFile file) {
    instances.remove(file);
  }

  /** What the two events of a rename have in common. */
  public int newCookie() {
    return cookies.incrementAndGet();
  }

  /** A path whose last part may be a link: that is not followed. */
  public static String parentwise(GuestFileSystem files, String path) throws LinuxError {
    String plain = path.replaceAll("/+$", "");
    int slash = plain.lastIndexOf('/');
    String parent = files.canonical(slash <= 0 ? "/" : plain.substring(0, slash));
    return (parent.equals("/") ? "" : parent) + plain.substring(Math.max(0, slash));
  }

  /** To a file that is there: both who watch it and who watch its directory hear of it. */
  public void happens(String path, int mask, boolean directory) {
    toSelf(path, mask, directory, false);
    toEntry(path, mask, 0, directory);
  }

  /** To a file itself; {@code ends} whether its watches go with it. */
  public void toSelf(String path, int mask, boolean directory, boolean ends) {
    for (InotifyFile file : instances) {
      file.happens(path, mask | (directory ? InotifyFile.IN_ISDIR : 0), 0, null, ends);
    }
  }

  /** To a name in a directory. */
  public void toEntry(String path, int mask, int cookie, boolean directory) {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      return;
    }
    String parent = slash == 0 ? "/" : path.substring(0, slash);
    int bits = mask | (directory ? InotifyFile.IN_ISDIR : 0);
    for (InotifyFile file : instances) {
      file.happens(parent, bits, cookie, path.substring(slash + 1), false);
    }
  }

  /** To an open file, by what a call on it does. */
  public static void touched(GuestThread t, OpenFile file, int mask) {
    Watches watches = of(t);
    if (!watches.isEmpty() && (file instanceof HostFile || file instanceof HostDirectory)) {
      watches.happens(file.path(), mask, file instanceof HostDirectory);
    }
  }
}
