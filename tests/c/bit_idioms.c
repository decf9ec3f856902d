// Bytes reversed, bits counted and words rotated by hand, which may become one instruction, against the same without optimisation.
#include "check.h"

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned u32;
typedef unsigned long long u64;

#define BOTH(name, result, type, ...)                                          \
  __attribute__((noinline)) static result name(type x, u32 n) { __VA_ARGS__ }  \
  __attribute__((noinline, optimize("O0"))) static result name##_slow(type x, u32 n) { __VA_ARGS__ }

BOTH(swap16, u16, u16, return x << 8 | x >> 8;)
BOTH(swap32, u32, u32, return x << 24 | (x & 0xff00) << 8 | (x >> 8 & 0xff00) | x >> 24;)
BOTH(swap32_masks, u32, u32, return ((x & 0xff) << 24) | ((x & 0xff00) << 8) | ((x & 0xff0000) >> 8) | ((x & 0xff000000) >> 24);)
BOTH(swap32_steps, u32, u32, x = (x & 0x00ff00ff) << 8 | (x >> 8 & 0x00ff00ff); return x << 16 | x >> 16;)
BOTH(swap32_signed, int, int, return (int)((u32)x << 24) | (x & 0xff00) << 8 | (x >> 8 & 0xff00) | (x >> 24 & 0xff);)
BOTH(swap32_kept_sign, int, int, return (int)((u32)x << 24) | (x & 0xff00) << 8 | (x >> 8 & 0xff00) | x >> 24;)
BOTH(swap32_other_mask, u32, u32, return x << 24 | (x & 0xff00) << 8 | (x >> 8 & 0xef00) | x >> 24;)
BOTH(swap32_sum, u32, u32, return (x << 24) + ((x & 0xff00) << 8) + (x >> 8 & 0xff00) + (x >> 24);)
BOTH(swap32_carry, u32, u32, return (x << 24) + ((x & 0xff00) << 8) + (x >> 8 & 0xffff) + (x >> 24);)
BOTH(swap_low, u64, u64, return (x & 0xff) << 24 | (x & 0xff00) << 8 | (x >> 8 & 0xff00) | (x >> 24 & 0xff);)
BOTH(swap64, u64, u64, return x << 56 | (x & 0xff00) << 40 | (x & 0xff0000) << 24 | (x & 0xff000000) << 8 | (x >> 8 & 0xff000000) | (x >> 24 & 0xff0000) | (x >> 40 & 0xff00) | x >> 56;)
BOTH(swap64_steps, u64, u64, x = (x & 0x00ff00ff00ff00ff) << 8 | (x >> 8 & 0x00ff00ff00ff00ff); x = (x & 0x0000ffff0000ffff) << 16 | (x >> 16 & 0x0000ffff0000ffff); return x << 32 | x >> 32;)
BOTH(swap64_halves, u64, u64, u32 l = x, h = x >> 32; l = l << 24 | (l & 0xff00) << 8 | (l >> 8 & 0xff00) | l >> 24; h = h << 24 | (h & 0xff00) << 8 | (h >> 8 & 0xff00) | h >> 24; return (u64)l << 32 | h;)
BOTH(together, u32, u32, u8 a = x, b = x >> 8, c = x >> 16, d = x >> 24; return a | b << 8 | c << 16 | (u32)d << 24;)

BOTH(bits32, int, u32, x -= x >> 1 & 0x55555555; x = (x & 0x33333333) + (x >> 2 & 0x33333333); x = (x + (x >> 4)) & 0x0f0f0f0f; return x * 0x01010101 >> 24;)
BOTH(bits64, int, u64, x -= x >> 1 & 0x5555555555555555; x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333); x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f; return x * 0x0101010101010101 >> 56;)
BOTH(bits_loop, int, u32, int count = 0; while (x) { x &= x - 1; count++; } return count;)
BOTH(bits_loop64, long, u64, long count = n; for (; x != 0; x = (x - 1) & x) count += 3; return count;)
BOTH(bits_down, int, u64, int left = 40; while (x) { left--; x &= x - 1; } return left;)
BOTH(bits_once, int, u32, int count = 0; do { x &= x - 1; count++; } while (x); return count;)
BOTH(top_bit, u32, u32, u32 last = 0; while (x) { last = x; x &= x - 1; } return last;)

BOTH(rotate, u32, u32, return x << (n & 31) | x >> (-n & 31);)
BOTH(rotate_sum, u32, u32, return (x << 7) + (x >> 25);)
BOTH(rotate_xor, u64, u64, return (x << 7) ^ (x >> 57);)
BOTH(rotate_right, u64, u64, n = n % 63 + 1; return x >> n | x << (64 - n);)
BOTH(rotate_int, u64, u64, int k = n % 63 + 1; return x << k | x >> (64 - k);)
BOTH(rotate_guarded, u32, u32, n &= 31; return n == 0 ? x : x << n | x >> (32 - n);)
BOTH(rotate_guarded64, u64, u64, n &= 63; if (n) x = x << n | x >> (64 - n); return x;)
BOTH(guarded_sum, u32, u32, return n ? x + n : x;)
BOTH(guarded_product, u32, u32, return n ? x * n : 0;)
BOTH(guarded_other, u32, u32, return n ? x * n : x;)
BOTH(guarded_shift, u32, u32, return n & 31 ? x >> (n & 31) : x;)

static const u64 values[] = {0,          1,          2,          0x80,       0xff,         0xff00,     0x7fff,
                             0x8000,     0x11223344, 0x80000000, 0x7fffffff, 0xffffffff,   0x80ff7f01, 0xdeadbeef,
                             1ull << 32, 1ull << 63, ~0ull,      0x1122334455667788, 0x8877665544332211, 0xa5a5a5a55a5a5a5a};

#define SAME(number, name)                                                      \
  for (unsigned i = 0; i < sizeof values / sizeof *values; i++)                 \
    for (u32 n = 0; n < 70; n += 3)                                             \
      CHECK(number, name(values[i], n) == name##_slow(values[i], n));

int main(void) {
  SAME(1, swap16)
  SAME(2, swap32)
  SAME(3, swap32_masks)
  SAME(4, swap32_steps)
  SAME(5, swap32_signed)
  SAME(6, swap32_kept_sign)
  SAME(7, swap32_other_mask)
  SAME(8, swap32_sum)
  SAME(9, swap32_carry)
  SAME(10, swap_low)
  SAME(11, swap64)
  SAME(12, swap64_steps)
  SAME(13, swap64_halves)
  SAME(14, together)
  SAME(15, bits32)
  SAME(16, bits64)
  SAME(17, bits_loop)
  SAME(18, bits_loop64)
  SAME(19, bits_down)
  SAME(20, bits_once)
  SAME(21, top_bit)
  SAME(22, rotate)
  SAME(23, rotate_sum)
  SAME(24, rotate_xor)
  SAME(25, rotate_right)
  SAME(26, rotate_int)
  SAME(27, rotate_guarded)
  SAME(28, rotate_guarded64)
  SAME(29, guarded_sum)
  SAME(30, guarded_product)
  SAME(31, guarded_other)
  SAME(32, guarded_shift)
  CHECK(33, swap32(0x11223344, 0) == 0x44332211 && bits32(0xff0f, 0) == 12 && bits_loop64(7, 1) == 10);
  return 0;
}
