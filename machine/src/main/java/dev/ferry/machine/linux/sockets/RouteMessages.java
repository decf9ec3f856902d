package dev.ferry.machine.linux.sockets;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.sockets.Interfaces.Address;
import dev.ferry.machine.linux.sockets.Interfaces.Interface;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What NETLINK_ROUTE answers (rtnetlink(7)): which links and addresses there are. There are no
 * routes and no neighbours to be told of, and nothing can be changed.
 */
final class RouteMessages {
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int NLM_F_REQUEST = 1;
  private static final int NLM_F_MULTI = 2;
  private static final int NLM_F_ACK = 4;
  private static final int NLM_F_DUMP = 0x300;
  private static final int RTM_NEWLINK = 16;
  private static final int RTM_GETLINK = 18;
  private static final int RTM_NEWADDR = 20;
  private static final int RTM_GETADDR = 22;
  private static final int ARPHRD_ETHER = 1;
  private static final int ARPHRD_LOOPBACK = 772;

  /** Bytes of a struct nlmsghdr. */
  private static final int HEADER = 16;

  /** Bytes of a struct ifinfomsg. */
  private static final int LINK = 16;

  private final List<Interface> interfaces;
  private final int port;
  private final List<byte[]> answers = new ArrayList<>();

  /**
   * @param port netlink's address of who asks
   */
  RouteMessages(List<Interface> interfaces, int port) {
    this.interfaces = interfaces;
    this.port = port;
  }

  /** What is to be received after a message with any number of requests. */
  List<byte[]> answer(byte[] message) {
    ByteBuffer b = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + HEADER <= message.length; ) {
      int length = b.getInt(at);
      if (length < HEADER || length > message.length - at) {
        break;
      }
      ByteBuffer request = b.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
      if ((request.getShort(6) & NLM_F_REQUEST) != 0 && request.getShort(4) >= RTM_NEWLINK) {
        request(request);
      }
      at += length + 3 & -4;
    }
    return answers;
  }

  private void request(ByteBuffer request) {
    int type = request.getShort(4);
    boolean dump = (request.getShort(6) & NLM_F_DUMP) != 0;
    if ((type & 3) != 2) {
      error(request, Errno.EPERM); // Not to get, but to make, change or remove.
    } else if (dump) {
      dump(request, type);
    } else if (type == RTM_GETLINK) {
      link(request);
    } else {
      error(request, Errno.EOPNOTSUPP);
    }
  }

  private void dump(ByteBuffer request, int type) {
    int family = request.limit() > HEADER ? request.get(HEADER) & 0xff : 0;
    for (Interface its : interfaces) {
      if (type == RTM_GETLINK) {
        put(request, RTM_NEWLINK, NLM_F_MULTI, link(its));
      }
      for (Address address : type == RTM_GETADDR ? its.addresses() : List.<Address>of()) {
        if (family == 0 || family == family(address.address())) {
          put(request, RTM_NEWADDR, NLM_F_MULTI, address(its, address));
        }
      }
    }
    put(request, NLMSG_DONE, NLM_F_MULTI, new byte[4]);
  }

  /** One link, by its number or its name. */
  private void link(ByteBuffer request) {
    int index = request.limit() >= HEADER + 8 ? request.getInt(HEADER + 4) : 0;
    String name = index == 0 ? name(request) : "";
    for (Interface its : interfaces) {
      if (its.index() == index || its.name().equals(name)) {
        put(request, RTM_NEWLINK, 0, link(its));
        if ((request.getShort(6) & NLM_F_ACK) != 0) {
          error(request, 0);
        }
        return;
      }
    }
    error(request, Errno.ENODEV);
  }

  /** IFLA_IFNAME or IFLA_ALT_IFNAME of a request. */
  private static String name(ByteBuffer request) {
    for (int at = HEADER + LINK; at + 4 <= request.limit(); ) {
      int length = request.getShort(at) & 0xffff;
      int type = request.getShort(at + 2);
      if (length < 4 || length > request.limit() - at) {
        break;
      }
      if (type == 3 || type == 53) {
        byte[] bytes = new byte[length - 4];
        request.get(at + 4, bytes);
        return new String(bytes, StandardCharsets.UTF_8).split("\0", 2)[0];
      }
      at += length + 3 & -4;
    }
    return "";
  }

  private static int family(InetAddress address) {
    return address instanceof Inet4Address ? GuestAddress.AF_INET : GuestAddress.AF_INET6;
  }

  /** Also the positive answer, with 0. */
  private void error(ByteBuffer request, int errno) {
    byte[] header = new byte[HEADER];
    request.get(0, header);
    ByteBuffer b = buffer(4 + HEADER).putInt(-errno).put(header);
    put(request, NLMSG_ERROR, 0, b.array());
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void put(ByteBuffer request, int type, int flags, byte[] body) {
    ByteBuffer b = buffer(HEADER + body.length);
    b.putInt(HEADER + body.length).putShort((short) type).putShort((short) flags);
    answers.add(b.putInt(request.getInt(8)).putInt(port).put(body).array());
  }

  private static byte[] link(Interface its) {
    boolean loopback = (its.flags() & Interfaces.LOOPBACK) != 0;
    ByteBuffer b = buffer(512);
    b.putShort((short) 0).putShort((short) (loopback ? ARPHRD_LOOPBACK : ARPHRD_ETHER));
    b.putInt(its.index()).putInt(its.flags()).putInt(0);
    attribute(b, 3, (its.name() + "\0").getBytes(StandardCharsets.UTF_8)); // IFLA_IFNAME
    attribute(b, 13, number(1000)); // IFLA_TXQLEN
    boolean up = (its.flags() & Interfaces.UP) != 0;
    attribute(b, 16, new byte[] {(byte) (loopback ? 0 : up ? 6 : 2)}); // IFLA_OPERSTATE
    attribute(b, 17, new byte[1]); // IFLA_LINKMODE
    attribute(b, 4, number(its.mtu())); // IFLA_MTU
    attribute(b, 6, ((loopback ? "noqueue" : "fq_codel") + "\0").getBytes(StandardCharsets.UTF_8));
    attribute(b, 1, its.hardware()); // IFLA_ADDRESS
    byte[] all = loopback ? new byte[6] : new byte[] {-1, -1, -1, -1, -1, -1};
    attribute(b, 2, all); // IFLA_BROADCAST
    attribute(b, 7, new byte[96]); // IFLA_STATS
    return bytes(b);
  }

  private static byte[] address(Interface its, Address address) {
    byte[] host = address.address().getAddress();
    int scope =
        address.address().isLoopbackAddress()
            ? 254
            : address.address().isLinkLocalAddress() ? 253 : 0;
    ByteBuffer b = buffer(256);
    b.put((byte) family(address.address())).put((byte) address.prefix());
    b.put((byte) 0x80).put((byte) scope).putInt(its.index()); // IFA_F_PERMANENT
    attribute(b, 1, host); // IFA_ADDRESS
    if (host.length == 4) {
      attribute(b, 2, host); // IFA_LOCAL
      InetAddress broadcast = address.broadcast();
      if (broadcast != null) {
        attribute(b, 4, broadcast.getAddress()); // IFA_BROADCAST
      }
      attribute(b, 3, (its.name() + "\0").getBytes(StandardCharsets.UTF_8)); // IFA_LABEL
    }
    attribute(b, 8, number(0x80)); // IFA_FLAGS
    ByteBuffer lives = buffer(16).putInt(-1).putInt(-1); // IFA_CACHEINFO: for ever
    attribute(b, 6, lives.array());
    return bytes(b);
  }

  private static byte[] number(int value) {
    return buffer(4).putInt(value).array();
  }

  private static void attribute(ByteBuffer b, int type, byte[] value) {
    b.putShort((short) (4 + value.length)).putShort((short) type).put(value);
    b.position(b.position() + 3 & -4);
  }

  private static byte[] bytes(ByteBuffer b) {
    byte[] bytes = new byte[b.position()];
    b.get(0, bytes);
    return bytes;
  }
}
