#include "s.h"
#include <string.h>
#include <stdlib.h>
struct S shared_s = {7, 0.25, {8, 9}};
int counter = 11; int common_b[10];
__thread int tls_b = 70;
static __thread char pad[3000];
static int hidden_state = 3;
__attribute__((visibility("hidden"))) int *state(void) { return &hidden_state; }
int twice(int x) { return 2 * x; }
int call(int (*f)(int), int x) { return f(x); }
double mix(int a, double b, float c, struct S s) { return a + b + c + s.i + s.d + s.a[0]; }
long double big(long double x) { return x * 2 + 1; }
int get_static(void) { pad[2999] = 1; return *state() + (int)strlen("abc") + pad[2999]; }
__attribute__((noinline)) int deep(int n) { char buffer[64]; memset(buffer, n, sizeof buffer); return n == 0 ? buffer[63] : deep(n - 1) + 1; }
__attribute__((unused)) static void unused_function(void) { abort(); }
