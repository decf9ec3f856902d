// UndefinedBehaviorSanitizer's handlers: what code compiled with -fsanitize=undefined calls where
// it finds undefined behaviour. The texts are libubsan's.
#include "ubsan.h"

#define text __ferry_ubsan_text

static void typed(struct report *r, const struct type *type) {
  text(r, type->name);
}

static void value(struct report *r, const struct type *type, value_handle handle) {
  __ferry_ubsan_value(r, type, handle);
}

static void end_line(struct report *r, int is_fatal) {
  text(r, "\n");
  __ferry_ubsan_end(r, is_fatal);
}

// A handler and its twin that does not come back.
#define HANDLERS(name, parameters, arguments)                \
  HANDLER void __ubsan_handle_##name parameters {            \
    const int is_fatal = 0;                                  \
    name arguments;                                          \
  }                                                          \
  HANDLER void __ubsan_handle_##name##_abort parameters {    \
    const int is_fatal = 1;                                  \
    name arguments;                                          \
  }

// ---- accesses

static const char *const ACCESSES[] = {
    "load of", "store to", "reference binding to", "member access within",
    "member call on", "constructor call on", "downcast of", "downcast of",
    "upcast of", "cast to virtual base of", "_Nonnull binding to", "dynamic operation on"};

static void type_mismatch_v1(struct type_mismatch *d, value_handle pointer, int is_fatal) {
  struct report r;
  if (!__ferry_ubsan_begin(&r, &d->location, is_fatal)) {
    return;
  }
  uintptr_t alignment = (uintptr_t)1 << d->log_alignment;
  text(&r, ACCESSES[d->kind < 12 ? d->kind : 0]);
  if (pointer == 0) {
    text(&r, " null pointer of type ");
    typed(&r, d->type);
  } else if ((pointer & (alignment - 1)) != 0) {
    text(&r, " misaligned address ");
    __ferry_ubsan_address(&r, pointer);
    text(&r, " for type ");
    typed(&r, d->type);
    text(&r, ", which requires ");
    __ferry_ubsan_unsigned(&r, alignment);
    text(&r, " byte alignment");
  } else {
    text(&r, " address ");
    __ferry_ubsan_address(&r, pointer);
    text(&r, " with insufficient space for an object of type ");
    typed(&r, d->type);
  }
  text(&r, "\n");
  if (pointer != 0) {
    __ferry_ubsan_memory(&r, pointer);
  }
  __ferry_ubsan_end(&r, is_fatal);
}

HANDLERS(type_mismatch_v1, (struct type_mismatch * d, value_handle pointer),
         (d, pointer, is_fatal))

static void out_of_bounds(struct out_of_bounds *d, value_handle index, int is_fatal) {
  struct report r;
  if (!__ferry_ubsan_begin(&r, &d->location, is_fatal)) {
    return;
  }
  text(&r, "index ");
  value(&r, d->index, index);
  text(&r, " out of bounds for type ");
  typed(&r, d->array);
  end_line(&r, is_fatal);
}

HANDLERS(out_of_bounds, (struct out_of_bounds * d, value_handle index), (d, index, is_fatal))

static void pointer_overflow(struct location *d, value_handle base, value_handle result,
                             int is_fatal) {
  struct report r;
  if (!__ferry_ubsan_begin(&r, d, is_fatal)) {
    return;
  }
  if (base == 0 && result == 0) {
    text(&r, "applying zero offset to null pointer");
  } else if (base == 0) {
    text(&r, "applying non-zero offset ");
    __ferry_ubsan_unsigned(&r, result);
    text(&r, " to null pointer");
  } else if (result == 0) {
    text(&r, "applying non-zero offset to non-null pointer ");
    __ferry_ubsan_address(&r, base);
    text(&r, " produced null pointer");
  } else {
    int same_half = ((intptr_t)base >= 0) == ((intptr_t)result >= 0);
    text(&r, !same_half      ? "pointer index expression with base "
             : base > result ? "addition of unsigned offset to "
                             : "subtraction of unsigned offset from ");
    __ferry_ubsan_address(&r, base);
    text(&r, " overflowed to ");
    __ferry_ubsan_address(&r, result);
  }
  end_line(&r, is_fatal);
}

HANDLERS(pointer_overflow, (struct location * d, value_handle base, value_handle result),
         (d, base, result, is_fatal))

static void load_invalid_value(struct overflow *d, value_handle v, int is_fatal) {
  struct report r;
  if (!__ferry_ubsan_begin(&r, &d->location, is_fatal)) {
    return;
  }
  text(&r, "load of value ");
  value(&r, d->type, v);
  text(&r, ", which is not a valid value for type ");
  typed(&r, d->type);
  end_line(&r, is_fatal);
}

HANDLERS(load_invalid_value, (struct overflow * d, value_handle v), (d, v, is_fatal))

// ---- arithmetic

static void overflow(struct overflow *d, value_handle left, const char *operator,
                     value_handle right, int is_fatal) {
  struct report r;
  if (!__ferry_ubsan_begin(&r, &d->location, is_fatal)) {
    return;
  }
  text(&r, is_signed(d->type) ? "signed" : "unsigned");
  text(&r, " integer overflow: ");
  value(&r, d->type, left);
  text(&r, operator);
  value(&r, d->type, right);
  text(&r, " cannot be represented in type ");
  typed(&r, d->type);
  end_line(&r, is_fatal);
}

#define OVERFLOW_HANDLERS(name, operator)                                       \
  static void name(struct overflow *d, value_handle a, value_handle b, int f) { \
    overflow(d, a, operator, b, f);                                             \
  }                                                                             \
  HANDLERS(name, (struct overflow * d, value_handle a, value_handle b), (d, a, b, is_fatal))

OVERFLOW_HANDLERS(add_overflow, " + ")
OVERFLOW_HANDLERS(sub_overflow, " - ")
OVERFLOW_HANDLERS(mul_overflow, " * ")

static void negate_overflow(struct overflow *d, value_handle v, int is_fatal) {
  struct report r;
  if (!__ferry_ubsan_begin(&r, &d->location, is_fatal)) {
    return;
  }
  text(&r, "negation of ");
  value(&r, d->type, v);
  text(&r, " cannot be represented in type ");
  typed(&r, d->type);
  if (is_signed(d->type)) {
    text(&r, "; cast to an unsigned type to negate this value to itself");
  }
  end_line(&r, is_fatal);
}

HANDLERS(negate_overflow, (struct overflow * d, value_handle v), (d, v, is_fatal))

static void divrem_overflow(struct overflow *d, value_handle left, value_handle right,
                            int is_fatal) {
  struct report r;
  if (!__ferry_ubsan_begin(&r, &d->location, is_fatal)) {
    return;
  }
  if (is_signed(d->type) && __ferry_ubsan_signed_value(d->type, right) == -1) {
    text(&r, "division of ");
    value(&r, d->type, left);
    text(&r, " by -1 cannot be represented in type ");
    typed(&r, d->type);
  } else {
    text(&r, "division by zero");
  }
  end_line(&r, is_fatal);
}

HANDLERS(divrem_overflow, (struct overflow * d, value_handle a, value_handle b),
         (d, a, b, is_fatal))

static int is_negative(const struct type *type, value_handle v) {
  return is_signed(type) && __ferry_ubsan_signed_value(type, v) < 0;
}

static void shift_out_of_bounds(struct shift *d, value_handle left, value_handle right,
                                int is_fatal) {
  struct report r;
  if (!__ferry_ubsan_begin(&r, &d->location, is_fatal)) {
    return;
  }
  unsigned bits = bits_of(d->left);
  if (is_negative(d->right, right)) {
    text(&r, "shift exponent ");
    value(&r, d->right, right);
    text(&r, " is negative");
  } else if (__ferry_ubsan_unsigned_value(d->right, right) >= bits) {
    text(&r, "shift exponent ");
    value(&r, d->right, right);
    text(&r, " is too large for ");
    __ferry_ubsan_unsigned(&r, bits);
    text(&r, "-bit type ");
    typed(&r, d->left);
  } else if (is_negative(d->left, left)) {
    text(&r, "left shift of negative value ");
    value(&r, d->left, left);
  } else {
    text(&r, "left shift of ");
    value(&r, d->left, left);
    text(&r, " by ");
    value(&r, d->right, right);
    text(&r, " places cannot be represented in type ");
    typed(&r, d->left);
  }
  end_line(&r, is_fatal);
}

HANDLERS(shift_out_of_bounds, (struct shift * d, value_handle a, value_handle b),
         (d, a, b, is_fatal))

// ---- the rest

static void sentence(struct location *location, const char *sentence, int is_fatal) {
  struct report r;
  if (__ferry_ubsan_begin(&r, location, is_fatal)) {
    text(&r, sentence);
    end_line(&r, is_fatal);
  }
}

HANDLER void __ubsan_handle_builtin_unreachable(struct location *d) {
  sentence(d, "execution reached an unreachable program point", 1);
}

HANDLER void __ubsan_handle_missing_return(struct location *d) {
  sentence(d,
           "execution reached the end of a value-returning function without returning a value",
           1);
}

static void vla_bound_not_positive(struct overflow *d, value_handle bound, int is_fatal) {
  struct report r;
  if (!__ferry_ubsan_begin(&r, &d->location, is_fatal)) {
    return;
  }
  text(&r, "variable length array bound evaluates to non-positive value ");
  value(&r, d->type, bound);
  end_line(&r, is_fatal);
}

HANDLERS(vla_bound_not_positive, (struct overflow * d, value_handle bound), (d, bound, is_fatal))

static void invalid_builtin(struct invalid_builtin *d, int is_fatal) {
  sentence(&d->location,
           d->kind == 0 ? "passing zero to ctz(), which is not a valid argument"
                        : "passing zero to clz(), which is not a valid argument",
           is_fatal);
}

HANDLERS(invalid_builtin, (struct invalid_builtin * d), (d, is_fatal))

static void attribute(struct report *r, const struct location *location, const char *what) {
  if (location->file != NULL) {
    __ferry_ubsan_location(r, location, "note");
    text(r, what);
    text(r, " attribute specified here\n");
  }
}

static void nonnull_arg(struct nonnull_argument *d, int is_fatal) {
  struct report r;
  if (!__ferry_ubsan_begin(&r, &d->location, is_fatal)) {
    return;
  }
  text(&r, "null pointer passed as argument ");
  __ferry_ubsan_unsigned(&r, (unsigned)d->position);
  text(&r, ", which is declared to never be null\n");
  attribute(&r, &d->attribute, "nonnull");
  __ferry_ubsan_end(&r, is_fatal);
}

HANDLERS(nonnull_arg, (struct nonnull_argument * d), (d, is_fatal))

static void nonnull_return_v1(struct location *declared, struct location *location,
                              int is_fatal) {
  struct report r;
  if (!__ferry_ubsan_begin(&r, location, is_fatal)) {
    return;
  }
  text(&r, "null pointer returned from function declared to never return null\n");
  attribute(&r, declared, "returns_nonnull");
  __ferry_ubsan_end(&r, is_fatal);
}

HANDLERS(nonnull_return_v1, (struct location * declared, struct location *location),
         (declared, location, is_fatal))
