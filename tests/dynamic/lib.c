// A shared library with everything that crosses its border: data that an executable copies, hidden and weak symbols, each model of
// thread-local storage, constructors, versioned symbols, a function whose address must be the same everywhere.
#include <stdio.h>
#include <stdlib.h>
int shared_counter = 5;               /* copied into the executable */
const char *const names[] = {"zero", "one", "two"};
__thread int tls_gd = 7;
static __thread int tls_ld = 9;
static _Thread_local int tls_ld2 = 11;
__attribute__((visibility("hidden"))) int hidden_value = 21;
__attribute__((tls_model("initial-exec"))) __thread int tls_ie = 13;
static int ctor_ran;
__attribute__((constructor)) static void up(void) { ctor_ran = 1; }
__attribute__((destructor)) static void down(void) { puts("lib down"); fflush(stdout); }
int bump(void) { return ++shared_counter + hidden_value; }
int tls_sum(void) { return tls_gd++ + tls_ld++ + tls_ld2++ + tls_ie++; }
int (*callback)(int);
int call(int x) { return callback ? callback(x) : -1; }
int ran(void) { return ctor_ran; }
int __attribute__((weak)) overridden(void) { return 1; }
int call_overridden(void) { return overridden(); }
int old_api(void) { return 1; }
int new_api(void) { return 2; }
__asm__(".symver old_api,api@V1");
__asm__(".symver new_api,api@@V2");
__attribute__((symver("table@V1"), symver("older_table@@V1"))) int old_table[] = {10};
__attribute__((symver("table@@V2"))) int new_table[] = {10, 20};
__attribute__((symver("get@V1"))) int old_get(void) { return old_table[0]; }
__attribute__((symver("get@@V2"))) int new_get(void) { return new_table[1]; }
void *fptr(void) { return (void *)bump; }
