/* Linux system calls by number; syscall itself is in <unistd.h>. */
#ifndef _SYS_SYSCALL_H
#define _SYS_SYSCALL_H
#include <asm/unistd.h>
#include <bits/syscall.h>
#endif
