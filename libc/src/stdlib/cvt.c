/* Digits of doubles in the manner of V7: ecvt, fcvt, gcvt (dropped from POSIX in 2008). */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 17 }; /* more say nothing about a double */

static int at_most(int n) {
  return n < DIGITS ? n : DIGITS;
}

/* Text of a value without digits: its sign is not told apart. */
static char *not_finite(char *out, double value, int *point, int *negative) {
  *point = 0;
  *negative = isinf(value) && value < 0;
  return strcpy(out, isnan(value) ? "nan" : "inf");
}

char *ecvt(double value, int digits, int *restrict point, int *restrict negative) {
  static char out[DIGITS + 8];
  char text[DIGITS + 16];
  if (!isfinite(value)) return not_finite(out, value, point, negative);
  *negative = signbit(value) != 0;
  digits = digits < 0 ? 0 : at_most(digits);
  snprintf(text, sizeof text, "%.*e", digits ? digits - 1 : DIGITS - 1, fabs(value));
  if (digits) {
    *out = *text;
    memcpy(out + 1, text + 2, (size_t)digits - 1);
  }
  out[digits] = 0;
  *point = 1 + atoi(strchr(text, 'e') + 1);
  return out;
}

char *fcvt(double value, int digits, int *restrict point, int *restrict negative) {
  static char out[340];
  if (!isfinite(value)) return not_finite(out, value, point, negative);
  *negative = signbit(value) != 0;
  double size = fabs(value);
  int dropped = 0;
  for (; digits < 0 && size * 0.1 >= 1; digits++, dropped++) size *= 0.1;
  int length = snprintf(out, sizeof out, "%.*f", digits < 0 ? 0 : at_most(digits), size);
  char *dot = strchr(out, '.'), *rest = dot ? dot + 1 : out + length;
  *point = (int)((dot ? dot : out + length) - out);
  if (dot && *point == 1 && *out == '0' && value != 0) {
    /* No leading zeros. */
    for (*point = 0; *rest == '0'; rest++) --*point;
    dot = out;
  }
  if (dot) memmove(dot, rest, (size_t)(out + length - rest) + 1);
  for (; dropped > 0; dropped--) {
    strcat(out, "0");
    ++*point;
  }
  return out;
}

char *gcvt(double value, int digits, char *out) {
  sprintf(out, "%.*g", at_most(digits), value);
  return out;
}
