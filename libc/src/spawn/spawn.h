/* What a program is started with. */
#ifndef FERRY_SPAWN_H
#define FERRY_SPAWN_H

#include <spawn.h>

enum spawn_kind { SPAWN_OPEN, SPAWN_CLOSE, SPAWN_DUP2, SPAWN_CHDIR, SPAWN_FCHDIR };

struct __spawn_action {
  enum spawn_kind kind;
  int fd, from, flags;
  mode_t mode;
  char *path;
};

#endif
