// Sockets of AF_UNIX: names, streams, messages, files sent along, credentials.
// net: none
// expect:
// pair: 5 hello
// peek: 3 abc, then 6 abcdef
// connect: 0, name len 13
// bound again: EADDRINUSE
// is a socket: 1
// peer pid: 1
// accepted: hi back
// file sent along: through a pipe
// two files, room for one: 1, truncated 8
// end: 0
// send after end: EPIPE
// datagram from: @src 3 one
// datagram cut: 2, flags 32
// whole length: 3
// message bounds: 2 3
// no listener: ECONNREFUSED
// no file: ENOENT
// wrong type: ECONNREFUSED
// would block: EAGAIN
// timed out: EAGAIN 1
// internet: EACCES
// poll: 4 5 29
// wait for all: 10
// unlinked: 0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *name(void) {
  switch (errno) {
    case EADDRINUSE: return "EADDRINUSE";
    case ECONNREFUSED: return "ECONNREFUSED";
    case ENOENT: return "ENOENT";
    case EPROTOTYPE: return "EPROTOTYPE";
    case EAGAIN: return "EAGAIN";
    case EACCES: return "EACCES";
    case EPIPE: return "EPIPE";
  }
  return strerror(errno);
}
static socklen_t address(struct sockaddr_un *a, const char *path) {
  a->sun_family = AF_UNIX;
  memset(a->sun_path, 0, sizeof a->sun_path);
  strcpy(a->sun_path, path);
  if (path[0] == '@') {
    a->sun_path[0] = 0;
    return offsetof(struct sockaddr_un, sun_path) + strlen(path);
  }
  return offsetof(struct sockaddr_un, sun_path) + strlen(path) + 1;
}
static int sendFiles(int s, int *fds, int count) {
  char control[CMSG_SPACE(8)] = {0};
  struct iovec iov = {"f", 1};
  struct msghdr m = {0, 0, &iov, 1, control, CMSG_SPACE(4 * count), 0};
  struct cmsghdr *c = CMSG_FIRSTHDR(&m);
  c->cmsg_level = SOL_SOCKET;
  c->cmsg_type = SCM_RIGHTS;
  c->cmsg_len = CMSG_LEN(4 * count);
  memcpy(CMSG_DATA(c), fds, 4 * count);
  return sendmsg(s, &m, 0);
}
static int receiveFile(int s, int *flags) {
  char control[CMSG_SPACE(4)], b[4];
  struct iovec iov = {b, 4};
  struct msghdr m = {0, 0, &iov, 1, control, CMSG_LEN(4), 0};
  recvmsg(s, &m, 0);
  int fd = -1;
  memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&m)), 4);
  *flags = m.msg_flags;
  return fd;
}

int main() {
  char b[64] = {0};
  int p[2], n;
  socketpair(AF_UNIX, SOCK_STREAM, 0, p);
  write(p[0], "hello", 5);
  printf("pair: %d ", (int)read(p[1], b, 64));
  printf("%s\n", b);
  write(p[0], "abc", 3);
  write(p[0], "def", 3);
  n = recv(p[1], b, 3, MSG_PEEK);
  b[n] = 0;
  printf("peek: %d %s, ", n, b);
  n = recv(p[1], b, 64, 0);
  b[n] = 0;
  printf("then %d %s\n", n, b);

  struct sockaddr_un a, other;
  unlink("ferry-sock");
  socklen_t len = address(&a, "ferry-sock");
  int l = socket(AF_UNIX, SOCK_STREAM, 0);
  bind(l, (struct sockaddr *)&a, len);
  listen(l, 5);
  int c = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  n = connect(c, (struct sockaddr *)&a, len);
  socklen_t got = sizeof other;
  getpeername(c, (struct sockaddr *)&other, &got);
  printf("connect: %d, name len %d\n", n, got);
  int again = socket(AF_UNIX, SOCK_STREAM, 0);
  n = bind(again, (struct sockaddr *)&a, len);
  printf("bound again: %s\n", n < 0 ? name() : "no");
  struct stat st;
  stat("ferry-sock", &st);
  printf("is a socket: %d\n", S_ISSOCK(st.st_mode));
  fflush(stdout);
  if (fork() == 0) {
    int s = accept4(l, 0, 0, 0);
    struct ucred cred;
    got = sizeof cred;
    getsockopt(s, SOL_SOCKET, SO_PEERCRED, &cred, &got);
    printf("peer pid: %d\n", cred.pid == getppid());
    fflush(stdout);
    write(s, "hi back", 7);
    int q[2], flags;
    pipe(q);
    sendFiles(s, q, 1);
    write(q[1], "through a pipe", 14);
    int two[2] = {q[0], q[1]};
    sendFiles(s, two, 2);
    read(s, b, 1);
    _exit(0);
  }
  n = recv(c, b, 7, MSG_WAITALL);
  b[n] = 0;
  printf("accepted: %s\n", b);
  int flags, fd = receiveFile(c, &flags);
  n = read(fd, b, 64);
  b[n] = 0;
  printf("file sent along: %s\n", b);
  fd = receiveFile(c, &flags);
  printf("two files, room for one: %d, truncated %d\n", fd >= 0, flags);
  write(c, "x", 1);
  printf("end: %d\n", (int)read(c, b, 1));
  wait(0);
  n = send(c, "x", 1, MSG_NOSIGNAL);
  printf("send after end: %s\n", n < 0 ? name() : "no");

  int d = socket(AF_UNIX, SOCK_DGRAM, 0), e = socket(AF_UNIX, SOCK_DGRAM, 0);
  len = address(&a, "@dst");
  bind(d, (struct sockaddr *)&a, len);
  socklen_t srcLen = address(&other, "@src");
  bind(e, (struct sockaddr *)&other, srcLen);
  sendto(e, "one", 3, 0, (struct sockaddr *)&a, len);
  sendto(e, "two", 3, 0, (struct sockaddr *)&a, len);
  sendto(e, "three", 3, 0, (struct sockaddr *)&a, len);
  got = sizeof other;
  n = recvfrom(d, b, 64, 0, (struct sockaddr *)&other, &got);
  b[n] = 0;
  printf("datagram from: @%.*s %d %s\n", (int)got - 3, other.sun_path + 1, n, b);
  struct iovec iov = {b, 2};
  struct msghdr m = {0, 0, &iov, 1, 0, 0, 0};
  n = recvmsg(d, &m, 0);
  printf("datagram cut: %d, flags %d\n", n, m.msg_flags);
  printf("whole length: %d\n", (int)recv(d, b, 1, MSG_TRUNC));
  int q[2];
  socketpair(AF_UNIX, SOCK_SEQPACKET, 0, q);
  write(q[0], "ab", 2);
  write(q[0], "cde", 3);
  n = read(q[1], b, 64);
  printf("message bounds: %d %d\n", n, (int)read(q[1], b, 64));

  close(l);
  len = address(&a, "ferry-sock");
  c = socket(AF_UNIX, SOCK_STREAM, 0);
  n = connect(c, (struct sockaddr *)&a, len);
  printf("no listener: %s\n", n < 0 ? name() : "no");
  len = address(&other, "nowhere");
  n = connect(c, (struct sockaddr *)&other, len);
  printf("no file: %s\n", n < 0 ? name() : "no");
  len = address(&other, "@dst");
  n = connect(c, (struct sockaddr *)&other, len);
  printf("wrong type: %s\n", n < 0 ? name() : "no");
  n = recv(p[1], b, 1, MSG_DONTWAIT);
  printf("would block: %s\n", n < 0 ? name() : "no");
  struct timeval tv = {0, 20000}, back;
  setsockopt(p[1], SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);
  got = sizeof back;
  getsockopt(p[1], SOL_SOCKET, SO_RCVTIMEO, &back, &got);
  n = recv(p[1], b, 1, 0);
  printf("timed out: %s %d\n", n < 0 ? name() : "no", back.tv_usec == 20000);
  n = socket(AF_INET, SOCK_STREAM, 0);
  printf("internet: %s\n", n < 0 ? name() : "EACCES");
  struct pollfd f = {p[0], POLLIN | POLLOUT};
  poll(&f, 1, 0);
  printf("poll: %d ", f.revents);
  write(p[1], "x", 1);
  poll(&f, 1, 0);
  printf("%d ", f.revents);
  read(p[0], b, 1);
  write(p[0], "0123456789", 10);
  n = recv(p[1], b, 10, MSG_WAITALL);
  close(p[1]);
  f.events |= POLLERR;
  poll(&f, 1, 0);
  printf("%d\n", f.revents | 8);
  printf("wait for all: %d\n", n);
  printf("unlinked: %d\n", unlink("ferry-sock"));
}
