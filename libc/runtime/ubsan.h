// The interface of libubsan (LLVM's ubsan_handlers.h; what gcc 12 and Ferry emit), and what the
// files of this runtime share. A program and each of its
// shared libraries has its own.
#ifndef FERRY_UBSAN_H
#define FERRY_UBSAN_H

#include <stddef.h>
#include <stdint.h>

typedef uintptr_t value_handle;  // an integer or a float of at most a word, else where it lies

struct location {
  const char *file;  // null if it is not known
  uint32_t line;
  uint32_t column;  // ~0 once something was reported there
};

struct type {
  uint16_t kind;  // 0 integer, 1 float, 0xffff other
  uint16_t info;  // integer: log2(bits) << 1 | signed; float: bits
  char name[];    // with its quotes
};

struct type_mismatch {
  struct location location;
  const struct type *type;
  unsigned char log_alignment;
  unsigned char kind;
};

struct overflow {
  struct location location;
  const struct type *type;
};

struct shift {
  struct location location;
  const struct type *left;
  const struct type *right;
};

struct out_of_bounds {
  struct location location;
  const struct type *array;
  const struct type *index;
};

struct float_cast {
  struct location location;
  const struct type *from;
  const struct type *to;
};

struct invalid_builtin {
  struct location location;
  unsigned char kind;  // 0 ctz, 1 clz
};

struct nonnull_argument {
  struct location location;
  struct location attribute;
  int position;  // from 1
};

// The widest integers.
#if __riscv_xlen == 64
typedef __int128 wide_signed;
typedef unsigned __int128 wide_unsigned;
#else
typedef int64_t wide_signed;
typedef uint64_t wide_unsigned;
#endif

// Weak: a program or a library before this one may have handlers of its own.
#define HANDLER __attribute__((weak))

// One report. It is written when it is complete: reports of other threads do not mix with it.
struct report {
  char text[512];
  size_t used;
};

// False if this place has had its report.
int __ferry_ubsan_begin(struct report *report, struct location *location, int is_fatal);
void __ferry_ubsan_text(struct report *report, const char *text);
void __ferry_ubsan_unsigned(struct report *report, uint64_t value);
void __ferry_ubsan_address(struct report *report, uintptr_t address);
void __ferry_ubsan_value(struct report *report, const struct type *type, value_handle value);
void __ferry_ubsan_location(struct report *report, const struct location *location,
                            const char *kind);
void __ferry_ubsan_memory(struct report *report, uintptr_t address);
// Ends the process if the handler or UBSAN_OPTIONS say so.
void __ferry_ubsan_end(struct report *report, int is_fatal);

wide_signed __ferry_ubsan_signed_value(const struct type *type, value_handle value);
wide_unsigned __ferry_ubsan_unsigned_value(const struct type *type, value_handle value);

static inline int is_signed(const struct type *type) {
  return type->kind == 0 && (type->info & 1) != 0;
}

static inline unsigned bits_of(const struct type *type) {
  return 1u << (type->info >> 1);
}

#endif
