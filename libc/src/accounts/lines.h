/* What /etc/passwd and /etc/group share: lines of fields between colons, read from the start. */
#ifndef FERRY_ACCOUNTS_H
#define FERRY_ACCOUNTS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../internal.h"

/* The next line that is neither empty nor a comment, without its end: 0, ENOENT at the end of the
 * file, ERANGE where the buffer is too small (the stream then stands before the line again). */
int __account_line(FILE *, char *buffer, size_t size);
/* The text up to the next colon, which ends it; the rest moves behind. Null when there is none. */
char *__account_field(char **rest);
/* A decimal number and nothing else; whether it was one. */
int __account_number(const char *text, unsigned *value);

/* A buffer that a function without _r keeps and makes longer: call(buffer, size) until it fits. */
struct __account_buffer {
  char *text;
  size_t size;
};
int __account_grow(struct __account_buffer *);

#endif
