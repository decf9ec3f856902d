/*
 * The general dynamic model of thread-local storage (RISC-V ELF psABI, "Global Dynamic"), which code compiled with -fPIC asks for by name: a
 * program linked statically has one module, whose block begins at the thread pointer.
 */
#include <stddef.h>

struct index {
  size_t module;
  size_t offset;
};

/* What the linker takes off each offset: 12 bits with a sign reach twice as far from there. */
enum { DTV_OFFSET = 0x800 };

void *__tls_get_addr(const struct index *index) {
  return (char *)__builtin_thread_pointer() + index->offset + DTV_OFFSET;
}
