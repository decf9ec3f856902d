/* Ways to the network and to sockets of the host; nonsense in addresses and messages. The cases called loopback_ have --net=loopback. */
#include "attack.h"
#include <arpa/inet.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/uio.h>
#include <sys/un.h>

static int refused(int family, int type, int protocol) { return socket(family, type, protocol) < 0; }
static int inet_stream(void) { return refused(AF_INET, SOCK_STREAM, 0) && errno == EACCES; }
static int inet_datagram(void) { return refused(AF_INET, SOCK_DGRAM, 0) && errno == EACCES; }
static int inet6(void) { return refused(AF_INET6, SOCK_STREAM, 0) && refused(AF_INET6, SOCK_DGRAM, 0); }
static int raw_sockets(void) {
  return refused(AF_INET, SOCK_RAW, 1) && refused(AF_INET6, SOCK_RAW, 58) && refused(AF_PACKET, SOCK_RAW, 0x300) && refused(AF_INET, SOCK_DGRAM, 1);
}
static int other_families(void) {
  int ok = 1;
  for (int f = 0; f < 64; f++) if (f != AF_UNIX) for (int t = 0; t < 8; t++) ok &= refused(f, t, 0);
  return ok && refused(-1, 1, 0) && refused(AF_UNIX, 99, 0) && refused(AF_UNIX, SOCK_STREAM, 77);
}
static int unix_at(int s, const char *path) {
  struct sockaddr_un a = {AF_UNIX};
  strncpy(a.sun_path, path, sizeof a.sun_path - 1);
  return bind(s, (struct sockaddr *)&a, sizeof a);
}
static int bind_outside(void) {
  int s = socket(AF_UNIX, SOCK_STREAM, 0);
  return unix_at(s, "/work/outdir/sock") < 0 && unix_at(s, "/work/../sock") < 0 && unix_at(s, "/tmp/sock") < 0;
}
static int bind_read_only(void) { return unix_at(socket(AF_UNIX, SOCK_STREAM, 0), "/ro/sock") < 0 && errno == EROFS; }
static int bind_over_file(void) {
  close(creat("/work/f", 0600));
  return unix_at(socket(AF_UNIX, SOCK_STREAM, 0), "/work/f") < 0 && errno == EADDRINUSE;
}
static int host_abstract_names(void) {
  struct sockaddr_un a = {AF_UNIX, "\0/tmp/.X11-unix/X0"};
  int s = socket(AF_UNIX, SOCK_STREAM, 0);
  return connect(s, (struct sockaddr *)&a, offsetof(struct sockaddr_un, sun_path) + 18) < 0 && errno == ECONNREFUSED;
}
static int connect_outside(void) {
  struct sockaddr_un a = {AF_UNIX, "/run/systemd/private"};
  int s = socket(AF_UNIX, SOCK_STREAM, 0), n = connect(s, (struct sockaddr *)&a, sizeof a);
  strcpy(a.sun_path, "/work/outdir/secret");
  return n < 0 && connect(s, (struct sockaddr *)&a, sizeof a) < 0;
}
static int send_fds(int s, int *fds, int count) {
  static char control[4096];
  struct iovec iov = {"f", 1};
  struct msghdr m = {0, 0, &iov, 1, control, CMSG_SPACE(4 * count)};
  struct cmsghdr *c = CMSG_FIRSTHDR(&m);
  c->cmsg_level = SOL_SOCKET; c->cmsg_type = SCM_RIGHTS; c->cmsg_len = CMSG_LEN(4 * count);
  memcpy(CMSG_DATA(c), fds, 4 * count);
  return sendmsg(s, &m, MSG_DONTWAIT);
}
static int passed_read_only(void) {
  int p[2], f = open("/ro/file", O_RDONLY), got;
  char control[64], b;
  struct iovec iov = {&b, 1};
  struct msghdr m = {0, 0, &iov, 1, control, sizeof control};
  socketpair(AF_UNIX, SOCK_STREAM, 0, p);
  send_fds(p[0], &f, 1);
  recvmsg(p[1], &m, 0);
  memcpy(&got, CMSG_DATA(CMSG_FIRSTHDR(&m)), 4);
  return got >= 0 && write(got, "x", 1) < 0 && ftruncate(got, 0) < 0;
}
static int socket_in_itself(void) {
  int p[2];
  for (int i = 0; i < 2000; i++) {
    socketpair(AF_UNIX, SOCK_STREAM, 0, p);
    send_fds(p[0], p, 2); send_fds(p[1], p, 2);
    close(p[0]); close(p[1]);
  }
  return 1;
}
static int too_many_fds(void) {
  int p[2], fds[300];
  socketpair(AF_UNIX, SOCK_STREAM, 0, p);
  for (int i = 0; i < 300; i++) fds[i] = p[0];
  return send_fds(p[0], fds, 300) < 0;
}
static int small_messages(void) {
  int p[2]; long n = 0;
  socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, p);
  while (write(p[0], "x", 1) == 1 && n < 10000000) n++;
  return n < 1000000;
}
static int huge_message(void) {
  int p[2]; char *b = calloc(1, 8 << 20);
  socketpair(AF_UNIX, SOCK_DGRAM, 0, p);
  return send(p[0], b, 8 << 20, 0) < 0 && errno == EMSGSIZE;
}
static int pending_connections(void) {
  struct sockaddr_un a = {AF_UNIX, "\0many"};
  int l = socket(AF_UNIX, SOCK_STREAM, 0), n = 0;
  bind(l, (struct sockaddr *)&a, 7); listen(l, 0x7fffffff);
  for (; n < 100000; n++) {
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (s < 0 || connect(s, (struct sockaddr *)&a, 7) < 0) break;
  }
  return n < 100000;
}
static int bad_addresses(void) {
  int s = socket(AF_UNIX, SOCK_STREAM, 0), ok = 1;
  char b[200]; memset(b, 'a', sizeof b); b[0] = AF_UNIX; b[1] = 0;
  for (int len = -2; len < 200; len++) if (len < 3 || len > 110) ok &= connect(s, (void *)b, len) < 0;
  ok &= bind(s, (void *)8, 10) < 0 && bind(s, (void *)-1L, 100) < 0 && getsockname(s, (void *)8, (void *)16) < 0;
  socklen_t len = -5;
  return ok & getsockname(s, (void *)b, &len) < 0;
}
static int bad_messages(void) {
  int p[2], ok = 1; char control[64] = {0};
  socketpair(AF_UNIX, SOCK_STREAM, 0, p);
  struct iovec iov = {"f", 1}, wild = {(void *)8, 100}, large = {"f", -1};
  struct msghdr m = {0, 0, &iov, 1, control, 64};
  for (long len = 0; len < 100; len++) { *(long *)control = len; *(long *)(control + 8) = 1L << 32 | 1; sendmsg(p[0], &m, MSG_DONTWAIT); }
  m.msg_controllen = 1UL << 62; ok &= sendmsg(p[0], &m, MSG_DONTWAIT) < 0;
  m.msg_controllen = 0; m.msg_iov = &wild; ok &= sendmsg(p[0], &m, MSG_DONTWAIT) < 0;
  m.msg_iov = &large; ok &= sendmsg(p[0], &m, MSG_DONTWAIT) < 0;
  m.msg_iov = &iov; m.msg_iovlen = 1 << 30; ok &= sendmsg(p[0], &m, MSG_DONTWAIT) < 0;
  return ok & sendmsg(p[0], (void *)8, 0) < 0 & recvmsg(p[0], (void *)8, MSG_DONTWAIT) < 0;
}
static int bad_options(void) {
  int s = socket(AF_UNIX, SOCK_STREAM, 0); char b[64] = {0}; socklen_t len;
  for (int level = -1; level < 300; level++) for (int name = -1; name < 80; name++) {
    setsockopt(s, level, name, b, name & 63); len = name & 63; getsockopt(s, level, name, b, &len);
  }
  return setsockopt(s, 1, 2, (void *)8, 4) < 0 && setsockopt(s, 1, 2, b, -1) < 0;
}
static int epoll_ring(void) {
  int e[20];
  for (int i = 0; i < 20; i++) e[i] = epoll_create1(0);
  struct epoll_event ev = {EPOLLIN};
  for (int i = 0; i < 20; i++) epoll_ctl(e[i], EPOLL_CTL_ADD, e[(i + 1) % 20], &ev);
  return epoll_ctl(e[0], EPOLL_CTL_ADD, e[0], &ev) < 0 && epoll_wait(e[0], &ev, 1, 10) == 0;
}

static struct sockaddr_in in4(const char *host, int port) {
  struct sockaddr_in a = {AF_INET, htons(port)};
  inet_pton(AF_INET, host, &a.sin_addr);
  return a;
}
static int no_connect(int type, const char *host) {
  struct sockaddr_in a = in4(host, 53);
  return connect(socket(AF_INET, type | SOCK_NONBLOCK, 0), (struct sockaddr *)&a, sizeof a) < 0 && errno == EACCES;
}
static int loopback_connect_out(void) { return no_connect(SOCK_STREAM, "8.8.8.8") && no_connect(SOCK_STREAM, "10.0.0.1") && no_connect(SOCK_STREAM, "169.254.169.254"); }
static int loopback_datagram_out(void) {
  struct sockaddr_in a = in4("8.8.8.8", 53);
  int s = socket(AF_INET, SOCK_DGRAM, 0);
  return no_connect(SOCK_DGRAM, "224.0.0.1") && no_connect(SOCK_DGRAM, "255.255.255.255") && sendto(s, "x", 1, 0, (struct sockaddr *)&a, sizeof a) < 0;
}
static int loopback_mapped_out(void) {
  struct sockaddr_in6 a = {AF_INET6, htons(53)};
  int s = socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK, 0), ok;
  inet_pton(AF_INET6, "::ffff:8.8.8.8", &a.sin6_addr);
  ok = connect(s, (struct sockaddr *)&a, sizeof a) < 0;
  inet_pton(AF_INET6, "::8.8.8.8", &a.sin6_addr);
  ok &= connect(s, (struct sockaddr *)&a, sizeof a) < 0;
  inet_pton(AF_INET6, "64:ff9b::808:808", &a.sin6_addr);
  return ok && connect(s, (struct sockaddr *)&a, sizeof a) < 0;
}
static int bound_to_loopback(int type) {
  struct sockaddr_in a = in4("0.0.0.0", 0);
  socklen_t len = sizeof a;
  int s = socket(AF_INET, type, 0);
  if (bind(s, (struct sockaddr *)&a, sizeof a) < 0) return 0;
  if (type == SOCK_STREAM) listen(s, 5);
  getsockname(s, (struct sockaddr *)&a, &len);
  return a.sin_addr.s_addr == htonl(INADDR_LOOPBACK);
}
static int loopback_bind_all(void) {
  struct sockaddr_in6 a = {AF_INET6};
  socklen_t len = sizeof a;
  int s = socket(AF_INET6, SOCK_STREAM, 0);
  return bound_to_loopback(SOCK_STREAM) && bound_to_loopback(SOCK_DGRAM)
      && (bind(s, (struct sockaddr *)&a, sizeof a) < 0 || !getsockname(s, (struct sockaddr *)&a, &len) && IN6_IS_ADDR_LOOPBACK(&a.sin6_addr));
}
static int loopback_unbound(void) {
  struct sockaddr_in a = in4("127.0.0.1", 9), own;
  socklen_t len = sizeof own;
  int s = socket(AF_INET, SOCK_STREAM, 0), u = socket(AF_INET, SOCK_DGRAM, 0), ok;
  listen(s, 1); getsockname(s, (struct sockaddr *)&own, &len);
  ok = own.sin_addr.s_addr == htonl(INADDR_LOOPBACK);
  sendto(u, "x", 1, 0, (struct sockaddr *)&a, sizeof a); getsockname(u, (struct sockaddr *)&own, &len);
  return ok && own.sin_addr.s_addr == htonl(INADDR_LOOPBACK);
}
/* Of the host's interfaces and routes nothing is told, and nothing can be changed. */
static int ask(int s, int type, int flags, char *answer, int size) {
  struct { struct nlmsghdr h; struct ifinfomsg i; } q = {{sizeof q, type, NLM_F_REQUEST | flags, 1}};
  return send(s, &q, sizeof q, 0) == sizeof q ? recv(s, answer, size, MSG_DONTWAIT) : -1;
}
static int loopback_raw(void) {
  static char answer[8192];
  struct nlmsghdr *h = (void *)answer;
  int ok = raw_sockets(), s = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE), links = 0;
  for (int p = 1; p < 32; p++) ok &= refused(AF_NETLINK, SOCK_RAW, p);
  for (int n = ask(s, RTM_GETLINK, NLM_F_DUMP, answer, sizeof answer); n > 0 && h->nlmsg_type == RTM_NEWLINK; n = recv(s, answer, sizeof answer, MSG_DONTWAIT))
    links++, ok &= (((struct ifinfomsg *)NLMSG_DATA(h))->ifi_flags & IFF_LOOPBACK) != 0;
  ok &= links == 1 && h->nlmsg_type == NLMSG_DONE;
  for (int type = 16; type < 128; type++)
    if (type % 4 != 2) ok &= ask(s, type, NLM_F_CREATE, answer, sizeof answer) > 0 && h->nlmsg_type == NLMSG_ERROR && ((struct nlmsgerr *)NLMSG_DATA(h))->error == -EPERM;
  for (int length = 0; length < 64; length++) { /* Lengths that lie. */
    memset(answer, 0, 64);
    h->nlmsg_len = length * 7 - 30; h->nlmsg_type = RTM_GETLINK; h->nlmsg_flags = NLM_F_REQUEST;
    send(s, answer, length, 0);
    while (recv(s, answer, sizeof answer, MSG_DONTWAIT) > 0) continue;
  }
  for (int i = 0; i < 100000 && ask(s, RTM_GETLINK, NLM_F_DUMP, answer, 0) >= 0; i++) continue; /* What nobody receives. */
  struct sockaddr_nl other = {AF_NETLINK, 0, 1};
  return ok && sendto(s, answer, 16, 0, (struct sockaddr *)&other, sizeof other) < 0;
}

#define A(name) {#name, name, "exit 0"}
static struct attack attacks[] = {
  A(inet_stream), A(inet_datagram), A(inet6), A(raw_sockets), A(other_families), A(bind_outside), A(bind_read_only), A(bind_over_file),
  A(host_abstract_names), A(connect_outside), A(passed_read_only), A(socket_in_itself), A(too_many_fds), A(small_messages), A(huge_message),
  A(pending_connections), A(bad_addresses), A(bad_messages), A(bad_options), A(epoll_ring), A(loopback_connect_out), A(loopback_datagram_out),
  A(loopback_mapped_out), A(loopback_bind_all), A(loopback_unbound), A(loopback_raw), {0}};
