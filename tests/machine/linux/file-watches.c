// inotify: what the machine's own calls do to watched files and directories.
// expect:
// nothing yet: 11
// 1 100 "new", 1 20 "new", 1 2 "new", 1 8 "new"
// 1 40 "new" and 1 80 "old" are one move: 1
// 1 100 "link", 1 200 "link"
// 1 40000100 "sub", 1 40000200 "sub"
// 1 4 "old", 2 4 ""
// 2 2 "", 1 2 "old"
// 2 400 "", 2 8000 "", 1 200 "old"
// watched again: 3 3, not added 17
// removed 0: 3 8000 "", again 22
// no events 22, no file 2, no directory 20
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

static int fd, last_cookie[2];

/* All that has happened, of several watches at once in any order natively: sorted by nothing. */
static void show(const char *between, const char *end) {
  char b[4096] __attribute__((aligned(8)));
  int n = read(fd, b, sizeof b), shown = 0;
  for (char *p = b; n > 0 && p < b + n;) {
    struct inotify_event *e = (void *)p;
    printf("%s%d %x \"%s\"", shown++ ? between : "", e->wd, e->mask, e->len ? e->name : "");
    last_cookie[0] = last_cookie[1];
    last_cookie[1] = e->cookie;
    p += sizeof *e + e->len;
  }
  printf("%s", end);
}

int main(void) {
  char b[8];
  fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  int empty = read(fd, b, 8) < 0 ? errno : 0;
  printf("nothing yet: %d\n", empty);
  mkdir("watched", 0700);
  inotify_add_watch(fd, "watched", IN_ALL_EVENTS & ~(IN_ACCESS | IN_CLOSE_NOWRITE));
  int f = open("watched/new", O_RDWR | O_CREAT, 0600);
  write(f, "x", 1);
  write(f, "y", 1);
  close(f);
  show(", ", "\n");
  rename("watched/new", "watched/old");
  show(" and ", " are one move: ");
  printf("%d\n", last_cookie[0] == last_cookie[1] && last_cookie[0]);
  symlink("old", "watched/link");
  unlink("watched/link");
  show(", ", "\n");
  mkdir("watched/sub", 0700);
  rmdir("watched/sub");
  show(", ", "\n");
  inotify_add_watch(fd, "watched/old", IN_ATTRIB | IN_MODIFY | IN_DELETE_SELF);
  chmod("watched/old", 0640);
  struct { int wd; } unused;
  char e[4096] __attribute__((aligned(8)));
  int n = read(fd, e, sizeof e);
  struct inotify_event *one = (void *)e, *two = (void *)(e + sizeof *one + one->len);
  if (one->wd == 2) { struct inotify_event *swap = one; one = two; two = swap; }
  printf("%d %x \"%s\", %d %x \"%s\"\n", one->wd, one->mask, one->name, two->wd, two->mask, two->len ? two->name : "");
  truncate("watched/old", 0);
  n = read(fd, e, sizeof e);
  one = (void *)e, two = (void *)(e + sizeof *one + one->len);
  if (one->wd == 1) { struct inotify_event *swap = one; one = two; two = swap; }
  printf("%d %x \"%s\", %d %x \"%s\"\n", one->wd, one->mask, one->len ? one->name : "", two->wd, two->mask, two->name);
  inotify_add_watch(fd, "watched/old", IN_DELETE_SELF);
  unlink("watched/old");
  show(", ", "\n");
  close(open("watched/other", O_RDWR | O_CREAT, 0600));
  while (read(fd, e, sizeof e) > 0) {}
  int first = inotify_add_watch(fd, "watched/other", IN_OPEN), again = inotify_add_watch(fd, "watched/other", IN_MODIFY);
  int created = inotify_add_watch(fd, "watched/other", IN_OPEN | IN_MASK_CREATE) < 0 ? errno : 0;
  printf("watched again: %d %d, not added %d\n", first, again, created);
  printf("removed %d: ", inotify_rm_watch(fd, first));
  show(", ", "");
  printf(", again %d\n", inotify_rm_watch(fd, first) < 0 ? errno : 0);
  int none = inotify_add_watch(fd, "watched", 0) < 0 ? errno : 0, gone = inotify_add_watch(fd, "gone", IN_OPEN) < 0 ? errno : 0;
  printf("no events %d, no file %d, no directory %d\n", none, gone, inotify_add_watch(fd, "watched/other", IN_OPEN | IN_ONLYDIR) < 0 ? errno : 0);
  unlink("watched/other");
  rmdir("watched");
  return 0;
}
