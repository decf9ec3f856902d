package dev.ferry.machine.linux.trace;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.sockets.GuestAddress;
import java.nio.charset.StandardCharsets;

/** Strings and structs of the guest's memory as strace shows them. */
final class TraceText {
  private TraceText() {}

  /** Longest text shown of buffers, as strace's -s. */
  private static final int SHOWN = 32;

  private static final int MAX_STRINGS = 16;

  static String string(GuestMemory memory, long address) {
    if (address == 0) {
      return "NULL";
    }
    byte[] bytes = memory.readCString(address, 4096);
    return bytes == null ? "?" : quoted(bytes);
  }

  /** The first of so many bytes. */
  static String bytes(GuestMemory memory, long address, long length) {
    if (address == 0) {
      return "NULL";
    }
    byte[] bytes = memory.read(address, (int) Math.clamp(length, 0, SHOWN));
    return quoted(bytes) + (length > SHOWN ? "..." : "");
  }

  private static String quoted(byte[] bytes) {
    StringBuilder b = new StringBuilder("\"");
    for (int i = 0; i < bytes.length; i++) {
      int c = bytes[i] & 0xff;
      switch (c) {
        case '"', '\\' -> b.append('\\').append((char) c);
        case '\n' -> b.append("\\n");
        case '\t' -> b.append("\\t");
        case '\r' -> b.append("\\r");
        case '\f' -> b.append("\\f");
        case 11 -> b.append("\\v");
        default -> {
          if (c >= ' ' && c < 127) {
            b.append((char) c);
          } else {
            boolean digitFollows =
                i + 1 < bytes.length && bytes[i + 1] >= '0' && bytes[i + 1] <= '9';
            b.append('\\')
                .append(digitFollows ? String.format("%03o", c) : Integer.toOctalString(c));
          }
        }
      }
    }
    return b.append('"').toString();
  }

  static String strings(GuestThread t, long address) {
    if (address == 0) {
      return "NULL";
    }
    StringBuilder b = new StringBuilder("[");
    int word = t.process().wordSize();
    for (int i = 0; ; i++) {
      long at = Arguments.word(t, address + (long) i * word);
      if (at == 0) {
        return b.append(']').toString();
      }
      b.append(i == 0 ? "" : ", ");
      if (i == MAX_STRINGS) {
        return b.append("...]").toString();
      }
      b.append(string(t.memory(), at));
    }
  }

  static String time(GuestMemory memory, long address) {
    return address == 0
        ? "NULL"
        : "{tv_sec=" + memory.readLong(address) + ", tv_nsec=" + memory.readLong(address + 8) + "}";
  }

  /** struct stat of asm-generic/stat.h. */
  static String stat(GuestMemory memory, long address) {
    int mode = memory.readInt(address + 16);
    String type =
        switch (mode & Stat.S_IFMT) {
          case Stat.S_IFSOCK -> "S_IFSOCK";
          case Stat.S_IFLNK -> "S_IFLNK";
          case Stat.S_IFREG -> "S_IFREG";
          case Stat.S_IFDIR -> "S_IFDIR";
          case Stat.S_IFCHR -> "S_IFCHR";
          case Stat.S_IFIFO -> "S_IFIFO";
          default -> "0";
        };
    return "{st_mode="
        + type
        + "|0"
        + Integer.toOctalString(mode & 07777)
        + ", st_size="
        + memory.readLong(address + 48)
        + ", ...}";
  }

  static String address(GuestThread t, long address, long length) {
    if (address == 0) {
      return "NULL";
    }
    try {
      return switch (GuestAddress.read(t, address, (int) length)) {
        case GuestAddress.None x -> "{sa_family=AF_UNSPEC}";
        case GuestAddress.Netlink netlink ->
            "{sa_family=AF_NETLINK, nl_pid="
                + netlink.port()
                + ", nl_groups="
                + netlink.groups()
                + "}";
        case GuestAddress.Local local ->
            "{sa_family=AF_UNIX, sun_path="
                + (local.isAbstract() ? "@" : "")
                + quoted(local.name().replace("\0", "").getBytes(StandardCharsets.UTF_8))
                + "}";
        case GuestAddress.Internet internet -> {
          var socket = internet.address();
          boolean six = socket.getAddress().getAddress().length == 16;
          yield (six
                  ? "{sa_family=AF_INET6, sin6_port=htons("
                  : "{sa_family=AF_INET, sin_port=htons(")
              + socket.getPort()
              + (six ? "), sin6_addr=\"" : "), sin_addr=inet_addr(\"")
              + socket.getAddress().getHostAddress()
              + (six ? "\"}" : "\")}");
        }
      };
    } catch (LinuxError e) {
      return "0x" + Long.toHexString(address);
    }
  }
}
