// Modes bind the guest, whoever runs the machine: an ordinary user is an ordinary user.
// expect:
// no reading: 13, no writing: 13, access: 13 0
// a directory without search: 13, without writing: 13 13 13, without reading: 13
// owner and group: 0 1 1
// cleared again: 0
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static int failure(long result) { return result < 0 ? errno : 0; }

int main(void) {
  close(open("file", O_CREAT | O_RDWR, 0200));
  int reading = failure(open("file", O_RDONLY));
  chmod("file", 0444);
  int writing = failure(open("file", O_WRONLY)), executing = failure(access("file", X_OK));
  printf("no reading: %d, no writing: %d, access: %d %d\n", reading, writing, executing, failure(access("file", R_OK)));
  mkdir("folder", 0700);
  close(open("folder/inside", O_CREAT | O_RDWR, 0600));
  chmod("folder", 0600);
  int search = failure(open("folder/inside", O_RDONLY));
  chmod("folder", 0500);
  int making = failure(open("folder/other", O_CREAT | O_RDWR, 0600)), removing = failure(unlink("folder/inside"));
  int renaming = failure(rename("folder/inside", "moved"));
  chmod("folder", 0300);
  printf("a directory without search: %d, without writing: %d %d %d, without reading: %d\n", search, making, removing, renaming,
         opendir("folder") ? 0 : errno);
  struct stat s;
  stat("file", &s);
  int same = failure(chown("file", s.st_uid, s.st_gid)), user = failure(chown("file", s.st_uid + 1, -1));
  printf("owner and group: %d %d %d\n", same, user, failure(lchown("file", -1, 54321)));
  chmod("folder", 0700);
  printf("cleared again: %d\n", failure(unlink("folder/inside")));
  return 0;
}
