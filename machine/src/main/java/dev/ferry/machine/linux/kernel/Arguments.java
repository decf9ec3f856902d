package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.GuestText;
import dev.ferry.machine.linux.abi.LinuxError;
import java.util.Arrays;

/** What the arguments of system calls point to: words, strings and paths of the guest. */
public final class Arguments {
  private Arguments() {}

  /** In place of a directory's descriptor: paths start at the working directory. */
  public static final int AT_FDCWD = -100;

  private static final int PATH_MAX = 4096;

  /** A word of the guest: 4 or 8 bytes. */
  public static long word(GuestThread t, long address) {
    return t.process().xlen() == 64
        ? t.memory().readLong(address)
        : t.memory().readInt(address) & 0xffffffffL;
  }

  /** Writes a word of the guest: 4 or 8 bytes. */
  public static void setWord(GuestThread t, long address, long value) {
    if (t.process().xlen() == 64) {
      t.memory().writeLong(address, value);
    } else {
      t.memory().writeInt(address, (int) value);
    }
  }

  /** A string that ends with a zero; ENAMETOOLONG where that is not within PATH_MAX bytes. */
  public static String string(GuestThread t, long address) throws LinuxError {
    byte[] bytes = t.memory().readCString(address, PATH_MAX);
    if (bytes == null) {
      throw new LinuxError(Errno.ENAMETOOLONG);
    }
    return GuestText.of(bytes);
  }

  /** An absolute path: relative ones start at a directory or the working directory. */
  public static String path(GuestThread t, int directory, long address) throws LinuxError {
    return absolute(t, directory, string(t, address));
  }

  /** A path from a directory on that is open, or from the working directory ({@link #AT_FDCWD}). */
  public static String absolute(GuestThread t, int directory, String path) throws LinuxError {
    if (path.isEmpty()) {
      throw new LinuxError(Errno.ENOENT);
    }
    if (path.startsWith("/")) {
      return ProcessLinks.resolve(t, path);
    }
    String base = t.process().directory;
    if (directory != AT_FDCWD) {
      OpenFile file = t.process().fds().get(directory);
      if (!file.stat().isDirectory()) {
        throw new LinuxError(Errno.ENOTDIR);
      }
      base = file.path();
    }
    return ProcessLinks.resolve(t, base.equals("/") ? "/" + path : base + "/" + path);
  }

  /** A string array that ends with a null pointer, as execve takes. */
  public static String[] strings(GuestThread t, long address) throws LinuxError {
    String[] list = new String[16];
    int count = 0;
    int total = 0;
    int word = t.process().wordSize();
    if (address == 0) {
      return new String[0];
    }
    while (true) {
      long at = word(t, address + (long) count * word);
      if (at == 0) {
        return Arrays.copyOf(list, count);
      }
      byte[] bytes = t.memory().readCString(at, 131072);
      total += bytes == null ? 0 : bytes.length;
      if (bytes == null || total > 2 << 20) {
        throw new LinuxError(Errno.E2BIG);
      }
      if (count == list.length) {
        list = Arrays.copyOf(list, 2 * count);
      }
      list[count++] = GuestText.of(bytes);
    }
  }
}
