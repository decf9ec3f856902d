// -finstrument-functions: the hooks run on every way in and out.
// skip: interpreter
// options: -finstrument-functions
#include "check.h"

#define PLAIN __attribute__((no_instrument_function))

static int depth, entered, left;
static void *last;

PLAIN void __cyg_profile_func_enter(void *function, void *site) {
  (void)site;
  depth++;
  entered++;
  last = function;
}
PLAIN void __cyg_profile_func_exit(void *function, void *site) {
  (void)function;
  (void)site;
  depth--;
  left++;
}

static int ways(int n) {
  if (n == 0) return depth;
  for (int i = 0; i < n; i++) {
    int vla[n];
    vla[i] = i;
    if (i == 2) return vla[i] + depth * 10;
  }
  return -1;
}
static void falls(int *p) { *p = last == (void *)falls; }

PLAIN int main(void) {
  int is_last;
  CHECK(1, ways(0) == 1 && depth == 0 && entered == 1 && left == 1);
  CHECK(2, ways(3) == 12 && ways(1) == -1 && depth == 0 && left == 3);
  falls(&is_last);
  CHECK(3, is_last && depth == 0 && left == 4);
  return 0;
}
