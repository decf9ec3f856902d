/* Conversions of strings between multibyte and wide that stop after a count of the source (POSIX). */
#include <string.h>
#include <wchar.h>

size_t mbsnrtowcs(wchar_t *restrict out, const char **restrict source, size_t bytes, size_t n,
                  mbstate_t *restrict state) {
  static mbstate_t own;
  mbstate_t trial;
  if (!state) state = &own;
  if (!out) {
    /* Only counted: the state stays as it is. */
    trial = *state;
    state = &trial;
  }
  const char *s = *source, *end = s + (bytes < (size_t)-1 - (size_t)s ? bytes : (size_t)-1 - (size_t)s);
  size_t count = 0;
  while (s < end && (!out || count < n)) {
    wchar_t wc;
    size_t r = mbrtowc(&wc, s, (size_t)(end - s), state);
    if (r == (size_t)-1) {
      count = r;
      break;
    }
    if (r == (size_t)-2) {
      s = end;
      break;
    }
    if (out) out[count] = wc;
    if (r == 0) {
      s = 0;
      break;
    }
    s += r;
    count++;
  }
  if (out) *source = s;
  return count;
}

size_t wcsnrtombs(char *restrict out, const wchar_t **restrict source, size_t characters, size_t n,
                  mbstate_t *restrict state) {
  const wchar_t *s = *source;
  size_t count = 0;
  for (; characters; characters--, s++) {
    char bytes[4];
    size_t r = wcrtomb(bytes, *s, state);
    if (r == (size_t)-1) {
      count = r;
      break;
    }
    if (out) {
      if (r > n - count) break;
      memcpy(out + count, bytes, r);
    }
    if (!*s) {
      s = 0;
      break;
    }
    count += r;
  }
  if (out) *source = s;
  return count;
}
