// skip: interpreter
// Internet addresses as text, names to addresses, local sockets; file name patterns; search tables.
#include <arpa/inet.h>
#include <fnmatch.h>
#include <netdb.h>
#include <search.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "check.h"

/* How an address is written back; "" if it is none. */
static const char *again(int family, const char *text) {
  static char out[INET6_ADDRSTRLEN];
  unsigned char address[16];
  return inet_pton(family, text, address) == 1 ? inet_ntop(family, address, out, sizeof out) : "";
}

static int is(int family, const char *text, const char *expected) {
  return !strcmp(again(family, text), expected);
}

static int order(const void *a, const void *b) { return strcmp(a, b); }

static char walked[32];
static void note(const void *node, VISIT visit, int depth) {
  if (visit == postorder || visit == leaf) strcat(walked, *(char *const *)node);
}

int main(void) {
  CHECK(1, is(AF_INET6, "::", "::") && is(AF_INET6, "::1", "::1") && is(AF_INET6, "1::", "1::"));
  CHECK(2, is(AF_INET6, "2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"));
  CHECK(3, is(AF_INET6, "::ffff:1.2.3.4", "::ffff:1.2.3.4") && is(AF_INET6, "1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"));
  CHECK(4, is(AF_INET6, "1::2::3", "") && is(AF_INET6, ":1", "") && is(AF_INET6, "1:2:3:4:5:6:7", ""));
  CHECK(5, is(AF_INET, "1.2.3.4", "1.2.3.4") && is(AF_INET, "256.1.1.1", "") && is(AF_INET, "01.2.3.4", ""));
  CHECK(6, inet_addr("1.2") == htonl(0x01000002) && inet_addr("1.2.3.4x") == INADDR_NONE);

  struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *found;
  CHECK(7, getaddrinfo("127.0.0.1", "80", &hints, &found) == 0 && !found->ai_next);
  struct sockaddr_in *in = (struct sockaddr_in *)found->ai_addr;
  CHECK(8, in->sin_addr.s_addr == htonl(INADDR_LOOPBACK) && in->sin_port == htons(80));
  freeaddrinfo(found);

  int pair[2];
  char c = 0;
  CHECK(9, socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  CHECK(10, send(pair[0], "x", 1, 0) == 1 && recv(pair[1], &c, 1, 0) == 1 && c == 'x');

  CHECK(11, !fnmatch("*.c", "a.c", 0) && !fnmatch("a*b*c", "aXXbYYc", 0) && fnmatch("a*b*c", "ab", 0));
  CHECK(12, !fnmatch("[[:digit:]!]?", "!z", 0) && fnmatch("[!a]*", "abc", 0) && !fnmatch("[]]", "]", 0));
  CHECK(13, !fnmatch("*", "a/b", 0) && fnmatch("*", "a/b", FNM_PATHNAME) && fnmatch("*", ".a", FNM_PERIOD));

  void *root = 0;
  char *words[] = {"d", "b", "f", "a", "c", "e"};
  for (int i = 0; i < 6; i++) tsearch(words[i], &root, order);
  tdelete("d", &root, order);
  twalk(root, note);
  CHECK(14, !strcmp(walked, "abcef") && !tfind("d", &root, order));
  hcreate(8);
  hsearch((ENTRY){"key", words}, ENTER);
  CHECK(15, hsearch((ENTRY){"key", 0}, FIND)->data == words && !hsearch((ENTRY){"no", 0}, FIND));
  return 0;
}
