/* Numbers of 32 bits as text of base 64, least digit first (POSIX, a64l); a64l does not extend the
 * sign, as glibc's does not. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DIGITS = 6 };
static const char digits[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

long a64l(const char *s) {
  unsigned long value = 0;
  for (int i = 0; i < MOST_DIGITS && s[i]; i++) {
    const char *digit = strchr(digits, s[i]);
    if (!digit) break;
    value |= (unsigned long)(digit - digits) << 6 * i;
  }
  return (long)value;
}

char *l64a(long n) {
  static char out[MOST_DIGITS + 1];
  uint32_t value = (uint32_t)n;
  int length = 0;
  for (; value; value >>= 6) out[length++] = digits[value & 63];
  out[length] = 0;
  return out;
}
