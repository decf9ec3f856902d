#ifndef _ERRNO_H
#define _ERRNO_H
#include <features.h>
int *__errno_location(void) __attribute__((__const__));
#define errno (*__errno_location())
#ifdef _GNU_SOURCE
extern char *program_invocation_name, *program_invocation_short_name;
#endif
#include <bits/errno.h>
#endif
