/* Internet addresses as text (RFC 4291 2.2, RFC 5952) and in network byte order. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../internal.h"

const struct in6_addr in6addr_any = IN6ADDR_ANY_INIT, in6addr_loopback = IN6ADDR_LOOPBACK_INIT;

uint16_t htons(uint16_t x) {
  return __builtin_bswap16(x);
}
uint16_t ntohs(uint16_t x) {
  return __builtin_bswap16(x);
}
uint32_t htonl(uint32_t x) {
  return __builtin_bswap32(x);
}
uint32_t ntohl(uint32_t x) {
  return __builtin_bswap32(x);
}

/* One to four numbers of any base; the last fills the bytes that are left. */
int inet_aton(const char *text, struct in_addr *out) {
  unsigned long part[4];
  int n = 0;
  for (;;) {
    char *end;
    if (*text < '0' || *text > '9') return 0;
    part[n++] = strtoul(text, &end, 0);
    text = end;
    if (*text != '.') break;
    if (n == 4) return 0;
    text++;
  }
  if (*text) return 0;
  unsigned long value = part[n - 1];
  if (value >> (8 * (5 - n))) return 0;
  for (int i = 0; i < n - 1; i++) {
    if (part[i] > 255) return 0;
    value |= part[i] << (24 - 8 * i);
  }
  out->s_addr = htonl((uint32_t)value);
  return 1;
}

in_addr_t inet_addr(const char *text) {
  struct in_addr address;
  return inet_aton(text, &address) ? address.s_addr : INADDR_NONE;
}

char *inet_ntoa(struct in_addr address) {
  static char text[INET_ADDRSTRLEN];
  return (char *)inet_ntop(AF_INET, &address, text, sizeof text);
}

static int parse4(const char *text, uint8_t *out) {
  for (int i = 0; i < 4; i++) {
    int value = 0, digits = 0;
    while (*text >= '0' && *text <= '9' && digits < 4) {
      if (digits > 0 && value == 0) return 0; /* no leading zeros */
      value = value * 10 + *text++ - '0';
      digits++;
    }
    if (digits == 0 || value > 255 || *text != (i < 3 ? '.' : 0)) return 0;
    out[i] = (uint8_t)value;
    text++;
  }
  return 1;
}

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 32;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int parse6(const char *text, uint8_t *out) {
  uint8_t bytes[16] = {0};
  int n = 0, gap = -1;
  if (text[0] == ':' && *++text != ':') return 0;
  while (*text) {
    if (*text == ':') {
      if (gap >= 0) return 0;
      gap = n;
      text++;
      continue;
    }
    const char *start = text;
    unsigned value = 0;
    int digits = 0;
    while (hex_digit(*text) >= 0 && digits < 4) {
      value = value * 16 + (unsigned)hex_digit(*text++);
      digits++;
    }
    if (*text == '.') {
      if (n > 12 || !parse4(start, bytes + n)) return 0;
      n += 4;
      break;
    }
    if (digits == 0 || n > 14) return 0;
    bytes[n++] = (uint8_t)(value >> 8);
    bytes[n++] = (uint8_t)value;
    if (*text == ':') {
      if (!*++text) return 0;
    } else if (*text) {
      return 0;
    }
  }
  if (gap < 0 ? n != 16 : n > 14) return 0;
  if (gap >= 0) {
    memmove(bytes + 16 - (n - gap), bytes + gap, (size_t)(n - gap));
    memset(bytes + gap, 0, (size_t)(16 - n));
  }
  memcpy(out, bytes, 16);
  return 1;
}

int inet_pton(int family, const char *restrict text, void *restrict out) {
  uint8_t four[4];
  switch (family) {
    case AF_INET:
      if (!parse4(text, four)) return 0;
      memcpy(out, four, 4);
      return 1;
    case AF_INET6: return parse6(text, out);
    default: errno = EAFNOSUPPORT; return -1;
  }
}

/* The longest run of zero groups, if longer than one, becomes "::". */
static void format6(const uint8_t *a, char *text) {
  int start = -1, length = 1;
  for (int i = 0; i < 8; i++) {
    int n = 0;
    while (i + n < 8 && !a[2 * (i + n)] && !a[2 * (i + n) + 1]) n++;
    if (n > length) {
      start = i;
      length = n;
    }
  }
  int mapped = start == 0 && (length == 6 || (length == 5 && a[10] == 255 && a[11] == 255));
  for (int i = 0; i < 8; i++) {
    if (i == start) {
      text += sprintf(text, i ? ":" : "::");
      i += length - 1;
      continue;
    }
    if (mapped && i == 6) {
      sprintf(text, "%d.%d.%d.%d", a[12], a[13], a[14], a[15]);
      return;
    }
    text += sprintf(text, i < 7 ? "%x:" : "%x", a[2 * i] << 8 | a[2 * i + 1]);
  }
}

const char *inet_ntop(int family, const void *restrict address, char *restrict out, socklen_t size) {
  char text[INET6_ADDRSTRLEN + 8];
  const uint8_t *a = address;
  if (family == AF_INET) {
    sprintf(text, "%d.%d.%d.%d", a[0], a[1], a[2], a[3]);
  } else if (family == AF_INET6) {
    format6(a, text);
  } else {
    errno = EAFNOSUPPORT;
    return 0;
  }
  if (strlen(text) >= size) {
    errno = ENOSPC;
    return 0;
  }
  return strcpy(out, text);
}
