/* The attributes and file actions of posix_spawn. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "spawn.h"

int posix_spawnattr_init(posix_spawnattr_t *a) {
  memset(a, 0, sizeof *a);
  return 0;
}
int posix_spawnattr_destroy(posix_spawnattr_t *a) {
  (void)a;
  return 0;
}

#define ATTRIBUTE(NAME, TYPE, FIELD)                                                      \
  int posix_spawnattr_get##NAME(const posix_spawnattr_t *restrict a, TYPE *restrict value) { \
    *value = a->FIELD;                                                                    \
    return 0;                                                                             \
  }
#define SETTER(NAME, TYPE, FIELD)                                                               \
  int posix_spawnattr_set##NAME(posix_spawnattr_t *restrict a, const TYPE *restrict value) { \
    a->FIELD = *value;                                                                          \
    return 0;                                                                                   \
  }
ATTRIBUTE(flags, short, __flags)
ATTRIBUTE(pgroup, pid_t, __group)
ATTRIBUTE(sigdefault, sigset_t, __default)
ATTRIBUTE(sigmask, sigset_t, __mask)
ATTRIBUTE(schedparam, struct sched_param, __parameter)
ATTRIBUTE(schedpolicy, int, __policy)
SETTER(sigdefault, sigset_t, __default)
SETTER(sigmask, sigset_t, __mask)
SETTER(schedparam, struct sched_param, __parameter)

int posix_spawnattr_setflags(posix_spawnattr_t *a, short flags) {
  if (flags & ~0xff) return EINVAL;
  a->__flags = flags;
  return 0;
}
int posix_spawnattr_setpgroup(posix_spawnattr_t *a, pid_t group) {
  a->__group = group;
  return 0;
}
int posix_spawnattr_setschedpolicy(posix_spawnattr_t *a, int policy) {
  if (policy < SCHED_OTHER || policy > SCHED_RR) return EINVAL;
  a->__policy = policy;
  return 0;
}

int posix_spawn_file_actions_init(posix_spawn_file_actions_t *list) {
  memset(list, 0, sizeof *list);
  return 0;
}

int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *list) {
  for (int i = 0; i < list->__count; i++) free(list->__actions[i].path);
  free(list->__actions);
  return 0;
}

static int add(posix_spawn_file_actions_t *list, struct __spawn_action action, const char *path) {
  if (action.fd < 0 || action.from < 0) return EBADF;
  if (list->__count == list->__room) {
    int room = list->__room ? list->__room * 2 : 8;
    struct __spawn_action *more = reallocarray(list->__actions, (size_t)room, sizeof *more);
    if (!more) return ENOMEM;
    list->__actions = more;
    list->__room = room;
  }
  if (path && !(action.path = strdup(path))) return ENOMEM;
  list->__actions[list->__count++] = action;
  return 0;
}

int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *restrict list, int fd, const char *restrict path,
                                     int flags, mode_t mode) {
  return add(list, (struct __spawn_action){SPAWN_OPEN, .fd = fd, .flags = flags, .mode = mode}, path);
}
int posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *list, int fd) {
  return add(list, (struct __spawn_action){SPAWN_CLOSE, .fd = fd}, 0);
}
int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *list, int from, int fd) {
  return add(list, (struct __spawn_action){SPAWN_DUP2, .fd = fd, .from = from}, 0);
}
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *restrict list, const char *restrict path) {
  return add(list, (struct __spawn_action){SPAWN_CHDIR}, path);
}
int posix_spawn_file_actions_addfchdir_np(posix_spawn_file_actions_t *list, int fd) {
  return add(list, (struct __spawn_action){SPAWN_FCHDIR, .fd = fd}, 0);
}
