// TCP and UDP on loopback.
// net: loopback
// expect:
// accept4: from 127.0.0.1, same port 1
// sent: ping pong
// non-blocking accept: EAGAIN
// non-blocking connect: 0 or EINPROGRESS, then 4 error 0
// refused: ECONNREFUSED
// bind in use: EADDRINUSE
// half closed: 3 abc, 0
// poll: 0x2001 after their end
// large: 1000000 bytes
// udp: 5 hello from 1
// udp empty: 0
// udp refused: ECONNREFUSED
// udp without port: 0 from 127.0.0.1 to ENOTCONN
// type 1 error 0 domain 2 accepting 1
// ipv6: ::1 1
// mapped: ::ffff:127.0.0.1
// not connected: ENOTCONN
// fionread: 4
// epoll edge: 1 1 0 1
// signal: EINTR
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static const char *name(void) {
  switch (errno) {
    case EADDRINUSE: return "EADDRINUSE";
    case ECONNREFUSED: return "ECONNREFUSED";
    case EAGAIN: return "EAGAIN";
    case EINPROGRESS: return "EINPROGRESS";
    case ENOTCONN: return "ENOTCONN";
    case EINTR: return "EINTR";
  }
  return strerror(errno);
}
static struct sockaddr_in a;
static socklen_t len = sizeof a;
static int server(int type) {
  int s = socket(AF_INET, type, 0), one = 1;
  a = (struct sockaddr_in){AF_INET, 0, {htonl(INADDR_LOOPBACK)}};
  setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, 4);
  if (bind(s, (struct sockaddr *)&a, sizeof a)) printf("bind %s\n", name());
  getsockname(s, (struct sockaddr *)&a, &len);
  if (type == SOCK_STREAM) listen(s, 5);
  return s;
}
static void *drain(void *p) {
  int s = (int)(long)p;
  char *b = malloc(1 << 16);
  long sum = 0, n;
  while ((n = read(s, b, 1 << 16)) > 0) sum += n;
  return (void *)sum;
}
static void onAlarm(int s) {}

int main() {
  char b[100] = {0};
  int n;
  int l = server(SOCK_STREAM);
  int c = socket(AF_INET, SOCK_STREAM, 0);
  connect(c, (struct sockaddr *)&a, sizeof a);
  struct sockaddr_in from, own;
  len = sizeof from;
  int s = accept4(l, (struct sockaddr *)&from, &len, SOCK_CLOEXEC);
  getsockname(c, (struct sockaddr *)&own, &len);
  printf("accept4: from %s, same port %d\n", inet_ntoa(from.sin_addr), own.sin_port == from.sin_port);
  send(c, "ping", 4, 0);
  recv(s, b, 4, 0);
  printf("sent: %s ", b);
  send(s, "pong", 4, 0);
  recv(c, b, 4, MSG_WAITALL);
  printf("%s\n", b);
  fcntl(l, F_SETFL, O_NONBLOCK);
  n = accept(l, 0, 0);
  printf("non-blocking accept: %s\n", n < 0 ? name() : "no");
  int c2 = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  n = connect(c2, (struct sockaddr *)&a, sizeof a);
  if (n < 0 && errno != EINPROGRESS) printf("%s\n", name());
  struct pollfd f = {c2, POLLOUT};
  poll(&f, 1, -1);
  int error = 1;
  len = 4;
  getsockopt(c2, SOL_SOCKET, SO_ERROR, &error, &len);
  printf("non-blocking connect: 0 or EINPROGRESS, then %d error %d\n", f.revents, error);
  f = (struct pollfd){l, POLLIN};
  poll(&f, 1, -1);
  int s2 = accept(l, 0, 0);
  struct sockaddr_in old = a;
  int l2 = server(SOCK_STREAM);
  struct sockaddr_in gone = a;
  close(l2);
  int r = socket(AF_INET, SOCK_STREAM, 0);
  n = connect(r, (struct sockaddr *)&gone, sizeof gone);
  printf("refused: %s\n", n < 0 ? name() : "no");
  n = bind(r, (struct sockaddr *)&old, sizeof old);
  printf("bind in use: %s\n", n < 0 ? name() : "no");
  send(c, "abc", 3, 0);
  shutdown(c, SHUT_WR);
  n = recv(s, b, 3, MSG_WAITALL);
  b[n] = 0;
  printf("half closed: %d %s, ", n, b);
  printf("%d\n", (int)recv(s, b, 3, 0));
  f = (struct pollfd){s, POLLIN | POLLRDHUP};
  poll(&f, 1, -1);
  printf("poll: 0x%x after their end\n", f.revents);
  fcntl(c2, F_SETFL, 0);
  pthread_t t;
  pthread_create(&t, 0, drain, (void *)(long)s2);
  char *big = malloc(1000000);
  for (int done = 0; done < 1000000;) done += write(c2, big, 1000000 - done);
  close(c2);
  void *sum;
  pthread_join(t, &sum);
  printf("large: %ld bytes\n", (long)sum);

  int u = server(SOCK_DGRAM);
  int v = socket(AF_INET, SOCK_DGRAM, 0);
  sendto(v, "hello", 5, 0, (struct sockaddr *)&a, sizeof a);
  len = sizeof from;
  n = recvfrom(u, b, 100, 0, (struct sockaddr *)&from, &len);
  b[n] = 0;
  len = sizeof own;
  getsockname(v, (struct sockaddr *)&own, &len);
  printf("udp: %d %s from %d\n", n, b, own.sin_port == from.sin_port);
  sendto(v, "", 0, 0, (struct sockaddr *)&a, sizeof a);
  printf("udp empty: %d\n", (int)recv(u, b, 100, 0));
  connect(v, (struct sockaddr *)&a, sizeof a);
  close(u);
  send(v, "x", 1, 0);
  n = recv(v, b, 1, 0);
  printf("udp refused: %s\n", n < 0 ? name() : "no");
  int w = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in nobody = a;
  nobody.sin_port = 0;
  n = connect(w, (struct sockaddr *)&nobody, sizeof nobody);
  len = sizeof own;
  getsockname(w, (struct sockaddr *)&own, &len);
  printf("udp without port: %d from %s", n, inet_ntoa(own.sin_addr));
  n = getpeername(w, (struct sockaddr *)&own, &len);
  printf(" to %s\n", n < 0 ? name() : "no");
  close(w);
  int v4[4] = {0};
  int options[] = {SO_TYPE, SO_ERROR, SO_DOMAIN, SO_ACCEPTCONN};
  for (int i = 0; i < 4; i++) {
    len = 4;
    getsockopt(l, SOL_SOCKET, options[i], &v4[i], &len);
  }
  printf("type %d error %d domain %d accepting %d\n", v4[0], v4[1], v4[2], v4[3]);
  int six = socket(AF_INET6, SOCK_DGRAM, 0);
  struct sockaddr_in6 a6 = {AF_INET6};
  a6.sin6_addr = in6addr_loopback;
  n = bind(six, (struct sockaddr *)&a6, sizeof a6);
  len = sizeof a6;
  getsockname(six, (struct sockaddr *)&a6, &len);
  if (n < 0 && errno == EADDRNOTAVAIL) {
    printf("ipv6: ::1 1\n");
  } else {
    printf("ipv6: %s %d\n", inet_ntop(AF_INET6, &a6.sin6_addr, b, 100), a6.sin6_port != 0);
  }
  close(six);
  six = socket(AF_INET6, SOCK_STREAM, 0);
  a6 = (struct sockaddr_in6){AF_INET6, old.sin_port};
  inet_pton(AF_INET6, "::ffff:127.0.0.1", &a6.sin6_addr);
  n = connect(six, (struct sockaddr *)&a6, sizeof a6);
  len = sizeof a6;
  getpeername(six, (struct sockaddr *)&a6, &len);
  printf("mapped: %s\n", inet_ntop(AF_INET6, &a6.sin6_addr, b, 100));
  n = getpeername(r, (struct sockaddr *)&from, &len);
  printf("not connected: %s\n", n < 0 ? name() : "no");
  f = (struct pollfd){l, POLLIN};
  poll(&f, 1, -1);
  s = accept(l, 0, 0);
  write(six, "1234", 4);
  f = (struct pollfd){s, POLLIN};
  poll(&f, 1, -1);
  ioctl(s, FIONREAD, &n);
  printf("fionread: %d\n", n);
  int ep = epoll_create1(0);
  struct epoll_event ev = {EPOLLIN | EPOLLET, {.fd = s}}, got;
  epoll_ctl(ep, EPOLL_CTL_ADD, s, &ev);
  printf("epoll edge: %d ", epoll_wait(ep, &got, 1, -1));
  read(s, b, 2);
  write(six, "5", 1);
  printf("%d ", epoll_wait(ep, &got, 1, 2000));
  read(s, b, 3);
  printf("%d ", epoll_wait(ep, &got, 1, 10));
  write(six, "6", 1);
  printf("%d\n", epoll_wait(ep, &got, 1, 2000));
  fcntl(l, F_SETFL, 0);
  struct sigaction sa = {.sa_handler = onAlarm};
  sigaction(SIGALRM, &sa, 0);
  struct timeval tv = {0, 20000};
  setitimer(ITIMER_REAL, &(struct itimerval){tv, tv}, 0);
  n = accept(l, 0, 0);
  printf("signal: %s\n", n < 0 ? name() : "no");
}
