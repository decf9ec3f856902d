/* Wide streams (C17 7.29.2, 7.29.3): UTF-8 outside, so each call converts. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include "file.h"

int fwide(FILE *f, int mode) {
  if (mode && !f->wide) f->wide = mode > 0 ? 1 : -1;
  return f->wide;
}

wint_t fgetwc(FILE *f) {
  LOCKED(f);
  mbstate_t state = {0};
  fwide(f, 1);
  for (;;) {
    int c = fgetc(f);
    if (c == EOF) return WEOF;
    char byte = (char)c;
    wchar_t wc;
    size_t r = mbrtowc(&wc, &byte, 1, &state);
    if (r == (size_t)-2) continue;
    if (r == (size_t)-1) {
      f->flags |= F_ERROR;
      return WEOF;
    }
    return (wint_t)wc;
  }
}

wint_t fputwc(wchar_t c, FILE *f) {
  char bytes[4];
  fwide(f, 1);
  size_t n = wcrtomb(bytes, c, 0);
  if (n == (size_t)-1 || fwrite(bytes, 1, n, f) != n) return WEOF;
  return (wint_t)c;
}

wint_t ungetwc(wint_t c, FILE *f) {
  char bytes[4];
  if (c == WEOF) return WEOF;
  LOCKED(f);
  size_t n = wcrtomb(bytes, (wchar_t)c, 0);
  if (n == (size_t)-1) return WEOF;
  while (n)
    if (ungetc((unsigned char)bytes[--n], f) == EOF) return WEOF;
  return c;
}

wchar_t *fgetws(wchar_t *restrict s, int n, FILE *restrict f) {
  LOCKED(f);
  int i = 0;
  while (i < n - 1) {
    wint_t c = fgetwc(f);
    if (c == WEOF) break;
    s[i++] = (wchar_t)c;
    if (c == '\n') break;
  }
  if (i == 0 || ferror(f)) return 0;
  s[i] = 0;
  return s;
}

int fputws(const wchar_t *restrict s, FILE *restrict f) {
  LOCKED(f);
  for (; *s; s++)
    if (fputwc(*s, f) == WEOF) return -1;
  return 0;
}

wint_t getwc(FILE *f) {
  return fgetwc(f);
}
wint_t getwchar(void) {
  return fgetwc(stdin);
}
wint_t putwc(wchar_t c, FILE *f) {
  return fputwc(c, f);
}
wint_t putwchar(wchar_t c) {
  return fputwc(c, stdout);
}

/* The format is narrowed: conversions are ASCII, other characters pass through as UTF-8. Widths
 * of %ls count bytes then; they count characters only for ASCII text. */
static char *narrow_format(const wchar_t *format) {
  size_t n = wcslen(format) * 4 + 1;
  char *narrow = malloc(n);
  if (narrow && wcstombs(narrow, format, n) == (size_t)-1) {
    free(narrow);
    return 0;
  }
  return narrow;
}

int vfwprintf(FILE *restrict f, const wchar_t *restrict format, va_list list) {
  char *narrow = narrow_format(format), *text = 0;
  int n = narrow ? vasprintf(&text, narrow, list) : -1;
  free(narrow);
  if (n >= 0) {
    fwide(f, 1);
    if (fputs(text, f) < 0) n = -1;
    else n = (int)mbstowcs(0, text, 0);
  }
  free(text);
  return n;
}

int vswprintf(wchar_t *restrict out, size_t size, const wchar_t *restrict format, va_list list) {
  char *narrow = narrow_format(format), *text = 0;
  int n = narrow ? vasprintf(&text, narrow, list) : -1;
  free(narrow);
  if (n >= 0) {
    size_t length = mbstowcs(0, text, 0);
    if (length >= size) {
      n = -1;
    } else {
      mbstowcs(out, text, size);
      n = (int)length;
    }
  }
  free(text);
  return n;
}

int vwprintf(const wchar_t *restrict format, va_list list) {
  return vfwprintf(stdout, format, list);
}

int vfwscanf(FILE *restrict f, const wchar_t *restrict format, va_list list) {
  char *narrow = narrow_format(format);
  fwide(f, 1);
  int n = narrow ? vfscanf(f, narrow, list) : EOF;
  free(narrow);
  return n;
}

int vswscanf(const wchar_t *restrict text, const wchar_t *restrict format, va_list list) {
  char *narrow = narrow_format(format), *bytes = narrow_format(text);
  int n = narrow && bytes ? vsscanf(bytes, narrow, list) : EOF;
  free(bytes);
  free(narrow);
  return n;
}

int vwscanf(const wchar_t *restrict format, va_list list) {
  return vfwscanf(stdin, format, list);
}

#define VARIADIC(CALL)    \
  va_list list;           \
  va_start(list, format); \
  int r = CALL;           \
  va_end(list);           \
  return r

int fwprintf(FILE *restrict f, const wchar_t *restrict format, ...) {
  VARIADIC(vfwprintf(f, format, list));
}
int wprintf(const wchar_t *restrict format, ...) {
  VARIADIC(vfwprintf(stdout, format, list));
}
int swprintf(wchar_t *restrict out, size_t size, const wchar_t *restrict format, ...) {
  VARIADIC(vswprintf(out, size, format, list));
}
int fwscanf(FILE *restrict f, const wchar_t *restrict format, ...) {
  VARIADIC(vfwscanf(f, format, list));
}
int wscanf(const wchar_t *restrict format, ...) {
  VARIADIC(vfwscanf(stdin, format, list));
}
int swscanf(const wchar_t *restrict text, const wchar_t *restrict format, ...) {
  VARIADIC(vswscanf(text, format, list));
}
