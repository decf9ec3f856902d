// skip: musl
// The types that glibc's headers bring along by default: <stdlib.h> those of <sys/types.h>, which has those of <sys/select.h>.
#include <stdlib.h>
#include "check.h"

int main(void) {
  struct timeval t = {1, 2};
  struct timespec s = {3, 4};
  fd_set set;
  ssize_t n = -1;
  suseconds_t u = t.tv_usec;
  FD_ZERO(&set);
  FD_SET(3, &set);
  CHECK(1, t.tv_sec + u == 3);
  CHECK(2, s.tv_nsec == 4);
  CHECK(3, FD_ISSET(3, &set) && !FD_ISSET(4, &set));
  CHECK(4, n < 0 && BYTE_ORDER == LITTLE_ENDIAN);
  return 0;
}
