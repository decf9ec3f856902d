// A listener of IPv6 that is bound to all addresses is reached through IPv4's loopback address as well, unless it says IPV6_V6ONLY.
// net: loopback
// expect:
// both: six from ::1, four from ::ffff:127.0.0.1
// poll 1, then 1
// while it listens: Address already in use
// closed: Connection refused
// only six: Connection refused, connected
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int port;

static int server(int only) {
  int s = socket(AF_INET6, SOCK_STREAM, 0);
  struct sockaddr_in6 a = {AF_INET6};
  socklen_t length = sizeof a;
  setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
  if (bind(s, (void *)&a, sizeof a) || listen(s, 5)) perror("server");
  getsockname(s, (void *)&a, &length);
  port = a.sin6_port;
  return s;
}

static const char *reach(int six) {
  static int last;
  struct sockaddr_in6 a6 = {AF_INET6, port, 0, IN6ADDR_LOOPBACK_INIT};
  struct sockaddr_in a4 = {AF_INET, port, {htonl(INADDR_LOOPBACK)}};
  if (last) close(last);
  last = socket(six ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
  return connect(last, six ? (void *)&a6 : (void *)&a4, six ? sizeof a6 : sizeof a4) ? strerror(errno) : "connected";
}

static const char *from(int s) {
  static char text[2][60];
  static int next;
  struct sockaddr_in6 a;
  socklen_t length = sizeof a;
  int c = accept(s, (void *)&a, &length);
  close(c);
  return c < 0 ? strerror(errno) : inet_ntop(AF_INET6, &a.sin6_addr, text[next ^= 1], 60);
}

int main(void) {
  int s = server(0);
  reach(1);
  printf("both: six from %s, ", from(s));
  reach(0);
  printf("four from %s\n", from(s));
  struct pollfd wait = {s, POLLIN};
  reach(0);
  printf("poll %d, ", poll(&wait, 1, 2000));
  from(s);
  reach(1);
  printf("then %d\n", poll(&wait, 1, 2000));
  from(s);
  struct sockaddr_in four = {AF_INET, port, {htonl(INADDR_LOOPBACK)}};
  int other = socket(AF_INET, SOCK_STREAM, 0);
  printf("while it listens: %s\n", bind(other, (void *)&four, sizeof four) || listen(other, 1) ? strerror(errno) : "bound");
  close(s);
  printf("closed: %s\n", reach(0));
  server(1);
  printf("only six: %s, ", reach(0));
  printf("%s\n", reach(1));
  return 0;
}
