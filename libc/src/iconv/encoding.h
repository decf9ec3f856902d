/* Encodings: characters from bytes and back. */
#ifndef FERRY_ENCODING_H
#define FERRY_ENCODING_H

#include <stddef.h>
#include <stdint.h>

enum family { ASCII, LATIN1, LATIN9, UTF8, UCS2, UTF16, UCS4, UTF32 };

/* An encoding with a mark begins with U+FEFF, whose bytes say in which order the others are. */
struct encoding {
  enum family family;
  int big, marked;
};

enum { ENC_INVALID = -1, ENC_INCOMPLETE = -2, ENC_FULL = -3 };

/* The encoding of a name (up to `n` characters, whatever their case); whether there is one. */
int __encoding_named(const char *name, size_t n, struct encoding *);
/* Bytes that one character takes, or a negative number from above. */
int __decode(const struct encoding *, const unsigned char *in, size_t n, uint32_t *c);
int __encode(const struct encoding *, uint32_t c, unsigned char *out, size_t n);

#endif
