/* binary128 comparison. The result compares with 0 as a with b; unordered is never "true". */
#include "softfloat.h"

enum { UNORDERED = 2 };

/* -1, 0, 1 or UNORDERED. */
static int compare(long double x, long double y, int signals_quiet) {
  number a = unpack_quad(x), b = unpack_quad(y);
  if (is_nan(a) || is_nan(b)) {
    if (signals_quiet || a.class == SIGNALING_NAN || b.class == SIGNALING_NAN) {
      raise_flags(INVALID);
    }
    return UNORDERED;
  }
  if (a.class == ZERO && b.class == ZERO) {
    return 0;
  }
  quad_bits p, q;
  p.value = x;
  q.value = y;
  if (a.sign != b.sign) {
    return a.sign ? -1 : 1;
  }
  u128 m = {p.bits.hi, p.bits.lo}, n = {q.bits.hi, q.bits.lo};
  if (less128(m, n)) {
    return a.sign ? 1 : -1;
  }
  return less128(n, m) ? (a.sign ? -1 : 1) : 0;
}

compare_result __eqtf2(long double a, long double b) { return compare(a, b, 0) != 0; }

compare_result __netf2(long double a, long double b) { return compare(a, b, 0) != 0; }

compare_result __lttf2(long double a, long double b) { return compare(a, b, 1); }

compare_result __letf2(long double a, long double b) { return compare(a, b, 1); }

compare_result __gttf2(long double a, long double b) {
  int result = compare(a, b, 1);
  return result == UNORDERED ? -UNORDERED : result;
}

compare_result __getf2(long double a, long double b) {
  int result = compare(a, b, 1);
  return result == UNORDERED ? -UNORDERED : result;
}

compare_result __cmptf2(long double a, long double b) { return compare(a, b, 0); }

compare_result __unordtf2(long double a, long double b) { return compare(a, b, 0) == UNORDERED; }
