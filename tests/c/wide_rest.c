// skip: interpreter
// Counted conversions between multibyte and wide strings, copies that give their end, wide memory streams.
#define _GNU_SOURCE
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include "check.h"

/* Count, the distance to where the source ends or -1 for its end, the characters. */
static void to_wide(const char *s, size_t bytes, size_t room, mbstate_t *state) {
  wchar_t out[8];
  const char *p = s;
  size_t n = mbsnrtowcs(out, &p, bytes, room, state);
  printf("%ld %ld:", (long)n, p ? (long)(p - s) : -1L);
  for (size_t i = 0; n != (size_t)-1 && i < n; i++) printf(" %x", (unsigned)out[i]);
  puts("");
}

static void to_bytes(const wchar_t *s, size_t characters, size_t room) {
  char out[16];
  const wchar_t *p = s;
  mbstate_t state = {0};
  size_t n = wcsnrtombs(out, &p, characters, room, &state);
  printf("%ld %ld: %.*s\n", (long)n, p ? (long)(p - s) : -1L, n == (size_t)-1 ? 0 : (int)n, out);
}

static int copies(void) {
  wchar_t out[8] = L"zzzzzzz";
  if (wcpcpy(out, L"abc") != out + 3 || wcscmp(out, L"abc")) return 0;
  if (wcpncpy(out, L"xy", 5) != out + 2 || out[4] || wcpncpy(out, L"xyz", 2) != out + 2) return 0;
  if (wmempcpy(out, L"12", 2) != out + 2 || wcschrnul(L"abc", L'x')[0] || *wcschrnul(L"abc", L'b') != L'b') return 0;
  return !wcscasecmp(L"aBc", L"AbC") && !wcsncasecmp(L"abX", L"ABy", 2) && wcsncasecmp(L"abX", L"ABy", 3) < 0 &&
         wcsncasecmp(L"ab", L"abc", 3) < 0 && wcswidth(L"abc", 2) == 2 && wcswidth(L"a\n", 2) == -1;
}

static int memory_stream(void) {
  wchar_t *text;
  size_t length;
  FILE *f = open_wmemstream(&text, &length);
  if (!f || fwide(f, 0) <= 0) return 0;
  fwprintf(f, L"%d %ls", 12, L"a\u00e4\u20acz");
  fflush(f);
  if (length != 7 || wcscmp(text, L"12 a\u00e4\u20acz")) return 0;
  for (int i = 0; i < 5000; i++) fputwc(L'\u00e4', f);
  if (fflush(f) || length != 5007 || text[5006] != L'\u00e4' || text[5007]) return 0;
  fseek(f, 1, SEEK_SET);
  fputwc(L'!', f);
  fclose(f);
  int ok = length == 2 && text[0] == L'1' && text[1] == L'!' && !text[2];
  free(text);
  return ok;
}

int main(void) {
  CHECK(1, setlocale(LC_ALL, "C.UTF-8") != 0);
  mbstate_t state = {0};
  to_wide("a\xc3\xa4\xe2\x82\xacz", 100, 8, &state);
  to_wide("a\xc3\xa4\xe2\x82\xacz", 3, 8, &state);
  to_wide("a\xc3\xa4\xe2\x82\xacz", 100, 2, &state);
  to_wide("a\xc3\xa4\xe2\x82\xacz", 5, 8, &state);
  to_wide("\xacq", 100, 8, &state);
  to_wide("ab", 2, 8, &state);
  to_wide("ab\xff", 3, 8, &state);
  memset(&state, 0, sizeof state);
  to_wide("ab", 0, 8, &state);
  const char *source = "a\xc3\xa4z";
  printf("%zu %d\n", mbsnrtowcs(0, &source, 3, 0, &state), *source);
  to_bytes(L"a\u00e4\u20acz", 100, 16);
  to_bytes(L"a\u00e4\u20acz", 2, 16);
  to_bytes(L"a\u00e4\u20acz", 100, 4);
  to_bytes(L"a\u00e4\u20acz", 100, 6);
  to_bytes((wchar_t[]){L'a', 0xd800, 0}, 3, 16);
  const wchar_t *wide = L"a\u00e4z";
  printf("%zu\n", wcsnrtombs(0, &wide, 2, 0, &state));
  CHECK(2, copies());
  CHECK(3, memory_stream());
  return 0;
}
