package dev.ferry.machine.linux.sockets;

import dev.ferry.machine.linux.Network;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A socket on a channel of the host. */
abstract class InternetSocket extends GuestSocket {
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;

  final HostNetwork host;

  /** Null until the channel is one that is waited for. */
  protected @Nullable SelectionKey key;

  InternetSocket(HostNetwork host, int family, int type, int protocol, int pid) {
    super(family, type, protocol, pid);
    this.host = host;
    changes().setPoller(host.poller());
  }

  final ProtocolFamily protocolFamily() {
    return family == GuestAddress.AF_INET
        ? StandardProtocolFamily.INET
        : StandardProtocolFamily.INET6;
  }

  /** An address to be bound to; with loopback alone everything on this host is loopback. */
  final InetSocketAddress local(GuestAddress address) throws LinuxError {
    InetSocketAddress local = ofFamily(address);
    if (host.network() == Network.LOOPBACK && local.getAddress().isAnyLocalAddress()) {
      return loopback(local);
    }
    host.network().permit(local.getAddress());
    return local;
  }

  /** An address to be talked to; as on Linux, that of everything on this host is loopback. */
  final InetSocketAddress remote(GuestAddress address) throws LinuxError {
    InetSocketAddress remote = ofFamily(address);
    if (remote.getAddress().isAnyLocalAddress()) {
      return loopback(remote);
    }
    host.network().permit(remote.getAddress());
    return remote;
  }

  /** Whether connections to an address that it is bound to come to both loopback addresses. */
  final boolean isOfBoth(GuestAddress address) throws LinuxError {
    return host.network() == Network.LOOPBACK
        && family == GuestAddress.AF_INET6
        && options.get(IPPROTO_IPV6, IPV6_V6ONLY) == 0
        && ofFamily(address).getAddress() instanceof Inet6Address six
        && six.isAnyLocalAddress();
  }

  private InetSocketAddress ofFamily(GuestAddress address) throws LinuxError {
    if (!(address instanceof GuestAddress.Internet internet)
        || family == GuestAddress.AF_INET
            && internet.address().getAddress().getAddress().length != 4) {
      throw new LinuxError(Errno.EAFNOSUPPORT);
    }
    return internet.address();
  }

  private static InetSocketAddress loopback(InetSocketAddress wildcard) {
    byte[] bytes = wildcard.getAddress().getAddress();
    if (bytes.length == 4) {
      bytes[0] = 127;
    }
    bytes[bytes.length - 1] = 1;
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), wildcard.getPort());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The address of everything on this host, as unbound sockets have it. */
  final InetSocketAddress wildcard() {
    try {
      byte[] zero = new byte[family == GuestAddress.AF_INET ? 4 : 16];
      return new InetSocketAddress(InetAddress.getByAddress(zero), 0);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where a socket that was not bound is bound to when it has to be. */
  final InetSocketAddress automatic() {
    return host.network() == Network.LOOPBACK
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
        : wildcard();
  }

  final GuestAddress addressOf(@Nullable SocketAddress address) {
    return new GuestAddress.Internet(
        address instanceof InetSocketAddress internet ? internet : wildcard());
  }

  final GuestAddress nameOf(@Nullable NetworkChannel channel) throws LinuxError {
    try {
      return addressOf(channel == null ? null : channel.getLocalAddress());
    } catch (IOException e) {
      throw error(e);
    }
  }

  /** Gives the options to a channel that is open already. */
  final void optionChanged(@Nullable NetworkChannel channel) throws LinuxError {
    try {
      if (channel != null) {
        options.applyTo(channel);
      }
    } catch (IOException e) {
      throw error(e);
    }
  }

  /** Changes what the poller waits for; the caller holds the lock of this. */
  final void interest(int on, int off) {
    interest(key, on, off);
  }

  /** The same for another of its channels. */
  final void interest(@Nullable SelectionKey known, int on, int off) {
    if (known == null || !known.isValid()) {
      return;
    }
    int before = known.interestOps();
    int after = before & ~off | on;
    if (after != before) {
      known.interestOps(after);
      if ((after & ~before) != 0) {
        host.poller().wake();
      }
    }
  }

  /** The Linux number of a failure of the host's network. */
  static LinuxError error(IOException e) {
    int errno =
        switch (e) {
          case NoRouteToHostException x -> Errno.EHOSTUNREACH;
          case PortUnreachableException x -> Errno.ECONNREFUSED;
          case ConnectException x -> fromReason(x.getMessage(), Errno.ECONNREFUSED);
          case BindException x -> fromReason(x.getMessage(), Errno.EADDRINUSE);
          case ClosedChannelException x -> Errno.EPIPE;
          default -> fromReason(e.getMessage(), Errno.EIO);
        };
    return new LinuxError(errno);
  }

  /** The Linux number of a call that the channel's state or kind forbids. */
  static LinuxError error(RuntimeException e) {
    int errno =
        switch (e) {
          case AlreadyConnectedException x -> Errno.EISCONN;
          case NotYetConnectedException x -> Errno.ENOTCONN;
          case AlreadyBoundException x -> Errno.EINVAL;
          case UnresolvedAddressException x -> Errno.EADDRNOTAVAIL;
          case UnsupportedAddressTypeException x -> Errno.EAFNOSUPPORT;
          default -> Errno.EINVAL;
        };
    return new LinuxError(errno);
  }

  private record Reason(String words, int errno) {}

  private static final Reason[] REASONS = {
    new Reason("in use", Errno.EADDRINUSE),
    new Reason("cannot assign", Errno.EADDRNOTAVAIL),
    new Reason("can't assign", Errno.EADDRNOTAVAIL),
    new Reason("reset", Errno.ECONNRESET),
    new Reason("aborted", Errno.ECONNABORTED),
    new Reason("broken pipe", Errno.EPIPE),
    new Reason("timed out", Errno.ETIMEDOUT),
    new Reason("refused", Errno.ECONNREFUSED),
    new Reason("network is unreachable", Errno.ENETUNREACH),
    new Reason("no route", Errno.EHOSTUNREACH),
    new Reason("permission denied", Errno.EACCES),
    new Reason("not permitted", Errno.EPERM),
    new Reason("too long", Errno.EMSGSIZE),
    new Reason("too large", Errno.EMSGSIZE),
    new Reason("too many open", Errno.EMFILE),
    new Reason("not connected", Errno.ENOTCONN),
    new Reason("invalid argument", Errno.EINVAL),
    new Reason("not supported", Errno.EOPNOTSUPP),
  };

  /** Java tells hosts' reasons by words only. */
  private static int fromReason(@Nullable String message, int otherwise) {
    String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
    for (Reason reason : REASONS) {
      if (text.contains(reason.words)) {
        return reason.errno;
      }
    }
    return otherwise;
  }
}
