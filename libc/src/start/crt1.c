/* Program entry: the kernel leaves argc, argv, envp and auxv at sp (psABI, process start). */

#ifdef __PIE__
/* rcrt1.o, of -static-pie: there is no dynamic linker, so the image relocates itself first. */
#include "relocate.h"
#define RELOCATE                 \
  "  mv s1, sp\n"                \
  "  andi sp, sp, -16\n"         \
  "  call __relocate_self\n"     \
  "  mv sp, s1\n"
#else
#define RELOCATE
#endif

__asm__(
    ".text\n"
    ".globl _start\n"
    ".type _start, @function\n"
    "_start:\n"
    ".option push\n"
    ".option norelax\n"
    "  lla gp, __global_pointer$\n"
    ".option pop\n"
    "  li s0, 0\n"
    "  li ra, 0\n" RELOCATE
    "  mv a0, sp\n"
    "  andi sp, sp, -16\n"
    "  lla a1, main\n"
    "  tail __libc_start\n"
    ".size _start, .-_start\n");
