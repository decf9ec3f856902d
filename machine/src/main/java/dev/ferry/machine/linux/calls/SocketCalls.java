package dev.ferry.machine.linux.calls;

import static dev.ferry.machine.linux.abi.SystemCallNumbers.*;

import dev.ferry.machine.linux.Network;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.sockets.GuestAddress;
import dev.ferry.machine.linux.sockets.GuestSocket;
import dev.ferry.machine.linux.sockets.HostNetwork;
import dev.ferry.machine.linux.sockets.LocalNames;
import dev.ferry.machine.linux.sockets.LocalSocket;
import dev.ferry.machine.linux.sockets.PacketSocket;
import dev.ferry.machine.linux.sockets.RouteSocket;
import dev.ferry.machine.linux.sockets.StreamSocket;

/** System calls on sockets. */
final class SocketCalls {
  private SocketCalls() {}

  private static final int SOCK_TYPE = 0xf;

  /** Protocols of {@code netinet/in.h} that fit a type. */
  private static final int TCP = 6;

  private static final int NETLINK_ROUTE = 0;

  private static final int UDP = 17;

  static long call(GuestThread t, int number, long a0, long a1, long a2, long a3, long a4, long a5)
      throws LinuxError {
    int i1 = (int) a1;
    int i2 = (int) a2;
    if (number == SOCKET) {
      return socket(t, (int) a0, i1, i2);
    }
    if (number == SOCKETPAIR) {
      return socketPair(t, (int) a0, i1, i2, a3);
    }
    if (!(t.process().fds().get((int) a0) instanceof GuestSocket socket)) {
      throw new LinuxError(Errno.ENOTSOCK);
    }
    return switch (number) {
      case BIND -> {
        socket.bind(t, GuestAddress.read(t, a1, i2));
        yield 0;
      }
      case LISTEN -> {
        socket.listen(i1);
        yield 0;
      }
      case ACCEPT -> accept(t, socket, a1, a2, 0);
      case ACCEPT4 -> accept(t, socket, a1, a2, (int) a3);
      case CONNECT -> {
        socket.connect(t, GuestAddress.read(t, a1, i2));
        yield 0;
      }
      case GETSOCKNAME -> {
        GuestAddress.write(t, socket.name(), socket.family, a1, a2);
        yield 0;
      }
      case GETPEERNAME -> {
        GuestAddress.write(t, socket.peer(), socket.family, a1, a2);
        yield 0;
      }
      case SHUTDOWN -> {
        if (i1 < 0 || i1 > 2) {
          throw new LinuxError(Errno.EINVAL);
        }
        socket.shutdown(i1);
        yield 0;
      }
      case SETSOCKOPT -> SocketOptionCalls.set(t, socket, i1, i2, a3, (int) a4);
      case GETSOCKOPT -> SocketOptionCalls.get(t, socket, i1, i2, a3, a4);
      case SENDTO -> SocketMessages.sendTo(t, socket, a1, a2, (int) a3, a4, (int) a5);
      case RECVFROM -> SocketMessages.receiveFrom(t, socket, a1, a2, (int) a3, a4, a5);
      case SENDMSG -> SocketMessages.send(t, socket, a1, i2);
      case RECVMSG -> SocketMessages.receive(t, socket, a1, i2);
      case SENDMMSG -> SocketMessages.sendMany(t, socket, a1, i2, (int) a3);
      case RECVMMSG, RECVMMSG_TIME64 -> SocketMessages.receiveMany(t, socket, a1, i2, (int) a3, a4);
      default -> throw new LinuxError(Errno.EOPNOTSUPP);
    };
  }

  private static int checkedType(int type) throws LinuxError {
    int known = OpenFile.O_CLOEXEC | OpenFile.O_NONBLOCK;
    if ((type & ~(SOCK_TYPE | known)) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    return type & SOCK_TYPE;
  }

  private static LocalSocket localSocket(GuestThread t, int type, int protocol) throws LinuxError {
    if (protocol != 0 && protocol != 1) {
      throw new LinuxError(Errno.EPROTONOSUPPORT);
    }
    // As Linux: a raw local socket is one of datagrams.
    int kind = checkedType(type) == GuestSocket.RAW ? GuestSocket.DATAGRAM : checkedType(type);
    if (kind != GuestSocket.STREAM
        && kind != GuestSocket.DATAGRAM
        && kind != GuestSocket.SEQUENCED) {
      throw new LinuxError(Errno.ESOCKTNOSUPPORT);
    }
    return new LocalSocket(LocalNames.of(t), kind, t.process().pid());
  }

  private static GuestSocket internetSocket(GuestThread t, int family, int type, int protocol)
      throws LinuxError {
    HostNetwork host = HostNetwork.of(t);
    int pid = t.process().pid();
    int kind = checkedType(type);
    if (kind != GuestSocket.STREAM && kind != GuestSocket.DATAGRAM) {
      throw new LinuxError(kind == GuestSocket.RAW ? Errno.EPERM : Errno.ESOCKTNOSUPPORT);
    }
    int own = kind == GuestSocket.STREAM ? TCP : UDP;
    if (protocol != 0 && protocol != own) {
      throw new LinuxError(Errno.EPROTONOSUPPORT);
    }
    if (host.network() == Network.NONE) {
      throw new LinuxError(Errno.EACCES);
    }
    return kind == GuestSocket.STREAM
        ? new StreamSocket(host, family, own, pid)
        : new PacketSocket(host, family, own, pid);
  }

  /** Who has no network is told of no interfaces. */
  private static GuestSocket routeSocket(GuestThread t, int type, int protocol) throws LinuxError {
    HostNetwork host = HostNetwork.of(t);
    if (host.network() == Network.NONE) {
      throw new LinuxError(Errno.EAFNOSUPPORT);
    }
    int kind = checkedType(type);
    if (kind != GuestSocket.RAW && kind != GuestSocket.DATAGRAM) {
      throw new LinuxError(Errno.ESOCKTNOSUPPORT);
    }
    if (protocol != NETLINK_ROUTE) {
      throw new LinuxError(Errno.EPROTONOSUPPORT);
    }
    return new RouteSocket(host, kind, t.process().pid());
  }

  private static long socket(GuestThread t, int family, int type, int protocol) throws LinuxError {
    GuestSocket socket =
        switch (family) {
          case GuestAddress.AF_UNIX -> localSocket(t, type, protocol);
          case GuestAddress.AF_INET, GuestAddress.AF_INET6 ->
              internetSocket(t, family, type, protocol);
          case GuestAddress.AF_NETLINK -> routeSocket(t, type, protocol);
          default -> throw new LinuxError(Errno.EAFNOSUPPORT);
        };
    return add(t, socket, type);
  }

  private static int add(GuestThread t, GuestSocket socket, int type) throws LinuxError {
    socket.setFlags(socket.flags() | type & OpenFile.O_NONBLOCK);
    return t.process().fds().add(socket, 0, (type & OpenFile.O_CLOEXEC) != 0);
  }

  private static long socketPair(GuestThread t, int family, int type, int protocol, long address)
      throws LinuxError {
    if (family != GuestAddress.AF_UNIX) {
      boolean internet = family == GuestAddress.AF_INET || family == GuestAddress.AF_INET6;
      throw new LinuxError(internet ? Errno.EOPNOTSUPP : Errno.EAFNOSUPPORT);
    }
    LocalSocket one = localSocket(t, type, protocol);
    LocalSocket other = localSocket(t, type, protocol);
    LocalSocket.join(one, other);
    int first = add(t, one, type);
    int second = add(t, other, type);
    t.memory().writeInt(address, first);
    t.memory().writeInt(address + 4, second);
    return 0;
  }

  private static long accept(GuestThread t, GuestSocket socket, long at, long length, int type)
      throws LinuxError {
    if (checkedType(type) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    GuestSocket connection = socket.accept();
    GuestAddress peer;
    try {
      peer = connection.peer();
    } catch (LinuxError e) {
      peer = null; // It has gone already.
    }
    int fd = add(t, connection, type);
    GuestAddress.write(t, peer, socket.family, at, length);
    return fd;
  }
}
