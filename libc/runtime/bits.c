/* Bit counting and byte swapping (libgcc's si and di names), for targets without Zbb. */

typedef unsigned int u32;
typedef unsigned long long u64;

/* The sum of bits in fields that double in width (Hacker's Delight, 5-1). */
int __popcountdi2(u64 x) {
  x = x - (x >> 1 & 0x5555555555555555ULL);
  x = (x & 0x3333333333333333ULL) + (x >> 2 & 0x3333333333333333ULL);
  x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fULL;
  x += x >> 8;
  x += x >> 16;
  x += x >> 32;
  return (int)(x & 127);
}

int __popcountsi2(u32 x) { return __popcountdi2(x); }

int __paritydi2(u64 x) { return __popcountdi2(x) & 1; }

int __paritysi2(u32 x) { return __popcountdi2(x) & 1; }

/* Ones below the highest set bit, then counted. */
int __clzdi2(u64 x) {
  for (int step = 1; step < 64; step <<= 1) {
    x |= x >> step;
  }
  return 64 - __popcountdi2(x);
}

int __clzsi2(u32 x) { return __clzdi2(x) - 32; }

int __ctzdi2(u64 x) { return __popcountdi2(~x & (x - 1)); }

int __ctzsi2(u32 x) { return __popcountdi2(~x & (x - 1)); }

int __ffsdi2(u64 x) { return x == 0 ? 0 : __ctzdi2(x) + 1; }

int __ffssi2(u32 x) { return __ffsdi2(x); }

int __clrsbdi2(long long x) { return __clzdi2((u64)(x < 0 ? ~x : x)) - 1; }

int __clrsbsi2(int x) { return __clrsbdi2(x) - 32; }

u32 __bswapsi2(u32 x) {
  return x >> 24 | (x >> 8 & 0xff00) | (x & 0xff00) << 8 | x << 24;
}

u64 __bswapdi2(u64 x) { return (u64)__bswapsi2((u32)x) << 32 | __bswapsi2((u32)(x >> 32)); }

float __powisf2(float x, int n) {
  unsigned count = n < 0 ? -(unsigned)n : (unsigned)n;
  float result = count & 1 ? x : 1.0f;
  while (count >>= 1) {
    x *= x;
    if (count & 1) {
      result *= x;
    }
  }
  return n < 0 ? 1.0f / result : result;
}

double __powidf2(double x, int n) {
  unsigned count = n < 0 ? -(unsigned)n : (unsigned)n;
  double result = count & 1 ? x : 1.0;
  while (count >>= 1) {
    x *= x;
    if (count & 1) {
      result *= x;
    }
  }
  return n < 0 ? 1.0 / result : result;
}
