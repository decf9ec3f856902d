package dev.ferry.machine.linux;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import java.net.InetAddress;

/** How much of the host's network a guest may use; sockets within the machine need none of it. */
public enum Network {
  /** No internet sockets at all. */
  NONE,

  /** Addresses of the host itself. */
  LOOPBACK,

  /** Whatever the host reaches. */
  ALL;

  /** Fails where an address may not be bound or talked to. */
  public void permit(InetAddress address) throws LinuxError {
    if (this == NONE || this == LOOPBACK && !address.isLoopbackAddress()) {
      throw new LinuxError(Errno.EACCES);
    }
  }
}
