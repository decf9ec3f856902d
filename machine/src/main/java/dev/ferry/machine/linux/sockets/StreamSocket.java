package dev.ferry.machine.linux.sockets;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.waiting.HostPoller;
import dev.ferry.machine.linux.waiting.Sleep;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TCP socket. The poller reads ahead into a buffer of its own, so that poll, FIONREAD and
 * MSG_PEEK know what is there, and stops when that is full; everything else is done by guests'
 * threads without blocking.
 */
public final class StreamSocket extends InternetSocket implements HostPoller.Client {
  private static final int BUFFER = 1 << 15;

  /** Connections accepted ahead of the guest. */
  private static final int ACCEPT_AHEAD = 16;

  private enum State {
    IDLE,
    CONNECTING,
    CONNECTED,
    LISTENING
  }

  // All guarded by this.
  private State state = State.IDLE;
  private @Nullable SocketChannel channel;
  private @Nullable Listener server;
  private final ArrayDeque<SocketChannel> accepted = new ArrayDeque<>();

  /** Read ahead, in the state to be read from. */
  private ByteBuffer input = ByteBuffer.allocate(0);

  private boolean atEnd;
  private boolean sendingEnded;
  private boolean sendingBlocked;
  private boolean isBound;
  private boolean isOfBoth;

  /** Whether connect has said that the connection stands. */
  private boolean isReported;

  /**
   * @param pid of the process that makes it
   */
  public StreamSocket(HostNetwork host, int family, int protocol, int pid) {
    super(host, family, STREAM, protocol, pid);
  }

  private SocketChannel channel() throws IOException {
    SocketChannel open = channel;
    if (open == null) {
      open = SocketChannel.open(protocolFamily());
      open.configureBlocking(false);
      options.applyTo(open);
      channel = open;
    }
    return open;
  }

  // ---- addresses ---------------------------------------------------------------------------

  @Override
  public synchronized void bind(GuestThread t, GuestAddress address) throws LinuxError {
    InetSocketAddress wanted = local(address);
    if (state != State.IDLE || isBound) {
      throw new LinuxError(Errno.EINVAL);
    }
    try {
      SocketChannel unused = channel().bind(wanted);
      isBound = true;
      isOfBoth = isOfBoth(address);
    } catch (IOException e) {
      throw error(e);
    } catch (RuntimeException e) {
      throw error(e);
    }
  }

  private @Nullable NetworkChannel current() {
    Listener listening = server;
    return state == State.LISTENING && listening != null ? listening.channel() : channel;
  }

  @Override
  public synchronized GuestAddress name() throws LinuxError {
    return nameOf(current());
  }

  @Override
  public synchronized GuestAddress peer() throws LinuxError {
    SocketChannel open = channel;
    if (state != State.CONNECTED || open == null) {
      throw new LinuxError(Errno.ENOTCONN);
    }
    try {
      return addressOf(open.getRemoteAddress());
    } catch (IOException e) {
      throw new LinuxError(Errno.ENOTCONN);
    }
  }

  /** The options have changed. */
  public synchronized void optionChanged() throws LinuxError {
    optionChanged(current());
  }

  // ---- listening ---------------------------------------------------------------------------

  /** Java binds and listens at once: what was bound before gives its port to the listener. */
  @Override
  public synchronized void listen(int backlog) throws LinuxError {
    if (state == State.LISTENING) {
      return;
    }
    if (state != State.IDLE) {
      throw new LinuxError(Errno.EINVAL);
    }
    try {
      InetSocketAddress local = automatic();
      if (channel != null) {
        if (isBound && channel.getLocalAddress() instanceof InetSocketAddress bound) {
          local = bound;
        }
        channel.close();
        channel = null;
      }
      int length = Math.clamp(backlog < 0 ? MAX_BACKLOG : backlog, 1, MAX_BACKLOG);
      server = Listener.open(this, this, local, length, isOfBoth);
      state = State.LISTENING;
    } catch (IOException e) {
      throw error(e);
    } catch (RuntimeException e) {
      throw error(e);
    }
  }

  @Override
  public synchronized boolean isListening() {
    return state == State.LISTENING;
  }

  private void acceptAhead() {
    Listener open = server;
    try {
      while (open != null && accepted.size() < ACCEPT_AHEAD) {
        SocketChannel next = open.accept();
        if (next == null) {
          break;
        }
        accepted.add(next);
      }
    } catch (IOException e) {
      setError(error(e).errno());
    }
    if (open != null) {
      open.waits(accepted.size() < ACCEPT_AHEAD);
    }
  }

  @Override
  public GuestSocket accept() throws LinuxError {
    SocketChannel[] next = new SocketChannel[1];
    int unused =
        await(
            changes(),
            !isNonBlocking(),
            Sleep.deadline(receiveTimeout),
            () -> {
              synchronized (this) {
                if (state != State.LISTENING) {
                  throw new LinuxError(Errno.EINVAL);
                }
                if (accepted.isEmpty()) {
                  acceptAhead();
                }
                throwError();
                SocketChannel taken = accepted.poll();
                if (taken == null) {
                  return Sleep.WOULD_BLOCK;
                }
                next[0] = taken;
                Listener listening = server;
                if (listening != null) {
                  listening.waits(true);
                }
                return 0;
              }
            });
    StreamSocket socket = new StreamSocket(host, family, protocol, pid);
    socket.adopt(next[0]);
    return socket;
  }

  private synchronized void adopt(SocketChannel connected) throws LinuxError {
    channel = connected;
    isReported = true;
    try {
      connected();
    } catch (IOException e) {
      throw new LinuxError(Errno.ECONNABORTED);
    }
  }

  private void connected() throws IOException {
    SocketChannel open = channel();
    state = State.CONNECTED;
    if (key == null) {
      key = host.poller().register(open, SelectionKey.OP_READ, this);
    } else {
      interest(SelectionKey.OP_READ, SelectionKey.OP_CONNECT);
    }
  }

  // ---- connecting --------------------------------------------------------------------------

  @Override
  public void connect(GuestThread t, GuestAddress address) throws LinuxError {
    boolean wait = mayWait(0);
    synchronized (this) {
      switch (state) {
        case LISTENING -> throw new LinuxError(Errno.EISCONN);
        case CONNECTED -> {
          if (isReported) {
            throw new LinuxError(Errno.EISCONN);
          }
          isReported = true;
          return;
        }
        case CONNECTING -> {
          finishConnect();
          if (state == State.CONNECTING && !wait) {
            throw new LinuxError(Errno.EALREADY);
          }
          throwError();
        }
        case IDLE -> {
          throwError();
          beginConnect(remote(address));
        }
      }
      if (state == State.CONNECTED) {
        isReported = true;
        return;
      }
    }
    awaitConnection(wait);
  }

  private void beginConnect(InetSocketAddress address) throws LinuxError {
    try {
      SocketChannel open = channel();
      if (open.connect(address)) {
        connected();
      } else {
        state = State.CONNECTING;
        key = host.poller().register(open, SelectionKey.OP_CONNECT, this);
      }
    } catch (IOException e) {
      dropChannel();
      throw error(e);
    } catch (RuntimeException e) {
      throw error(e);
    }
  }

  private void awaitConnection(boolean wait) throws LinuxError {
    try {
      int unused =
          await(
              changes(),
              wait,
              Sleep.deadline(sendTimeout),
              () -> {
                synchronized (this) {
                  if (state == State.CONNECTING) {
                    return Sleep.WOULD_BLOCK;
                  }
                  throwError();
                  isReported = true;
                  return 0;
                }
              });
    } catch (LinuxError e) {
      throw e.errno() == Errno.EAGAIN ? new LinuxError(Errno.EINPROGRESS) : e;
    }
  }

  private void finishConnect() {
    SocketChannel open = channel;
    if (state != State.CONNECTING || open == null) {
      return;
    }
    try {
      if (open.finishConnect()) {
        connected();
      }
    } catch (IOException e) {
      setError(error(e).errno());
      dropChannel();
    }
  }

  /** After a failed connect the host's socket is gone; the guest may try again. */
  private void dropChannel() {
    state = State.IDLE;
    isBound = false;
    key = null;
    SocketChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It is of no use any more.
      }
    }
  }

  // ---- the poller ----------------------------------------------------------------------------

  @Override
  public void selected(SelectionKey selected) {
    synchronized (this) {
      try {
        int ready = selected.readyOps();
        if ((ready & SelectionKey.OP_CONNECT) != 0) {
          finishConnect();
        }
        if ((ready & SelectionKey.OP_ACCEPT) != 0) {
          acceptAhead();
        }
        if ((ready & SelectionKey.OP_WRITE) != 0) {
          sendingBlocked = false;
          interest(0, SelectionKey.OP_WRITE);
        }
        if ((ready & SelectionKey.OP_READ) != 0) {
          readAhead();
        }
      } catch (CancelledKeyException e) {
        return; // Closed in the meantime.
      }
    }
    changes().wake();
  }

  private void readAhead() {
    SocketChannel open = channel;
    if (state != State.CONNECTED || open == null || atEnd) {
      interest(0, SelectionKey.OP_READ);
      return;
    }
    if (input.capacity() == 0) {
      input = ByteBuffer.allocate(BUFFER).flip();
    }
    input.compact();
    try {
      atEnd = input.hasRemaining() && open.read(input) < 0;
    } catch (IOException e) {
      setError(error(e).errno());
      atEnd = true;
    }
    boolean pause = atEnd || !input.hasRemaining();
    input.flip();
    interest(pause ? 0 : SelectionKey.OP_READ, pause ? SelectionKey.OP_READ : 0);
  }

  // ---- transfer ----------------------------------------------------------------------------

  @Override
  public int send(
      GuestThread t,
      byte[] bytes,
      @Nullable GuestAddress to,
      List<OpenFile> files,
      int messageFlags)
      throws LinuxError {
    boolean wait = mayWait(messageFlags);
    long deadline = Sleep.deadline(sendTimeout);
    int done = 0;
    do {
      int at = done;
      try {
        done += await(changes(), wait, deadline, () -> sendSome(bytes, at));
      } catch (LinuxError e) {
        if (done > 0 && (e.errno() == Errno.EAGAIN || Sleep.isInterruption(e))) {
          return done;
        }
        throw e;
      }
    } while (done < bytes.length);
    return done;
  }

  private synchronized int sendSome(byte[] bytes, int at) throws LinuxError {
    SocketChannel open = channel;
    if (state == State.CONNECTING) {
      return Sleep.WOULD_BLOCK;
    }
    throwError();
    if (state != State.CONNECTED || open == null || sendingEnded) {
      throw new LinuxError(Errno.EPIPE);
    }
    try {
      int count = open.write(ByteBuffer.wrap(bytes, at, bytes.length - at));
      if (count == 0 && at < bytes.length) {
        sendingBlocked = true;
        interest(SelectionKey.OP_WRITE, 0);
        return Sleep.WOULD_BLOCK;
      }
      return count;
    } catch (IOException e) {
      throw error(e);
    } catch (RuntimeException e) {
      throw error(e);
    }
  }

  @Override
  public Received receive(byte[] to, int offset, int length, int messageFlags) throws LinuxError {
    boolean wait = mayWait(messageFlags);
    boolean all = (messageFlags & MSG_WAITALL) != 0 && (messageFlags & MSG_PEEK) == 0;
    long deadline = Sleep.deadline(receiveTimeout);
    int done = 0;
    do {
      int at = done;
      try {
        int count =
            await(
                changes(),
                wait,
                deadline,
                () -> take(to, offset + at, length - at, (messageFlags & MSG_PEEK) != 0));
        if (count == 0) {
          break;
        }
        done += count;
      } catch (LinuxError e) {
        if (done > 0) {
          break;
        }
        throw e;
      }
    } while (all && done < length);
    return Received.of(done);
  }

  private synchronized int take(byte[] to, int offset, int length, boolean peek) throws LinuxError {
    if (!input.hasRemaining()) {
      if (state == State.CONNECTING) {
        return Sleep.WOULD_BLOCK;
      }
      if (!hasError() && state != State.CONNECTED) {
        throw new LinuxError(Errno.ENOTCONN);
      }
      readAhead();
    }
    if (input.hasRemaining()) {
      int count = Math.min(length, input.remaining());
      input.get(input.position(), to, offset, count);
      if (!peek) {
        input.position(input.position() + count);
      }
      if (!input.hasRemaining() && !atEnd) {
        interest(SelectionKey.OP_READ, 0);
      }
      return count;
    }
    throwError();
    return atEnd || length == 0 ? 0 : Sleep.WOULD_BLOCK;
  }

  @Override
  public void shutdown(int how) throws LinuxError {
    if (isListening()) {
      closeServer();
      changes().wake();
      return;
    }
    synchronized (this) {
      SocketChannel open = channel;
      if (state != State.CONNECTED || open == null) {
        throw new LinuxError(Errno.ENOTCONN);
      }
      try {
        if (how != 0 && !sendingEnded) {
          sendingEnded = true;
          SocketChannel unused = open.shutdownOutput();
        }
        if (how != 1) {
          atEnd = true;
          interest(0, SelectionKey.OP_READ);
          SocketChannel unused = open.shutdownInput();
        }
      } catch (IOException e) {
        throw error(e);
      }
    }
    changes().wake();
  }

  @Override
  public synchronized int ready() {
    switch (state) {
      case LISTENING -> {
        if (accepted.isEmpty()) {
          acceptAhead();
        }
        return accepted.isEmpty() ? 0 : POLLIN;
      }
      case IDLE -> {
        return POLLOUT | POLLHUP | (hasError() ? POLLIN | POLLERR : 0);
      }
      case CONNECTING -> {
        finishConnect();
        return state == State.CONNECTING ? 0 : ready();
      }
      case CONNECTED -> {
        if (!input.hasRemaining() && !atEnd) {
          readAhead();
        }
      }
    }
    int bits = input.hasRemaining() || atEnd ? POLLIN : 0;
    bits |= atEnd ? POLLRDHUP : 0;
    bits |= atEnd && sendingEnded ? POLLHUP : 0;
    bits |= hasError() ? POLLERR | POLLHUP : 0;
    return bits | (sendingBlocked ? 0 : POLLOUT);
  }

  @Override
  public synchronized long available() {
    int bits = ready();
    return bits == 0 ? 0 : input.remaining();
  }

  private void closeServer() {
    synchronized (this) {
      Listener open = server;
      server = null;
      state = State.IDLE;
      try {
        for (SocketChannel connection : accepted) {
          connection.close();
        }
        accepted.clear();
        if (open != null) {
          open.close();
        }
      } catch (IOException e) {
        // Gone either way.
      }
    }
    host.poller().awaitClosed();
  }

  @Override
  protected void close() {
    if (isListening()) {
      closeServer();
      return;
    }
    boolean portMatters;
    synchronized (this) {
      portMatters = isBound && key != null;
      dropChannel();
    }
    if (portMatters) {
      host.poller().awaitClosed();
    } else {
      host.poller().closed();
    }
  }
}
