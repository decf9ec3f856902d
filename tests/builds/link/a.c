/* Two translation units that any of three compilers may compile and any of three linkers may put together. */
#include <stdio.h>
#include <pthread.h>
#include <math.h>
#include "s.h"
__thread int tls_a = 5;
extern __thread int tls_b;
extern int weak_missing(void) __attribute__((weak));
static struct S local = {1, 2.5, {3, 4}};
struct S *table[] = {&local, &shared_s};
const char *const names[] = {"alpha", "beta", "gamma"};
static void *run(void *p) { tls_a += *(int *)p; tls_b += 1; return (void *)(long)(tls_a + tls_b); }
__attribute__((constructor)) static void init(void) { counter += 100; }
static int pick(int n) { switch (n) { case 0: return 10; case 1: return 20; case 2: return 35; case 3: return 41; case 4: return 57; case 5: return 63; default: return -1; } }
int main(int argc, char **argv) {
  pthread_t t; void *r; int five = 5;
  pthread_create(&t, 0, run, &five); pthread_join(t, &r);
  printf("%d %d %ld\n", tls_a, tls_b, (long)r);
  printf("%d %g %d %d\n", table[1]->i, table[1]->d, table[1]->a[1], counter);
  printf("%s %d %d\n", names[argc], weak_missing ? 1 : 0, pick(argc + 3));
  printf("%d %g %Lg\n", call(twice, 21), mix(1, 2.0, 3.0f, local), big(1.5L));
  printf("%d %d %g\n", common_b[7], get_static(), pow(2, 10));
  printf("%d\n", deep(50));
  return 0;
}
