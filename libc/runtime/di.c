/* 64-bit division and shifts on RV32 (libgcc's di names). */

#if __riscv_xlen == 32

typedef unsigned long long u64;
typedef long long i64;
typedef unsigned int u32;

u64 __udivmoddi4(u64 n, u64 d, u64 *rest) {
  u64 q = 0, r = 0;
  if ((n | d) >> 32 == 0) {
    q = (u32)n / (u32)d;
    r = (u32)n % (u32)d;
  } else if (d >> 32 == 0 && (u32)d != 0 && n >> 32 < (u32)d) {
    /* The quotient has 32 bits: a bit at a time over the low half. */
    r = n >> 32;
    for (int i = 31; i >= 0; i--) {
      r = r << 1 | (n >> i & 1);
      if (r >= d) {
        r -= d;
        q |= 1ULL << i;
      }
    }
  } else {
    for (int i = 63; i >= 0; i--) {
      int out = r >> 63;
      r = r << 1 | (n >> i & 1);
      if (out || r >= d) {
        r -= d;
        q |= 1ULL << i;
      }
    }
  }
  if (rest != 0) {
    *rest = r;
  }
  return q;
}

u64 __udivdi3(u64 n, u64 d) { return __udivmoddi4(n, d, 0); }

u64 __umoddi3(u64 n, u64 d) {
  u64 r;
  __udivmoddi4(n, d, &r);
  return r;
}

static u64 absolute(i64 x) { return x < 0 ? -(u64)x : (u64)x; }

i64 __divdi3(i64 n, i64 d) {
  u64 q = __udivdi3(absolute(n), absolute(d));
  return (n < 0) != (d < 0) ? -q : q;
}

i64 __moddi3(i64 n, i64 d) {
  u64 r = __umoddi3(absolute(n), absolute(d));
  return n < 0 ? -r : r;
}

i64 __muldi3(i64 a, i64 b) {
  u32 al = (u32)a, bl = (u32)b, ah = (u32)((u64)a >> 32), bh = (u32)((u64)b >> 32);
  u32 l = (al & 0xffff) * (bl & 0xffff);
  u32 m1 = (al >> 16) * (bl & 0xffff) + (l >> 16);
  u32 m2 = (al & 0xffff) * (bl >> 16) + (m1 & 0xffff);
  u32 hi = (al >> 16) * (bl >> 16) + (m1 >> 16) + (m2 >> 16);
  return (i64)((u64)(hi + al * bh + ah * bl) << 32 | (m2 << 16 | (l & 0xffff)));
}

i64 __ashldi3(i64 x, int count) {
  u32 lo = (u32)x, hi = (u32)((u64)x >> 32);
  if (count & 32) {
    hi = lo << (count & 31);
    lo = 0;
  } else if (count != 0) {
    hi = hi << count | lo >> (32 - count);
    lo <<= count;
  }
  return (i64)((u64)hi << 32 | lo);
}

u64 __lshrdi3(u64 x, int count) {
  u32 lo = (u32)x, hi = (u32)(x >> 32);
  if (count & 32) {
    lo = hi >> (count & 31);
    hi = 0;
  } else if (count != 0) {
    lo = lo >> count | hi << (32 - count);
    hi >>= count;
  }
  return (u64)hi << 32 | lo;
}

i64 __ashrdi3(i64 x, int count) {
  u64 moved = __lshrdi3((u64)(x < 0 ? ~x : x), count);
  return (i64)(x < 0 ? ~moved : moved);
}

#endif
