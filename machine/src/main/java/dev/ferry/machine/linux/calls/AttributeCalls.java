package dev.ferry.machine.linux.calls;

import static dev.ferry.machine.linux.abi.SystemCallNumbers.*;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.FileId;
import dev.ferry.machine.linux.abi.GuestText;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.files.HostDirectory;
import dev.ferry.machine.linux.files.HostFile;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.ExtendedAttributes;
import dev.ferry.machine.linux.kernel.GuestFileSystem;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.io.ByteArrayOutputStream;

/** System calls on extended attributes: of a path, of a link itself, of an open file. */
final class AttributeCalls {
  private AttributeCalls() {}

  private static final int XATTR_CREATE = 1;
  private static final int XATTR_REPLACE = 2;
  private static final int MAX_NAME = 255;
  private static final int MAX_VALUE = 65536;

  /**
   * Any of the twelve.
   *
   * @param what a path's address, or a descriptor
   */
  static long call(GuestThread t, int number, long what, long a1, long a2, long a3, int flags)
      throws LinuxError {
    return switch (number) {
      case LISTXATTR, LLISTXATTR, FLISTXATTR ->
          give(t, list(file(t, number, LISTXATTR, what, false)), a1, a2);
      case GETXATTR, LGETXATTR, FGETXATTR -> {
        String name = name(t, a1);
        yield give(t, file(t, number, GETXATTR, what, false).get(name), a2, a3);
      }
      case SETXATTR, LSETXATTR, FSETXATTR -> {
        String name = name(t, a1);
        set(t, file(t, number, SETXATTR, what, true), name, a2, a3, flags);
        yield 0;
      }
      default -> {
        String name = name(t, a1);
        file(t, number, REMOVEXATTR, what, true).remove(name);
        yield 0;
      }
    };
  }

  /** The numbers come in threes: of a path, of a path whose link is not followed, of a file. */
  private static ExtendedAttributes file(
      GuestThread t, int number, int first, long what, boolean writes) throws LinuxError {
    GuestFileSystem files = t.process().kernel().files();
    if (number - first < 2) {
      boolean follow = number == first;
      int flags = follow ? 0 : StatCalls.AT_SYMLINK_NOFOLLOW;
      Stat unused = StatCalls.statPath(t, Arguments.AT_FDCWD, what, flags);
      String path = Arguments.path(t, Arguments.AT_FDCWD, what);
      return files.attributes(path, follow, writes);
    }
    OpenFile file = t.process().fds().get((int) what);
    boolean named = file instanceof HostFile || file instanceof HostDirectory;
    // The host is asked by name: one that has another file by now, or none, is not it.
    if (!named || !isThere(files, file)) {
      throw new LinuxError(Errno.EOPNOTSUPP);
    }
    return files.attributes(file.path(), false, writes);
  }

  private static boolean isThere(GuestFileSystem files, OpenFile file) {
    try {
      return FileId.of(files.stat(file.path(), false)).equals(FileId.of(file.stat()));
    } catch (LinuxError e) {
      return false;
    }
  }

  private static String name(GuestThread t, long address) throws LinuxError {
    byte[] bytes = t.memory().readCString(address, MAX_NAME + 1);
    if (bytes == null || bytes.length == 0) {
      throw new LinuxError(Errno.ERANGE);
    }
    return GuestText.of(bytes);
  }

  private static byte[] list(ExtendedAttributes attributes) throws LinuxError {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    for (String name : attributes.names()) {
      names.writeBytes(GuestText.bytes(name));
      names.write(0);
    }
    return names.toByteArray();
  }

  /** With no room the length is all that is asked for. */
  private static long give(GuestThread t, byte[] bytes, long to, long room) throws LinuxError {
    if (room != 0) {
      if (Long.compareUnsigned(room, bytes.length) < 0) {
        throw new LinuxError(Errno.ERANGE);
      }
      t.memory().write(to, bytes);
    }
    return bytes.length;
  }

  private static void set(
      GuestThread t, ExtendedAttributes attributes, String name, long value, long size, int flags)
      throws LinuxError {
    if ((flags & ~(XATTR_CREATE | XATTR_REPLACE)) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (size < 0 || size > MAX_VALUE) {
      throw new LinuxError(Errno.E2BIG);
    }
    byte[] bytes = t.memory().read(value, (int) size);
    boolean exists = flags != 0 && attributes.names().contains(name);
    if (exists && (flags & XATTR_CREATE) != 0) {
      throw new LinuxError(Errno.EEXIST);
    }
    if (!exists && (flags & XATTR_REPLACE) != 0) {
      throw new LinuxError(Errno.ENODATA);
    }
    attributes.set(name, bytes);
  }
}
