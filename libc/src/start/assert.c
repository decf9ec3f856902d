#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include "../internal.h"

void __assert_fail(const char *expression, const char *file, unsigned line, const char *function) {
  fflush(stdout);
  fprintf(stderr, "%s: %s:%u: %s: Assertion `%s' failed.\n", __program_name, file, line, function,
          expression);
  abort();
}
