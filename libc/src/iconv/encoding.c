/* Characters from bytes and back, for each encoding. */
#include "encoding.h"
#include <string.h>
#include <strings.h>

static const struct {
  const char *name;
  struct encoding encoding;
} names[] = {
    {"ASCII", {ASCII}},          {"US-ASCII", {ASCII}},      {"ANSI_X3.4-1968", {ASCII}}, {"646", {ASCII}},
    {"C", {ASCII}},              {"POSIX", {ASCII}},         {"ISO-8859-1", {LATIN1}},    {"ISO8859-1", {LATIN1}},
    {"ISO_8859-1", {LATIN1}},    {"ISO88591", {LATIN1}},     {"LATIN1", {LATIN1}},        {"L1", {LATIN1}},
    {"ISO-8859-15", {LATIN9}},   {"ISO8859-15", {LATIN9}},   {"ISO_8859-15", {LATIN9}},   {"LATIN9", {LATIN9}},
    {"LATIN-9", {LATIN9}},       {"UTF-8", {UTF8}},          {"UTF8", {UTF8}},            {"", {UTF8}},
    {"CHAR", {UTF8}},            {"UCS-2", {UCS2}},          {"UCS2", {UCS2}},            {"UCS-2LE", {UCS2}},
    {"UCS-2BE", {UCS2, 1}},      {"UTF-16", {UTF16, 0, 1}},  {"UTF16", {UTF16, 0, 1}},    {"UTF-16LE", {UTF16}},
    {"UTF16LE", {UTF16}},        {"UTF-16BE", {UTF16, 1}},   {"UTF16BE", {UTF16, 1}},     {"UCS-4", {UCS4, 1}},
    {"UCS4", {UCS4, 1}},         {"UCS-4LE", {UCS4}},        {"UCS-4BE", {UCS4, 1}},      {"UTF-32", {UTF32, 0, 1}},
    {"UTF32", {UTF32, 0, 1}},    {"UTF-32LE", {UTF32}},      {"UTF32LE", {UTF32}},        {"UTF-32BE", {UTF32, 1}},
    {"UTF32BE", {UTF32, 1}},     {"WCHAR_T", {UCS4}},        {"INTERNAL", {UCS4}}};

int __encoding_named(const char *name, size_t n, struct encoding *encoding) {
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strlen(names[i].name) == n && !strncasecmp(names[i].name, name, n)) {
      *encoding = names[i].encoding;
      return 1;
    }
  return 0;
}

/* Where ISO-8859-15 is not ISO-8859-1. */
static const struct {
  unsigned char byte;
  uint16_t c;
} latin9[] = {{0xa4, 0x20ac}, {0xa6, 0x160}, {0xa8, 0x161}, {0xb4, 0x17d},
              {0xb8, 0x17e},  {0xbc, 0x152}, {0xbd, 0x153}, {0xbe, 0x178}};
enum { LATIN9_OWN = sizeof latin9 / sizeof *latin9 };

static int decode_byte(enum family family, unsigned char byte, uint32_t *c) {
  if (family == ASCII && byte >= 0x80) return ENC_INVALID;
  *c = byte;
  for (int i = 0; family == LATIN9 && i < LATIN9_OWN; i++)
    if (latin9[i].byte == byte) *c = latin9[i].c;
  return 1;
}

static int encode_byte(enum family family, uint32_t c, unsigned char *out) {
  if (family == LATIN9) {
    for (int i = 0; i < LATIN9_OWN; i++) {
      if (latin9[i].byte == c) return ENC_INVALID;
      if (latin9[i].c == c) {
        *out = latin9[i].byte;
        return 1;
      }
    }
  }
  if (c >= (family == ASCII ? 0x80u : 0x100u)) return ENC_INVALID;
  *out = (unsigned char)c;
  return 1;
}

static int is_surrogate(uint32_t c) {
  return c >= 0xd800 && c < 0xe000;
}

/* Unicode 3.9, table 3-7: the second byte rules out what is too long, surrogates, and beyond U+10FFFF. */
static int decode_utf8(const unsigned char *in, size_t n, uint32_t *c) {
  unsigned char first = *in;
  if (first < 0x80) {
    *c = first;
    return 1;
  }
  int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (first < 0xc2 || first > 0xf4) return ENC_INVALID;
  unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  uint32_t value = first & (0x7fu >> length);
  for (int i = 1; i < length; i++, low = 0x80, high = 0xbf) {
    if ((size_t)i >= n) return ENC_INCOMPLETE;
    if (in[i] < low || in[i] > high) return ENC_INVALID;
    value = value << 6 | (in[i] & 0x3f);
  }
  *c = value;
  return length;
}

static int encode_utf8(uint32_t c, unsigned char *out, size_t n) {
  int length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  if (is_surrogate(c) || c > 0x10ffff) return ENC_INVALID;
  if ((size_t)length > n) return ENC_FULL;
  for (int i = length - 1; i > 0; i--, c >>= 6) out[i] = (unsigned char)(0x80 | (c & 0x3f));
  *out = (unsigned char)(length == 1 ? c : (0xf00u >> length & 0xff) | c);
  return length;
}

static uint32_t get(const struct encoding *e, const unsigned char *in, int n) {
  uint32_t value = 0;
  for (int i = 0; i < n; i++) value = value << 8 | in[e->big ? i : n - 1 - i];
  return value;
}

static void put(const struct encoding *e, uint32_t value, unsigned char *out, int n) {
  for (int i = 0; i < n; i++, value >>= 8) out[e->big ? n - 1 - i : i] = (unsigned char)value;
}

static int decode_16(const struct encoding *e, const unsigned char *in, size_t n, uint32_t *c) {
  if (n < 2) return ENC_INCOMPLETE;
  uint32_t high = *c = get(e, in, 2);
  if (!is_surrogate(high)) return 2;
  if (e->family == UCS2 || high >= 0xdc00) return ENC_INVALID;
  if (n < 4) return ENC_INCOMPLETE;
  uint32_t low = get(e, in + 2, 2);
  if (low < 0xdc00 || low >= 0xe000) return ENC_INVALID;
  *c = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  return 4;
}

static int encode_16(const struct encoding *e, uint32_t c, unsigned char *out, size_t n) {
  if (is_surrogate(c) || c > (e->family == UCS2 ? 0xffffu : 0x10ffffu)) return ENC_INVALID;
  int length = c > 0xffff ? 4 : 2;
  if (n < (size_t)length) return ENC_FULL;
  if (length == 2) {
    put(e, c, out, 2);
  } else {
    put(e, 0xd800 + ((c - 0x10000) >> 10), out, 2);
    put(e, 0xdc00 + (c & 0x3ff), out + 2, 2);
  }
  return length;
}

int __decode(const struct encoding *e, const unsigned char *in, size_t n, uint32_t *c) {
  switch (e->family) {
    case ASCII: case LATIN1: case LATIN9: return decode_byte(e->family, *in, c);
    case UTF8: return decode_utf8(in, n, c);
    case UCS2: case UTF16: return decode_16(e, in, n, c);
    default:
      if (n < 4) return ENC_INCOMPLETE;
      *c = get(e, in, 4);
      return *c > 0x10ffff || is_surrogate(*c) ? ENC_INVALID : 4;
  }
}

int __encode(const struct encoding *e, uint32_t c, unsigned char *out, size_t n) {
  switch (e->family) {
    case ASCII: case LATIN1: case LATIN9: {
      unsigned char byte;
      int r = encode_byte(e->family, c, &byte);
      if (r < 0) return r;
      if (!n) return ENC_FULL;
      *out = byte;
      return 1;
    }
    case UTF8: return encode_utf8(c, out, n);
    case UCS2: case UTF16: return encode_16(e, c, out, n);
    default:
      if (is_surrogate(c) || c > 0x10ffff) return ENC_INVALID;
      if (n < 4) return ENC_FULL;
      put(e, c, out, 4);
      return 4;
  }
}
