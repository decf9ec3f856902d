package dev.ferry.machine.linux.sockets;

import dev.ferry.machine.linux.waiting.HostPoller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The host's channels of a TCP socket that takes connections: one as a rule, and a second one of
 * IPv4 where only loopback is granted and a socket of IPv6 is bound to all addresses, which on
 * Linux is reached by both.
 */
final class Listener {
  private final InternetSocket socket;
  private final List<ServerSocketChannel> channels = new ArrayList<>();
  private final List<SelectionKey> keys = new ArrayList<>();

  private Listener(InternetSocket socket) {
    this.socket = socket;
  }

  /**
   * Binds and listens.
   *
   * @param client who is told of connections
   * @param both whether the same port of IPv4's loopback address is listened at, too
   */
  static Listener open(
      InternetSocket socket,
      HostPoller.Client client,
      InetSocketAddress local,
      int backlog,
      boolean both)
      throws IOException {
    Listener listener = new Listener(socket);
    try {
      listener.add(ServerSocketChannel.open(socket.protocolFamily()), client, local, backlog);
      if (both && listener.channel().getLocalAddress() instanceof InetSocketAddress bound) {
        InetAddress four = InetAddress.ofLiteral("127.0.0.1");
        InetSocketAddress other = new InetSocketAddress(four, bound.getPort());
        listener.add(ServerSocketChannel.open(StandardProtocolFamily.INET), client, other, backlog);
      }
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
    return listener;
  }

  private void add(
      ServerSocketChannel open, HostPoller.Client client, InetSocketAddress local, int backlog)
      throws IOException {
    channels.add(open);
    socket.options.applyTo(open);
    open.bind(local, backlog);
    keys.add(socket.host.poller().register(open, SelectionKey.OP_ACCEPT, client));
  }

  /** The one whose address is the socket's. */
  NetworkChannel channel() {
    return channels.getFirst();
  }

  /** The next connection that has come, or null. */
  @Nullable SocketChannel accept() throws IOException {
    for (ServerSocketChannel channel : channels) {
      SocketChannel next = channel.accept();
      if (next != null) {
        return next;
      }
    }
    return null;
  }

  /** Whether more connections are waited for; the caller holds the lock of the socket. */
  void waits(boolean forMore) {
    int accept = SelectionKey.OP_ACCEPT;
    for (SelectionKey key : keys) {
      socket.interest(key, forMore ? accept : 0, forMore ? 0 : accept);
    }
  }

  void close() throws IOException {
    for (ServerSocketChannel channel : channels) {
      channel.close();
    }
  }
}
