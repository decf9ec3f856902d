/* Sockets: thin over the kernel's calls. */
#include <sys/socket.h>
#include "../internal.h"

int socket(int domain, int type, int protocol) {
  return (int)__result(SYSCALL3(SYS_socket, domain, type, protocol));
}

int socketpair(int domain, int type, int protocol, int fds[2]) {
  return (int)__result(SYSCALL4(SYS_socketpair, domain, type, protocol, fds));
}

int bind(int fd, const struct sockaddr *address, socklen_t length) {
  return (int)__result(SYSCALL3(SYS_bind, fd, address, length));
}

int listen(int fd, int backlog) {
  return (int)__result(SYSCALL2(SYS_listen, fd, backlog));
}

int accept(int fd, struct sockaddr *restrict address, socklen_t *restrict length) {
  return (int)WAITING(SYSCALL3(SYS_accept, fd, address, length));
}

int accept4(int fd, struct sockaddr *restrict address, socklen_t *restrict length, int flags) {
  return (int)WAITING(SYSCALL4(SYS_accept4, fd, address, length, flags));
}

int connect(int fd, const struct sockaddr *address, socklen_t length) {
  return (int)WAITING(SYSCALL3(SYS_connect, fd, address, length));
}

int getsockname(int fd, struct sockaddr *restrict address, socklen_t *restrict length) {
  return (int)__result(SYSCALL3(SYS_getsockname, fd, address, length));
}

int getpeername(int fd, struct sockaddr *restrict address, socklen_t *restrict length) {
  return (int)__result(SYSCALL3(SYS_getpeername, fd, address, length));
}

int getsockopt(int fd, int level, int name, void *restrict value, socklen_t *restrict length) {
  return (int)__result(SYSCALL5(SYS_getsockopt, fd, level, name, value, length));
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t length) {
  return (int)__result(SYSCALL5(SYS_setsockopt, fd, level, name, value, length));
}

int shutdown(int fd, int how) {
  return (int)__result(SYSCALL2(SYS_shutdown, fd, how));
}

ssize_t sendto(int fd, const void *p, size_t n, int flags, const struct sockaddr *to, socklen_t length) {
  return WAITING(SYSCALL6(SYS_sendto, fd, p, n, flags, to, length));
}

ssize_t recvfrom(int fd, void *restrict p, size_t n, int flags, struct sockaddr *restrict from,
                 socklen_t *restrict length) {
  return WAITING(SYSCALL6(SYS_recvfrom, fd, p, n, flags, from, length));
}

ssize_t send(int fd, const void *p, size_t n, int flags) {
  return sendto(fd, p, n, flags, 0, 0);
}

ssize_t recv(int fd, void *p, size_t n, int flags) {
  return recvfrom(fd, p, n, flags, 0, 0);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  return WAITING(SYSCALL3(SYS_sendmsg, fd, message, flags));
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags) {
  return WAITING(SYSCALL3(SYS_recvmsg, fd, message, flags));
}

ssize_t readv(int fd, const struct iovec *parts, int count) {
  return WAITING(SYSCALL3(SYS_readv, fd, parts, count));
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  return WAITING(SYSCALL3(SYS_writev, fd, parts, count));
}
