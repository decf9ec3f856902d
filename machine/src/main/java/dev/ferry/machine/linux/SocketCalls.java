package dev.ferry.machine.linux;

/** System calls on sockets: none is granted. */
final class SocketCalls {
  private SocketCalls() {}

  static long call(GuestThread t, int number, long a0, long a1, long a2, long a3, long a4, long a5)
      throws LinuxError {
    if (number == SystemCallNumbers.SOCKETPAIR) {
      return socketPair(t, (int) a0, (int) a1, a3);
    }
    if (number == SystemCallNumbers.SOCKET) {
      throw new LinuxError(Errno.EAFNOSUPPORT);
    }
    OpenFile file = t.process().fds.get((int) a0);
    if (!(file instanceof PairSocket)) {
      throw new LinuxError(Errno.ENOTSOCK);
    }
    return switch (number) {
      case SystemCallNumbers.SENDTO -> FileCalls.write(t, (int) a0, a1, a2);
      case SystemCallNumbers.RECVFROM -> FileCalls.read(t, (int) a0, a1, a2);
      case SystemCallNumbers.SHUTDOWN, SystemCallNumbers.SETSOCKOPT -> 0;
      default -> throw new LinuxError(Errno.EOPNOTSUPP);
    };
  }

  private static long socketPair(GuestThread t, int family, int type, long address)
      throws LinuxError {
    if (family != 1) {
      throw new LinuxError(Errno.EAFNOSUPPORT);
    }
    boolean cloexec = (type & OpenFile.O_CLOEXEC) != 0;
    int flags = type & OpenFile.O_NONBLOCK;
    Pipe forth = new Pipe();
    Pipe back = new Pipe();
    FdTable fds = t.process().fds;
    int one = fds.add(new PairSocket(forth, back, flags), 0, cloexec);
    int other = fds.add(new PairSocket(back, forth, flags), 0, cloexec);
    t.memory().writeInt(address, one);
    t.memory().writeInt(address + 4, other);
    return 0;
  }

  /** One end of a socket pair: two pipes. */
  private static final class PairSocket extends OpenFile {
    private final Pipe in;
    private final Pipe out;

    PairSocket(Pipe in, Pipe out, int flags) {
      this.in = in;
      this.out = out;
      this.flags = O_RDWR | flags;
      this.path = "socket:[" + System.identityHashCode(this) + "]";
    }

    @Override
    public int read(byte[] to, int offset, int length) throws LinuxError {
      return in.read(to, offset, length, !isNonBlocking());
    }

    @Override
    public int write(byte[] from, int offset, int length) throws LinuxError {
      return out.write(from, offset, length, !isNonBlocking());
    }

    @Override
    public Stat stat() {
      return Stat.simple(System.identityHashCode(this), Stat.S_IFSOCK | 0777, 0, 0);
    }

    @Override
    public int ready() {
      return in.ready(true) | out.ready(false);
    }

    @Override
    public long available() {
      return in.available();
    }

    @Override
    protected void close() {
      in.closeEnd(true);
      out.closeEnd(false);
    }
  }
}
