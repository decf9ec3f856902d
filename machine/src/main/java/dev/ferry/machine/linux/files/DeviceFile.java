package dev.ferry.machine.linux.files;

import dev.ferry.machine.core.FilePages;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.kernel.RandomBytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@code /dev/null}, {@code zero}, {@code full}, {@code random} and {@code urandom}. */
final class DeviceFile extends OpenFile {
  enum Kind {
    NULL,
    ZERO,
    FULL,
    RANDOM
  }

  private final Kind kind;

  /** The device of a guest path, or null. */
  static @Nullable Kind named(String guest) {
    return switch (guest) {
      case "/dev/null" -> Kind.NULL;
      case "/dev/zero" -> Kind.ZERO;
      case "/dev/full" -> Kind.FULL;
      case "/dev/random", "/dev/urandom" -> Kind.RANDOM;
      default -> null;
    };
  }

  DeviceFile(Kind kind, String path, int flags) {
    this.kind = kind;
    this.path = path;
    this.flags = flags;
  }

  @Override
  public boolean neverWaits() {
    return true;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    switch (kind) {
      case NULL -> {
        return 0;
      }
      case ZERO, FULL -> Arrays.fill(to, offset, offset + length, (byte) 0);
      case RANDOM -> System.arraycopy(RandomBytes.of(length), 0, to, offset, length);
    }
    return length;
  }

  @Override
  public int pread(byte[] to, int offset, int length, long position) {
    return read(to, offset, length);
  }

  @Override
  public int write(byte[] from, int offset, int length) throws LinuxError {
    if (kind == Kind.FULL) {
      throw new LinuxError(Errno.ENOSPC);
    }
    return length;
  }

  @Override
  public int pwrite(byte[] from, int offset, int length, long position) throws LinuxError {
    return write(from, offset, length);
  }

  @Override
  public long seek(long offset, int whence) {
    return 0;
  }

  @Override
  public Stat stat() {
    return stat(kind);
  }

  static Stat stat(Kind kind) {
    int minor =
        switch (kind) {
          case NULL -> 3;
          case ZERO -> 5;
          case FULL -> 7;
          case RANDOM -> 9;
        };
    return Stat.simple(100 + minor, Stat.S_IFCHR | 0666, 1 << 8 | minor, 0);
  }

  @Override
  public @Nullable FilePages pages() {
    if (kind != Kind.ZERO) {
      return null;
    }
    return new FilePages() {
      @Override
      public void read(long offset, byte[] page) {}

      @Override
      public void write(long offset, byte[] page) {}
    };
  }
}
