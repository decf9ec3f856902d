/* Program entry: the kernel leaves argc, argv, envp and auxv at sp (psABI, process start). */

__asm__(
    ".text\n"
    ".globl _start\n"
    ".type _start, @function\n"
    "_start:\n"
    ".option push\n"
    ".option norelax\n"
    "  lla gp, __global_pointer$\n"
    ".option pop\n"
    "  mv a0, sp\n"
    "  li s0, 0\n"
    "  li ra, 0\n"
    "  andi sp, sp, -16\n"
    "  lla a1, main\n"
    "  tail __libc_start\n"
    ".size _start, .-_start\n");
