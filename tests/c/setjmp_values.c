// What is live at a second return of setjmp is there as it was, also where the ways from the first return do not seem
// to lead back to it: they end in calls that never return.
// skip: interpreter
#include <setjmp.h>
#include "check.h"

typedef unsigned long long U;

static U sum;
static jmp_buf buffer;

__attribute__((noinline)) static void leave(U x) {
  sum += x;
  longjmp(buffer, 1);
}

__attribute__((noipa)) static U other(U x) {
  return x;
}

/* Its x begins as a constant, which the caller's loop keeps in a place from before. */
static U walk(U p0, U p1, U p2, double d) {
  U x = 1;
  if (p1 & 2) {
    goto end;
  }
  if (p2) {
    if (p2 == 1) {
      if (p0 == 2) {
        p0 = 2;
      } else {
        if (d >= d) {
          return 1;
        }
        p0 = p1;
      }
      p0 = 2;
    }
    for (U i = 0; i < 3 && !(x == 1); i++) {
      if (p1) {
        return p2 * p0 * (p0 >> 5);
      }
      for (U k = 0; k < 1; k++) {
        if ((long long)p0 < 0) {
          return p0;
        }
      }
      x = (p0 ^ x) >> 3;
    }
    x = p0 ^ 2;
  }
  leave(x);
end:
  if (p0 & 1) {
    return 0;
  }
  return p0 - (x >> 6);
}

int main(void) {
  U in[] = {0, 1, 2, 5, 99, 7, 8, 64, 12345};
  U all = 0;
  for (int r = 0; r < 30; r++) {
    sum = r;
    if (!setjmp(buffer)) {
      all = all * 3 + walk(in[(r * 8 + 2) % 9], in[(r * 7 + 5) % 9], in[(r * 7 + 4) % 9], (r - 3) * 0.75);
    } else {
      all = all * 5 + other(sum);
    }
  }
  CHECK(1, all == 6698767145601752925u);
  return 0;
}
