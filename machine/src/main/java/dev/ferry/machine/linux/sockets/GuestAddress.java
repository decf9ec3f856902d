package dev.ferry.machine.linux.sockets;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestThread;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An address of a socket: struct sockaddr of the guest. */
public sealed interface GuestAddress {
  int AF_UNSPEC = 0;
  int AF_UNIX = 1;
  int AF_INET = 2;
  int AF_INET6 = 10;
  int AF_NETLINK = 16;

  /** Bytes of a struct sockaddr_un. */
  int MAX = 110;

  /** AF_UNSPEC: ends an association. */
  record None() implements GuestAddress {}

  /**
   * AF_UNIX.
   *
   * @param name empty for a socket without one, a path, or an abstract name behind a NUL
   */
  record Local(String name) implements GuestAddress {
    static final Local UNNAMED = new Local("");

    /** Whether it is no path. */
    public boolean isAbstract() {
      return name.startsWith("\0");
    }

    /** Abstract names are any bytes. */
    private static Charset charset(boolean isAbstract) {
      return isAbstract ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    }

    byte[] bytes() {
      String text = isAbstract() || name.isEmpty() ? name : name + "\0";
      return text.getBytes(charset(isAbstract()));
    }
  }

  /** AF_INET and AF_INET6. */
  record Internet(InetSocketAddress address) implements GuestAddress {}

  /**
   * AF_NETLINK.
   *
   * @param port of the process, 0 for the kernel
   * @param groups that it listens to, a bit each
   */
  record Netlink(int port, int groups) implements GuestAddress {
    private static final int SIZE = 12;

    private static Netlink of(byte[] bytes) throws LinuxError {
      if (bytes.length < SIZE) {
        throw new LinuxError(Errno.EINVAL);
      }
      ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      return new Netlink(b.getInt(4), b.getInt(8));
    }

    private byte[] bytes() {
      ByteBuffer b = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
      return b.putInt(AF_NETLINK).putInt(port).putInt(groups).array();
    }
  }

  /** Reads an address of the guest. */
  static GuestAddress read(GuestThread t, long at, int length) throws LinuxError {
    if (length < 2 || length > 128) {
      throw new LinuxError(Errno.EINVAL);
    }
    byte[] bytes = t.memory().read(at, length);
    int family = bytes[0] & 0xff | (bytes[1] & 0xff) << 8;
    return switch (family) {
      case AF_UNSPEC -> new None();
      case AF_UNIX -> local(bytes);
      case AF_INET -> internet(bytes, 16, 4, 4);
      case AF_INET6 -> internet(bytes, 24, 8, 16);
      case AF_NETLINK -> Netlink.of(bytes);
      default -> throw new LinuxError(Errno.EAFNOSUPPORT);
    };
  }

  private static Local local(byte[] bytes) throws LinuxError {
    if (bytes.length > MAX) {
      throw new LinuxError(Errno.EINVAL);
    }
    boolean isAbstract = bytes.length > 2 && bytes[2] == 0;
    int end = isAbstract ? bytes.length : 2;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new Local(new String(bytes, 2, end - 2, Local.charset(isAbstract)));
  }

  private static Internet internet(byte[] bytes, int size, int at, int length) throws LinuxError {
    if (bytes.length < size) {
      throw new LinuxError(Errno.EINVAL);
    }
    int port = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    byte[] host = new byte[length];
    System.arraycopy(bytes, at, host, 0, length);
    try {
      if (length == 16 && bytes.length >= 28) {
        int scope = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(24);
        if (scope != 0 && !(InetAddress.getByAddress(host) instanceof Inet4Address)) {
          return new Internet(
              new InetSocketAddress(Inet6Address.getByAddress(null, host, scope), port));
        }
      }
      return new Internet(new InetSocketAddress(InetAddress.getByAddress(host), port));
    } catch (UnknownHostException e) {
      throw new LinuxError(Errno.EINVAL);
    }
  }

  /** As the guest sees it; on an IPv6 socket an IPv4 address is a mapped one. */
  static byte[] encode(GuestAddress address, int family) {
    return switch (address) {
      case None x -> new byte[] {0, 0};
      case Local local -> {
        byte[] name = local.bytes();
        byte[] bytes = new byte[2 + name.length];
        bytes[0] = AF_UNIX;
        System.arraycopy(name, 0, bytes, 2, name.length);
        yield bytes;
      }
      case Internet internet -> encode(internet.address, family);
      case Netlink netlink -> netlink.bytes();
    };
  }

  private static byte[] encode(InetSocketAddress address, int family) {
    byte[] host = address.getAddress().getAddress();
    ByteBuffer b = ByteBuffer.allocate(family == AF_INET ? 16 : 28).order(ByteOrder.LITTLE_ENDIAN);
    b.putShort((short) family);
    b.put((byte) (address.getPort() >>> 8)).put((byte) address.getPort());
    if (family == AF_INET) {
      return b.put(4, host, 0, 4).array();
    }
    if (host.length == 4) {
      boolean any = address.getAddress().isAnyLocalAddress();
      return any ? b.array() : b.putShort(18, (short) -1).put(20, host).array();
    }
    b.put(8, host);
    if (address.getAddress() instanceof Inet6Address six && six.isLinkLocalAddress()) {
      b.putInt(24, six.getScopeId());
    }
    return b.array();
  }

  /**
   * Stores an address where a call wants one.
   *
   * @param lengthAt address of the room that is there, which becomes the length
   */
  static void write(
      GuestThread t, @Nullable GuestAddress address, int family, long at, long lengthAt)
      throws LinuxError {
    if (at == 0 || lengthAt == 0) {
      return;
    }
    byte[] bytes = address == null ? new byte[0] : encode(address, family);
    int room = t.memory().readInt(lengthAt);
    if (room < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    t.memory().write(at, bytes, 0, Math.min(room, bytes.length));
    t.memory().writeInt(lengthAt, bytes.length);
  }
}
