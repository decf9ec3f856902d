// Conversions from floating types, apart from the other handlers: only they need the C library's
// formatted output.
#include "ubsan.h"

#include <stdio.h>

static long double number(const struct type *type, value_handle handle) {
  union {
    value_handle bits;
    float single;
    double wide;
  } value = {handle};
  int is_inline = type->info <= 8 * sizeof handle;
  switch (type->info) {
    case 32:
      return is_inline ? value.single : *(const float *)handle;
    case 64:
      return is_inline ? value.wide : *(const double *)handle;
    default:
      return *(const long double *)handle;
  }
}

static void float_cast_overflow(struct float_cast *d, value_handle from, int is_fatal) {
  struct report r;
  if (!__ferry_ubsan_begin(&r, &d->location, is_fatal)) {
    return;
  }
  if (d->from->kind == 1) {
    char digits[32];
    snprintf(digits, sizeof digits, "%Lg", number(d->from, from));
    __ferry_ubsan_text(&r, digits);
  } else {
    __ferry_ubsan_value(&r, d->from, from);
  }
  __ferry_ubsan_text(&r, " is outside the range of representable values of type ");
  __ferry_ubsan_text(&r, d->to->name);
  __ferry_ubsan_text(&r, "\n");
  __ferry_ubsan_end(&r, is_fatal);
}

HANDLER void __ubsan_handle_float_cast_overflow(struct float_cast *d, value_handle from) {
  float_cast_overflow(d, from, 0);
}

HANDLER void __ubsan_handle_float_cast_overflow_abort(struct float_cast *d, value_handle from) {
  float_cast_overflow(d, from, 1);
}
