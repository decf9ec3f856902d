// skip: interpreter, pipeline
// <pwd.h> and <grp.h>: lines of fields, what is left over of broken ones, buffers too small, no such account.
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include "check.h"

static FILE *file(const char *text) {
  FILE *f = tmpfile();
  fputs(text, f);
  rewind(f);
  return f;
}

int main(void) {
  FILE *users = file("root:x:0:0:root:/root:/bin/sh\n\nbroken:x\nann:*:1000:1001:Ann A.,,:/home/ann:\nlast:x:7:8:::/x");
  struct passwd *p = fgetpwent(users);
  CHECK(1, p && !strcmp(p->pw_name, "root") && p->pw_uid == 0 && !strcmp(p->pw_shell, "/bin/sh"));
  p = fgetpwent(users);
  CHECK(2, p && !strcmp(p->pw_name, "ann") && p->pw_uid == 1000 && p->pw_gid == 1001 && !*p->pw_shell);
  CHECK(3, !strcmp(p->pw_gecos, "Ann A.,,") && !strcmp(p->pw_dir, "/home/ann") && !strcmp(p->pw_passwd, "*"));
  p = fgetpwent(users);
  CHECK(4, p && p->pw_gid == 8 && !strcmp(p->pw_shell, "/x") && !*p->pw_gecos && !fgetpwent(users));

  rewind(users);
  struct passwd own, *found;
  char little[8], enough[64];
  CHECK(5, fgetpwent_r(users, &own, little, sizeof little, &found) == ERANGE && !found);
  CHECK(6, fgetpwent_r(users, &own, enough, sizeof enough, &found) == 0 && found == &own);
  CHECK(7, !strcmp(own.pw_dir, "/root"));

  FILE *groups = file("root:x:0:\nteam:*:50:ann,bob,carl\nempty:x:51:\n");
  struct group *g = fgetgrent(groups);
  CHECK(8, g && g->gr_gid == 0 && !strcmp(g->gr_name, "root") && !g->gr_mem[0]);
  g = fgetgrent(groups);
  CHECK(9, g && g->gr_gid == 50 && !strcmp(g->gr_mem[0], "ann") && !strcmp(g->gr_mem[2], "carl") && !g->gr_mem[3]);
  FILE *copy = tmpfile();
  char line[64];
  CHECK(10, putgrent(g, copy) == 0);
  rewind(copy);
  CHECK(11, fgets(line, sizeof line, copy) && !strcmp(line, "team:*:50:ann,bob,carl\n"));
  CHECK(12, (g = fgetgrent(groups)) && g->gr_gid == 51 && !fgetgrent(groups));

  /* Who is in the system's files is not ours to say, but this is nobody. */
  struct group group, *which;
  CHECK(13, !getpwnam("no such account") && !getgrnam("no such group"));
  CHECK(14, getpwuid_r(4294900000u, &own, enough, sizeof enough, &found) != ENOMEM && !found);
  CHECK(15, getgrgid_r(4294900000u, &group, enough, sizeof enough, &which) != ENOMEM && !which);
  setpwent();
  for (p = getpwent(); p && p->pw_uid != 0;) p = getpwent();
  struct passwd *again = p ? getpwuid(0) : 0;
  CHECK(16, !p || (again && again->pw_uid == 0));
  endpwent();
  setgrent();
  while ((g = getgrent())) CHECK(17, g->gr_name && g->gr_mem);
  endgrent();
  return 0;
}
