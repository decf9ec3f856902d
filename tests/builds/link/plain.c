/* What can be asked for without threads: static with the built-in library. */
#include <stdio.h>
#include "s.h"
static struct S local = {1, 2.5, {3, 4}};
struct S *table[] = {&local, &shared_s};
extern __thread int tls_b;
int main(void) {
  printf("%d %g %d %d\n", table[1]->i, table[1]->d, table[1]->a[1], counter);
  printf("%d %g %Lg\n", call(twice, 21), mix(1, 2.0, 3.0f, local), big(1.5L));
  printf("%d %d %d %d\n", common_b[7], get_static(), deep(50), ++tls_b);
  return 0;
}
