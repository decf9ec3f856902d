/* What _FORTIFY_SOURCE calls: the string functions with the size of the destination as a last argument (LSB 5, "__memcpy_chk"). */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Noreturn void __chk_fail(void) {
  static const char message[] = "*** buffer overflow detected ***: terminated\n";
  write(2, message, sizeof message - 1);
  abort();
}

static inline void check(size_t needed, size_t size) {
  if (needed > size) {
    __chk_fail();
  }
}

void *__memcpy_chk(void *restrict to, const void *restrict from, size_t n, size_t size) {
  check(n, size);
  return memcpy(to, from, n);
}

void *__mempcpy_chk(void *restrict to, const void *restrict from, size_t n, size_t size) {
  check(n, size);
  return (char *)memcpy(to, from, n) + n;
}

void *__memmove_chk(void *to, const void *from, size_t n, size_t size) {
  check(n, size);
  return memmove(to, from, n);
}

void *__memset_chk(void *to, int byte, size_t n, size_t size) {
  check(n, size);
  return memset(to, byte, n);
}

char *__strcpy_chk(char *restrict to, const char *restrict from, size_t size) {
  size_t n = strlen(from) + 1;
  check(n, size);
  return memcpy(to, from, n);
}

char *__stpcpy_chk(char *restrict to, const char *restrict from, size_t size) {
  size_t n = strlen(from);
  check(n + 1, size);
  return (char *)memcpy(to, from, n + 1) + n;
}

char *__strncpy_chk(char *restrict to, const char *restrict from, size_t n, size_t size) {
  check(n, size);
  return strncpy(to, from, n);
}

char *__stpncpy_chk(char *restrict to, const char *restrict from, size_t n, size_t size) {
  check(n, size);
  return stpncpy(to, from, n);
}

char *__strcat_chk(char *restrict to, const char *restrict from, size_t size) {
  check(strlen(to) + strlen(from) + 1, size);
  return strcat(to, from);
}

char *__strncat_chk(char *restrict to, const char *restrict from, size_t n, size_t size) {
  check(strlen(to) + strnlen(from, n) + 1, size);
  return strncat(to, from, n);
}
