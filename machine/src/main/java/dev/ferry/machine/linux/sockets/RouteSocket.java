package dev.ferry.machine.linux.sockets;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.waiting.Sleep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket of AF_NETLINK that asks which network interfaces there are (netlink(7)). */
public final class RouteSocket extends GuestSocket {
  private static final GuestAddress KERNEL = new GuestAddress.Netlink(0, 0);

  private final HostNetwork host;
  private final Inbox inbox = new Inbox(false, changes());
  private volatile GuestAddress.Netlink name = new GuestAddress.Netlink(0, 0);

  /** One that is not bound. */
  public RouteSocket(HostNetwork host, int type, int pid) {
    super(GuestAddress.AF_NETLINK, type, 0, pid);
    this.host = host;
  }

  private static GuestAddress.Netlink checked(GuestAddress address) throws LinuxError {
    if (address instanceof GuestAddress.Netlink netlink) {
      return netlink;
    }
    throw new LinuxError(Errno.EINVAL);
  }

  /** Its port is the process' number where none is asked for. */
  @Override
  public void bind(GuestThread t, GuestAddress address) throws LinuxError {
    GuestAddress.Netlink wanted = checked(address);
    if (name.port() != 0 && wanted.port() != name.port() && wanted.port() != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    int port = wanted.port() != 0 ? wanted.port() : name.port() != 0 ? name.port() : pid;
    name = new GuestAddress.Netlink(port, wanted.groups());
  }

  @Override
  public void connect(GuestThread t, GuestAddress address) throws LinuxError {
    if (!(address instanceof GuestAddress.None) && checked(address).port() != 0) {
      throw new LinuxError(Errno.EPERM);
    }
    bind(t, KERNEL);
  }

  @Override
  public GuestAddress name() {
    return name;
  }

  @Override
  public GuestAddress peer() {
    return KERNEL;
  }

  @Override
  public int send(
      GuestThread t,
      byte[] bytes,
      @Nullable GuestAddress to,
      List<OpenFile> files,
      int messageFlags)
      throws LinuxError {
    if (to != null && checked(to).port() != 0) {
      throw new LinuxError(Errno.EPERM); // Only the kernel is there.
    }
    if (name.port() == 0) {
      bind(t, KERNEL);
    }
    RouteMessages messages = new RouteMessages(Interfaces.list(host.network()), name.port());
    for (byte[] answer : messages.answer(bytes)) {
      if (inbox.put(answer, 0, KERNEL, List.of(), 0) == Sleep.WOULD_BLOCK) {
        throw new LinuxError(Errno.ENOBUFS);
      }
    }
    return bytes.length;
  }

  @Override
  public Received receive(byte[] to, int offset, int length, int messageFlags) throws LinuxError {
    Received[] received = new Received[1];
    int unused =
        await(
            changes(),
            mayWait(messageFlags),
            Sleep.deadline(receiveTimeout),
            () -> {
              received[0] = inbox.take(to, offset, length, (messageFlags & MSG_PEEK) != 0);
              return received[0] == null ? Sleep.WOULD_BLOCK : 0;
            });
    return received[0];
  }

  @Override
  public void shutdown(int how) throws LinuxError {
    throw new LinuxError(Errno.EOPNOTSUPP);
  }

  @Override
  public int ready() {
    return POLLOUT | (inbox.isEmpty() ? 0 : POLLIN);
  }
}
