// skip: interpreter, musl
// Classes, case and width of characters outside ASCII, and reading them with %lc, %ls and %l[.
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>
#include "check.h"

int wcwidth(wchar_t);

static int classes(void) {
  CHECK(1, iswalpha(L'é') && iswalpha(L'漢') && !iswalpha(L'€') && !iswalpha(0x378));
  CHECK(2, iswupper(L'É') && !iswupper(L'é') && iswlower(L'é') && iswlower(L'ß'));
  CHECK(3, towupper(L'é') == L'É' && towlower(L'Ω') == L'ω' && towupper(L'ß') == L'ß' && towupper(L'ÿ') == L'Ÿ');
  CHECK(4, towupper(0x101) == 0x100 && towlower(0x100) == 0x101 && towlower(0x101) == 0x101 && towupper(0x10428) == 0x10400);
  CHECK(5, iswspace(0x2003) && !iswspace(0xa0) && iswpunct(L'€') && iswprint(L'€') && !iswprint(0x85) && iswcntrl(0x85));
  CHECK(6, !iswdigit(0x661) && iswxdigit(L'F') && !iswxdigit(L'é') && iswalnum(0x661));
  CHECK(7, wcwidth(L'漢') == 2 && wcwidth(L'é') == 1 && wcwidth(0x301) == 0 && wcwidth(0x1f600) == 2 && wcwidth(7) == -1);
  CHECK(8, !iswalpha(WEOF) && !iswprint(WEOF) && towlower(WEOF) == WEOF);
  return 0;
}

static int scanning(void) {
  wchar_t w[8] = L"";
  CHECK(10, sscanf("éx", "%lc%ls", w, w + 1) == 2 && !wcscmp(w, L"éx"));
  CHECK(11, sscanf("äöü", "%2ls", w) == 1 && !wcscmp(w, L"äö"));
  CHECK(12, sscanf("äöü", "%3lc", w) == 1 && w[2] == L'ü');
  wchar_t *made = 0;
  CHECK(13, sscanf("äö ü", "%mls", &made) == 1 && !wcscmp(made, L"äö"));
  free(made);
  return 0;
}

static int streams(void) {
  char text[64], *made;
  size_t size;
  errno = ENOENT;
  snprintf(text, sizeof text, "%m|%5.2s|", "abc");
  CHECK(20, !strcmp(text, "No such file or directory|   ab|"));
  FILE *f = open_memstream(&made, &size);
  fputs("xyz", f);
  fflush(f);
  CHECK(21, size == 3 && !strcmp(made, "xyz"));
  fseek(f, 1, SEEK_SET);
  fputc('Q', f);
  fclose(f);
  CHECK(22, size == 2 && !strcmp(made, "xQ"));
  free(made);
  return 0;
}

int main(void) {
  setlocale(LC_ALL, "C.UTF-8");
  int failed = classes();
  if (!failed) failed = scanning();
  return failed ? failed : streams();
}
