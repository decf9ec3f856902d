/* Multibyte characters: UTF-8 (C17 7.22.7, 7.29.6). A partial character is kept in the state as
 * the bits so far and the number of bytes left. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>
#include <wchar.h>

/* __left: bytes to come in the low byte, the smallest legal value's class above it. */
static const uint32_t minimum[4] = {0, 0x80, 0x800, 0x10000};

int mbsinit(const mbstate_t *state) {
  return !state || state->__left == 0;
}

size_t mbrtowc(wchar_t *restrict out, const char *restrict s, size_t n, mbstate_t *restrict state) {
  static mbstate_t own;
  if (!state) state = &own;
  if (!s) {
    s = "";
    n = 1;
    out = 0;
  }
  size_t used = 0;
  uint32_t value = state->__value, left = state->__left & 255, length = state->__left >> 8;
  if (!left) {
    if (!n) return (size_t)-2;
    unsigned char c = (unsigned char)*s;
    used = 1;
    if (c < 0x80) {
      if (out) *out = c;
      return c != 0;
    }
    if (c < 0xc2 || c > 0xf4) goto bad;
    left = length = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
    value = c & (0x3f >> length);
  }
  for (; left; left--, used++) {
    if (used == n) {
      state->__value = value;
      state->__left = left | length << 8;
      return (size_t)-2;
    }
    unsigned char c = (unsigned char)s[used];
    if ((c & 0xc0) != 0x80) goto bad;
    value = value << 6 | (c & 0x3f);
  }
  if (value < minimum[length] || value > 0x10ffff || value - 0xd800 < 0x800) goto bad;
  state->__left = 0;
  if (out) *out = (wchar_t)value;
  return used;
bad:
  state->__left = 0;
  errno = EILSEQ;
  return (size_t)-1;
}

size_t wcrtomb(char *restrict s, wchar_t wc, mbstate_t *restrict state) {
  uint32_t c = (uint32_t)wc;
  (void)state;
  if (!s) return 1;
  if (c < 0x80) {
    *s = (char)c;
    return 1;
  }
  if (c > 0x10ffff || c - 0xd800 < 0x800) {
    errno = EILSEQ;
    return (size_t)-1;
  }
  int length = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (int i = length - 1; i > 0; i--, c >>= 6) s[i] = (char)(0x80 | (c & 0x3f));
  s[0] = (char)(0xf00 >> length | c);
  return (size_t)length;
}

size_t mbrlen(const char *restrict s, size_t n, mbstate_t *restrict state) {
  static mbstate_t own;
  return mbrtowc(0, s, n, state ? state : &own);
}

int mbtowc(wchar_t *restrict out, const char *restrict s, size_t n) {
  mbstate_t state = {0};
  if (!s) return 0;
  size_t r = mbrtowc(out, s, n, &state);
  return r >= (size_t)-2 ? -1 : (int)r;
}

int mblen(const char *s, size_t n) {
  return mbtowc(0, s, n);
}

int wctomb(char *s, wchar_t wc) {
  return s ? (int)wcrtomb(s, wc, 0) : 0;
}

size_t mbsrtowcs(wchar_t *restrict out, const char **restrict source, size_t n,
                 mbstate_t *restrict state) {
  static mbstate_t own;
  if (!state) state = &own;
  const char *s = *source;
  size_t count = 0;
  while (!out || count < n) {
    wchar_t wc;
    size_t r = mbrtowc(&wc, s, SIZE_MAX / 2, state);
    if (r == (size_t)-1) {
      if (out) *source = s;
      return r;
    }
    if (out) out[count] = wc;
    if (r == 0) {
      if (out) *source = 0;
      return count;
    }
    s += r;
    count++;
  }
  *source = s;
  return count;
}

size_t mbstowcs(wchar_t *restrict out, const char *restrict s, size_t n) {
  mbstate_t state = {0};
  return mbsrtowcs(out, &s, n, &state);
}

size_t wcsrtombs(char *restrict out, const wchar_t **restrict source, size_t n,
                 mbstate_t *restrict state) {
  const wchar_t *s = *source;
  size_t count = 0;
  for (;; s++) {
    char bytes[4];
    size_t r = wcrtomb(bytes, *s, state);
    if (r == (size_t)-1) {
      if (out) *source = s;
      return r;
    }
    if (out) {
      if (count + r > n) {
        *source = s;
        return count;
      }
      memcpy(out + count, bytes, r);
    }
    if (!*s) {
      if (out) *source = 0;
      return count;
    }
    count += r;
  }
}

size_t wcstombs(char *restrict out, const wchar_t *restrict s, size_t n) {
  return wcsrtombs(out, &s, n, 0);
}

wint_t btowc(int c) {
  return (unsigned)c < 128 ? (wint_t)c : WEOF;
}

int wctob(wint_t c) {
  return c < 128 ? (int)c : EOF;
}

size_t mbrtoc32(char32_t *restrict out, const char *restrict s, size_t n, mbstate_t *restrict state) {
  wchar_t wc;
  static mbstate_t own;
  size_t r = mbrtowc(&wc, s, n, state ? state : &own);
  if (r < (size_t)-2 && out && s) *out = (char32_t)wc;
  return r;
}

size_t c32rtomb(char *restrict s, char32_t c, mbstate_t *restrict state) {
  return wcrtomb(s, (wchar_t)c, state);
}

/* The low surrogate that is still to be given out is kept in __value under __left == 0xffff. */
size_t mbrtoc16(char16_t *restrict out, const char *restrict s, size_t n, mbstate_t *restrict state) {
  static mbstate_t own;
  if (!state) state = &own;
  if (state->__left == 0xffff) {
    if (out) *out = (char16_t)state->__value;
    state->__left = 0;
    return (size_t)-3;
  }
  wchar_t wc;
  size_t r = mbrtowc(&wc, s, n, state);
  if (r >= (size_t)-2 || !s) return r;
  if (wc >= 0x10000) {
    if (out) *out = (char16_t)(0xd7c0 + (wc >> 10));
    state->__value = 0xdc00 | (wc & 0x3ff);
    state->__left = 0xffff;
  } else if (out) {
    *out = (char16_t)wc;
  }
  return r;
}

size_t c16rtomb(char *restrict s, char16_t c, mbstate_t *restrict state) {
  static mbstate_t own;
  if (!state) state = &own;
  if (!s) return 1;
  if (state->__left == 0xffff) {
    state->__left = 0;
    if ((c & 0xfc00) != 0xdc00) {
      errno = EILSEQ;
      return (size_t)-1;
    }
    return wcrtomb(s, (wchar_t)(((state->__value - 0xd7c0) << 10) | (c & 0x3ff)), 0);
  }
  if ((c & 0xfc00) == 0xd800) {
    state->__value = c;
    state->__left = 0xffff;
    return 0;
  }
  return wcrtomb(s, c, 0);
}
