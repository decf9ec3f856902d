// One thread beside main's.
#include <pthread.h>
#include <stdio.h>

static int total;

static void *work(void *arg) {
  int step = *(int *) arg;
  for (int i = 0; i < 100; i++) total += step;
  return &total;
}

int main(void) {
  pthread_t thread;
  int step = 3;
  void *result;
  pthread_create(&thread, 0, work, &step);
  pthread_join(thread, &result);
  printf("%d\n", *(int *) result);
  return 0;
}
