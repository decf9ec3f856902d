// options: -fwrapv
// Several comparisons of one switch go to the same way out of a loop, and values change their place there: more of
// them are live than there are registers.
#include "check.h"

static long trace;

__attribute__((noinline)) static long note(long x) {
  trace = trace * 31 + x;
  return x + 1;
}

static long step(const unsigned char *code, int n, long *v) {
  long a = v[0], b = v[1], c = v[2], d = v[3], e = v[4], f = v[5], g = v[6], h = v[7];
  long i = v[8], j = v[9], k = v[10], l = v[11], m = v[12], o = v[13], p = v[14], q = v[15];
  int pc = 0;
  while (pc < n) {
    int count = 0;
    for (;;) {
      count++;
      switch (code[pc++]) {
        case 1: a += b; continue;
        case 40: c -= d * e; continue;
        case 70: d += a + f; continue;
        case 100: e ^= f; continue;
        case 130: f += g & b; continue;
        case 160: g = b - c; continue;
        case 20:
        case 60:
        case 90:
        case 150:
        case 210: if (a == b) return c; break;
        default: b ^= count; continue;
      }
      break;
    }
    for (int r = 0; r < 4; r++) {
      h += note(count) * i;
      i ^= o + note(m) + p * q;
      j += note(p) + k * l;
      k -= q + h + i * m;
      l ^= note(l) + h * o;
      m += l * h + i + j + k;
      o ^= m * p;
      p += q * j;
      q ^= k + l * i;
    }
    i ^= o;
    j += note(p);
    k -= q + h;
    l = note(l) ^ k;
    m += a + j;
    o ^= note(b) & m;
    p += d - l;
    q -= e;
  }
  return a + 2 * b + 3 * c + 5 * d + 7 * e + 11 * f + 13 * g + 17 * h + 19 * i + 23 * j + 29 * k + 31 * l + 37 * m
      + 41 * o + 43 * p + 47 * q;
}

int main(void) {
  static const unsigned char known[] = {1, 40, 70, 100, 130, 160, 20, 60, 90, 150, 210, 5, 1, 70, 100, 160};
  unsigned char code[2000];
  long v[16];
  unsigned s = 1;
  for (int i = 0; i < 2000; i++) {
    s = s * 1103515245 + 12345;
    code[i] = known[s >> 16 & 15];
  }
  code[1999] = 210;
  for (int i = 0; i < 16; i++) v[i] = i * i + 1;
  long r = step(code, 2000, v);
  CHECK(1, r == 3920973249196245373L);
  CHECK(2, trace == 9214678258277780641L);
  return 0;
}
