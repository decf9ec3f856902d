// The text of reports and where they go: standard error, by system calls of its own, so that no C
// library's state changes between two statements of the program.
#include "ubsan.h"

#include <stdlib.h>

enum { SYS_close = 57, SYS_pipe2 = 59, SYS_write = 64, SYS_exit_group = 94 };
enum { BYTES_SHOWN = 32, BYTES_BEFORE = 4 };

static struct {
  int halts;   // halt_on_error
  int aborts;  // abort_on_error
  int status;  // exitcode
} options = {0, 0, 1};

static int options_are_read;

static long system_call(long number, long a, long b, long c) {
  register long a7 __asm__("a7") = number;
  register long a0 __asm__("a0") = a;
  register long a1 __asm__("a1") = b;
  register long a2 __asm__("a2") = c;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2) : "memory");
  return a0;
}

// ---- UBSAN_OPTIONS

// The value after "name=" at the start of text; null if another name stands there.
static const char *value_of(const char *text, const char *name) {
  while (*name != 0 && *text == *name) {
    text++;
    name++;
  }
  return *name == 0 && *text == '=' ? text + 1 : NULL;
}

static int is_true(const char *text) {
  return *text == '1' || *text == 'y' || *text == 't';
}

static int number(const char *text) {
  int value = 0;
  while (*text >= '0' && *text <= '9') {
    value = value * 10 + (*text++ - '0');
  }
  return value;
}

static int is_separator(char c) {
  return c == ':' || c == ',' || c == ' ' || c == '\t' || c == '\n';
}

static void read_option(const char *text) {
  const char *value;
  if ((value = value_of(text, "halt_on_error")) != NULL) {
    options.halts = is_true(value);
  } else if ((value = value_of(text, "abort_on_error")) != NULL) {
    options.aborts = is_true(value);
  } else if ((value = value_of(text, "exitcode")) != NULL) {
    options.status = number(value);
  }
}

static void read_options(void) {
  const char *text = getenv("UBSAN_OPTIONS");
  while (text != NULL && *text != 0) {
    read_option(text);
    while (*text != 0 && !is_separator(*text)) {
      text++;
    }
    while (is_separator(*text)) {
      text++;
    }
  }
  options_are_read = 1;
}

// ---- text

static void flush(struct report *report) {
  size_t done = 0;
  while (done < report->used) {
    long n = system_call(SYS_write, 2, (long)(report->text + done), (long)(report->used - done));
    if (n <= 0 && n != -4) {  // EINTR
      break;
    }
    done += n > 0 ? (size_t)n : 0;
  }
  report->used = 0;
}

static void character(struct report *report, char c) {
  if (report->used == sizeof report->text) {
    flush(report);
  }
  report->text[report->used++] = c;
}

void __ferry_ubsan_text(struct report *report, const char *text) {
  while (*text != 0) {
    character(report, *text++);
  }
}

void __ferry_ubsan_unsigned(struct report *report, uint64_t value) {
  char digits[24];
  int n = 0;
  do {
    digits[n++] = (char)('0' + value % 10);
    value /= 10;
  } while (value != 0);
  while (n > 0) {
    character(report, digits[--n]);
  }
}

static void hexadecimal(struct report *report, wide_unsigned value, int digits) {
  for (int i = digits - 1; i >= 0; i--) {
    character(report, "0123456789abcdef"[(int)(value >> 4 * i) & 15]);
  }
}

// At least 48 bits, as addresses usually have.
void __ferry_ubsan_address(struct report *report, uintptr_t address) {
  int digits = sizeof address == 8 ? 12 : 8;
  while (digits < 16 && sizeof address == 8 && address >> 4 * digits != 0) {
    digits++;
  }
  __ferry_ubsan_text(report, "0x");
  hexadecimal(report, address, digits);
}

// ---- values

wide_signed __ferry_ubsan_signed_value(const struct type *type, value_handle value) {
  unsigned bits = bits_of(type);
  if (bits <= 8 * sizeof value) {
    unsigned spare = 8 * sizeof value - bits;
    return (intptr_t)(value << spare) >> spare;
  }
  return bits == 64 ? *(const int64_t *)value : *(const wide_signed *)value;
}

wide_unsigned __ferry_ubsan_unsigned_value(const struct type *type, value_handle value) {
  unsigned bits = bits_of(type);
  if (bits <= 8 * sizeof value) {
    unsigned spare = 8 * sizeof value - bits;
    return value << spare >> spare;
  }
  return bits == 64 ? *(const uint64_t *)value : *(const wide_unsigned *)value;
}

void __ferry_ubsan_value(struct report *report, const struct type *type, value_handle handle) {
  if (type->kind != 0) {
    __ferry_ubsan_text(report, "<unknown>");
    return;
  }
  wide_unsigned value;
  int fits;
  int is_negative = 0;
  if (is_signed(type)) {
    wide_signed number = __ferry_ubsan_signed_value(type, handle);
    is_negative = number < 0;
    fits = number == (int64_t)number;
    value = (wide_unsigned)number;
  } else {
    value = __ferry_ubsan_unsigned_value(type, handle);
    fits = value == (uint64_t)value;
  }
  if (!fits) {
    __ferry_ubsan_text(report, "0x");
    hexadecimal(report, value, 32);
    return;
  }
  if (is_negative) {
    character(report, '-');
    value = -value;
  }
  __ferry_ubsan_unsigned(report, (uint64_t)value);
}

// ---- places

void __ferry_ubsan_location(struct report *report, const struct location *location,
                            const char *kind) {
  if (location->file == NULL) {
    __ferry_ubsan_text(report, "<unknown>");
  } else {
    __ferry_ubsan_text(report, location->file);
    if (location->line != 0) {
      character(report, ':');
      __ferry_ubsan_unsigned(report, location->line);
      if (location->column != 0) {
        character(report, ':');
        __ferry_ubsan_unsigned(report, location->column);
      }
    }
  }
  __ferry_ubsan_text(report, ": ");
  __ferry_ubsan_text(report, kind);
  __ferry_ubsan_text(report, ": ");
}

// Whether memory can be read, found out by the kernel: it copies it into a pipe.
static int is_readable(uintptr_t address, long bytes) {
  int ends[2];
  if (system_call(SYS_pipe2, (long)ends, 0, 0) != 0) {
    return 0;
  }
  long written = system_call(SYS_write, ends[1], (long)address, bytes);
  system_call(SYS_close, ends[0], 0, 0);
  system_call(SYS_close, ends[1], 0, 0);
  return written == bytes;
}

// What lies around an address, and a mark under it.
void __ferry_ubsan_memory(struct report *report, uintptr_t address) {
  __ferry_ubsan_address(report, address);
  __ferry_ubsan_text(report, ": note: pointer points here\n");
  uintptr_t start = address < BYTES_BEFORE ? 0 : address - BYTES_BEFORE;
  uintptr_t end = start > UINTPTR_MAX - BYTES_SHOWN ? UINTPTR_MAX : start + BYTES_SHOWN;
  if (!is_readable(start, (long)(end - start))) {
    __ferry_ubsan_text(report, "<memory cannot be printed>\n");
    return;
  }
  for (uintptr_t p = start; p != end; p++) {
    __ferry_ubsan_text(report, p % 8 == 0 ? "  " : " ");
    hexadecimal(report, *(const unsigned char *)p, 2);
  }
  character(report, '\n');
  for (uintptr_t p = start; p <= address; p++) {
    __ferry_ubsan_text(report, p % 8 == 0 ? "  " : " ");
    character(report, p == address ? '^' : ' ');
    character(report, ' ');
  }
  character(report, '\n');
}

// ---- a report

int __ferry_ubsan_begin(struct report *report, struct location *location, int is_fatal) {
  if (!options_are_read) {
    read_options();
  }
  uint32_t column = __atomic_exchange_n(&location->column, ~0u, __ATOMIC_RELAXED);
  if (column == ~0u && !is_fatal) {
    return 0;
  }
  struct location here = {location->file, location->line, column == ~0u ? 0 : column};
  report->used = 0;
  __ferry_ubsan_location(report, &here, "runtime error");
  return 1;
}

void __ferry_ubsan_end(struct report *report, int is_fatal) {
  flush(report);
  if (!is_fatal && !options.halts) {
    return;
  }
  if (options.aborts) {
    abort();
  }
  system_call(SYS_exit_group, options.status, 0, 0);
  __builtin_trap();
}
