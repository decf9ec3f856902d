// Switches that choose constants, which may become tables, lines or bit tests, against the same without optimisation.
#include <limits.h>

#include "check.h"

#define SWITCH(name, result, type, ...)                                               \
  __attribute__((noinline)) static result name(type x) { __VA_ARGS__ }                 \
  __attribute__((noinline, optimize("O0"))) static result name##_slow(type x) { __VA_ARGS__ }

int first, second;

SWITCH(returned, int, int, switch (x) { case 1: return 5; case 2: return 9; case 3: return 1; case 4: return 77; } return 0;)
SWITCH(joined, int, int, int r;
       switch (x) { case -2: r = -5; break; case -1: r = 300; break; case 1: r = 9; break; case 2: r = 8; break; default: r = 4; }
       return r * 3;)
SWITCH(two_values, long, int, int a; long b;
       switch (x) { case 7: a = 1; b = 1L << 40; break; case 8: a = 70000; b = -1; break; case 9: a = -70000; b = 5; break;
                    case 12: a = 2; b = LONG_MIN; break; default: a = 0; b = 6; }
       return a * b;)
SWITCH(line, int, int, switch (x) { case 10: return 7; case 11: return 10; case 12: return 13; case 13: return 16; default: return 0; })
SWITCH(falling_line, long, long, switch (x) { case -1: return 7; case 0: return 3; case 1: return -1; case 2: return -5; default: return 1; })
SWITCH(identity, int, int, switch (x) { case 3: return 3; case 4: return 4; case 5: return 5; case 6: return 6; default: return -1; })
SWITCH(steep, int, int, switch (x) { case 0: return 0; case 1: return INT_MAX; case 2: return -2; case 3: return INT_MAX - 2; default: return 1; })
SWITCH(doubles, double, unsigned, switch (x) { case 0: return 0.5; case 1: return -0.0; case 2: return 1e300; case 3: return 3; default: return 0; })
SWITCH(floats, float, int, float f;
       switch (x) { case 1: f = 0.5f; break; case 2: f = -2; break; case 3: f = 1e30f; break; default: f = 9; } return f + 1;)
SWITCH(strings, const char *, int, switch (x) { case 0: return "zero"; case 1: return "one"; case 2: return "two"; case 5: return "five"; } return "?";)
SWITCH(objects, int *, int, switch (x) { case 0: return &first; case 1: return &second; case 2: return 0; default: return &first + 1; })
SWITCH(bytes, unsigned char, unsigned char, switch (x) { case 0: return 255; case 1: return 128; case 2: return 3; case 255: return 7; case 254: return 9; case 253: return 200; } return 1;)
SWITCH(complete, int, unsigned, switch (x & 3) { case 0: return 4; case 1: return 9; case 2: return 16; case 3: return 2; } return 100;)
SWITCH(unreachable, int, int, switch (x < 0 ? 0 : x > 3 ? 3 : x) { case 0: return 4; case 1: return 9; case 2: return 16; case 3: return 2; default: __builtin_unreachable(); })
SWITCH(elsewhere, int, int, int r; switch (x) { case 0: r = 4; break; case 1: r = 9; break; case 2: r = 16; break; default: first += x; return first; } return r + 1;)
SWITCH(elsewhere_holes, int, int, int r; switch (x) { case 0: r = 4; break; case 1: r = 9; break; case 4: r = 16; break; default: return x; } return r + 1;)
SWITCH(truth, int, int, switch (x) { case 3: case 5: case 9: case 20: case 34: return 1; default: return 0; })
SWITCH(falsity, int, int, switch (x) { case 3: case 5: case 9: case 20: case 34: return 0; default: return 1; })
SWITCH(wide_truth, long, long, switch (x) { case 3: case 5: case 9: case 20: case 66: return 1; default: return 0; })
SWITCH(edge_truth, int, int, switch (x) { case INT_MIN: case INT_MIN + 2: case INT_MIN + 4: case INT_MIN + 31: return 1; default: return 0; })
SWITCH(top_truth, long, long, switch (x) { case LONG_MAX: case LONG_MAX - 2: case LONG_MAX - 40: return 1; default: return 0; })
SWITCH(run_truth, int, int, switch (x) { case 10 ... 20: return 1; default: return 0; })
SWITCH(run_falsity, unsigned, unsigned, switch (x) { case 0 ... 20: return 0; default: return 1; })
SWITCH(one_more, int, int, int r = 7; switch (x) { case 2: case 4: case 6: r = x; break; case 8: r = 3; break; } return r;)
SWITCH(at_the_end, int, int, switch (x) { case INT_MAX: return 4; case INT_MAX - 1: return 60; case INT_MAX - 2: return 3; case INT_MAX - 5: return 900; } return 0;)
SWITCH(at_the_start, int, int, switch (x) { case INT_MIN: return 4; case INT_MIN + 1: return 60; case INT_MIN + 2: return 3; case INT_MIN + 5: return 900; } return 0;)
SWITCH(sparse, int, int, switch (x) { case 1: return 4; case 100: return 60; case 1000: return 3; case 2000: return 900; } return 0;)

static const long around[] = {0, INT_MIN, INT_MAX, LONG_MAX, LONG_MIN, 128, 250, 1000, 2000, 0x100000000};

#define SAME(name) CHECK(__COUNTER__ + 1, name(x) == name##_slow(x))

static int compare(long x) {
  SAME(returned); SAME(joined); SAME(two_values); SAME(line); SAME(falling_line); SAME(identity); SAME(steep);
  SAME(doubles); SAME(floats); SAME(objects); SAME(bytes); SAME(complete); SAME(unreachable); SAME(elsewhere_holes);
  SAME(truth); SAME(falsity); SAME(wide_truth); SAME(edge_truth); SAME(top_truth); SAME(run_truth); SAME(run_falsity);
  SAME(one_more); SAME(at_the_end); SAME(at_the_start); SAME(sparse);
  CHECK(40, *strings(x) == *strings_slow(x) && strings(x)[1] == strings_slow(x)[1]);
  first = 0;
  int a = elsewhere(x);
  int after = first;
  first = 0;
  CHECK(41, a == elsewhere_slow(x) && first == after);
  return 0;
}

int main(void) {
  for (unsigned i = 0; i < sizeof around / sizeof *around; i++) {
    for (unsigned long x = -70; x + 70 <= 140; x++) {
      int failed = compare((long)((unsigned long)around[i] + x));
      if (failed) return failed;
    }
  }
  CHECK(42, returned(1) == 5 && returned(2) == 9 && returned(3) == 1 && returned(4) == 77 && returned(0) == 0);
  CHECK(43, doubles(2) == 1e300 && 1 / doubles(1) < 0 && floats(3) == 1e30f && objects(1) == &second);
  CHECK(44, bytes(255) == 7 && bytes(3) == 1 && truth(34) == 1 && truth(35) == 0 && falsity(20) == 0 && falsity(19) == 1);
  CHECK(45, line(13) == 16 && line(14) == 0 && identity(6) == 6 && two_values(12) == 2 * (unsigned long)LONG_MIN);
  return 0;
}
