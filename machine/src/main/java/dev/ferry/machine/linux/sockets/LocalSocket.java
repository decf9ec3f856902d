package dev.ferry.machine.linux.sockets;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.sockets.GuestAddress.Local;
import dev.ferry.machine.linux.waiting.Sleep;
import dev.ferry.machine.linux.waiting.Waiter;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket of AF_UNIX: it connects guests of one machine. */
public final class LocalSocket extends GuestSocket {
  private final LocalNames names;
  private final Inbox inbox;

  /** Passes on that the peer has room, to who polls this. */
  private final Waiter roomAtPeer = () -> changes().wake();

  private volatile Local name = Local.UNNAMED;

  /** Where what is sent goes; null when not connected. */
  private volatile @Nullable LocalSocket peer;

  private volatile boolean sendingEnded;

  /** Guarded by this; not null when listening. */
  private @Nullable ArrayDeque<LocalSocket> pending;

  private int backlog;

  /**
   * @param pid of the process that makes it
   */
  public LocalSocket(LocalNames names, int type, int pid) {
    super(GuestAddress.AF_UNIX, type, 0, pid);
    this.names = names;
    this.inbox = new Inbox(type == STREAM, changes());
  }

  /** Connects two, each the other's peer. */
  public static void join(LocalSocket one, LocalSocket other) {
    one.setPeer(other);
    other.setPeer(one);
  }

  private void setPeer(@Nullable LocalSocket next) {
    LocalSocket old = peer;
    if (old != null) {
      old.inbox.space.remove(roomAtPeer);
    }
    peer = next;
    if (next != null) {
      next.inbox.space.add(roomAtPeer);
    }
  }

  private boolean connects() {
    return type != DATAGRAM;
  }

  private static Local local(GuestAddress address) throws LinuxError {
    if (address instanceof Local local) {
      return local;
    }
    throw new LinuxError(Errno.EINVAL);
  }

  @Override
  public void bind(GuestThread t, GuestAddress address) throws LinuxError {
    Local wanted = local(address);
    if (!name.name().isEmpty()) {
      throw new LinuxError(Errno.EINVAL);
    }
    Local chosen = wanted.name().isEmpty() ? names.newName(type) : wanted;
    names.bind(t, chosen, this);
    name = chosen;
  }

  @Override
  public synchronized void listen(int wanted) throws LinuxError {
    if (!connects()) {
      throw new LinuxError(Errno.EOPNOTSUPP);
    }
    if (name.name().isEmpty() || peer != null) {
      throw new LinuxError(Errno.EINVAL);
    }
    backlog = wanted < 0 ? MAX_BACKLOG : Math.min(wanted, MAX_BACKLOG);
    pending = pending == null ? new ArrayDeque<>() : pending;
  }

  /** Whether it has a peer. */
  boolean isConnected() {
    return peer != null;
  }

  @Override
  public synchronized boolean isListening() {
    return pending != null;
  }

  /** Takes a connection in. */
  private int offer(LocalSocket server) throws LinuxError {
    synchronized (this) {
      if (pending == null || isClosed()) {
        throw new LinuxError(Errno.ECONNREFUSED);
      }
      if (pending.size() > backlog) {
        return Sleep.WOULD_BLOCK;
      }
      pending.add(server);
    }
    changes().wake();
    return 0;
  }

  @Override
  public GuestSocket accept() throws LinuxError {
    LocalSocket[] accepted = new LocalSocket[1];
    int unused =
        await(
            changes(),
            !isNonBlocking(),
            Sleep.deadline(receiveTimeout),
            () -> {
              synchronized (this) {
                if (pending == null) {
                  throw new LinuxError(connects() ? Errno.EINVAL : Errno.EOPNOTSUPP);
                }
                LocalSocket next = pending.poll();
                if (next == null) {
                  return Sleep.WOULD_BLOCK;
                }
                accepted[0] = next;
                return 0;
              }
            });
    changes().wake(); // There is room for who connects.
    return accepted[0];
  }

  @Override
  public void connect(GuestThread t, GuestAddress address) throws LinuxError {
    if (address instanceof GuestAddress.None && !connects()) {
      setPeer(null);
      return;
    }
    LocalSocket target = names.find(t, local(address), type);
    if (!connects()) {
      setPeer(target);
      return;
    }
    if (isListening()) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (peer != null) {
      throw new LinuxError(Errno.EISCONN);
    }
    LocalSocket server = new LocalSocket(names, type, target.pid);
    server.name = target.name;
    join(this, server);
    try {
      int unused =
          await(
              target.changes(),
              !isNonBlocking(),
              Sleep.deadline(sendTimeout),
              () -> target.offer(server));
    } catch (LinuxError e) {
      setPeer(null);
      throw e;
    }
  }

  @Override
  public GuestAddress name() {
    return name;
  }

  @Override
  public GuestAddress peer() throws LinuxError {
    LocalSocket other = peer;
    if (other == null) {
      throw new LinuxError(Errno.ENOTCONN);
    }
    return other.name;
  }

  @Override
  public int peerPid() {
    LocalSocket other = peer;
    return other == null ? 0 : other.pid;
  }

  @Override
  public int send(
      GuestThread t,
      byte[] bytes,
      @Nullable GuestAddress to,
      List<OpenFile> files,
      int messageFlags)
      throws LinuxError {
    LocalSocket other = target(t, to);
    if (sendingEnded) {
      throw new LinuxError(Errno.EPIPE);
    }
    if (type == STREAM && bytes.length == 0) {
      return 0;
    }
    boolean wait = mayWait(messageFlags);
    long deadline = Sleep.deadline(sendTimeout);
    int sender = t.process().pid();
    int done = 0;
    while (true) {
      int at = done;
      List<OpenFile> along = done == 0 ? files : List.of();
      try {
        done +=
            await(
                other.inbox.space,
                wait,
                deadline,
                () -> other.inbox.put(bytes, at, name, along, sender));
      } catch (LinuxError e) {
        if (done > 0 && e.errno() != Errno.EPIPE) {
          return done;
        }
        if (e.errno() == Errno.ECONNREFUSED && to == null) {
          setPeer(null);
        }
        throw e;
      }
      if (done >= bytes.length) {
        return done;
      }
    }
  }

  private LocalSocket target(GuestThread t, @Nullable GuestAddress to) throws LinuxError {
    LocalSocket other = peer;
    if (connects()) {
      if (to != null && other != null && type == STREAM) {
        throw new LinuxError(Errno.EISCONN);
      }
      if (other == null) {
        throw new LinuxError(to != null ? Errno.EOPNOTSUPP : Errno.ENOTCONN);
      }
      return other;
    }
    if (to != null) {
      other = names.find(t, local(to), type);
    }
    if (other == null) {
      throw new LinuxError(Errno.ENOTCONN);
    }
    return other;
  }

  @Override
  public Received receive(byte[] to, int offset, int length, int messageFlags) throws LinuxError {
    if (connects() && peer == null) {
      throw new LinuxError(isListening() ? Errno.EINVAL : Errno.ENOTCONN);
    }
    boolean peek = (messageFlags & MSG_PEEK) != 0;
    boolean all = (messageFlags & MSG_WAITALL) != 0 && type == STREAM && !peek;
    long deadline = Sleep.deadline(receiveTimeout);
    Received received = receiveOnce(to, offset, length, messageFlags, deadline);
    while (all && received.files().isEmpty() && received.copied() < length) {
      int done = received.copied();
      Received more;
      try {
        more = receiveOnce(to, offset + done, length - done, messageFlags, deadline);
      } catch (LinuxError e) {
        break;
      }
      if (more.copied() == 0) {
        break;
      }
      received =
          new Received(
              done + more.copied(), done + more.copied(), null, more.files(), received.pid());
    }
    return received;
  }

  private Received receiveOnce(byte[] to, int offset, int length, int messageFlags, long deadline)
      throws LinuxError {
    Received[] result = new Received[1];
    int unused =
        await(
            changes(),
            mayWait(messageFlags),
            deadline,
            () -> {
              Received got = inbox.take(to, offset, length, (messageFlags & MSG_PEEK) != 0);
              if (got == null) {
                return Sleep.WOULD_BLOCK;
              }
              result[0] = got;
              return 0;
            });
    return result[0];
  }

  @Override
  public void shutdown(int how) throws LinuxError {
    LocalSocket other = peer;
    if (other == null && connects()) {
      throw new LinuxError(Errno.ENOTCONN);
    }
    if (how != 0) {
      sendingEnded = true;
      if (other != null && connects()) {
        other.inbox.end(false);
      }
    }
    if (how != 1) {
      inbox.end(false);
      if (other != null && connects()) {
        other.sendingEnded = true;
        other.changes().wake();
      }
    }
    changes().wake();
  }

  @Override
  public int ready() {
    synchronized (this) {
      if (pending != null) {
        return pending.isEmpty() ? 0 : POLLIN;
      }
    }
    LocalSocket other = peer;
    if (connects() && other == null) {
      return POLLOUT | POLLHUP;
    }
    int bits = inbox.isEmpty() ? 0 : POLLIN;
    boolean ended = inbox.isEnded();
    bits |= ended ? POLLIN | POLLRDHUP : 0;
    bits |= ended && sendingEnded ? POLLHUP : 0;
    return bits | (other == null || other.inbox.hasRoom() ? POLLOUT : 0);
  }

  @Override
  public long available() {
    return inbox.available();
  }

  @Override
  protected void close() {
    names.remove(this);
    ArrayDeque<LocalSocket> waiting;
    synchronized (this) {
      waiting = pending;
      pending = null;
    }
    if (waiting != null) {
      for (LocalSocket socket : waiting) {
        socket.release();
      }
    }
    boolean left = inbox.close();
    LocalSocket other = peer;
    if (other != null && connects()) {
      other.sendingEnded = true;
      other.inbox.end(left);
    }
    setPeer(null);
  }
}
