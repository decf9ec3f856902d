// Calls that do not wait see what has come to sockets, though nobody sleeps for them.
// net: loopback
// expect:
// connect: seen, error 0
// accept: seen
// data: seen
// beside one that is always ready: seen
// room again: seen
// end: seen
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

/* Looks again and again, ten seconds at most, without ever waiting. */
static const char *poll_for(int fd, int events) {
  struct pollfd one = {.fd = fd, .events = events};
  for (double end = now() + 10; now() < end;)
    if (poll(&one, 1, 0) == 1 && (one.revents & events)) return "seen";
  return "not seen";
}

static const char *epoll_for(int epoll, int fd) {
  struct epoll_event event;
  for (double end = now() + 10; now() < end;)
    if (epoll_wait(epoll, &event, 1, -1) == 1 && event.data.fd == fd) return "seen";
  return "not seen";
}

int main(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  bind(listener, (void *) &address, sizeof address);
  listen(listener, 5);
  getsockname(listener, (void *) &address, &length);

  int client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), error = -1;
  connect(client, (void *) &address, sizeof address);
  printf("connect: %s", poll_for(client, POLLOUT));
  length = sizeof error;
  getsockopt(client, SOL_SOCKET, SO_ERROR, &error, &length);
  printf(", error %d\n", error);
  printf("accept: %s\n", poll_for(listener, POLLIN));
  int server = accept4(listener, 0, 0, SOCK_NONBLOCK);
  write(client, "x", 1);
  printf("data: %s\n", poll_for(server, POLLIN));
  char buffer[4096] = "";
  read(server, buffer, sizeof buffer);

  int epoll = epoll_create1(0), ends[2];
  pipe(ends);
  write(ends[1], "always", 6);
  epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &(struct epoll_event) {.events = EPOLLIN, .data.fd = ends[0]});
  epoll_ctl(epoll, EPOLL_CTL_ADD, server, &(struct epoll_event) {.events = EPOLLIN, .data.fd = server});
  write(client, "y", 1);
  printf("beside one that is always ready: %s\n", epoll_for(epoll, server));
  read(server, buffer, sizeof buffer);

  while (write(client, buffer, sizeof buffer) > 0) {}
  fcntl(server, F_SETFL, 0);
  for (double end = now() + 10; now() < end;) {
    struct pollfd one = {.fd = server, .events = POLLIN};
    if (poll(&one, 1, 0) != 1) break;
    read(server, buffer, sizeof buffer);
  }
  printf("room again: %s\n", poll_for(client, POLLOUT));
  close(client);
  printf("end: %s\n", poll_for(server, POLLRDHUP));
  return 0;
}
