// options: -Wall -Wextra
// What arithmetic gives has the typedef name of the operand whose type it is, as gcc says it.
typedef unsigned long size_t;
typedef int i32;
typedef unsigned u32;
typedef long ssize;
int f(int i, size_t n, u32 u, i32 s, ssize z, unsigned v, unsigned char c) {
  int r = 0;
  r += i < n - 1;
  r += n - 1 > i;
  r += i < n * 2u;
  r += i < n + 1ul; // two words of different names: the basic type
  r += i < n / sizeof i;
  r += z < n + z; // so are two words of which one is signed
  r += i < (n & 3);
  r += i < n << 3;
  r += i < ~n;
  r += i < u + 1;
  r += i < u + v; // the first of the unsigned
  r += i < v + u;
  r += s - 1 < u; // the second of the signed
  r += -s < u;
  r += (c - s) * s < u;
  r += i < (i ? n : 5);
  r += i < (u32)i; // a cast has no name
  r += i < (u32)i + n;
  r += i < (size_t)i + n;
  r += (i ? z : n) > 3;
  r += (i ? i : u + 1) > 3;
  return r;
}
