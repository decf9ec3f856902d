// What /proc says of the whole machine: sockets, objects of System V and their limits, processors; and calls that tell the same.
// net: loopback
// expect:
// network: link to self/net, tcp: a listener and a connection of two ends, each another inode: yes
// unix: listening @name, connected
// dev: lo
// shared memory: highest 0, used 1 of 2 pages, status of 0 is 5000 bytes, none at 9, listed
// semaphores: used 1 set of 3, listed; queues: used 1 with 5 bytes, listed
// limits: at least 1000 3 8192
// cpu directories: as many as processors, possible agrees
// boot id: same
// scheduler: 56 bytes, and 48
// prctl: keepcaps 0 securebits 0 ambient 0, raise refused
// owner: user
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static char text[100000];

static char *file(const char *path) {
  int fd = open(path, O_RDONLY), length = 0, count;
  while (fd >= 0 && (count = read(fd, text + length, sizeof text - 1 - length)) > 0) length += count;
  text[length] = 0;
  close(fd);
  return text;
}

/* Lines of a file that have a string, the first of them from there on. */
static int lines(const char *path, const char *wanted) {
  int count = 0;
  for (char *at = file(path); (at = strstr(at, wanted)); at += strlen(wanted)) count++;
  return count;
}

int main(void) {
  char link[40] = "", port[20];
  struct sockaddr_in own = {AF_INET, 0, {htonl(INADDR_LOOPBACK)}};
  socklen_t length = sizeof own;
  int server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0), accepted;
  bind(server, (void *)&own, sizeof own);
  listen(server, 5);
  getsockname(server, (void *)&own, &length);
  connect(client, (void *)&own, sizeof own);
  accepted = accept(server, 0, 0);
  readlink("/proc/net", link, sizeof link);
  sprintf(port, "0100007F:%04X", ntohs(own.sin_port));
  printf("network: link to %s, tcp: ", link);
  int ends = lines("/proc/net/tcp", port), right = 0;
  for (char *line = strchr(text, '\n'); line && line[1]; line = strchr(line + 1, '\n')) {
    unsigned state;
    unsigned long inode;
    char from[30], to[30];
    if (sscanf(line, " %*d: %29s %29s %x %*s %*s %*s %*d %*d %lu", from, to, &state, &inode) == 4) {
      struct stat info[3];
      fstat(server, info), fstat(client, info + 1), fstat(accepted, info + 2);
      right += !strcmp(from, port) && state == 10 && inode == info->st_ino;
      right += !strcmp(to, port) && state == 1 && inode == info[1].st_ino;
      right += !strcmp(from, port) && state == 1 && inode == info[2].st_ino;
    }
  }
  printf("a listener and a connection of two ends, each another inode: %s\n", ends == 3 && right == 3 ? "yes" : text);

  struct sockaddr_un name = {AF_UNIX, "\0name"};
  int local = socket(AF_UNIX, SOCK_STREAM, 0), other = socket(AF_UNIX, SOCK_STREAM, 0);
  bind(local, (void *)&name, 7);
  listen(local, 1);
  connect(other, (void *)&name, 7);
  file("/proc/net/unix");
  printf("unix: %s, %s\n", strstr(text, " 00010000 0001 01 ") && strstr(text, " @name\n") ? "listening @name" : text,
         strstr(text, " 00000000 0001 03 ") ? "connected" : text);
  printf("dev: %s\n", lines("/proc/self/net/dev", "    lo:") == 1 ? "lo" : text);

  struct shm_info used;
  struct shmid_ds segment;
  int id = shmget(77, 5000, IPC_CREAT | 0600), highest = shmctl(0, SHM_INFO, (void *)&used);
  printf("shared memory: highest %d, used %d of %lu pages, ", highest, used.used_ids, used.shm_tot);
  int status = shmctl(id, SHM_STAT, &segment);
  printf("status of %d is %zu bytes, ", status, segment.shm_segsz);
  printf("%s, %s\n", shmctl(9, SHM_STAT, &segment) < 0 && errno == EINVAL ? "none at 9" : "9", lines("/proc/sysvipc/shm", "        77          0   600") == 1 ? "listed" : text);
  struct seminfo sets;
  semget(78, 3, IPC_CREAT | 0600);
  semctl(0, 0, SEM_INFO, &sets);
  printf("semaphores: used %d set of %d, %s; ", sets.semusz, sets.semaem, lines("/proc/sysvipc/sem", "        78          0   600          3") == 1 ? "listed" : text);
  struct { long type; char bytes[5]; } message = {1};
  struct msginfo queues;
  msgsnd(msgget(79, IPC_CREAT | 0600), &message, 5, 0);
  msgctl(0, MSG_INFO, (void *)&queues);
  printf("queues: used %d with %d bytes, %s\n", queues.msgpool, queues.msgtql, lines("/proc/sysvipc/msg", "        79          0   600           5          1") == 1 ? "listed" : text);
  struct shminfo limits;
  shmctl(0, IPC_INFO, (void *)&limits);
  semctl(0, 0, IPC_INFO, &sets);
  msgctl(0, IPC_INFO, (void *)&queues);
  printf("limits: %s %d %d\n", limits.shmmni >= 1000 ? "at least 1000" : "few", sets.semmni >= 100 ? 3 : 0, queues.msgmax);

  int directories = 0, processors = sysconf(_SC_NPROCESSORS_CONF), first = 0, last = 0;
  DIR *cpus = opendir("/sys/devices/system/cpu");
  for (struct dirent *entry; cpus && (entry = readdir(cpus));) directories += !strncmp(entry->d_name, "cpu", 3) && entry->d_name[3] >= '0' && entry->d_name[3] <= '9';
  int got = sscanf(file("/sys/devices/system/cpu/possible"), "%d-%d", &first, &last);
  printf("cpu directories: %s, possible %s\n", directories == processors ? "as many as processors" : "other", got >= 1 && last - first + 1 == processors ? "agrees" : text);
  char boot[50];
  strcpy(boot, file("/proc/sys/kernel/random/boot_id"));
  printf("boot id: %s\n", strcmp(boot, file("/proc/sys/kernel/random/boot_id")) || strlen(boot) != 37 ? "different" : "same");
  unsigned attributes[20] = {0};
  syscall(SYS_sched_getattr, 0, attributes, 80, 0);
  printf("scheduler: %u bytes, ", attributes[0]);
  syscall(SYS_sched_getattr, 0, attributes, 48, 0);
  printf("and %u\n", attributes[0]);
  printf("prctl: keepcaps %d securebits %d ambient %d, ", prctl(PR_GET_KEEPCAPS), prctl(PR_GET_SECUREBITS), prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, 1, 0, 0));
  printf("raise %s\n", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 1, 0, 0) < 0 && errno == EPERM ? "refused" : "done");
  struct stat info;
  stat("/proc/self", &info);
  printf("owner: %s\n", info.st_uid == getuid() ? "user" : "other");
  return 0;
}
