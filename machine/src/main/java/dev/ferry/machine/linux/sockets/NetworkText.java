package dev.ferry.machine.linux.sockets;

import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.Kernel;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.sockets.Interfaces.Address;
import dev.ferry.machine.linux.sockets.Interfaces.Interface;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files below {@code /proc/net}: sockets that the machine's processes have open, interfaces,
 * and tables that are empty.
 */
final class NetworkText {
  private NetworkText() {}

  private static final int ESTABLISHED = 1;
  private static final int CLOSED = 7;
  private static final int LISTENING = 10;

  /** Null for a name that there is not. */
  static @Nullable String of(Kernel kernel, List<Interface> interfaces, String name) {
    return switch (name) {
      case "unix" -> local(sockets(kernel));
      case "tcp" -> internet(kernel, GuestAddress.AF_INET, GuestSocket.STREAM);
      case "tcp6" -> internet(kernel, GuestAddress.AF_INET6, GuestSocket.STREAM);
      case "udp" -> internet(kernel, GuestAddress.AF_INET, GuestSocket.DATAGRAM);
      case "udp6" -> internet(kernel, GuestAddress.AF_INET6, GuestSocket.DATAGRAM);
      case "raw" -> internet(kernel, GuestAddress.AF_INET, GuestSocket.RAW);
      case "raw6" -> internet(kernel, GuestAddress.AF_INET6, GuestSocket.RAW);
      case "dev" -> devices(interfaces);
      case "if_inet6" -> addresses(interfaces);
      case "packet" -> "sk               RefCnt Type Proto  Iface R Rmem   User   Inode\n";
      case "arp" ->
          "IP address       HW type     Flags       HW address            Mask     Device\n";
      case "route" ->
          "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";
      default -> null;
    };
  }

  /** Each once, however many descriptors it has. */
  private static List<GuestSocket> sockets(Kernel kernel) {
    Set<GuestSocket> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<GuestSocket> list = new ArrayList<>();
    for (GuestProcess process : kernel.processes()) {
      for (int fd : process.fds().open()) {
        OpenFile file = process.fds().find(fd);
        if (file instanceof GuestSocket socket && seen.add(socket)) {
          list.add(socket);
        }
      }
    }
    return list;
  }

  private static void line(StringBuilder b, String format, Object... values) {
    b.append(String.format(Locale.ROOT, format, values));
  }

  private static String local(List<GuestSocket> sockets) {
    StringBuilder b = new StringBuilder();
    b.append("Num               RefCount Protocol Flags    Type St Inode Path\n");
    for (GuestSocket socket : sockets) {
      if (!(socket instanceof LocalSocket local)) {
        continue;
      }
      String name = local.name() instanceof GuestAddress.Local its ? its.name() : "";
      line(
          b,
          "%016x: 00000002 00000000 %08x %04x %02x %5d%s\n",
          0,
          local.isListening() ? 0x10000 : 0,
          local.type,
          local.isConnected() ? 3 : 1,
          local.stat().inode(),
          name.isEmpty() ? "" : " " + name.replace('\0', '@'));
    }
    return b.toString();
  }

  private static String internet(Kernel kernel, int family, int type) {
    int digits = family == GuestAddress.AF_INET ? 8 : 32;
    StringBuilder b = new StringBuilder();
    b.append("  sl  ")
        .append("local_address")
        .append(" ".repeat(digits - 7))
        .append("rem_address ");
    b.append(" ".repeat(digits - 7)).append("st tx_queue rx_queue tr tm->when retrnsmt   uid ");
    b.append(" timeout inode\n");
    int number = 0;
    for (GuestSocket socket : sockets(kernel)) {
      if (socket.family == family && socket.type == type && name(socket) != null) {
        InetSocketAddress peer = peer(socket);
        int state = socket.isListening() ? LISTENING : peer != null ? ESTABLISHED : CLOSED;
        line(
            b,
            "%4d: %s %s %02X 00000000:00000000 00:00000000 00000000 %5d        0 %d 1"
                + " 0000000000000000 100 0 0 10 0\n",
            number++,
            address(name(socket), digits),
            address(peer, digits),
            state,
            Ids.USER,
            socket.stat().inode());
      }
    }
    return b.toString();
  }

  private static @Nullable InetSocketAddress name(GuestSocket socket) {
    try {
      return socket.name() instanceof GuestAddress.Internet its && its.address().getPort() != 0
          ? its.address()
          : null;
    } catch (LinuxError e) {
      return null;
    }
  }

  private static @Nullable InetSocketAddress peer(GuestSocket socket) {
    try {
      return socket.peer() instanceof GuestAddress.Internet its ? its.address() : null;
    } catch (LinuxError e) {
      return null;
    }
  }

  /** Words of the address as they lie in memory, then the port. */
  private static String address(@Nullable InetSocketAddress address, int digits) {
    byte[] host = new byte[digits / 2];
    if (address != null) {
      byte[] its = address.getAddress().getAddress();
      boolean mapped = its.length < host.length && !address.getAddress().isAnyLocalAddress();
      if (mapped) {
        host[10] = host[11] = -1;
      }
      int length = Math.min(its.length, host.length);
      System.arraycopy(its, its.length - length, host, host.length - length, length);
    }
    StringBuilder b = new StringBuilder();
    for (int i = 0; i < host.length; i++) {
      line(b, "%02X", host[i ^ 3]);
    }
    line(b, ":%04X", address == null ? 0 : address.getPort());
    return b.toString();
  }

  /** Traffic is not counted. */
  private static String devices(List<Interface> interfaces) {
    StringBuilder b = new StringBuilder();
    b.append("Inter-|   Receive                                                |  Transmit\n");
    b.append(" face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets");
    b.append(" errs drop fifo colls carrier compressed\n");
    for (Interface its : interfaces) {
      line(b, "%6s: ", its.name());
      b.append("      0       0    0    0    0     0          0         0        0       0    0");
      b.append("    0    0     0       0          0\n");
    }
    return b.toString();
  }

  private static String addresses(List<Interface> interfaces) {
    StringBuilder b = new StringBuilder();
    for (Interface its : interfaces) {
      for (Address address : its.addresses()) {
        if (address.address() instanceof Inet4Address) {
          continue;
        }
        for (byte each : address.address().getAddress()) {
          line(b, "%02x", each);
        }
        int scope =
            address.address().isLoopbackAddress()
                ? 0x10
                : address.address().isLinkLocalAddress() ? 0x20 : 0;
        line(b, " %02x %02x %02x 80 %8s\n", its.index(), address.prefix(), scope, its.name());
      }
    }
    return b.toString();
  }
}
