/* What glob.c and expand.c share. */
#ifndef FERRY_GLOB_H
#define FERRY_GLOB_H

#include <glob.h>
#include <limits.h>

/* Whether a pattern can match more than itself. */
int __glob_magic(const char *pattern, const char *end, int flags);
/* The pattern with a user's home directory for its tilde; 0, GLOB_NOMATCH or GLOB_NOSPACE. */
int __glob_tilde(const char *pattern, int flags, char out[PATH_MAX]);
/* The first braces with a comma between them in a pattern, or null; *end is the closing one. */
const char *__glob_brace(const char *pattern, int flags, const char **end);
/* Where an alternative between braces ends: at its comma or closing brace. */
const char *__glob_alternative(const char *text, int flags);

#endif
