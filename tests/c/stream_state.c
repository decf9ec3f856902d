// skip: interpreter, rv32, pipeline
// gcc: no
// What gnulib asks streams of libraries that it does not know (the names are musl's).
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>
#include "check.h"

int main(void) {
  FILE *f = tmpfile();
  CHECK(__LINE__, f != 0);
  fputs("hello", f);
  CHECK(__LINE__, __fpending(f) == 5);
  rewind(f);
  CHECK(__LINE__, __freadahead(f) == 0);
  CHECK(__LINE__, getc(f) == 'h');
  CHECK(__LINE__, __freadahead(f) == 4);
  size_t n = 0;
  const char *p = __freadptr(f, &n);
  CHECK(__LINE__, n == 4 && memcmp(p, "ello", 4) == 0);
  __freadptrinc(f, 3);
  CHECK(__LINE__, getc(f) == 'o');
  ungetc('x', f);
  CHECK(__LINE__, __freadahead(f) == 1 && __freadptr(f, &n) == 0);
  __fpurge(f);
  CHECK(__LINE__, __freadahead(f) == 0);
  CHECK(__LINE__, !ferror(f));
  __fseterr(f);
  CHECK(__LINE__, ferror(f));
  return 0;
}
