// The executable that uses lib.c; expected is what it prints.
#include <stdio.h>
#include <pthread.h>
#include <dlfcn.h>
#include <string.h>
extern int shared_counter; extern const char *const names[];
extern __thread int tls_gd; extern __thread int tls_ie; __thread int mine = 3; static __thread char buf[10] = "abc";
int bump(void), tls_sum(void), call(int), ran(void), call_overridden(void), api(void), get(void); void *dlvsym(void *, const char *, const char *); extern int (*callback)(int); void *fptr(void);
int overridden(void) { return 2; }
int square(int x) { return x * x; }
extern int missing(void) __attribute__((weak));
void *thread(void *p) { mine = 40; *(int *)p = tls_sum() + tls_gd + mine; return 0; }
// Read-only without -fPIE: no loader writes there, so the linker has to.
static int (*const table[])(void) = {bump, tls_sum, overridden};
int main(void) {
  printf("%d ", bump()); shared_counter += 100; printf("%d %s\n", bump(), names[2]);
  int other; pthread_t t; pthread_create(&t, 0, thread, &other); pthread_join(t, 0);
  printf("%d %d %d %d %s\n", tls_sum(), tls_gd, tls_ie, mine, buf); printf("%d\n", other);
  callback = square; printf("%d %d %d\n", call(9), ran(), call_overridden());
  printf("%d %d\n", api(), fptr() == (void *)bump);
  printf("%d\n", missing ? 1 : 0);
  printf("%d %d\n", table[1]() > 0, table[0] == bump && table[1] == tls_sum && table[2]() == 2);
  void *h = dlopen(0, RTLD_NOW); printf("%d\n", dlsym(h, "square") != 0);
  printf("%d %d\n", get(), *(int *)dlsym(h, "older_table"));
  int (*old)(void) = (int (*)(void))dlvsym(h, "get", "V1"); int *table = dlvsym(h, "table", "V2"); printf("%d %d\n", old(), table[1]);
  return 0;
}
