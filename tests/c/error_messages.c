// skip: interpreter, pipeline
// <error.h> writes to standard error, here to a file; <stdio_ext.h> says what streams hold.
// expect-output: name: one: No such file or directory
// expect-output: name:file.c:7: two 2
// expect-output: name:file.c:8: three
// expect-output: ownfile.c:9: four
// expect-output: own five
// expect-output: 5
#define _GNU_SOURCE
#include <errno.h>
#include <error.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <unistd.h>
#include "check.h"

static void own(void) { fputs("own", stderr); }

int main(void) {
  FILE *f = tmpfile();
  char line[80];
  int saved = dup(2);
  CHECK(1, f && dup2(fileno(f), 2) == 2);
  program_invocation_name = "name";
  error(0, ENOENT, "%s", "one");
  error_at_line(0, 0, "file.c", 7, "two %d", 2);
  error_one_per_line = 1;
  error_at_line(0, 0, "file.c", 8, "three");
  error_at_line(0, 0, "file.c", 8, "again");
  error_print_progname = own;
  error_at_line(0, 0, "file.c", 9, "four");
  error(0, 0, " five");
  dup2(saved, 2);
  rewind(f);
  CHECK(2, __freadable(f) && __fwritable(f) && !__fwriting(f));
  while (fgets(line, sizeof line, f)) fputs(line, stdout);
  CHECK(3, __freading(f));
  fclose(f);

  f = tmpfile();
  setvbuf(f, 0, _IOFBF, 1024);
  fputs("abc", f);
  CHECK(4, __fpending(f) == 3 && __fwriting(f) && !__flbf(f) && __fbufsize(f) > 0);
  __fpurge(f);
  CHECK(5, __fpending(f) == 0 && fputs("d", f) >= 0 && fflush(f) == 0 && ftell(f) == 1);
  setvbuf(f, 0, _IOLBF, 1024);
  CHECK(6, __flbf(f));
  __fsetlocking(f, FSETLOCKING_BYCALLER);
  printf("%u\n", error_message_count);
  return 0;
}
