package dev.ferry.machine.linux.sockets;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Options of a socket that are numbers: remembered, and given to the host where it knows them. What
 * would have to show in what is received, as IP_RECVTTL, and cannot, is refused.
 */
public final class SocketOptions {
  public static final int SOL_SOCKET = 1;

  private static final int IP = 0;
  private static final int TCP = 6;
  private static final int IPV6 = 41;

  /**
   * An option of int size.
   *
   * @param initial what it is until it is set
   * @param flag the host's option of yes and no, or null
   * @param number the host's option that is a number, or null
   */
  private record Known(
      int level,
      int name,
      int initial,
      @Nullable SocketOption<Boolean> flag,
      @Nullable SocketOption<Integer> number) {
    static Known remembered(int level, int name, int initial) {
      return new Known(level, name, initial, null, null);
    }

    static Known flag(int level, int name, SocketOption<Boolean> option) {
      return new Known(level, name, 0, option, null);
    }

    static Known number(int level, int name, int initial, SocketOption<Integer> option) {
      return new Known(level, name, initial, null, option);
    }
  }

  private static final Known[] KNOWN = {
    Known.remembered(SOL_SOCKET, 1, 0), // SO_DEBUG
    Known.flag(SOL_SOCKET, 2, StandardSocketOptions.SO_REUSEADDR),
    Known.remembered(SOL_SOCKET, 5, 0), // SO_DONTROUTE
    Known.flag(SOL_SOCKET, 6, StandardSocketOptions.SO_BROADCAST),
    Known.number(SOL_SOCKET, 7, 212_992, StandardSocketOptions.SO_SNDBUF),
    Known.number(SOL_SOCKET, 8, 212_992, StandardSocketOptions.SO_RCVBUF),
    Known.flag(SOL_SOCKET, 9, StandardSocketOptions.SO_KEEPALIVE),
    Known.remembered(SOL_SOCKET, 10, 0), // SO_OOBINLINE
    Known.remembered(SOL_SOCKET, 12, 0), // SO_PRIORITY
    Known.flag(SOL_SOCKET, 15, StandardSocketOptions.SO_REUSEPORT),
    Known.remembered(SOL_SOCKET, 16, 0), // SO_PASSCRED
    Known.remembered(SOL_SOCKET, 18, 1), // SO_RCVLOWAT
    Known.remembered(SOL_SOCKET, 46, 0), // SO_BUSY_POLL
    Known.remembered(SOL_SOCKET, 49, 0), // SO_INCOMING_CPU
    Known.number(IP, 1, 0, StandardSocketOptions.IP_TOS),
    Known.remembered(IP, 2, 64), // IP_TTL
    Known.remembered(IP, 10, 1), // IP_MTU_DISCOVER
    Known.remembered(IP, 11, 0), // IP_RECVERR
    Known.remembered(IP, 24, 0), // IP_BIND_ADDRESS_NO_PORT
    Known.remembered(IP, 33, 1), // IP_MULTICAST_TTL
    Known.remembered(IP, 34, 1), // IP_MULTICAST_LOOP
    Known.flag(TCP, 1, StandardSocketOptions.TCP_NODELAY),
    Known.remembered(TCP, 2, 536), // TCP_MAXSEG
    Known.remembered(TCP, 3, 0), // TCP_CORK
    Known.remembered(TCP, 4, 7200), // TCP_KEEPIDLE
    Known.remembered(TCP, 5, 75), // TCP_KEEPINTVL
    Known.remembered(TCP, 6, 9), // TCP_KEEPCNT
    Known.remembered(TCP, 7, 6), // TCP_SYNCNT
    Known.remembered(TCP, 8, 60), // TCP_LINGER2
    Known.remembered(TCP, 9, 0), // TCP_DEFER_ACCEPT
    Known.remembered(TCP, 10, 0), // TCP_WINDOW_CLAMP
    Known.remembered(TCP, 12, 1), // TCP_QUICKACK
    Known.remembered(TCP, 18, 0), // TCP_USER_TIMEOUT
    Known.remembered(TCP, 23, 0), // TCP_FASTOPEN
    Known.remembered(IPV6, 16, 64), // IPV6_UNICAST_HOPS
    Known.remembered(IPV6, 18, 1), // IPV6_MULTICAST_HOPS
    Known.remembered(IPV6, 19, 1), // IPV6_MULTICAST_LOOP
    Known.remembered(IPV6, 26, 0), // IPV6_V6ONLY
    Known.remembered(IPV6, 67, 0), // IPV6_TCLASS
  };

  private final Map<Known, Integer> values = new HashMap<>();

  /** SO_LINGER in seconds, -1 for off. */
  private int linger = -1;

  private static Known find(int level, int name) throws LinuxError {
    for (Known known : KNOWN) {
      if (known.level == level && known.name == name) {
        return known;
      }
    }
    throw new LinuxError(Errno.ENOPROTOOPT);
  }

  /** An option; ENOPROTOOPT where it is not known. */
  public synchronized int get(int level, int name) throws LinuxError {
    Known known = find(level, name);
    return values.getOrDefault(known, known.initial);
  }

  /** Sets an option; ENOPROTOOPT where it is not known. */
  public synchronized void set(int level, int name, int value) throws LinuxError {
    Known known = find(level, name);
    boolean isBuffer = level == SOL_SOCKET && (name == 7 || name == 8);
    if (known.flag != null) {
      values.put(known, value == 0 ? 0 : 1);
    } else if (isBuffer) { // Linux doubles what is asked for.
      values.put(known, Math.clamp(2L * value, 4608, 425_984));
    } else {
      values.put(known, value);
    }
  }

  /** SO_LINGER in seconds, -1 for off. */
  public synchronized int linger() {
    return linger;
  }

  /** Sets SO_LINGER in seconds, -1 for off. */
  public synchronized void setLinger(int seconds) {
    linger = seconds;
  }

  /** Gives what has been set to a channel of the host, as far as it has such an option. */
  synchronized void applyTo(NetworkChannel channel) throws IOException {
    for (Map.Entry<Known, Integer> entry : values.entrySet()) {
      int value = entry.getValue();
      apply(channel, entry.getKey().flag, value != 0);
      apply(channel, entry.getKey().number, value);
    }
    apply(channel, StandardSocketOptions.SO_LINGER, linger);
  }

  private static <T> void apply(NetworkChannel channel, @Nullable SocketOption<T> option, T value)
      throws IOException {
    if (option != null && channel.supportedOptions().contains(option)) {
      NetworkChannel unused = channel.setOption(option, value);
    }
  }
}
