/* Text from one encoding to another, character by character. */
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "encoding.h"

struct conversion {
  struct encoding from, to;
  int translit, ignore; /* GNU's suffixes: a question mark for what the target has not, or nothing */
  int read_mark, wrote_mark;
};

/* Splits NAME//SUFFIX//SUFFIX; only the target's suffixes count. */
static int parse(const char *text, struct encoding *encoding, struct conversion *c) {
  const char *suffix = strstr(text, "//");
  if (!__encoding_named(text, suffix ? (size_t)(suffix - text) : strlen(text), encoding)) return 0;
  while (suffix && *(suffix += strspn(suffix, "/,"))) {
    size_t n = strcspn(suffix, "/,");
    if (n == 8 && !strncasecmp(suffix, "TRANSLIT", n)) c->translit = 1;
    if (n == 6 && !strncasecmp(suffix, "IGNORE", n)) c->ignore = 1;
    suffix += n;
  }
  return 1;
}

iconv_t iconv_open(const char *to, const char *from) {
  struct conversion parsed = {.translit = 0}, unused, *c;
  if (!parse(to, &parsed.to, &parsed) || !parse(from, &parsed.from, &unused)) {
    errno = EINVAL;
    return (iconv_t)-1;
  }
  c = malloc(sizeof *c);
  if (!c) return (iconv_t)-1;
  *c = parsed;
  return c;
}

int iconv_close(iconv_t cd) {
  free(cd);
  return 0;
}

/* At the beginning of text with a mark: the order of its bytes; the bytes of the mark. */
static int read_mark(struct conversion *c, const unsigned char *in, size_t n) {
  int width = c->from.family == UTF16 ? 2 : 4;
  uint32_t first;
  if (n < (size_t)width) return ENC_INCOMPLETE;
  c->read_mark = 1;
  for (int big = 0; big < 2; big++) {
    c->from.big = big;
    if (__decode(&c->from, in, n, &first) == width && first == 0xfeff) return width;
  }
  c->from.big = 0; /* as the machine's */
  return 0;
}

static int write(struct conversion *c, uint32_t character, unsigned char *out, size_t n) {
  int mark = 0;
  if (c->to.marked && !c->wrote_mark) {
    mark = __encode(&c->to, 0xfeff, out, n);
    if (mark < 0) return mark;
  }
  int length = __encode(&c->to, character, out + mark, n - (size_t)mark);
  if (length < 0) return length;
  c->wrote_mark = 1;
  return mark + length;
}

static size_t reset(struct conversion *c) {
  c->read_mark = c->wrote_mark = 0;
  return 0;
}

static size_t fail(int error) {
  errno = error;
  return (size_t)-1;
}

size_t iconv(iconv_t cd, char **restrict in, size_t *restrict in_left, char **restrict out,
             size_t *restrict out_left) {
  struct conversion *c = cd;
  size_t replaced = 0;
  int ignored = 0;
  if (!in || !*in) return reset(c);
  while (*in_left) {
    const unsigned char *p = (const unsigned char *)*in;
    uint32_t character;
    int taken = c->from.marked && !c->read_mark ? read_mark(c, p, *in_left) : 0, given = 0;
    if (!taken) {
      taken = __decode(&c->from, p, *in_left, &character);
      if (taken > 0) given = write(c, character, (unsigned char *)*out, *out_left);
      if (given == ENC_INVALID && c->translit && (given = write(c, '?', (unsigned char *)*out, *out_left)) > 0)
        replaced++;
    }
    if (taken == ENC_INCOMPLETE) return fail(EINVAL);
    if (given == ENC_FULL) return fail(E2BIG);
    if (taken == ENC_INVALID || given == ENC_INVALID) {
      if (!c->ignore) return fail(EILSEQ);
      ignored = 1;
      if (taken < 0) taken = 1;
      given = 0;
    }
    *in += taken;
    *in_left -= (size_t)taken;
    *out += given;
    *out_left -= (size_t)given;
  }
  return ignored ? fail(EILSEQ) : replaced;
}
