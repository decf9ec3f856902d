/* From the kernel's stack to main: environment, thread-local storage, constructors. */
#include <stdlib.h>
#include <string.h>
#include "../internal.h"

typedef struct {
  unsigned type, flags;
  unsigned long offset, vaddr, paddr, filesz, memsz, align;
} Phdr64;

enum { AT_PHDR = 3, AT_PHENT = 4, AT_PHNUM = 5, AT_PAGESZ = 6, AT_RANDOM = 25, PT_TLS = 7 };

extern void (*__preinit_array_start[])(int, char **, char **) __attribute__((weak, visibility("hidden")));
extern void (*__preinit_array_end[])(int, char **, char **) __attribute__((weak, visibility("hidden")));
extern void (*__init_array_start[])(int, char **, char **) __attribute__((weak, visibility("hidden")));
extern void (*__init_array_end[])(int, char **, char **) __attribute__((weak, visibility("hidden")));
extern void (*__fini_array_start[])(void) __attribute__((weak, visibility("hidden")));
extern void (*__fini_array_end[])(void) __attribute__((weak, visibility("hidden")));

char **environ;
const char *__program_name = "";
char *program_invocation_name = "", *program_invocation_short_name = "";
static unsigned long auxv[40];

#ifdef __PIE__
unsigned long __load_bias(void) __attribute__((visibility("hidden")));
#define LOAD_BIAS __load_bias()
#else
#define LOAD_BIAS 0 /* executables that are not position-independent run where they were linked */
#endif

/* Room for a small TLS block, so that most programs need no mmap at start. */
static _Alignas(64) char small_tls[512];

/* What a thread's variables start as. */
static struct {
  const char *start;
  unsigned long filled, size, align;
} tls_image;

/* Bytes that a thread's variables need, wherever their block begins. */
unsigned long __tls_room(void) {
  return tls_image.size + tls_image.align + 32;
}

/* Lays a thread's variables out in a zeroed block; tp for them. Variant I: tp points at the first
 * variable; below it is a word for the thread's control block. */
char *__tls_place(char *block) {
  char *tp = (char *)(((unsigned long)block + 32 + tls_image.align - 1) & -tls_image.align);
  memcpy(tp, tls_image.start, tls_image.filled);
  return tp;
}

static void set_up_tls(void) {
  const char *table = (const char *)auxv[AT_PHDR];
  const Phdr64 *tls = 0;
  for (unsigned long i = 0; i < auxv[AT_PHNUM]; i++) {
    const Phdr64 *header = (const Phdr64 *)(table + i * auxv[AT_PHENT]);
    if (header->type == PT_TLS) tls = header;
  }
  tls_image.align = tls && tls->align > 16 ? tls->align : 16;
  if (tls) {
    tls_image.start = (const char *)(tls->vaddr + LOAD_BIAS);
    tls_image.filled = tls->filesz;
    tls_image.size = tls->memsz;
  }
  char *block = small_tls;
  if (__tls_room() > sizeof small_tls) {
    long mapped = SYSCALL6(SYS_mmap, 0, __tls_room(), 3, 0x22, -1, 0);
    if ((unsigned long)mapped > -4096UL) SYSCALL1(SYS_exit_group, 127);
    block = (char *)mapped;
  }
  __asm__ volatile("mv tp, %0" : : "r"(__tls_place(block)));
}

/* Only programs with protected functions have it. */
extern unsigned long __stack_chk_guard __attribute__((weak));

/* Its lowest byte is zero, so that no string function copies it. Nothing is called here: a function
 * of the program's own, such as its memcpy, would find another guard at its end. */
static void set_up_guard(void) {
  const volatile unsigned char *random = (const unsigned char *)auxv[AT_RANDOM];
  if (&__stack_chk_guard && random) {
    unsigned long guard = 0;
    for (unsigned i = 1; i < sizeof guard; i++) guard |= (unsigned long)random[i] << 8 * i;
    __stack_chk_guard = guard;
  }
}

static void run_constructors(int argc, char **argv) {
  for (unsigned long i = 0, n = __preinit_array_end - __preinit_array_start; i < n; i++)
    __preinit_array_start[i](argc, argv, environ);
  for (unsigned long i = 0, n = __init_array_end - __init_array_start; i < n; i++)
    __init_array_start[i](argc, argv, environ);
}

void __run_destructors(void) {
  for (unsigned long n = __fini_array_end - __fini_array_start; n > 0; n--)
    __fini_array_start[n - 1]();
}

_Noreturn void __libc_start(long *stack, int (*main)(int, char **, char **)) {
  int argc = (int)stack[0];
  char **argv = (char **)(stack + 1);
  environ = argv + argc + 1;
  long *p = (long *)environ;
  while (*p) p++;
  for (p++; *p; p += 2)
    if (p[0] > 0 && p[0] < 40) auxv[p[0]] = (unsigned long)p[1];
  set_up_tls();
  set_up_guard();
  if (argc > 0 && argv[0]) {
    __program_name = argv[0];
    program_invocation_name = argv[0];
    char *slash = strrchr(argv[0], '/');
    program_invocation_short_name = slash ? slash + 1 : argv[0];
  }
  run_constructors(argc, argv);
  exit(main(argc, argv, environ));
}

unsigned long getauxval(unsigned long type) {
  return type < 40 ? auxv[type] : 0;
}
