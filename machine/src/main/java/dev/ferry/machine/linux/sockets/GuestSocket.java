package dev.ferry.machine.linux.sockets;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.waiting.Sleep;
import dev.ferry.machine.linux.waiting.WaitQueue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket of any family. What a kind cannot do fails with EOPNOTSUPP. */
public abstract class GuestSocket extends OpenFile {
  public static final int STREAM = 1;
  public static final int DATAGRAM = 2;
  public static final int RAW = 3;
  public static final int SEQUENCED = 5;

  static final int MSG_PEEK = 2;
  public static final int MSG_TRUNC = 0x20;
  public static final int MSG_DONTWAIT = 0x40;
  static final int MSG_WAITALL = 0x100;

  /** Largest backlog, as net.core.somaxconn. */
  static final int MAX_BACKLOG = 4096;

  /**
   * What a receive got.
   *
   * @param copied bytes put into the buffer
   * @param length of the message, more than copied where it did not fit
   * @param from null on a connection
   * @param files with references of their own, for who receives them
   * @param pid of the sender
   */
  public record Received(
      int copied, int length, @Nullable GuestAddress from, List<OpenFile> files, int pid) {
    static Received of(int copied) {
      return new Received(copied, copied, null, List.of(), 0);
    }
  }

  /** AF_ number. */
  public final int family;

  /** {@link #STREAM}, {@link #DATAGRAM} or {@link #SEQUENCED}. */
  public final int type;

  /** IPPROTO_ number, 0 for the only one. */
  public final int protocol;

  /** What setsockopt has set. */
  public final SocketOptions options = new SocketOptions();

  /** Process that made it, for SO_PEERCRED. */
  final int pid;

  /** How long calls wait, in nanoseconds; -1 for ever. */
  public volatile long receiveTimeout = -1;

  /** The same for sending. */
  public volatile long sendTimeout = -1;

  /** Pending SO_ERROR. */
  private int error;

  GuestSocket(int family, int type, int protocol, int pid) {
    this.family = family;
    this.type = type;
    this.protocol = protocol;
    this.pid = pid;
    this.flags = O_RDWR;
    this.path = "socket:[" + System.identityHashCode(this) + "]";
  }

  /**
   * Waits as {@link Sleep#await} does. With a timeout of the socket's the call is not made again
   * after a signal, whatever SA_RESTART says (signal(7)).
   */
  static int await(WaitQueue queue, boolean mayWait, long deadline, Sleep.Attempt attempt)
      throws LinuxError {
    return deadline == Sleep.NEVER
        ? Sleep.await(queue, mayWait, attempt)
        : Sleep.awaitOnce(queue, mayWait, deadline, attempt);
  }

  /** SO_ERROR: the number of the last failure that nobody has seen, or 0. */
  public final synchronized int takeError() {
    int taken = error;
    error = 0;
    return taken;
  }

  final synchronized void setError(int errno) {
    error = errno;
  }

  final synchronized boolean hasError() {
    return error != 0;
  }

  final void throwError() throws LinuxError {
    int errno = takeError();
    if (errno != 0) {
      throw new LinuxError(errno);
    }
  }

  /** Gives it an address; EINVAL where it has one. */
  public abstract void bind(GuestThread t, GuestAddress address) throws LinuxError;

  /** Takes connections from now on, so many before they are accepted. */
  public void listen(int backlog) throws LinuxError {
    throw new LinuxError(Errno.EOPNOTSUPP);
  }

  /** The next connection. */
  public GuestSocket accept() throws LinuxError {
    throw new LinuxError(Errno.EOPNOTSUPP);
  }

  /** Whether it takes connections. */
  public boolean isListening() {
    return false;
  }

  /** Connects, or begins to where it may not wait. */
  public abstract void connect(GuestThread t, GuestAddress address) throws LinuxError;

  /** The address it is bound to. */
  public abstract GuestAddress name() throws LinuxError;

  /** The address it is connected to; ENOTCONN. */
  public abstract GuestAddress peer() throws LinuxError;

  /** Process at the other end, 0 where that is not known. */
  public int peerPid() {
    return 0;
  }

  /**
   * Sends.
   *
   * @param to null for where it is connected to
   * @param files to be sent along; their references stay the caller's
   */
  public abstract int send(
      GuestThread t,
      byte[] bytes,
      @Nullable GuestAddress to,
      List<OpenFile> files,
      int messageFlags)
      throws LinuxError;

  /** Receives up to {@code length} bytes; {@code messageFlags} are MSG_ bits. */
  public abstract Received receive(byte[] to, int offset, int length, int messageFlags)
      throws LinuxError;

  /** Ends one direction: 0 receiving, 1 sending, 2 both. */
  public abstract void shutdown(int how) throws LinuxError;

  final boolean mayWait(int messageFlags) {
    return !isNonBlocking() && (messageFlags & MSG_DONTWAIT) == 0;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws LinuxError {
    Received received = receive(to, offset, length, 0);
    for (OpenFile file : received.files) {
      file.release();
    }
    return received.copied;
  }

  @Override
  public int write(byte[] from, int offset, int length) throws LinuxError {
    GuestThread t = GuestThread.current();
    if (t == null) {
      throw new IllegalStateException("only guests write to sockets");
    }
    byte[] bytes =
        offset == 0 && length == from.length
            ? from
            : java.util.Arrays.copyOfRange(from, offset, offset + length);
    return send(t, bytes, null, List.of(), 0);
  }

  @Override
  public Stat stat() {
    return Stat.simple(System.identityHashCode(this), Stat.S_IFSOCK | 0777, 0, 0);
  }
}
