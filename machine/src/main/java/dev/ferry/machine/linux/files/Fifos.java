package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.FileId;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.Facility;
import dev.ferry.machine.linux.kernel.GuestFileSystem;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The named pipes of a machine. As a local socket's, its name is an empty file where the guest may
 * make one; what is written goes through the machine's own pipe, and the host sees nothing of it.
 */
public final class Fifos implements Facility {
  private final Map<FileId, Pipe> pipes = new HashMap<>();

  /** Those of the machine that a thread runs on. */
  public static Fifos of(GuestThread t) {
    return t.process().kernel().facility(Fifos.class);
  }

  /** Makes a name for a new pipe; fails as the file system does. */
  public void make(GuestThread t, String path, int mode) throws LinuxError {
    GuestFileSystem system = t.process().kernel().files();
    int flags = OpenFile.O_CREAT | OpenFile.O_EXCL | OpenFile.O_WRONLY;
    system.open(path, flags, mode).release();
    FileId id = FileId.of(system.stat(path, false));
    synchronized (this) {
      pipes.put(id, new Pipe(t.process().kernel()));
    }
  }

  /** Opens one end, or both; null where the path is none of these. */
  public @Nullable OpenFile open(GuestThread t, String path, int flags) throws LinuxError {
    if (isEmpty()) {
      return null;
    }
    Pipe pipe;
    Stat stat;
    GuestFileSystem system = t.process().kernel().files();
    try {
      stat = system.stat(path, (flags & OpenFile.O_NOFOLLOW) == 0);
      pipe = find(stat);
    } catch (LinuxError e) {
      return null; // Who opens the file says why.
    }
    if (pipe == null) {
      return null;
    }
    if ((flags & OpenFile.O_CREAT) != 0 && (flags & OpenFile.O_EXCL) != 0) {
      throw new LinuxError(Errno.EEXIST);
    }
    if ((flags & OpenFile.O_DIRECTORY) != 0) {
      throw new LinuxError(Errno.ENOTDIR); // And nobody waits for the other end.
    }
    int access = flags & OpenFile.O_ACCMODE;
    system.access(path, access == 0 ? 4 : access == OpenFile.O_WRONLY ? 2 : 6);
    return pipe.open(
        flags & (OpenFile.O_ACCMODE | OpenFile.O_NONBLOCK),
        path,
        () -> now(system, path, stat).withType(Stat.S_IFIFO));
  }

  /** What stat says of a name now, or what it has said when the name has gone. */
  private static Stat now(GuestFileSystem system, String path, Stat opened) {
    try {
      Stat stat = system.stat(path, true);
      return FileId.of(stat).equals(FileId.of(opened)) ? stat : opened;
    } catch (LinuxError e) {
      return opened;
    }
  }

  /** What stat says of a file: of one of these that it is a pipe. */
  public Stat seen(Stat stat) {
    return find(stat) == null ? stat : stat.withType(Stat.S_IFIFO);
  }

  /** A file with something in it has got the number of one that the host has removed. */
  private synchronized @Nullable Pipe find(Stat stat) {
    boolean possible = (stat.mode() & Stat.S_IFMT) == Stat.S_IFREG && stat.size() == 0;
    return possible ? pipes.get(FileId.of(stat)) : null;
  }

  /** Whether there is none. */
  public synchronized boolean isEmpty() {
    return pipes.isEmpty();
  }

  /** A file that is about to lose its name; its number may come to mean another. */
  public synchronized void forget(Stat stat) {
    if (stat.links() <= 1) {
      pipes.remove(FileId.of(stat));
    }
  }
}
