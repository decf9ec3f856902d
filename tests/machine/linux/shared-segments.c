// Shared memory of System V, and limits that a process sets itself.
// expect:
// made, found 0, exclusive 17, none 2
// attached 1 of 8192 bytes, a child wrote "child"
// removed while attached: "child", then 22
// descriptors below 10: 9, then 24; the limit 10, above itself 22, raised 1
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  int id = shmget(77, 8192, IPC_CREAT | 0600), found = shmget(77, 0, 0);
  int exclusive = shmget(77, 8192, IPC_CREAT | IPC_EXCL | 0600) < 0 ? errno : 0;
  printf("made, found %d, exclusive %d, none %d\n", found - id, exclusive, shmget(78, 1, 0) < 0 ? errno : 0);
  char *memory = shmat(id, 0, 0);
  struct shmid_ds status;
  shmctl(id, IPC_STAT, &status);
  fflush(stdout);
  if (fork() == 0) {
    strcpy(memory, "child");
    _exit(0);
  }
  wait(0);
  printf("attached %d of %d bytes, a child wrote \"%s\"\n", (int)status.shm_nattch, (int)status.shm_segsz, memory);
  shmctl(id, IPC_RMID, 0);
  printf("removed while attached: \"%s\", ", memory);
  shmdt(memory);
  printf("then %d\n", shmat(id, 0, 0) == (void *)-1 ? errno : 0);

  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max = 10;
  setrlimit(RLIMIT_NOFILE, &limit);
  int fd, last = 0;
  while ((fd = dup(0)) >= 0) last = fd;
  int full = errno;
  getrlimit(RLIMIT_NOFILE, &limit);
  int now = limit.rlim_cur;
  limit.rlim_cur = 11;
  int above = setrlimit(RLIMIT_NOFILE, &limit) < 0 ? errno : 0;
  limit.rlim_max = 11;
  int raised = setrlimit(RLIMIT_NOFILE, &limit) < 0 ? errno : 0;
  printf("descriptors below 10: %d, then %d; the limit %d, above itself %d, raised %d\n", last, full, now, above, raised);
  return 0;
}
