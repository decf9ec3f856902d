package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of host files, as far as the host has them.
 *
 * @param posix whether it has modes, owners and numbers
 */
record HostAttributes(boolean posix) {
  /** Looks at a host file without following a link. */
  Stat stat(Path host) throws LinuxError {
    try {
      if (posix) {
        Map<String, Object> a =
            Files.readAttributes(
                host,
                "unix:dev,ino,mode,nlink,uid,gid,rdev,size,lastAccessTime,lastModifiedTime,ctime",
                LinkOption.NOFOLLOW_LINKS);
        return new Stat(
            number(a.get("dev")),
            number(a.get("ino")),
            (int) number(a.get("mode")),
            (int) number(a.get("nlink")),
            known(a.get("uid"), Self.USER),
            known(a.get("gid"), Self.GROUP),
            number(a.get("rdev")),
            number(a.get("size")),
            number(a.get("lastAccessTime")),
            number(a.get("lastModifiedTime")),
            number(a.get("ctime")));
      }
      BasicFileAttributes a =
          Files.readAttributes(host, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      int type =
          a.isDirectory()
              ? Stat.S_IFDIR | 0755
              : a.isSymbolicLink() ? Stat.S_IFLNK | 0777 : Stat.S_IFREG | 0755;
      long modified = a.lastModifiedTime().to(TimeUnit.NANOSECONDS);
      return new Stat(
          2,
          host.toString().hashCode() & 0xffffffffL,
          type,
          1,
          0,
          0,
          0,
          a.size(),
          a.lastAccessTime().to(TimeUnit.NANOSECONDS),
          modified,
          modified);
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  /** Whoever runs the machine is its user; git, for one, wants to own its repository. */
  private static final class Self {
    static final long USER = own("unix:uid");
    static final long GROUP = own("unix:gid");

    private static long own(String attribute) {
      try {
        return number(Files.getAttribute(Path.of("/proc/self"), attribute));
      } catch (IOException e) {
        return -1; // A host that does not tell.
      }
    }
  }

  /**
   * Whether modes allow the guest what they would not keep the host's superuser from: the guest is
   * an ordinary user, whoever runs the machine. True for any other, as the host decides then.
   *
   * @param wanted 4 read, 2 write, 1 execute or search, or'ed
   */
  boolean allows(Path host, int wanted) throws LinuxError {
    if (!posix || Self.USER != 0) {
      return true;
    }
    try {
      Map<String, Object> a =
          Files.readAttributes(host, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
      int mode = (int) number(a.get("mode"));
      int shift = number(a.get("uid")) == 0 ? 6 : number(a.get("gid")) == Self.GROUP ? 3 : 0;
      return (mode >> shift & wanted) == wanted;
    } catch (IOException e) {
      throw HostErrors.error(e);
    }
  }

  private static int known(@Nullable Object id, long self) {
    long number = number(id);
    return number == self ? Ids.USER : (int) number;
  }

  private static long number(@Nullable Object value) {
    return switch (value) {
      case FileTime time -> time.to(TimeUnit.NANOSECONDS);
      case Number number -> number.longValue();
      case null, default -> 0;
    };
  }

  void setMode(Path host, int mode) throws IOException {
    if (!posix) {
      return;
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(host, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view != null) {
      Files.setPosixFilePermissions(host, permissions(mode));
    }
  }

  static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] inOrder = {
      PosixFilePermission.OTHERS_EXECUTE,
      PosixFilePermission.OTHERS_WRITE,
      PosixFilePermission.OTHERS_READ,
      PosixFilePermission.GROUP_EXECUTE,
      PosixFilePermission.GROUP_WRITE,
      PosixFilePermission.GROUP_READ,
      PosixFilePermission.OWNER_EXECUTE,
      PosixFilePermission.OWNER_WRITE,
      PosixFilePermission.OWNER_READ
    };
    for (int bit = 0; bit < inOrder.length; bit++) {
      if ((mode >>> bit & 1) != 0) {
        set.add(inOrder[bit]);
      }
    }
    return set;
  }

  static @Nullable FileTime time(long nanoseconds) {
    return nanoseconds == Long.MIN_VALUE ? null : FileTime.from(nanoseconds, TimeUnit.NANOSECONDS);
  }

  /** Fails with EACCES where {@link #allows} does not. */
  void check(Path host, int wanted) throws LinuxError {
    if (!allows(host, wanted)) {
      throw new LinuxError(Errno.EACCES);
    }
  }

  /** Names in the directory of a path are about to change. */
  void checkParent(Path host) throws LinuxError {
    Path parent = host.getParent();
    if (parent != null) {
      check(parent, 3);
    }
  }
}
