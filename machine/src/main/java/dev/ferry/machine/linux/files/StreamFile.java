package dev.ferry.machine.linux.files;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.kernel.Terminal;
import dev.ferry.machine.linux.waiting.Sleep;
import dev.ferry.machine.linux.waiting.WaitQueue;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Standard input, output or error on Java streams. */
public final class StreamFile extends OpenFile {
  private final @Nullable HostInput in;
  private final @Nullable OutputStream out;
  private final @Nullable Terminal terminal;

  /**
   * @param terminal what it is connected to, or null
   */
  public StreamFile(
      @Nullable HostInput in, @Nullable OutputStream out, @Nullable Terminal terminal) {
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
    HostInput input = in;
    return Sleep.await(input.changes(), !isNonBlocking(), () -> input.read(to, offset, length));
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
  public WaitQueue changes() {
    return in == null ? super.changes() : in.changes();
  }

  @Override
  public int ready() {
    return (in == null ? 0 : in.ready()) | (out == null ? 0 : POLLOUT);
  }

  @Override
  public long available() {
    return in == null ? -1 : in.available();
  }
}
