/* Ways out through names of files. HOST is the host's path of the secret's folder, given by the test. */
#include "attack.h"
#include <sys/xattr.h>
#define HOST getenv("HOST")

static char *host(const char *rest) {
  static char b[4200];
  snprintf(b, sizeof b, "%s/%s", HOST, rest);
  return b;
}
static int dotdot(void) { return hidden("/work/../secret") && hidden("../secret") && hidden("/work/../../../secret"); }
static int many_dotdots(void) {
  char b[4000] = "/work";
  for (int i = 0; i < 500; i++) strcat(b, "/..");
  strcat(b, HOST); strcat(b, "/secret");
  return hidden(b);
}
static int absolute(void) { return hidden(host("secret")); }
static int doubled(void) { char b[4300]; snprintf(b, sizeof b, "//%s//secret", HOST); return hidden(b); }
static int host_link(void) { return hidden("/work/out") && hidden("/work/outdir/secret"); }
static int own_link(void) { unlink("/work/l"); symlink(host("secret"), "/work/l"); return hidden("/work/l"); }
static int relative_link(void) { unlink("/work/r"); symlink("../secret", "/work/r"); return hidden("/work/r"); }
static int link_chain(void) {
  unlink("/work/a1"); unlink("/work/a2");
  symlink("a2", "/work/a1"); symlink("/work/../../secret", "/work/a2");
  return hidden("/work/a1");
}
static int link_loop(void) {
  symlink("/work/y", "/work/x"); symlink("/work/x", "/work/y");
  return open("/work/x", O_RDONLY) < 0 && errno == ELOOP;
}
static int hard_link(void) { return link(host("secret"), "/work/h") < 0 && hidden("/work/h"); }
static int hard_link_of_link(void) { return link("/work/out", "/work/h2") < 0 || hidden("/work/h2"); }
static int rename_out(void) { close(creat("/work/f", 0600)); return rename("/work/f", host("stolen")) < 0; }
static int rename_in(void) { return rename(host("secret"), "/work/got") < 0 && hidden("/work/got"); }
static int rename_over_link(void) { close(creat("/work/g", 0600)); return rename("/work/g", "/work/outdir/secret") < 0; }
static int truncate_link(void) { return truncate("/work/out", 0) < 0; }
static int chmod_link(void) { return chmod("/work/out", 0777) < 0; }
static int times_link(void) { return utimes("/work/out", 0) < 0; }
static int create_outside(void) { return open(host("new"), O_CREAT | O_WRONLY, 0600) < 0; }
static int create_through_link(void) { return open("/work/outdir/new", O_CREAT | O_WRONLY, 0600) < 0; }
static int mkdir_through_link(void) { return mkdir("/work/outdir/d", 0700) < 0; }
static int unlink_through_link(void) { return unlink("/work/outdir/secret") < 0; }
static int symlink_through_link(void) { return symlink("x", "/work/outdir/s") < 0; }
static int openat_dotdot(void) { int d = open("/work", O_RDONLY); int f = openat(d, "../secret", O_RDONLY); return f < 0; }
static int chdir_out(void) { return chdir("/work/outdir") < 0 && chdir("/work/..") == 0 && hidden("secret"); }
static int fchdir_dotdot(void) { int d = open("/work/..", O_RDONLY); if (d >= 0) fchdir(d); return hidden("secret"); }
static int swapped_directory(void) {
  /* A path that was a folder when it was looked at becomes a link. */
  mkdir("/work/swap", 0700);
  int d = open("/work/swap", O_RDONLY | O_DIRECTORY);
  rmdir("/work/swap"); symlink(HOST, "/work/swap");
  return openat(d, "secret", O_RDONLY) < 0;
}
static void *swapper(void *p) {
  for (int i = 0; i < 300; i++) { unlink("/work/race"); symlink(host("secret"), "/work/race"); unlink("/work/race"); close(creat("/work/race", 0600)); }
  return 0;
}
static int swapped_while_opened(void) {
  pthread_t t; int ok = 1;
  pthread_create(&t, 0, swapper, 0);
  for (int i = 0; i < 300; i++) {
    char b[16] = ""; int fd = open("/work/race", O_RDONLY);
    if (fd >= 0) { read(fd, b, 15); ok &= !strstr(b, "secret"); close(fd); }
  }
  pthread_join(t, 0);
  return ok;
}
static int write_read_only(void) {
  return open("/ro/file", O_WRONLY) < 0 && creat("/ro/new", 0600) < 0 && unlink("/ro/file") < 0 && mkdir("/ro/d", 0700) < 0
      && rename("/ro/file", "/work/moved") < 0 && chmod("/ro/file", 0777) < 0 && truncate("/ro/file", 0) < 0;
}
static int read_only_by_truncation(void) { int f = open("/ro/file", O_RDONLY | O_TRUNC); struct stat s; stat("/ro/file", &s); return s.st_size > 0; }
static int read_only_by_link(void) { return link("/ro/file", "/work/ro-link") < 0; }
static int read_only_by_descriptor(void) { int f = open("/ro/file", O_RDONLY); return fchmod(f, 0777) < 0 && ftruncate(f, 0) < 0 && write(f, "x", 1) < 0; }
static int read_only_by_proc(void) {
  char b[40]; int f = open("/ro/file", O_RDONLY);
  sprintf(b, "/proc/self/fd/%d", f);
  int w = open(b, O_WRONLY);
  return w < 0 || write(w, "x", 1) < 0;
}
static int read_only_by_map(void) { int f = open("/ro/file", O_RDONLY); return mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, f, 0) == MAP_FAILED; }
static int read_only_by_protect(void) {
  int f = open("/ro/file", O_RDONLY);
  char *p = mmap(0, 4096, PROT_READ, MAP_SHARED, f, 0);
  if (p == MAP_FAILED) return 1;
  if (mprotect(p, 4096, PROT_READ | PROT_WRITE) < 0) return 1;
  p[0] = 'X'; msync(p, 4096, MS_SYNC); munmap(p, 4096);
  char b = 0; pread(f, &b, 1, 0);
  return b != 'X';
}
static int nul_and_newline(void) { return open("/work/\n/../../secret", O_RDONLY) < 0; }
static int long_name(void) { char b[9000]; memset(b, 'a', 8999); b[0] = '/'; b[8999] = 0; return open(b, O_RDONLY) < 0 && errno == ENAMETOOLONG; }
static int bad_utf8(void) { return open("/work/\xff\xfe\x80..", O_RDONLY) < 0; }
static int host_devices(void) { return open("/dev/mem", O_RDONLY) < 0 && open("/dev/vda", O_RDONLY) < 0 && open("/dev/kmsg", O_RDONLY) < 0; }
static int host_proc(void) {
  return open("/proc/1/environ", O_RDONLY) < 0 && open("/proc/self/root/etc/passwd", O_RDONLY) < 0 && open("/proc/self/mem", O_RDWR) < 0
      && open("/proc/self/cwd/../secret", O_RDONLY) < 0 && open("/proc/kcore", O_RDONLY) < 0 && open("/etc/passwd", O_RDONLY) < 0;
}
static int proc_sys(void) { return open("/proc/sys/kernel/core_pattern", O_WRONLY) < 0 && open("/sys/power/state", O_WRONLY) < 0; }
static int make_device(void) { return mknod("/work/dev", S_IFCHR | 0666, 0x101) < 0; }
static int remove_grant(void) { return rmdir("/work") < 0 && rename("/work", "/work2") < 0 && unlink("/work") < 0; }
static int mounting(void) { return syscall(SYS_mount, "/", "/work", "bind", 4096, 0) < 0 && chroot("/work/outdir") < 0; }
static int list_root(void) {
  DIR *d = opendir("/"); struct dirent *e; int ok = 1;
  while (d && (e = readdir(d))) ok &= strcmp(e->d_name, "etc") && strcmp(e->d_name, "secret");
  return ok;
}
static int exec_outside(void) { execl("/bin/sh", "sh", "-c", "true", (char *)0); execl("/usr/bin/id", "id", (char *)0); return 1; }
static int exec_script_outside(void) {
  FILE *f = fopen("/work/s.sh", "w"); fputs("#!/bin/sh\necho out\n", f); fclose(f); chmod("/work/s.sh", 0755);
  execl("/work/s.sh", "s.sh", (char *)0); return 1;
}
static int exec_script_loop(void) {
  FILE *f = fopen("/work/loop.sh", "w"); fputs("#!/work/loop.sh\n", f); fclose(f); chmod("/work/loop.sh", 0755);
  execl("/work/loop.sh", "loop.sh", (char *)0); return 1;
}

static int openat2_out(void) {
  const char *paths[] = {"../secret", "out", "outdir/secret", "/work/../secret", "/work/out", "./../work/outdir/secret", "/proc/self/cwd/out"};
  int d = open("/work", O_RDONLY | O_DIRECTORY), ok = 1; char b[64] = "";
  for (int i = 0; i < 7; i++) for (long r = 0; r < 64; r++) {
    long how[3] = {0, 0, r}; int f = syscall(437, d, paths[i], how, sizeof how);
    if (f >= 0) { read(f, b, 63); ok &= !strstr(b, "the secret"); close(f); }
  }
  return ok;
}
static int place_as_file(void) {
  char b[64] = ""; int p = open("/ro/file", O_PATH), d = open("/work/outdir", O_PATH);
  int ok = read(p, b, 1) < 0 && write(p, b, 1) < 0 && ftruncate(p, 0) < 0 && fchmod(p, 0777) <= 0 && mmap(0, 4096, 3, MAP_SHARED, p, 0) == MAP_FAILED;
  sprintf(b, "/proc/self/fd/%d", p); int f = open(b, O_RDWR); if (f >= 0) ok &= write(f, "x", 1) < 0;
  return ok && (d < 0 || openat(d, "secret", O_RDONLY) < 0);
}
static int unnamed_read_only(void) { return open("/ro", O_TMPFILE | O_RDWR, 0600) < 0 && open("/work/outdir", O_TMPFILE | O_RDWR, 0600) < 0; }
static int link_read_only_by_descriptor(void) {
  char b[64]; int f = open("/ro/file", O_RDONLY); sprintf(b, "/proc/self/fd/%d", f);
  return linkat(AT_FDCWD, b, AT_FDCWD, "/work/mine", AT_SYMLINK_FOLLOW) < 0 && linkat(f, "", AT_FDCWD, "/work/mine", AT_EMPTY_PATH) < 0
      && linkat(AT_FDCWD, "/work/out", AT_FDCWD, "/work/mine", AT_SYMLINK_FOLLOW) < 0 && fallocate(f, 3, 0, 4) < 0 && fallocate(f, 16, 0, 4) < 0;
}

#define A(name) {#name, name, "exit 0"}
static int attributes_outside(void) {
  char b[9];
  unlink("/work/s"); symlink(host("secret"), "/work/s");
  int f = open("/ro/file", O_RDONLY), d = open("/ro", O_RDONLY);
  const char *ways[] = {"/work/out", "/work/outdir/secret", "/work/s", "/work/../secret", host("secret"), "/ro/file", "/ro", "/ro/../ro/file", "/dev/null", "/proc/self/exe"};
  int ok = fsetxattr(f, "user.a", "x", 1, 0) < 0 && fsetxattr(d, "user.a", "x", 1, 0) < 0 && fremovexattr(f, "user.a") < 0;
  for (int i = 0; i < sizeof ways / sizeof *ways; i++) ok &= setxattr(ways[i], "user.a", "x", 1, 0) < 0 && getxattr(ways[i], "user.a", b, 9) < 0;
  ok &= lsetxattr("/work/out", "user.a", "x", 1, 0) < 0;
  close(creat("/work/g", 0600));
  const char *names[] = {"trusted.a", "security.capability", "security.selinux", "system.posix_acl_access", "user.", "a", "user", "\xff"};
  for (int i = 0; i < sizeof names / sizeof *names; i++) ok &= setxattr("/work/g", names[i], "x", 1, 0) < 0;
  return ok && setxattr("/work/g", "user.a", "x", 1ul << 40, 0) < 0 && setxattr("/work/g", "user.a", (void *)16, 9, 0) < 0;
}
static struct attack attacks[] = {
  A(dotdot), A(many_dotdots), A(absolute), A(doubled), A(host_link), A(own_link), A(relative_link), A(link_chain), A(link_loop), A(hard_link),
  A(hard_link_of_link), A(rename_out), A(rename_in), A(rename_over_link), A(truncate_link), A(chmod_link), A(times_link), A(create_outside),
  A(create_through_link), A(mkdir_through_link), A(unlink_through_link), A(symlink_through_link), A(openat_dotdot), A(chdir_out),
  A(fchdir_dotdot), A(swapped_directory), A(swapped_while_opened), A(write_read_only), A(read_only_by_truncation), A(read_only_by_link),
  A(read_only_by_descriptor), A(read_only_by_proc), A(read_only_by_map), A(read_only_by_protect), A(nul_and_newline), A(long_name), A(bad_utf8),
  A(host_devices), A(host_proc), A(proc_sys), A(make_device), A(remove_grant), A(mounting), A(list_root), A(exec_outside), A(exec_script_outside),
  A(exec_script_loop), A(openat2_out), A(place_as_file), A(unnamed_read_only), A(link_read_only_by_descriptor),
  A(attributes_outside), {0}};
