// Which network interfaces there are: getifaddrs and if_nameindex ask a netlink socket, older programs an ioctl. With the loopback network granted there is that one.
// net: loopback
// expect:
// lo 127.0.0.1/255.0.0.0 up loopback
// lo ::1 up loopback
// a link: lo
// names: 1 lo
// by name 1, by number lo
// none: 0 No such device
// ioctl: 1 of 40 bytes, lo 127.0.0.1, mask 255.0.0.0, mtu 65536, index 1
// a file: Inappropriate ioctl for device
// port 0 own, from the kernel
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char *text(struct sockaddr *a) {
  static char texts[2][100];
  static int next;
  void *at = a->sa_family == AF_INET ? (void *)&((struct sockaddr_in *)a)->sin_addr : (void *)&((struct sockaddr_in6 *)a)->sin6_addr;
  return inet_ntop(a->sa_family, at, texts[next ^= 1], 100);
}

int main(void) {
  struct ifaddrs *all;
  if (getifaddrs(&all)) return perror("getifaddrs"), 1;
  const char *flags = "";
  for (struct ifaddrs *i = all; i; i = i->ifa_next) {
    flags = (i->ifa_flags & (IFF_UP | IFF_LOOPBACK)) == (IFF_UP | IFF_LOOPBACK) ? "up loopback" : "other";
    if (i->ifa_addr->sa_family == AF_INET) printf("%s %s/%s %s\n", i->ifa_name, text(i->ifa_addr), text(i->ifa_netmask), flags);
    if (i->ifa_addr->sa_family == AF_INET6) printf("%s %s %s\n", i->ifa_name, text(i->ifa_addr), flags);
  }
  for (struct ifaddrs *i = all; i; i = i->ifa_next)
    if (i->ifa_addr->sa_family == AF_PACKET) printf("a link: %s\n", i->ifa_name);
  freeifaddrs(all);
  struct if_nameindex *names = if_nameindex();
  for (int i = 0; names && names[i].if_name; i++) printf("names: %d %s\n", names[i].if_index, names[i].if_name);
  char name[IF_NAMESIZE];
  printf("by name %d, by number %s\n", if_nametoindex("lo"), if_indextoname(1, name));
  errno = 0;
  int none = if_nametoindex("nowhere0");
  printf("none: %d %s\n", none, strerror(errno));

  int s = socket(AF_INET, SOCK_DGRAM, 0);
  struct ifreq requests[4];
  struct ifconf list = {sizeof requests, {(void *)requests}};
  ioctl(s, SIOCGIFCONF, &list);
  printf("ioctl: %d of %zu bytes, %s %s", (int)(list.ifc_len / sizeof *requests), sizeof *requests, requests[0].ifr_name, text(&requests[0].ifr_addr));
  ioctl(s, SIOCGIFNETMASK, requests);
  printf(", mask %s", text(&requests[0].ifr_netmask));
  ioctl(s, SIOCGIFMTU, requests);
  printf(", mtu %d", requests[0].ifr_mtu);
  ioctl(s, SIOCGIFINDEX, requests);
  printf(", index %d\n", requests[0].ifr_ifindex);
  int file = open("/work/x", 0102, 0600);
  printf("a file: %s\n", ioctl(file, SIOCGIFCONF, &list) < 0 ? strerror(errno) : "done");

  struct sockaddr_nl own = {AF_NETLINK};
  socklen_t length = sizeof own;
  int n = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  getsockname(n, (void *)&own, &length);
  printf("port %d ", own.nl_pid);
  bind(n, (void *)&own, sizeof own);
  getsockname(n, (void *)&own, &length);
  printf("%s, ", own.nl_pid == getpid() ? "own" : "other");
  struct { struct nlmsghdr h; struct rtgenmsg g; } q = {{sizeof q, RTM_GETADDR, NLM_F_REQUEST | NLM_F_DUMP, 7, own.nl_pid}};
  sendto(n, &q, sizeof q, 0, 0, 0);
  char buffer[8192];
  own.nl_pid = 5;
  int got = recvfrom(n, buffer, sizeof buffer, 0, (void *)&own, &length);
  printf("from %s\n", own.nl_pid == 0 && got > 0 && ((struct nlmsghdr *)buffer)->nlmsg_seq == 7 ? "the kernel" : "elsewhere");
  return 0;
}
