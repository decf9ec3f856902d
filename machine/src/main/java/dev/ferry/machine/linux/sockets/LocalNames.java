package dev.ferry.machine.linux.sockets;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.FileId;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.Facility;
import dev.ferry.machine.linux.kernel.GuestFileSystem;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names of the local sockets of a machine. A path is an empty file where the guest may make one: it
 * reserves the name, and stat shows it as a socket. The host sees no socket and is not reached.
 */
public final class LocalNames implements Facility {
  /** Each type of socket has abstract names of its own. */
  private record AbstractName(String name, int type) {}

  private final Map<AbstractName, LocalSocket> abstractNames = new HashMap<>();

  /** With null where the socket is gone and its file is not. */
  private final Map<FileId, @Nullable LocalSocket> files = new HashMap<>();

  private int nextName = 1;

  /** Those of the machine that a thread runs on. */
  public static LocalNames of(GuestThread t) {
    return t.process().kernel().facility(LocalNames.class);
  }

  void bind(GuestThread t, GuestAddress.Local name, LocalSocket socket) throws LinuxError {
    if (name.isAbstract()) {
      synchronized (this) {
        if (abstractNames.putIfAbsent(new AbstractName(name.name(), socket.type), socket) != null) {
          throw new LinuxError(Errno.EADDRINUSE);
        }
      }
      return;
    }
    GuestFileSystem system = t.process().kernel().files();
    String path = Arguments.absolute(t, Arguments.AT_FDCWD, name.name());
    int flags = OpenFile.O_CREAT | OpenFile.O_EXCL | OpenFile.O_WRONLY;
    try {
      system.open(path, flags, 0777 & ~t.process().umask).release();
    } catch (LinuxError e) {
      throw e.errno() == Errno.EEXIST ? new LinuxError(Errno.EADDRINUSE) : e;
    }
    FileId id = FileId.of(system.stat(path, false));
    synchronized (this) {
      files.put(id, socket);
    }
  }

  /** A free abstract name: five digits. */
  synchronized GuestAddress.Local newName(int type) {
    String name;
    do {
      name = String.format("\0%05x", nextName++);
    } while (abstractNames.containsKey(new AbstractName(name, type)));
    return new GuestAddress.Local(name);
  }

  LocalSocket find(GuestThread t, GuestAddress.Local name, int type) throws LinuxError {
    LocalSocket socket;
    if (name.isAbstract()) {
      synchronized (this) {
        socket = abstractNames.get(new AbstractName(name.name(), type));
      }
    } else {
      String path = Arguments.absolute(t, Arguments.AT_FDCWD, name.name());
      FileId id = FileId.of(t.process().kernel().files().stat(path, true));
      synchronized (this) {
        socket = files.get(id);
      }
    }
    if (socket == null) {
      throw new LinuxError(Errno.ECONNREFUSED);
    }
    if (socket.type != type) {
      throw new LinuxError(Errno.EPROTOTYPE);
    }
    return socket;
  }

  synchronized void remove(LocalSocket socket) {
    abstractNames.values().remove(socket);
    files.replaceAll((id, other) -> other == socket ? null : other);
  }

  /** What stat says of a file: of a bound one that it is a socket. */
  public Stat seen(Stat stat) {
    if ((stat.mode() & Stat.S_IFMT) != Stat.S_IFREG) {
      return stat;
    }
    synchronized (this) {
      return files.containsKey(FileId.of(stat)) ? stat.withType(Stat.S_IFSOCK) : stat;
    }
  }

  /** Whether that file is the name of a socket. */
  public synchronized boolean has(Stat stat) {
    return files.containsKey(FileId.of(stat));
  }

  /** Whether no file is the name of a socket. */
  public synchronized boolean isEmpty() {
    return files.isEmpty();
  }

  /** A file that is about to lose its name; its number may come to mean another. */
  public synchronized void forget(Stat stat) {
    if (stat.links() <= 1) {
      files.remove(FileId.of(stat));
    }
  }
}
