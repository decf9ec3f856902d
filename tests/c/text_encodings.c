// skip: interpreter
// <iconv.h>: each encoding into each way of failing.
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include "check.h"

static char result[256];
static size_t irreversible;

/* What becomes of the bytes, in hexadecimal; then the error and what is left, if any. */
static const char *convert(const char *to, const char *from, const char *bytes, size_t n, size_t room) {
  iconv_t cd = iconv_open(to, from);
  unsigned char out[64];
  char *in = (char *)bytes, *end = (char *)out;
  size_t left = room;
  if (cd == (iconv_t)-1) return errno == EINVAL ? "none" : "?";
  irreversible = iconv(cd, &in, &n, &end, &left);
  int error = irreversible == (size_t)-1 ? errno : 0, at = 0;
  *result = 0;
  for (unsigned char *p = out; p < (unsigned char *)end; p++) at += sprintf(result + at, "%02x", *p);
  if (error)
    sprintf(result + at, "%s%zu", error == EILSEQ ? "!" : error == EINVAL ? "<" : error == E2BIG ? ">" : "?", n);
  return iconv_close(cd) ? "not closed" : result;
}

#define IS(to, from, bytes, expected) (!strcmp(convert(to, from, bytes, sizeof bytes - 1, 64), expected))

int main(void) {
  CHECK(1, IS("UTF-8", "ISO-8859-1", "a\xe4\xff", "61c3a4c3bf") && IS("latin1", "utf8", "\xc3\xa4!", "e421"));
  CHECK(2, IS("UTF-16LE", "UTF-8", "a\xe2\x82\xac\xf0\x9f\x98\x80", "6100ac203dd800de"));
  CHECK(3, IS("UTF-16BE", "UTF-8", "a\xf0\x9f\x98\x80", "0061d83dde00") && IS("UTF-16", "ASCII", "a", "fffe6100"));
  CHECK(4, IS("UTF-8", "UTF-16", "\xfe\xff\0a", "61") && IS("UTF-8", "UTF-16", "\xff\xfe" "a\0", "61"));
  CHECK(5, IS("UTF-8", "UTF-16", "a\0", "61") && IS("UTF-8", "UTF-16LE", "\xff\xfe" "a\0", "efbbbf61"));
  CHECK(6, IS("UTF-32", "ASCII", "a", "fffe000061000000") && IS("UTF-32BE", "ASCII", "a", "00000061"));
  CHECK(7, IS("UTF-8", "UTF-32", "\0\0\xfe\xff\0\1\xf6\0", "f09f9880") && IS("UCS-4LE", "ASCII", "b", "62000000"));
  CHECK(8, IS("ISO-8859-15", "UTF-8", "\xe2\x82\xac", "a4") && IS("UTF-8", "ISO-8859-15", "\xa4", "e282ac"));
  CHECK(9, IS("ASCII", "UTF-8", "a\xc3\xa4" "b", "61!3") && IS("ASCII", "ISO-8859-1", "\xe4", "!1"));
  CHECK(10, IS("UTF-8", "ASCII", "a\xe4", "61!1") && IS("UTF-16LE", "UTF-8", "\xed\xa0\x80", "!3"));
  CHECK(11, IS("UTF-32LE", "UTF-8", "a\xc0\x80", "61000000!2") && IS("UTF-8", "UTF-16LE", "\0\xdc", "!2"));
  CHECK(12, IS("UTF-8", "UTF-8", "a\xe2\x82", "61<2") && IS("UTF-8", "UTF-16LE", "a\0\x3d\xd8", "61<2"));
  CHECK(13, !strcmp(convert("UTF-8", "LATIN1", "ab\xe4", 3, 3), "6162>1"));
  CHECK(14, !strcmp(convert("UTF-16LE", "ASCII", "ab", 2, 3), "6100>1"));
  CHECK(15, IS("ASCII//TRANSLIT", "UTF-8", "a\xe2\x98\x83", "613f") && irreversible == 1);
  CHECK(16, IS("UTF-8", "no such encoding", "", "none") && IS("UTF-8", "UTF-8", "", ""));

  iconv_t cd = iconv_open("UTF-16", "UTF-8");
  char bytes[16], *in = "ab", *out = bytes;
  size_t n = 1, left = sizeof bytes;
  CHECK(17, iconv(cd, &in, &n, &out, &left) == 0 && left == 12);
  n = 1;
  CHECK(18, iconv(cd, &in, &n, &out, &left) == 0 && left == 10 && !memcmp(bytes, "\xff\xfe" "a\0b\0", 6));
  CHECK(19, iconv(cd, 0, 0, 0, 0) == 0 && !iconv_close(cd));
  return 0;
}
