package dev.ferry.machine.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Standard input, output or error on Java streams. */
final class StreamFile extends OpenFile {
  private final @Nullable InputStream in;
  private final @Nullable OutputStream out;
  private final @Nullable Terminal terminal;

  StreamFile(@Nullable InputStream in, @Nullable OutputStream out, @Nullable Terminal terminal) {
    this.in = in;
    this.out = out;
    this.terminal = terminal;
    this.flags = terminal != null ? O_RDWR : in != null ? 0 : O_WRONLY;
    this.path = terminal != null ? "/dev/tty" : "pipe:[1]";
  }

  @Override
  public int read(byte[] to, int offset, int length) throws LinuxError {
    if (in == null) {
      throw new LinuxError(Errno.EBADF);
    }
    if (isNonBlocking() && (ready() & POLLIN) == 0) {
      throw new LinuxError(Errno.EAGAIN);
    }
    try {
      return length == 0 ? 0 : Math.max(0, in.read(to, offset, length));
    } catch (IOException e) {
      throw new LinuxError(Errno.EIO);
    }
  }

  @Override
  public int write(byte[] from, int offset, int length) throws LinuxError {
    if (out == null) {
      throw new LinuxError(Errno.EBADF);
    }
    try {
      synchronized (out) {
        out.write(from, offset, length);
        out.flush();
      }
      return length;
    } catch (IOException e) {
      throw new LinuxError(Errno.EPIPE);
    }
  }

  @Override
  public Stat stat() {
    int mode = terminal != null ? Stat.S_IFCHR | 0620 : Stat.S_IFIFO | 0600;
    return Stat.simple(3, mode, terminal != null ? 0x8801 : 0, 0);
  }

  @Override
  public @Nullable Terminal terminal() {
    return terminal;
  }

  @Override
  public int ready() {
    if (in == null) {
      return POLLOUT;
    }
    try {
      return in.available() > 0 ? POLLIN : 0;
    } catch (IOException e) {
      return POLLIN | POLLHUP;
    }
  }

  @Override
  public long available() {
    try {
      return in == null ? -1 : in.available();
    } catch (IOException e) {
      return 0;
    }
  }
}
