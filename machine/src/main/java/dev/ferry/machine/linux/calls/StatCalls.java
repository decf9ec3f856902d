package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.GuestText;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.files.Fifos;
import dev.ferry.machine.linux.files.PathFile;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.FdTable;
import dev.ferry.machine.linux.kernel.GuestFileSystem;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.proc.ProcessFiles;
import dev.ferry.machine.linux.sockets.LocalNames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** System calls that tell of files: stat, statx, statfs, access, readlink. */
final class StatCalls {
  private StatCalls() {}

  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int AT_STATX_SYNC_TYPE = 0x6000;

  private static GuestFileSystem files(GuestThread t) {
    return t.process().kernel().files();
  }

  private static FdTable fds(GuestThread t) {
    return t.process().fds();
  }

  static Stat statPath(GuestThread t, int directory, long address, int flags) throws LinuxError {
    String text = address == 0 ? "" : Arguments.string(t, address);
    if (text.isEmpty()) {
      if ((flags & AT_EMPTY_PATH) == 0) {
        throw new LinuxError(Errno.ENOENT);
      }
      return directory == Arguments.AT_FDCWD
          ? files(t).stat(t.process().directory, true)
          : fds(t).get(directory).stat();
    }
    String path = Arguments.absolute(t, directory, text);
    boolean follow = (flags & AT_SYMLINK_NOFOLLOW) == 0;
    Stat stat = ProcessFiles.stat(t, path, follow);
    if (stat != null) {
      return stat;
    }
    return Fifos.of(t).seen(LocalNames.of(t).seen(files(t).stat(path, follow)));
  }

  static long statFd(GuestThread t, int fd, long to) throws LinuxError {
    return putStat(t, fds(t).get(fd).stat(), to);
  }

  static long statAt(GuestThread t, int directory, long path, long to, int flags)
      throws LinuxError {
    return putStat(t, statPath(t, directory, path, flags), to);
  }

  /** struct stat of asm-generic/stat.h. */
  private static long putStat(GuestThread t, Stat s, long to) {
    ByteBuffer b = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
    b.putLong(s.device()).putLong(s.inode());
    b.putInt(s.mode()).putInt(s.links()).putInt(s.user()).putInt(s.group());
    b.putLong(s.rdevice()).putLong(0).putLong(s.size());
    b.putInt(4096).putInt(0).putLong((s.size() + 511) / 512);
    for (long time : new long[] {s.accessed(), s.modified(), s.changed()}) {
      b.putLong(Math.floorDiv(time, 1_000_000_000L));
      b.putLong(Math.floorMod(time, 1_000_000_000L));
    }
    t.memory().write(to, b.array());
    return 0;
  }

  static long statx(GuestThread t, int directory, long path, int flags, int mask, long to)
      throws LinuxError {
    if ((flags & AT_STATX_SYNC_TYPE) == AT_STATX_SYNC_TYPE || mask < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    Stat s = statPath(t, directory, path, flags);
    ByteBuffer b = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(0x7ff).putInt(4096).putLong(0);
    b.putInt(s.links()).putInt(s.user()).putInt(s.group());
    b.putShort((short) s.mode()).putShort((short) 0);
    b.putLong(s.inode()).putLong(s.size()).putLong((s.size() + 511) / 512).putLong(0);
    for (long time : new long[] {s.accessed(), s.changed(), s.changed(), s.modified()}) {
      b.putLong(Math.floorDiv(time, 1_000_000_000L));
      b.putInt((int) Math.floorMod(time, 1_000_000_000L)).putInt(0);
    }
    putDevice(b, s.rdevice());
    putDevice(b, s.device());
    t.memory().write(to, b.array());
    return 0;
  }

  private static void putDevice(ByteBuffer b, long device) {
    b.putInt((int) (device >>> 8 & 0xfff)).putInt((int) (device & 0xff | device >>> 12 & 0xfff00));
  }

  static long statFileSystem(GuestThread t, long path, long to) throws LinuxError {
    Stat unused = statPath(t, Arguments.AT_FDCWD, path, 0);
    return putFileSystem(t, to);
  }

  static long statFileSystemOf(GuestThread t, int fd, long to) throws LinuxError {
    OpenFile unused = fds(t).get(fd);
    return putFileSystem(t, to);
  }

  private static long putFileSystem(GuestThread t, long to) {
    ByteBuffer b = ByteBuffer.allocate(120).order(ByteOrder.LITTLE_ENDIAN);
    b.putLong(0xef53).putLong(4096);
    b.putLong(1 << 24).putLong(1 << 23).putLong(1 << 23).putLong(1 << 20).putLong(1 << 19);
    b.putLong(0).putLong(255).putLong(4096);
    t.memory().write(to, b.array());
    return 0;
  }

  static long access(GuestThread t, int directory, long address, int mode, int flags)
      throws LinuxError {
    String path = Arguments.path(t, directory, address);
    if (ProcessFiles.stat(t, path, true) == null) {
      files(t).access(path, mode);
    }
    return 0;
  }

  static long readLink(GuestThread t, int directory, long address, long buffer, int size)
      throws LinuxError {
    if (size <= 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    String text = Arguments.string(t, address);
    String path =
        text.isEmpty() && fds(t).find(directory) instanceof PathFile place
            ? place.path()
            : Arguments.absolute(t, directory, text);
    String target = ProcessFiles.readLink(t, path);
    if (target == null) {
      target = files(t).readLink(path);
    }
    byte[] bytes = GuestText.bytes(target);
    int length = Math.min(bytes.length, size);
    t.memory().write(buffer, bytes, 0, length);
    return length;
  }
}
