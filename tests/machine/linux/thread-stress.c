// Eight threads through a mutex, a lock-free queue, a condition variable and a semaphore: nothing lost, nothing twice, first in first out.
//   thread-stress [OPERATIONS]     (bench/threads runs ten million)
// net: none
// expect:
// mutex: all
// queue: all, in order
// condition: all
// semaphore: all
// stack: all
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>

#define THREADS 8
#define CELLS 1024
static long share;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static sem_t semaphore;
static long total;

static void all(void *(*f)(void *)) {
  pthread_t t[THREADS];
  for (long i = 0; i < THREADS; i++) pthread_create(&t[i], 0, f, (void *)i);
  for (int i = 0; i < THREADS; i++) pthread_join(t[i], 0);
}
static void *count(void *p) {
  for (long i = 0; i < share; i++) {
    pthread_mutex_lock(&mutex);
    total++;
    pthread_mutex_unlock(&mutex);
  }
  return 0;
}

// A bounded queue of Vyukov's: each cell has the turn it waits for.
static struct { unsigned long turn; long value; } cells[CELLS];
static unsigned long head, tail;
static int put(long value) {
  unsigned long at = __atomic_load_n(&tail, __ATOMIC_RELAXED);
  for (;;) {
    long ahead = (long)(__atomic_load_n(&cells[at % CELLS].turn, __ATOMIC_ACQUIRE) - at);
    if (ahead < 0) return 0;
    if (ahead > 0) at = __atomic_load_n(&tail, __ATOMIC_RELAXED);
    else if (__atomic_compare_exchange_n(&tail, &at, at + 1, 1, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) break;
  }
  cells[at % CELLS].value = value;
  __atomic_store_n(&cells[at % CELLS].turn, at + 1, __ATOMIC_RELEASE);
  return 1;
}
static int take(long *value) {
  unsigned long at = __atomic_load_n(&head, __ATOMIC_RELAXED);
  for (;;) {
    long ahead = (long)(__atomic_load_n(&cells[at % CELLS].turn, __ATOMIC_ACQUIRE) - (at + 1));
    if (ahead < 0) return 0;
    if (ahead > 0) at = __atomic_load_n(&head, __ATOMIC_RELAXED);
    else if (__atomic_compare_exchange_n(&head, &at, at + 1, 1, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) break;
  }
  *value = cells[at % CELLS].value;
  __atomic_store_n(&cells[at % CELLS].turn, at + CELLS, __ATOMIC_RELEASE);
  return 1;
}
static long sum, taken, disorder;
static void *queueWork(void *p) {
  long me = (long)p, last[THREADS / 2] = {0}, value, mySum = 0;
  if (me % 2 == 0) {
    for (long i = 1; i <= share; i++)
      while (!put(i * THREADS + me / 2)) sched_yield();
    return 0;
  }
  while (__atomic_load_n(&taken, __ATOMIC_RELAXED) < share * THREADS / 2) {
    if (!take(&value)) { sched_yield(); continue; }
    __atomic_add_fetch(&taken, 1, __ATOMIC_RELAXED);
    if (value / THREADS <= last[value % THREADS]) __atomic_add_fetch(&disorder, 1, __ATOMIC_RELAXED);
    last[value % THREADS] = value / THREADS;
    mySum += value / THREADS;
  }
  __atomic_add_fetch(&sum, mySum, __ATOMIC_RELAXED);
  return 0;
}

// Turns: each thread may count only when the number is its own.
static void *turns(void *p) {
  for (long i = 0; i < share / 1000 + 10; i++) {
    pthread_mutex_lock(&mutex);
    while (total % THREADS != (long)p) pthread_cond_wait(&condition, &mutex);
    total++;
    pthread_cond_broadcast(&condition);
    pthread_mutex_unlock(&mutex);
  }
  return 0;
}
static void *semaphores(void *p) {
  for (long i = 0; i < share / 10; i++) {
    sem_wait(&semaphore);
    total++;
    sem_post(&semaphore);
  }
  return 0;
}

// A stack without locks by LR/SC; nodes are never used again, so that no address comes back.
static struct node { struct node *next; long value; } *nodes, *top;
static void *pushPop(void *p) {
  struct node *mine = nodes + (long)p * (share / 10);
  long mySum = 0;
  for (long i = 0; i < share / 10; i++) {
    struct node *n = &mine[i], *old;
    int failed;
    n->value = i + 1;
    old = __atomic_load_n(&top, __ATOMIC_RELAXED);
    do n->next = old; while (!__atomic_compare_exchange_n(&top, &old, n, 1, __ATOMIC_RELEASE, __ATOMIC_RELAXED));
    do {
      asm volatile("lr.d.aq %0, (%1)" : "=r"(old) : "r"(&top) : "memory");
      if (!old) break;
      struct node *next = old->next;
      asm volatile("sc.d.rl %0, %2, (%1)" : "=&r"(failed) : "r"(&top), "r"(next) : "memory");
    } while (failed);
    if (old) mySum += old->value;
  }
  __atomic_add_fetch(&sum, mySum, __ATOMIC_RELAXED);
  return 0;
}

int main(int argc, char **argv) {
  share = (argc > 1 ? atol(argv[1]) : 40000) / THREADS;
  all(count);
  printf("mutex: %s\n", total == share * THREADS ? "all" : "lost");
  for (int i = 0; i < CELLS; i++) cells[i].turn = i;
  all(queueWork);
  printf("queue: %s, %s\n", sum == share * (share + 1) / 2 * (THREADS / 2) ? "all" : "lost", disorder ? "out of order" : "in order");
  total = 0;
  all(turns);
  printf("condition: %s\n", total == (share / 1000 + 10) * THREADS ? "all" : "lost");
  total = 0;
  sem_init(&semaphore, 0, 1);
  all(semaphores);
  printf("semaphore: %s\n", total == share / 10 * THREADS ? "all" : "lost");
  long each = share / 10;
  nodes = calloc(each * THREADS, sizeof *nodes);
  sum = 0;
  all(pushPop);
  while (top) { sum += top->value; top = top->next; }
  printf("stack: %s\n", sum == each * (each + 1) / 2 * THREADS ? "all" : "lost");
}
