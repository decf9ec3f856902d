package dev.ferry.machine.linux.sockets;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.waiting.HostPoller;
import dev.ferry.machine.linux.waiting.Sleep;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A UDP socket; the poller receives ahead of the guest, as for {@link StreamSocket}. */
public final class PacketSocket extends InternetSocket implements HostPoller.Client {
  private static final int LARGEST = 65536;

  /**
   * Bytes and packets received ahead; more stays with the host, which drops what it cannot keep.
   */
  private static final int CAPACITY = 212_992;

  private static final int MAX_PACKETS = 256;

  private record Packet(byte[] bytes, SocketAddress from) {}

  // All guarded by this.
  private @Nullable DatagramChannel channel;
  private final ArrayDeque<Packet> packets = new ArrayDeque<>();
  private int bytes;
  private @Nullable ByteBuffer buffer;
  private boolean receivingEnded;
  private boolean sendingEnded;
  private boolean sendingBlocked;
  private boolean isBound;

  /**
   * @param pid of the process that makes it
   */
  public PacketSocket(HostNetwork host, int family, int protocol, int pid) {
    super(host, family, DATAGRAM, protocol, pid);
  }

  private DatagramChannel channel() throws IOException {
    DatagramChannel open = channel;
    if (open == null) {
      open = DatagramChannel.open(protocolFamily());
      open.configureBlocking(false);
      options.applyTo(open);
      channel = open;
    }
    return open;
  }

  private void bindTo(InetSocketAddress address) throws IOException {
    DatagramChannel open = channel().bind(address);
    isBound = true;
    key = host.poller().register(open, SelectionKey.OP_READ, this);
  }

  /** A channel that is bound, by itself where the guest has not done it. */
  private DatagramChannel bound() throws IOException {
    if (!isBound) {
      bindTo(automatic());
    }
    return channel();
  }

  @Override
  public synchronized void bind(GuestThread t, GuestAddress address) throws LinuxError {
    InetSocketAddress wanted = local(address);
    if (isBound) {
      throw new LinuxError(Errno.EINVAL);
    }
    try {
      bindTo(wanted);
    } catch (IOException e) {
      throw error(e);
    } catch (RuntimeException e) {
      throw error(e);
    }
  }

  /**
   * Whether it is connected to a host without a port, which getaddrinfo of glibc does to learn its
   * own address towards that host. Java refuses port 0, so the channel has another one.
   */
  private boolean isWithoutPort;

  /** The discard service: nothing is sent there. */
  private static final int ANY_PORT = 9;

  @Override
  public synchronized void connect(GuestThread t, GuestAddress address) throws LinuxError {
    try {
      DatagramChannel open = bound();
      if (open.isConnected()) {
        open.disconnect();
      }
      isWithoutPort = false;
      if (!(address instanceof GuestAddress.None)) {
        InetSocketAddress remote = remote(address);
        isWithoutPort = remote.getPort() == 0;
        open.connect(isWithoutPort ? new InetSocketAddress(remote.getAddress(), ANY_PORT) : remote);
      }
    } catch (IOException e) {
      throw error(e);
    } catch (RuntimeException e) {
      throw error(e);
    }
  }

  @Override
  public synchronized GuestAddress name() throws LinuxError {
    return nameOf(channel);
  }

  @Override
  public synchronized GuestAddress peer() throws LinuxError {
    DatagramChannel open = channel;
    try {
      if (open == null || !open.isConnected() || isWithoutPort) {
        throw new LinuxError(Errno.ENOTCONN);
      }
      return addressOf(open.getRemoteAddress());
    } catch (IOException e) {
      throw new LinuxError(Errno.ENOTCONN);
    }
  }

  /** The options have changed. */
  public synchronized void optionChanged() throws LinuxError {
    optionChanged(channel);
  }

  @Override
  public void selected(SelectionKey selected) {
    synchronized (this) {
      try {
        if (selected.isWritable()) {
          sendingBlocked = false;
          interest(0, SelectionKey.OP_WRITE);
        }
        if (selected.isReadable()) {
          receiveAhead();
        }
      } catch (CancelledKeyException e) {
        return; // Closed in the meantime.
      }
    }
    changes().wake();
  }

  private void receiveAhead() {
    DatagramChannel open = channel;
    if (open == null || !isBound) {
      return;
    }
    if (buffer == null) {
      buffer = ByteBuffer.allocate(LARGEST);
    }
    try {
      while (packets.size() < MAX_PACKETS && bytes < CAPACITY) {
        buffer.clear();
        SocketAddress from = open.receive(buffer);
        if (from == null) {
          break;
        }
        byte[] packet = new byte[buffer.flip().remaining()];
        buffer.get(packet);
        packets.add(new Packet(packet, from));
        bytes += packet.length;
      }
    } catch (IOException e) {
      setError(error(e).errno());
    }
    boolean full = packets.size() >= MAX_PACKETS || bytes >= CAPACITY;
    interest(full ? 0 : SelectionKey.OP_READ, full ? SelectionKey.OP_READ : 0);
  }

  @Override
  public int send(
      GuestThread t,
      byte[] packet,
      @Nullable GuestAddress to,
      List<OpenFile> files,
      int messageFlags)
      throws LinuxError {
    InetSocketAddress target = to == null ? null : remote(to);
    return await(
        changes(),
        mayWait(messageFlags),
        Sleep.deadline(sendTimeout),
        () -> sendNow(packet, target));
  }

  private synchronized int sendNow(byte[] packet, @Nullable InetSocketAddress target)
      throws LinuxError {
    throwError();
    if (sendingEnded) {
      throw new LinuxError(Errno.EPIPE);
    }
    try {
      DatagramChannel open = bound();
      if (target == null && (!open.isConnected() || isWithoutPort)) {
        throw new LinuxError(Errno.EDESTADDRREQ);
      }
      ByteBuffer from = ByteBuffer.wrap(packet);
      int count = target == null || open.isConnected() ? open.write(from) : open.send(from, target);
      if (count == 0 && packet.length > 0) {
        sendingBlocked = true;
        interest(SelectionKey.OP_WRITE, 0);
        return Sleep.WOULD_BLOCK;
      }
      return packet.length;
    } catch (IOException e) {
      throw error(e);
    } catch (RuntimeException e) {
      throw error(e);
    }
  }

  @Override
  public Received receive(byte[] to, int offset, int length, int messageFlags) throws LinuxError {
    Received[] result = new Received[1];
    int unused =
        await(
            changes(),
            mayWait(messageFlags),
            Sleep.deadline(receiveTimeout),
            () -> {
              Received got = take(to, offset, length, (messageFlags & MSG_PEEK) != 0);
              if (got == null) {
                return Sleep.WOULD_BLOCK;
              }
              result[0] = got;
              return 0;
            });
    return result[0];
  }

  private synchronized @Nullable Received take(byte[] to, int offset, int length, boolean peek)
      throws LinuxError {
    if (packets.isEmpty()) {
      receiveAhead();
    }
    throwError();
    Packet packet = packets.peek();
    if (packet == null) {
      return receivingEnded ? Received.of(0) : null;
    }
    int copied = Math.min(length, packet.bytes.length);
    System.arraycopy(packet.bytes, 0, to, offset, copied);
    if (!peek) {
      packets.removeFirst();
      bytes -= packet.bytes.length;
      interest(SelectionKey.OP_READ, 0);
    }
    return new Received(copied, packet.bytes.length, addressOf(packet.from), List.of(), 0);
  }

  @Override
  public void shutdown(int how) throws LinuxError {
    synchronized (this) {
      DatagramChannel open = channel;
      if (open == null || !open.isConnected()) {
        throw new LinuxError(Errno.ENOTCONN);
      }
      receivingEnded |= how != 1;
      sendingEnded |= how != 0;
    }
    changes().wake();
  }

  @Override
  public synchronized int ready() {
    if (packets.isEmpty()) {
      receiveAhead();
    }
    int bits = packets.isEmpty() && !receivingEnded ? 0 : POLLIN;
    bits |= receivingEnded ? POLLRDHUP : 0;
    bits |= receivingEnded && sendingEnded ? POLLHUP : 0;
    return bits | (hasError() ? POLLERR : 0) | (sendingBlocked ? 0 : POLLOUT);
  }

  @Override
  public synchronized long available() {
    Packet first = packets.peek();
    return first == null ? 0 : first.bytes.length;
  }

  @Override
  protected void close() {
    boolean portMatters;
    synchronized (this) {
      DatagramChannel open = channel;
      channel = null;
      portMatters = open != null && isBound;
      try {
        if (open != null) {
          open.close();
        }
      } catch (IOException e) {
        // Gone either way.
      }
    }
    if (portMatters) {
      host.poller().awaitClosed();
    }
  }
}
