// Semaphores and message queues of System V: waiting, undoing, types, and what happens when they are removed.
// expect:
// value 0, waiting 1, then 0, last by the child 1
// all or none: 11, values 2 0
// undone 5
// in time: 11, too far 27, too much 34
// all 3 4, two semaphores
// removed while waiting: 43, gone 22
// found 1, again 17, none 2
// first of all "b", of type 1 "a", up to 5 "c", another "d"
// none of that type: 42, cut "lo", too long 7
// sent by a child "hi", full 11
// a queue removed while waiting: 43
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int failure(long result) { return result < 0 ? errno : 0; }
static int change(int id, int n, int by, int flags) { struct sembuf b = {n, by, flags}; return failure(semop(id, &b, 1)); }
struct message { long type; char text[64]; };
static void send(int id, long type, const char *text) { struct message m = {type}; strcpy(m.text, text); msgsnd(id, &m, strlen(text) + 1, 0); }
static char *get(int id, long type, int flags) { static struct message m[8]; static int n; n = (n + 1) % 8; memset(&m[n], 0, sizeof m[n]); if (msgrcv(id, &m[n], 63, type, flags) < 0) return strerror(errno); return m[n].text; }

static void semaphores(void) {
  int status, id = semget(IPC_PRIVATE, 2, 0600);
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0) _exit(change(id, 0, -1, 0));
  while (semctl(id, 0, GETNCNT) == 0) usleep(1000);
  int value = semctl(id, 0, GETVAL), waiting = semctl(id, 0, GETNCNT);
  change(id, 0, 1, 0);
  waitpid(pid, &status, 0);
  printf("value %d, waiting %d, then %d, last by the child %d\n", value, waiting, semctl(id, 0, GETNCNT), semctl(id, 0, GETPID) == pid);
  semctl(id, 0, SETVAL, 2);
  struct sembuf both[] = {{0, -1, 0}, {1, -1, IPC_NOWAIT}};
  int none = failure(semop(id, both, 2));
  printf("all or none: %d, values %d %d\n", none, semctl(id, 0, GETVAL), semctl(id, 1, GETVAL));
  semctl(id, 0, SETVAL, 5);
  pid = fork();
  if (pid == 0) { change(id, 0, -3, SEM_UNDO); _exit(0); }
  waitpid(pid, 0, 0);
  printf("undone %d\n", semctl(id, 0, GETVAL));
  struct timespec soon = {0, 10000000};
  int late = failure(semtimedop(id, &(struct sembuf){1, -1, 0}, 1, &soon)), far = change(id, 2, 1, 0);
  printf("in time: %d, too far %d, too much %d\n", late, far, change(id, 0, 32767, 0));
  unsigned short all[2] = {3, 4};
  struct semid_ds s;
  semctl(id, 0, SETALL, all);
  memset(all, 0, sizeof all);
  semctl(id, 0, GETALL, all);
  semctl(id, 0, IPC_STAT, &s);
  printf("all %d %d, %s semaphores\n", all[0], all[1], s.sem_nsems == 2 ? "two" : "other");
  fflush(stdout);
  pid = fork();
  if (pid == 0) _exit(change(id, 0, 0, 0));
  while (semctl(id, 0, GETZCNT) == 0) usleep(1000);
  semctl(id, 0, IPC_RMID);
  waitpid(pid, &status, 0);
  printf("removed while waiting: %d, gone %d\n", WEXITSTATUS(status), change(id, 0, 1, 0));
}

static void messages(void) {
  int status, key = 0x46790000 + getpid() % 60000, id = msgget(key, IPC_CREAT | 0600);
  int found = msgget(key, 0) == id, again = failure(msgget(key, IPC_CREAT | IPC_EXCL));
  printf("found %d, again %d, none %d\n", found, again, failure(msgget(key + 1, 0)));
  send(id, 7, "b");
  send(id, 1, "a");
  send(id, 9, "d");
  send(id, 3, "c");
  char *first = get(id, 0, 0), *one = get(id, 1, 0), *up = get(id, -5, 0);
  printf("first of all \"%s\", of type 1 \"%s\", up to 5 \"%s\", another \"%s\"\n", first, one, up, get(id, 4, MSG_EXCEPT));
  struct message m = {0};
  int none = failure(msgrcv(id, &m, 8, 2, IPC_NOWAIT));
  send(id, 2, "long");
  send(id, 2, "long");
  msgrcv(id, &m, 2, 2, MSG_NOERROR);
  printf("none of that type: %d, cut \"%.2s\", too long %d\n", none, m.text, failure(msgrcv(id, &m, 2, 2, 0)));
  get(id, 0, 0);
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0) { usleep(10000); send(id, 1, "hi"); _exit(0); }
  printf("sent by a child \"%s\", ", get(id, 1, 0));
  waitpid(pid, 0, 0);
  static struct { long type; char text[8192]; } big = {1};
  int full = 0;
  while (!(full = failure(msgsnd(id, &big, 8192, IPC_NOWAIT)))) {}
  printf("full %d\n", full);
  fflush(stdout);
  pid = fork();
  if (pid == 0) _exit(failure(msgrcv(id, &m, 8, 5, 0)));
  usleep(50000);
  msgctl(id, IPC_RMID, 0);
  waitpid(pid, &status, 0);
  printf("a queue removed while waiting: %d\n", WEXITSTATUS(status));
}

int main(void) {
  semaphores();
  messages();
  return 0;
}
