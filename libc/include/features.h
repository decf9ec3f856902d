/* Which declarations are visible: ISO C always; POSIX and GNU extras unless a strict -std asked
 * for ISO C alone. */
#ifndef _FEATURES_H
#define _FEATURES_H
#define __FERRY_LIBC__ 1
#if defined(_GNU_SOURCE) && !defined(_DEFAULT_SOURCE)
#define _DEFAULT_SOURCE 1
#endif
#if !defined(__STRICT_ANSI__) && !defined(_POSIX_C_SOURCE) && !defined(_POSIX_SOURCE) && \
    !defined(_XOPEN_SOURCE) && !defined(_DEFAULT_SOURCE)
#define _DEFAULT_SOURCE 1
#endif
#if defined(_DEFAULT_SOURCE) || defined(_POSIX_C_SOURCE) || defined(_POSIX_SOURCE) || \
    defined(_XOPEN_SOURCE) || defined(_BSD_SOURCE)
#define __FERRY_POSIX 1
#endif
#if __STDC_VERSION__ >= 199901L
#define __restrict_arr __restrict
#endif
#include <sys/cdefs.h>
#endif
