package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.GuestFileSystem;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.proc.ProcessFiles;
import java.util.ArrayList;
import java.util.List;

/** openat2: opening a path that may not lead just anywhere. */
final class ResolveCalls {
  private ResolveCalls() {}

  private static final int RESOLVE_NO_XDEV = 1;
  private static final int RESOLVE_NO_MAGICLINKS = 2;
  private static final int RESOLVE_NO_SYMLINKS = 4;
  private static final int RESOLVE_BENEATH = 8;
  private static final int RESOLVE_IN_ROOT = 16;
  private static final int RESOLVE_CACHED = 32;
  private static final int MAX_LINKS = 40;

  /** struct open_how: flags, mode, resolve. */
  private static final int SIZE = 24;

  static long open(GuestThread t, int directory, long pathAddress, long how, long size)
      throws LinuxError {
    if (size < SIZE) {
      throw new LinuxError(Errno.EINVAL);
    }
    for (long at = SIZE; at < size; at++) {
      if (at > 4096 || t.memory().readByte(how + at) != 0) {
        throw new LinuxError(Errno.E2BIG);
      }
    }
    long flags = t.memory().readLong(how);
    long mode = t.memory().readLong(how + 8);
    long resolve = t.memory().readLong(how + 16);
    boolean creates = (flags & (OpenFile.O_CREAT | OpenFile.O_TMPFILE)) != 0;
    boolean both = (resolve & RESOLVE_BENEATH) != 0 && (resolve & RESOLVE_IN_ROOT) != 0;
    if ((resolve & ~63) != 0 || both || (flags & ~0x7fffffffL) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    if ((mode & ~07777) != 0 || mode != 0 && !creates) {
      throw new LinuxError(Errno.EINVAL);
    }
    if ((resolve & RESOLVE_CACHED) != 0) {
      throw new LinuxError(Errno.EAGAIN); // Nothing is known without asking the host.
    }
    if (resolve == 0) {
      return FileCalls.open(t, directory, pathAddress, (int) flags, (int) mode);
    }
    String text = Arguments.string(t, pathAddress);
    if (text.isEmpty()) {
      throw new LinuxError(Errno.ENOENT);
    }
    String base = Arguments.absolute(t, directory, ".");
    boolean follow = (flags & OpenFile.O_NOFOLLOW) == 0;
    String found = new Walk(t, base, (int) resolve, follow).run(text);
    boolean keepsLink = !follow && (flags & OpenFile.O_PATH) != 0;
    int plain = (int) flags | OpenFile.O_NOFOLLOW; // It has been followed.
    return FileCalls.openPath(t, found, keepsLink ? (int) flags : plain, (int) mode);
  }

  /** Follows a path part by part, as far as it may. */
  private static final class Walk {
    private final GuestThread thread;
    private final GuestFileSystem files;
    private final int resolve;
    private final boolean follow;
    private final List<String> done = new ArrayList<>();

    /** How many parts stay whatever {@code ..} says. */
    private final int floor;

    Walk(GuestThread t, String base, int resolve, boolean follow) throws LinuxError {
      this.thread = t;
      this.files = t.process().kernel().files();
      this.resolve = resolve;
      this.follow = follow;
      addParts(done, files.canonical(base));
      this.floor = has(RESOLVE_BENEATH | RESOLVE_IN_ROOT) ? done.size() : 0;
    }

    private boolean has(int flag) {
      return (resolve & flag) != 0;
    }

    private static void addParts(List<String> list, String path) {
      for (String part : path.split("/")) {
        if (!part.isEmpty() && !part.equals(".")) {
          list.add(part);
        }
      }
    }

    private String here() {
      return "/" + String.join("/", done);
    }

    /** An absolute path begins at the root that there is. */
    private void begin(String path) throws LinuxError {
      if (path.startsWith("/")) {
        if (has(RESOLVE_BENEATH)) {
          throw new LinuxError(Errno.EXDEV);
        }
        done.subList(floor, done.size()).clear();
      }
    }

    String run(String path) throws LinuxError {
      List<String> todo = new ArrayList<>();
      begin(path);
      addParts(todo, path);
      long device = has(RESOLVE_NO_XDEV) ? files.stat(here(), true).device() : 0;
      for (int links = 0; !todo.isEmpty(); ) {
        String part = todo.removeFirst();
        if (part.equals("..")) {
          up();
          continue;
        }
        done.add(part);
        boolean last = todo.isEmpty();
        Stat stat = look(last);
        if (stat != null && has(RESOLVE_NO_XDEV) && stat.device() != device) {
          throw new LinuxError(Errno.EXDEV);
        }
        if (stat == null || (stat.mode() & Stat.S_IFMT) != Stat.S_IFLNK || last && !follow) {
          continue;
        }
        if (has(RESOLVE_NO_SYMLINKS) || ++links > MAX_LINKS) {
          throw new LinuxError(Errno.ELOOP);
        }
        String target = files.readLink(here());
        done.removeLast();
        begin(target);
        List<String> parts = new ArrayList<>();
        addParts(parts, target);
        todo.addAll(0, parts);
      }
      return here();
    }

    private void up() throws LinuxError {
      if (done.size() > floor) {
        done.removeLast();
      } else if (has(RESOLVE_BENEATH)) {
        throw new LinuxError(Errno.EXDEV);
      }
    }

    /** Null for a last part that is not there: it may be made. */
    private @org.jspecify.annotations.Nullable Stat look(boolean last) throws LinuxError {
      Stat made = ProcessFiles.stat(thread, here(), false);
      if (made != null) {
        boolean link = (made.mode() & Stat.S_IFMT) == Stat.S_IFLNK;
        if (link && resolve != RESOLVE_NO_XDEV) {
          throw new LinuxError(Errno.ELOOP); // Links of /proc lead anywhere.
        }
        return link ? null : made;
      }
      try {
        return files.stat(here(), false);
      } catch (LinuxError e) {
        if (last && e.errno() == Errno.ENOENT) {
          return null;
        }
        throw e;
      }
    }
  }
}
