package dev.ferry.machine.linux.sockets;

import dev.ferry.machine.linux.Network;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The network interfaces that a guest is told of: the host's where all of its network is granted,
 * else a loopback one.
 */
public final class Interfaces {
  private Interfaces() {}

  public static final int UP = 1;
  public static final int BROADCAST = 2;
  public static final int LOOPBACK = 8;
  public static final int POINT_TO_POINT = 16;
  public static final int RUNNING = 64;
  public static final int MULTICAST = 0x1000;

  /** The flags besides that say that a link is there: IFF_LOWER_UP. */
  public static final int LOWER_UP = 0x10000;

  /**
   * An address of an interface.
   *
   * @param prefix bits of its network
   * @param broadcast of its network, or null
   */
  public record Address(InetAddress address, int prefix, @Nullable InetAddress broadcast) {
    /** The mask of its network, as long as the address. */
    public byte[] mask() {
      byte[] mask = new byte[address.getAddress().length];
      for (int bit = 0; bit < prefix; bit++) {
        mask[bit / 8] |= (byte) (0x80 >>> bit % 8);
      }
      return mask;
    }
  }

  /**
   * An interface.
   *
   * @param flags IFF_ bits
   * @param hardware its address, six bytes
   */
  public record Interface(
      int index, String name, int flags, int mtu, byte[] hardware, List<Address> addresses) {}

  /** All of them. */
  public static List<Interface> list(Network network) {
    if (network == Network.ALL) {
      try {
        return hosts();
      } catch (SocketException e) {
        // The host does not say.
      }
    }
    InetAddress four = InetAddress.ofLiteral("127.0.0.1");
    InetAddress six = InetAddress.ofLiteral("::1");
    List<Address> addresses = List.of(new Address(four, 8, null), new Address(six, 128, null));
    int flags = UP | LOOPBACK | RUNNING | LOWER_UP;
    return List.of(new Interface(1, "lo", flags, 65536, new byte[6], addresses));
  }

  private static List<Interface> hosts() throws SocketException {
    List<Interface> list = new ArrayList<>();
    for (NetworkInterface its : NetworkInterface.networkInterfaces().toList()) {
      int flags = its.isUp() ? UP | RUNNING | LOWER_UP : 0;
      flags |= its.isLoopback() ? LOOPBACK : 0;
      flags |= its.isPointToPoint() ? POINT_TO_POINT : 0;
      flags |= its.supportsMulticast() && !its.isLoopback() ? MULTICAST : 0;
      List<Address> addresses = new ArrayList<>();
      for (InterfaceAddress address : its.getInterfaceAddresses()) {
        flags |= address.getBroadcast() != null ? BROADCAST : 0;
        addresses.add(
            new Address(
                address.getAddress(), address.getNetworkPrefixLength(), address.getBroadcast()));
      }
      byte[] hardware = its.getHardwareAddress();
      byte[] six = hardware == null || hardware.length != 6 ? new byte[6] : hardware;
      list.add(new Interface(its.getIndex(), its.getName(), flags, its.getMTU(), six, addresses));
    }
    list.sort(java.util.Comparator.comparingInt(Interface::index));
    return list;
  }
}
