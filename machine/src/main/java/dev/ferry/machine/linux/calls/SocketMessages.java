package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.sockets.GuestAddress;
import dev.ferry.machine.linux.sockets.GuestSocket;
import dev.ferry.machine.linux.sockets.GuestSocket.Received;
import dev.ferry.machine.linux.sockets.SocketOptions;
import dev.ferry.machine.linux.sockets.StreamSocket;
import dev.ferry.machine.linux.waiting.Sleep;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sending and receiving: struct msghdr, and open files in control messages (SCM_RIGHTS). */
final class SocketMessages {
  private SocketMessages() {}

  private static final int MSG_OOB = 1;
  private static final int MSG_CTRUNC = 8;
  private static final int MSG_ERRQUEUE = 0x2000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_WAITFORONE = 0x10000;
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;
  private static final int SCM_RIGHTS = 1;
  private static final int SCM_CREDENTIALS = 2;
  private static final int SO_PASSCRED = 16;

  /** As Linux: more files in one message are refused. */
  private static final int MAX_FILES = 253;

  private static final int MAX_CONTROL = 1 << 16;
  private static final int MAX_MESSAGES = 1024;

  /** Field offsets of struct msghdr for a size of words. */
  private record Header(GuestThread t, long at, int word) {
    long name() {
      return Arguments.word(t, at);
    }

    int nameLength() {
      return t.memory().readInt(at + word);
    }

    void setNameLength(int length) {
      t.memory().writeInt(at + word, length);
    }

    long vector() {
      return Arguments.word(t, at + 2L * word);
    }

    int count() {
      return (int) Arguments.word(t, at + 3L * word);
    }

    long control() {
      return Arguments.word(t, at + 4L * word);
    }

    long controlLength() {
      return Arguments.word(t, at + 5L * word);
    }

    void setControlLength(long length) {
      Arguments.setWord(t, at + 5L * word, length);
    }

    void setFlags(int flags) {
      t.memory().writeInt(at + 6L * word, flags);
    }

    /** Bytes of the struct, padding included. */
    int size() {
      return word == 8 ? 56 : 28;
    }
  }

  private static Header header(GuestThread t, long at) {
    return new Header(t, at, t.process().wordSize());
  }

  private static long transfer(GuestThread t, GuestSocket socket, int flags, Transfers.Transfer run)
      throws LinuxError {
    boolean signals = (flags & MSG_NOSIGNAL) == 0 && socket.type == GuestSocket.STREAM;
    return signals ? Transfers.written(t, run) : run.run();
  }

  // ---- sending -----------------------------------------------------------------------------

  private static @Nullable GuestAddress target(GuestThread t, long at, int length)
      throws LinuxError {
    return at == 0 || length == 0 ? null : GuestAddress.read(t, at, length);
  }

  static long sendTo(
      GuestThread t, GuestSocket socket, long at, long size, int flags, long to, int toLength)
      throws LinuxError {
    if ((flags & MSG_OOB) != 0) {
      throw new LinuxError(Errno.EOPNOTSUPP);
    }
    byte[] bytes = t.memory().read(at, Transfers.size(size));
    GuestAddress target = target(t, to, toLength);
    return transfer(t, socket, flags, () -> socket.send(t, bytes, target, List.of(), flags));
  }

  static long send(GuestThread t, GuestSocket socket, long message, int flags) throws LinuxError {
    if ((flags & MSG_OOB) != 0) {
      throw new LinuxError(Errno.EOPNOTSUPP);
    }
    Header h = header(t, message);
    GuestAddress to = target(t, h.name(), h.nameLength());
    byte[] bytes = Transfers.gather(t, h.vector(), h.count());
    List<OpenFile> files = h.control() == 0 ? List.of() : filesToSend(t, h, socket);
    return transfer(t, socket, flags, () -> socket.send(t, bytes, to, files, flags));
  }

  /** The files of SCM_RIGHTS messages. */
  private static List<OpenFile> filesToSend(GuestThread t, Header h, GuestSocket socket)
      throws LinuxError {
    long length = h.controlLength();
    if (length < 0 || length > MAX_CONTROL) {
      throw new LinuxError(Errno.ENOBUFS);
    }
    List<OpenFile> files = new ArrayList<>();
    int start = h.word + 8; // struct cmsghdr
    for (long at = 0; at + start <= length; ) {
      long size = Arguments.word(t, h.control() + at);
      if (size < start || size > length - at) {
        throw new LinuxError(Errno.EINVAL);
      }
      int level = t.memory().readInt(h.control() + at + h.word);
      int type = t.memory().readInt(h.control() + at + h.word + 4);
      if (level == SocketOptions.SOL_SOCKET && socket.family == GuestAddress.AF_UNIX) {
        if (type != SCM_RIGHTS && type != SCM_CREDENTIALS) {
          throw new LinuxError(Errno.EINVAL);
        }
        for (long fd = at + start; type == SCM_RIGHTS && fd + 4 <= at + size; fd += 4) {
          files.add(t.process().fds().get(t.memory().readInt(h.control() + fd)));
        }
      }
      at += size + h.word - 1 & -h.word;
    }
    if (files.size() > MAX_FILES) {
      throw new LinuxError(Errno.EINVAL);
    }
    return files;
  }

  static long sendMany(GuestThread t, GuestSocket socket, long messages, int count, int flags)
      throws LinuxError {
    int done = 0;
    int size = header(t, messages).size();
    int step = size + t.process().wordSize();
    for (; done < Math.min(count, MAX_MESSAGES); done++) {
      long at = messages + (long) done * step;
      try {
        t.memory().writeInt(at + size, (int) send(t, socket, at, flags));
      } catch (LinuxError e) {
        if (done == 0) {
          throw e;
        }
        break;
      }
    }
    return done;
  }

  // ---- receiving ---------------------------------------------------------------------------

  private static Received receive(GuestSocket socket, byte[] buffer, int flags) throws LinuxError {
    if ((flags & MSG_ERRQUEUE) != 0) {
      throw new LinuxError(Errno.EAGAIN);
    }
    if ((flags & MSG_OOB) != 0) {
      boolean tcp = socket instanceof StreamSocket;
      throw new LinuxError(tcp ? Errno.EINVAL : Errno.EOPNOTSUPP);
    }
    return socket.receive(buffer, 0, buffer.length, flags);
  }

  private static int result(GuestSocket socket, Received received, int flags) {
    boolean whole = (flags & GuestSocket.MSG_TRUNC) != 0 && socket.type != GuestSocket.STREAM;
    return whole ? received.length() : received.copied();
  }

  static long receiveFrom(
      GuestThread t, GuestSocket socket, long at, long size, int flags, long from, long fromLength)
      throws LinuxError {
    byte[] buffer = new byte[Transfers.size(size)];
    Received received = receive(socket, buffer, flags);
    for (OpenFile file : received.files()) {
      file.release();
    }
    t.memory().write(at, buffer, 0, received.copied());
    GuestAddress.write(t, received.from(), socket.family, from, fromLength);
    return result(socket, received, flags);
  }

  static long receive(GuestThread t, GuestSocket socket, long message, int flags)
      throws LinuxError {
    Header h = header(t, message);
    byte[] buffer = new byte[Transfers.vectorCapacity(t, h.vector(), h.count())];
    Received received = receive(socket, buffer, flags);
    Transfers.scatter(t, h.vector(), buffer, received.copied());
    if (h.name() != 0) {
      GuestAddress from = received.from();
      byte[] bytes = from == null ? new byte[0] : GuestAddress.encode(from, socket.family);
      t.memory().write(h.name(), bytes, 0, Math.clamp(h.nameLength(), 0, bytes.length));
      h.setNameLength(bytes.length);
    }
    int messageFlags = flags & MSG_CMSG_CLOEXEC;
    if (received.length() > received.copied() && socket.type != GuestSocket.STREAM) {
      messageFlags |= GuestSocket.MSG_TRUNC;
    }
    h.setFlags(messageFlags | control(t, socket, h, received, flags));
    return result(socket, received, flags);
  }

  /** Writes control messages; the flags that tell how that went. */
  private static int control(
      GuestThread t, GuestSocket socket, Header h, Received received, int flags) throws LinuxError {
    int room = h.control() == 0 ? 0 : (int) Math.clamp(h.controlLength(), 0, MAX_CONTROL);
    int start = h.word + 8;
    ByteBuffer b = ByteBuffer.allocate(room).order(ByteOrder.LITTLE_ENDIAN);
    int result = 0;
    if (socket.options.get(SocketOptions.SOL_SOCKET, SO_PASSCRED) != 0
        && socket.family == GuestAddress.AF_UNIX) {
      if (b.remaining() >= start + 12) {
        putHeader(b, h.word, start + 12, SCM_CREDENTIALS);
        b.putInt(received.pid()).putInt(Ids.USER).putInt(Ids.USER);
        align(b, h.word);
      } else {
        result = MSG_CTRUNC;
      }
    }
    List<OpenFile> files = received.files();
    int fit = Math.clamp((b.remaining() - start) / 4, 0, files.size());
    if (fit > 0 && b.remaining() >= start + 4) {
      putHeader(b, h.word, start + 4 * fit, SCM_RIGHTS);
    } else {
      fit = 0;
    }
    for (int i = 0; i < files.size(); i++) {
      if (i < fit) {
        b.putInt(t.process().fds().add(files.get(i), 0, (flags & MSG_CMSG_CLOEXEC) != 0));
      } else {
        files.get(i).release();
        result = MSG_CTRUNC;
      }
    }
    if (fit > 0) {
      align(b, h.word);
    }
    t.memory().write(h.control(), b.array(), 0, b.position());
    h.setControlLength(b.position());
    return result;
  }

  private static void putHeader(ByteBuffer b, int word, int length, int type) {
    if (word == 8) {
      b.putLong(length);
    } else {
      b.putInt(length);
    }
    b.putInt(SocketOptions.SOL_SOCKET).putInt(type);
  }

  private static void align(ByteBuffer b, int word) {
    b.position(Math.min(b.limit(), b.position() + word - 1 & -word));
  }

  static long receiveMany(
      GuestThread t, GuestSocket socket, long messages, int count, int flags, long timeout)
      throws LinuxError {
    int done = 0;
    int size = header(t, messages).size();
    int step = size + t.process().wordSize();
    long deadline = Sleep.deadline(timeout == 0 ? -1 : TimeCalls.readTime(t, timeout));
    for (; done < Math.min(count, MAX_MESSAGES); done++) {
      long at = messages + (long) done * step;
      boolean wait = done == 0 || (flags & MSG_WAITFORONE) == 0;
      int own = flags & ~MSG_WAITFORONE | (wait ? 0 : GuestSocket.MSG_DONTWAIT);
      try {
        t.memory().writeInt(at + size, (int) receive(t, socket, at, own));
      } catch (LinuxError e) {
        if (done == 0) {
          throw e;
        }
        break;
      }
      if (System.nanoTime() > deadline) {
        return done + 1;
      }
    }
    return done;
  }
}
