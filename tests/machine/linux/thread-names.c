// A thread's name is up to 15 bytes, of whatever characters; what is longer is cut.
// net: none
// expect:
// short: 5 bytes, same
// cut: 15 bytes, same
// cut within a character: 15 bytes, same
// not UTF-8: 3 bytes, same
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

static void check(const char *what, const char *name) {
  char got[16];
  prctl(PR_SET_NAME, name);
  prctl(PR_GET_NAME, got);
  printf("%s: %zu bytes, %s\n", what, strlen(got), strncmp(got, name, 15) ? "different" : "same");
}

int main(void) {
  check("short", "worker" + 1);
  check("cut", "a name of more than fifteen bytes");
  check("cut within a character", "xxxxxxxxxxxxxx\303\251");
  check("not UTF-8", "a\377b");
  return 0;
}
