// skip: interpreter, rv32, pipeline
// A register that is a variable of the file belongs to no function: not to crowded ones, nor across calls or in loops.
#include "check.h"

register long counter __asm__("s2");
register unsigned char *place __asm__("x19");

__attribute__((noinline)) static long crowded(const long *v, long n) {
  long a = 0, b = 1, c = 2, d = 3, e = 4, f = 5, g = 6, h = 7, i = 8, j = 9, k = 10, l = 11, m = 12, o = 13, p = 14, q = 15;
  for (long r = 0; r < n; r++) {
    a += v[r] ^ b; b += a ^ c; c += b ^ d; d += c ^ e; e += d ^ f; f += e ^ g; g += f ^ h; h += g ^ i;
    i += h ^ j; j += i ^ k; k += j ^ l; l += k ^ m; m += l ^ o; o += m ^ p; p += o ^ q; q += p ^ a;
    counter++;
    place++;
  }
  return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h ^ i ^ j ^ k ^ l ^ m ^ o ^ p ^ q;
}

__attribute__((noinline)) static long calls(long x, long y) {
  long z = crowded((long[]){x, y, 3}, 3);
  long w = crowded((long[]){z, x}, 2);
  counter += 100;
  return x * y + z - w;
}

int main(void) {
  static unsigned char bytes[64];
  counter = 1000;
  place = bytes;
  long first = calls(5, 6);
  CHECK(1, counter == 1105);
  CHECK(2, place == bytes + 5);
  long second = calls(5, 6);
  CHECK(3, first == second);
  CHECK(4, counter == 1210);
  CHECK(5, place - bytes == 10);
  *place = 7;
  CHECK(6, bytes[10] == 7);
  return 0;
}
