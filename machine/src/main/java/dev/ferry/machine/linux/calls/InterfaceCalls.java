package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.sockets.GuestAddress;
import dev.ferry.machine.linux.sockets.GuestSocket;
import dev.ferry.machine.linux.sockets.HostNetwork;
import dev.ferry.machine.linux.sockets.Interfaces;
import dev.ferry.machine.linux.sockets.Interfaces.Address;
import dev.ferry.machine.linux.sockets.Interfaces.Interface;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ioctl on sockets that asks for network interfaces (netdevice(7)). */
final class InterfaceCalls {
  private InterfaceCalls() {}

  private static final int SIOCGIFNAME = 0x8910;
  private static final int SIOCGIFCONF = 0x8912;
  private static final int SIOCGIFFLAGS = 0x8913;
  private static final int SIOCGIFADDR = 0x8915;
  private static final int SIOCGIFDSTADDR = 0x8917;
  private static final int SIOCGIFBRDADDR = 0x8919;
  private static final int SIOCGIFNETMASK = 0x891b;
  private static final int SIOCGIFMETRIC = 0x891d;
  private static final int SIOCGIFMTU = 0x8921;
  private static final int SIOCGIFHWADDR = 0x8927;
  private static final int SIOCGIFINDEX = 0x8933;
  private static final int SIOCGIFTXQLEN = 0x8942;
  private static final int SIOCGIFMAP = 0x8970;

  /** All other numbers of devices, and those that set something. */
  private static final int FIRST = 0x8910;

  private static final int LAST = 0x89ff;

  /** Bytes of a name in a struct ifreq, which has as much behind it and a word. */
  private static final int NAME = 16;

  private static final int ARPHRD_ETHER = 1;
  private static final int ARPHRD_LOOPBACK = 772;

  static long control(GuestThread t, GuestSocket socket, int request, long at) throws LinuxError {
    if (request < FIRST || request > LAST) {
      throw new LinuxError(Errno.ENOTTY);
    }
    List<Interface> all = Interfaces.list(HostNetwork.of(t).network());
    if (request == SIOCGIFCONF) {
      configuration(t, all, at);
      return 0;
    }
    Interface its = find(t, all, request, at);
    switch (request) {
      case SIOCGIFNAME -> t.memory().write(at, name(its));
      case SIOCGIFFLAGS -> t.memory().writeShort(at + NAME, its.flags());
      case SIOCGIFINDEX -> t.memory().writeInt(at + NAME, its.index());
      case SIOCGIFMTU -> t.memory().writeInt(at + NAME, its.mtu());
      case SIOCGIFMETRIC -> t.memory().writeInt(at + NAME, 0);
      case SIOCGIFTXQLEN -> t.memory().writeInt(at + NAME, 1000);
      case SIOCGIFMAP -> t.memory().write(at + NAME, new byte[24]);
      case SIOCGIFHWADDR -> {
        boolean loopback = (its.flags() & Interfaces.LOOPBACK) != 0;
        t.memory().writeShort(at + NAME, loopback ? ARPHRD_LOOPBACK : ARPHRD_ETHER);
        t.memory().write(at + NAME + 2, Arrays.copyOf(its.hardware(), 14));
      }
      case SIOCGIFADDR, SIOCGIFDSTADDR, SIOCGIFBRDADDR, SIOCGIFNETMASK ->
          t.memory().write(at + NAME, ofAddress(its, request));
      default -> throw new LinuxError(Errno.EPERM);
    }
    return 0;
  }

  private static Interface find(GuestThread t, List<Interface> all, int request, long at)
      throws LinuxError {
    int index = request == SIOCGIFNAME ? t.memory().readInt(at + NAME) : -1;
    byte[] bytes = request == SIOCGIFNAME ? new byte[0] : t.memory().read(at, NAME);
    String name = new String(bytes, StandardCharsets.UTF_8).split("\0", 2)[0];
    for (Interface its : all) {
      if (its.index() == index || its.name().equals(name)) {
        return its;
      }
    }
    throw new LinuxError(Errno.ENODEV);
  }

  private static byte[] name(Interface its) {
    return Arrays.copyOf(its.name().getBytes(StandardCharsets.UTF_8), NAME);
  }

  private static @Nullable Address four(Interface its) {
    for (Address address : its.addresses()) {
      if (address.address() instanceof Inet4Address) {
        return address;
      }
    }
    return null;
  }

  private static byte[] ofAddress(Interface its, int request) throws LinuxError {
    Address address = four(its);
    if (address == null) {
      throw new LinuxError(Errno.EADDRNOTAVAIL);
    }
    InetAddress broadcast = address.broadcast();
    return switch (request) {
      case SIOCGIFNETMASK -> socketAddress(address.mask());
      case SIOCGIFBRDADDR ->
          socketAddress(broadcast == null ? new byte[4] : broadcast.getAddress());
      default -> socketAddress(address.address().getAddress());
    };
  }

  /** A struct sockaddr_in without a port. */
  private static byte[] socketAddress(byte[] host) {
    byte[] bytes = new byte[16];
    bytes[0] = GuestAddress.AF_INET;
    System.arraycopy(host, 0, bytes, 4, 4);
    return bytes;
  }

  /**
   * A struct ifreq for each interface that has an address of IPv4, as many as there is room for.
   */
  private static void configuration(GuestThread t, List<Interface> all, long at) {
    int word = t.process().wordSize();
    int size = NAME + (word == 8 ? 24 : 16);
    List<byte[]> entries = new ArrayList<>();
    for (Interface its : all) {
      Address address = four(its);
      if (address != null) {
        byte[] entry = Arrays.copyOf(name(its), size);
        System.arraycopy(socketAddress(address.address().getAddress()), 0, entry, NAME, 16);
        entries.add(entry);
      }
    }
    long buffer = Arguments.word(t, at + word);
    int room = t.memory().readInt(at);
    int done = 0;
    for (byte[] entry : entries) {
      if (buffer != 0 && room - done < size) {
        break;
      }
      if (buffer != 0) {
        t.memory().write(buffer + done, entry);
      }
      done += size;
    }
    t.memory().writeInt(at, done);
  }
}
