// skip: interpreter, pipeline
// expect-exit: 9
// expect-output: test: no error, 1
// expect-output: test: name x: No such file or directory
// expect-output: test: ends with 9
// expect-output: last 9
// expect-output: plain
// expect-output: first 9
// Unlocked streams, words, temporary names, err.h with lists, functions of on_exit, the heap's figures.
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>
#include "check.h"

extern char *program_invocation_short_name;

static int words(void) {
  FILE *f = tmpfile();
  if (!f || putw(0x12345678, f) || putw(-2, f) || fputs_unlocked("ab\n", f) < 0) return 0;
  if (fputc_unlocked('x', f) != 'x' || fwrite_unlocked("yz", 1, 2, f) != 2 || fflush_unlocked(f)) return 0;
  rewind(f);
  char line[8], rest[4];
  if (getw(f) != 0x12345678 || getw(f) != -2 || ferror_unlocked(f)) return 0;
  if (!fgets_unlocked(line, 8, f) || strcmp(line, "ab\n") || fgetc_unlocked(f) != 'x') return 0;
  if (fread_unlocked(rest, 1, 4, f) != 2 || !feof_unlocked(f) || getw(f) != EOF) return 0;
  clearerr_unlocked(f);
  int ok = !feof(f) && fileno_unlocked(f) == fileno(f);
  fclose(f);
  return ok;
}

static int temporary(void) {
  char name[] = "./x_XXXXXX.txt", other[] = "./y_XXXXXX", bad[] = "./XXXXX", cased[] = "./z_XXXXXX-";
  int fd = mkstemps(name, 4), second = mkostemp(other, O_CLOEXEC), third = mkostemps(cased, 1, O_APPEND);
  if (fd < 0 || second < 0 || third < 0 || strcmp(name + 10, ".txt") || !memcmp(name + 4, "XXXXXX", 6)) return 0;
  struct stat s;
  int ok = fstat(fd, &s) == 0 && (s.st_mode & 0777) == 0600 && fcntl(second, F_GETFD) == FD_CLOEXEC;
  ok = ok && (fcntl(third, F_GETFL) & (O_APPEND | O_ACCMODE)) == (O_APPEND | O_RDWR);
  ok = ok && renameat(AT_FDCWD, name, AT_FDCWD, "x_renamed") == 0 && access("x_renamed", F_OK) == 0;
  ok = ok && mkostemps(bad, 0, 0) < 0 && errno == EINVAL && mkstemps(name, 5) < 0 && errno == EINVAL;
  unlink("x_renamed");
  unlink(other);
  unlink(cased);
  return ok;
}

static int names(void) {
  char text[L_ctermid], name[L_tmpnam];
  unsetenv("TMPDIR");
  char *made = tempnam("/nowhere", "abcdefgh");
  int ok = made && !strncmp(made, "/tmp/abcde", 10) && strlen(made) == 16 && access(made, F_OK) < 0;
  free(made);
  return ok && !strcmp(ctermid(text), "/dev/tty") && ctermid(0) && tmpnam_r(name) == name && !tmpnam_r(0);
}

static int heap(void) {
  struct mallinfo2 before = mallinfo2();
  void *volatile p = malloc(10000), *volatile big = malloc(1 << 20), *page = valloc(10), *pages = pvalloc(4097);
  struct mallinfo2 after = mallinfo2();
  int ok = after.uordblks >= before.uordblks + 10000 && after.hblks == before.hblks + 1;
  ok = ok && after.hblkhd >= 1 << 20 && after.arena == after.uordblks + after.fordblks;
  ok = ok && !((uintptr_t)page % 4096) && !((uintptr_t)pages % 4096) && malloc_usable_size(pages) >= 8192;
  ok = ok && mallopt(M_MMAP_THRESHOLD, 1 << 20) == 1 && mallinfo().hblks == (int)after.hblks;
  free(p);
  free(big);
  free(page);
  free(pages);
  return ok && mallinfo2().hblks == before.hblks;
}

static void say(void (*how)(const char *, va_list), const char *format, ...) {
  va_list list;
  va_start(list, format);
  how(format, list);
  va_end(list);
}

static void fail(const char *format, ...) {
  va_list list;
  va_start(list, format);
  verrx(9, format, list);
}

static void at_end(int status, void *argument) { printf("%s %d\n", (char *)argument, status); }
static void plain(void) { puts("plain"); }

int main(void) {
  CHECK(1, words());
  CHECK(2, temporary());
  CHECK(3, names());
  CHECK(4, heap());
  double load[3];
  CHECK(5, getloadavg(load, 3) <= 3);
  FILE *wide = tmpfile();
  CHECK(6, fputws_unlocked(L"wide\u00e4", wide) >= 0 && fputwc_unlocked(L'z', wide) == L'z');
  fclose(wide);
  CHECK(7, on_exit(at_end, "first") == 0 && atexit(plain) == 0 && on_exit(at_end, "last") == 0);
  CHECK(8, WIFEXITED(0x0300) && WEXITSTATUS(0x0300) == 3 && WIFSIGNALED(9) && WTERMSIG(9) == 9 && WNOHANG == 1);
  /* What the warnings say goes where the output goes. */
  dup2(1, 2);
  program_invocation_short_name = "test";
  say(vwarnx, "no error, %d", 1);
  errno = ENOENT;
  say(vwarn, "name %s", "x");
  fail("ends with %d", 9);
  return 0;
}
