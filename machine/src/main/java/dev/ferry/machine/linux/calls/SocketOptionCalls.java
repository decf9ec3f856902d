package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.sockets.GuestSocket;
import dev.ferry.machine.linux.sockets.PacketSocket;
import dev.ferry.machine.linux.sockets.SocketOptions;
import dev.ferry.machine.linux.sockets.StreamSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** getsockopt and setsockopt: what is no plain number here, the rest in {@link SocketOptions}. */
final class SocketOptionCalls {
  private SocketOptionCalls() {}

  private static final int SO_TYPE = 3;
  private static final int SO_ERROR = 4;
  private static final int SO_LINGER = 13;
  private static final int SO_PEERCRED = 17;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_SNDTIMEO = 21;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SO_PROTOCOL = 38;
  private static final int SO_DOMAIN = 39;
  private static final int SO_RCVTIMEO_NEW = 66;
  private static final int SO_SNDTIMEO_NEW = 67;
  private static final int TCP = 6;
  private static final int TCP_INFO = 11;
  private static final int TCP_CONGESTION = 13;

  static long set(GuestThread t, GuestSocket socket, int level, int name, long at, int length)
      throws LinuxError {
    if (length < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    boolean own = level == SocketOptions.SOL_SOCKET;
    if (own && (name == SO_RCVTIMEO || name == SO_RCVTIMEO_NEW)) {
      socket.receiveTimeout = readTimeout(t, at, length);
    } else if (own && (name == SO_SNDTIMEO || name == SO_SNDTIMEO_NEW)) {
      socket.sendTimeout = readTimeout(t, at, length);
    } else if (own && name == SO_LINGER) {
      need(length, 8);
      boolean on = t.memory().readInt(at) != 0;
      socket.options.setLinger(on ? Math.max(0, t.memory().readInt(at + 4)) : -1);
    } else if (level == TCP && name == TCP_CONGESTION) {
      return 0;
    } else {
      int value =
          length >= 4 ? t.memory().readInt(at) : length > 0 ? t.memory().readByte(at) & 0xff : 0;
      if (length == 0 || length < 4 && own) {
        throw new LinuxError(Errno.EINVAL);
      }
      socket.options.set(level, name, value);
    }
    switch (socket) {
      case StreamSocket stream -> stream.optionChanged();
      case PacketSocket packets -> packets.optionChanged();
      default -> {}
    }
    return 0;
  }

  private static void need(int length, int size) throws LinuxError {
    if (length < size) {
      throw new LinuxError(Errno.EINVAL);
    }
  }

  /** A struct timeval; 0 means for ever, -1 here. */
  private static long readTimeout(GuestThread t, long at, int length) throws LinuxError {
    need(length, 16);
    long seconds = t.memory().readLong(at);
    long micros = t.memory().readLong(at + 8);
    if (micros < 0 || micros >= 1_000_000) {
      throw new LinuxError(33); // EDOM, as Linux says here.
    }
    long nanoseconds = Math.clamp(seconds, 0, 1L << 32) * 1_000_000_000L + micros * 1000;
    return seconds < 0 ? 0 : nanoseconds == 0 ? -1 : nanoseconds;
  }

  static long get(GuestThread t, GuestSocket socket, int level, int name, long at, long lengthAt)
      throws LinuxError {
    int room = t.memory().readInt(lengthAt);
    if (room < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    byte[] value =
        level == SocketOptions.SOL_SOCKET ? own(t, socket, name) : other(socket, level, name);
    int length = Math.min(room, value.length);
    t.memory().write(at, value, 0, length);
    t.memory().writeInt(lengthAt, length);
    return 0;
  }

  private static byte[] own(GuestThread t, GuestSocket socket, int name) throws LinuxError {
    return switch (name) {
      case SO_TYPE -> ints(socket.type);
      case SO_ERROR -> ints(socket.takeError());
      case SO_PROTOCOL -> ints(socket.protocol);
      case SO_DOMAIN -> ints(socket.family);
      case SO_ACCEPTCONN -> ints(socket.isListening() ? 1 : 0);
      case SO_LINGER -> {
        int linger = socket.options.linger();
        yield ints(linger < 0 ? 0 : 1, Math.max(0, linger));
      }
      case SO_PEERCRED -> {
        int pid = socket.peerPid();
        yield pid == 0 ? ints(0, -1, -1) : ints(pid, Ids.USER, Ids.USER);
      }
      case SO_RCVTIMEO, SO_RCVTIMEO_NEW -> timeout(socket.receiveTimeout);
      case SO_SNDTIMEO, SO_SNDTIMEO_NEW -> timeout(socket.sendTimeout);
      default -> ints(socket.options.get(SocketOptions.SOL_SOCKET, name));
    };
  }

  private static byte[] other(GuestSocket socket, int level, int name) throws LinuxError {
    if (level == TCP && name == TCP_INFO) {
      byte[] info = new byte[104];
      info[0] = (byte) (socket.isListening() ? 10 : 1); // TCP_LISTEN, TCP_ESTABLISHED
      return info;
    }
    if (level == TCP && name == TCP_CONGESTION) {
      return new byte[] {'c', 'u', 'b', 'i', 'c', 0};
    }
    return ints(socket.options.get(level, name));
  }

  private static byte[] ints(int... values) {
    ByteBuffer b = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      b.putInt(value);
    }
    return b.array();
  }

  private static byte[] timeout(long nanoseconds) {
    ByteBuffer b = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    long value = Math.max(0, nanoseconds);
    return b.putLong(value / 1_000_000_000L).putLong(value % 1_000_000_000L / 1000).array();
  }
}
