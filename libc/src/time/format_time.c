/* Dates and times as text (strftime, C17 7.27.3.5), with glibc's conversions, flags and widths. */
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>
#include "zone.h"

/* ISO 8601 week: the year and the week number. */
static int iso_week(const struct tm *tm, long long *year) {
  int weekday = (tm->tm_wday + 6) % 7;
  int week = (tm->tm_yday - weekday + 10) / 7;
  *year = tm->tm_year + 1900LL;
  if (week < 1) {
    --*year;
    int length = __is_leap(*year) ? 366 : 365;
    return (tm->tm_yday + length - weekday + 10) / 7;
  }
  int length = __is_leap(*year) ? 366 : 365;
  if (week == 53 && tm->tm_yday - weekday + 3 >= length) {
    ++*year;
    return 1;
  }
  return week;
}

/* A conversion: % [_-0^#] [width] [EO] letter. */
struct conversion {
  char pad;     /* a flag: '_' blanks, '0' zeros, '-' nothing; 0 for what the letter has by itself */
  char letters; /* '^' capitals, '#' the opposite case; 0 as they are */
  int width;
  char letter;
};

static const char *read_conversion(const char *f, struct conversion *c) {
  *c = (struct conversion){0, 0, 0, 0};
  for (; *f && strchr("_-0^#", *f); f++) {
    if (*f == '^' || *f == '#') c->letters = *f;
    else c->pad = *f;
  }
  for (; isdigit((unsigned char)*f) && c->width < INT_MAX / 10 - 1; f++) c->width = c->width * 10 + (*f - '0');
  if (*f == 'E' || *f == 'O') f++;
  c->letter = *f;
  return f;
}

/* Text to be written, and how much room there is: more than fits is counted, not written. */
struct output {
  char *to;
  size_t size, used;
};

static void put(struct output *out, char c, size_t count) {
  for (; count && out->used < out->size; count--) out->to[out->used++] = c;
  out->used += count;
}

/* `length` characters, filled up on the left. */
static void put_padded(struct output *out, const struct conversion *c, const char *s, size_t length) {
  size_t width = c->pad == '-' ? 0 : (size_t)c->width;
  if (length < width) put(out, c->pad == '0' ? '0' : ' ', width - length);
  for (size_t i = 0; i < length; i++) put(out, s[i], 1);
}

/* A name; what '#' asks of those written in capitals is small letters. */
static void put_text(struct output *out, const struct conversion *c, const char *s, size_t length) {
  char text[80];
  if (length >= sizeof text) length = sizeof text - 1;
  int small = c->letters == '#' && (c->letter == 'Z' || c->letter == 'p');
  for (size_t i = 0; i < length; i++) {
    unsigned char letter = (unsigned char)s[i];
    text[i] = (char)(!c->letters ? letter : small ? tolower(letter) : toupper(letter));
  }
  put_padded(out, c, text, length);
}

/* A number of at least `digits` digits, which `pad` fills up. */
static void put_number(struct output *out, const struct conversion *c, long long value, int digits, char pad) {
  char text[24];
  int length = snprintf(text, sizeof text, "%llu", value < 0 ? -(unsigned long long)value : (unsigned long long)value);
  if (c->pad) pad = c->pad;
  if (c->width > digits) digits = c->width;
  int fill = pad == '-' ? 0 : digits - length - (value < 0);
  if (fill > 0 && pad == '_') put(out, ' ', (size_t)fill);
  if (value < 0) put(out, '-', 1);
  if (fill > 0 && pad != '_') put(out, '0', (size_t)fill);
  for (int i = 0; i < length; i++) put(out, text[i], 1);
}

static void format(struct output *, const char *, const struct tm *);

/* What stands for another format, filled up as a whole. */
static void put_nested(struct output *out, const struct conversion *c, const char *f, const struct tm *tm) {
  char text[256];
  struct output whole = {text, sizeof text, 0};
  format(&whole, f, tm);
  put_text(out, c, text, whole.used < sizeof text ? whole.used : sizeof text);
}

/* The offset from Greenwich: +hhmm. */
static void put_offset(struct output *out, const struct conversion *c, long seconds) {
  long minutes = labs(seconds) / 60;
  struct conversion digits = *c;
  if (digits.width) digits.width--;
  put(out, seconds < 0 ? '-' : '+', 1);
  put_number(out, &digits, minutes / 60 * 100 + minutes % 60, 4, '0');
}

static int put_date_number(struct output *out, const struct conversion *c, const struct tm *tm) {
  long long year = tm->tm_year + 1900LL, week_year;
  int week = iso_week(tm, &week_year);
  switch (c->letter) {
    case 'C': put_number(out, c, year / 100 - (year % 100 < 0), 2, '0'); return 1;
    case 'd': put_number(out, c, tm->tm_mday, 2, '0'); return 1;
    case 'e': put_number(out, c, tm->tm_mday, 2, '_'); return 1;
    case 'g': put_number(out, c, (week_year % 100 + 100) % 100, 2, '0'); return 1;
    case 'G': put_number(out, c, week_year, 1, '0'); return 1;
    case 'j': put_number(out, c, tm->tm_yday + 1, 3, '0'); return 1;
    case 'm': put_number(out, c, tm->tm_mon + 1, 2, '0'); return 1;
    case 'u': put_number(out, c, tm->tm_wday ? tm->tm_wday : 7, 1, '0'); return 1;
    case 'U': put_number(out, c, (tm->tm_yday + 7 - tm->tm_wday) / 7, 2, '0'); return 1;
    case 'V': put_number(out, c, week, 2, '0'); return 1;
    case 'w': put_number(out, c, tm->tm_wday, 1, '0'); return 1;
    case 'W': put_number(out, c, (tm->tm_yday + 7 - (tm->tm_wday + 6) % 7) / 7, 2, '0'); return 1;
    case 'y': put_number(out, c, (year % 100 + 100) % 100, 2, '0'); return 1;
    case 'Y': put_number(out, c, year, 1, '0'); return 1;
    default: return 0;
  }
}

static int put_clock_number(struct output *out, const struct conversion *c, const struct tm *tm) {
  struct tm copy = *tm;
  switch (c->letter) {
    case 'H': put_number(out, c, tm->tm_hour, 2, '0'); return 1;
    case 'I': put_number(out, c, (tm->tm_hour + 11) % 12 + 1, 2, '0'); return 1;
    case 'k': put_number(out, c, tm->tm_hour, 2, '_'); return 1;
    case 'l': put_number(out, c, (tm->tm_hour + 11) % 12 + 1, 2, '_'); return 1;
    case 'M': put_number(out, c, tm->tm_min, 2, '0'); return 1;
    case 's': put_number(out, c, mktime(&copy), 1, '0'); return 1;
    case 'S': put_number(out, c, tm->tm_sec, 2, '0'); return 1;
    case 'z':
      if (tm->tm_isdst >= 0) put_offset(out, c, tm->tm_gmtoff);
      return 1;
    default: return 0;
  }
}

static const char *name_of(const char *const *names, int count, int index) {
  return (unsigned)index < (unsigned)count ? names[index] : "?";
}

/* The text of a conversion to a name, and its length. */
static const char *name_for(char letter, const struct tm *tm, size_t *length) {
  const char *name = 0;
  switch (letter) {
    case 'a':
    case 'A': name = name_of(__day_names, 7, tm->tm_wday); break;
    case 'b':
    case 'h':
    case 'B': name = name_of(__month_names, 12, tm->tm_mon); break;
    case 'p': name = tm->tm_hour < 12 ? "AM" : "PM"; break;
    case 'P': name = tm->tm_hour < 12 ? "am" : "pm"; break;
    case 'Z': name = tm->tm_zone ? tm->tm_zone : ""; break;
    case 'n': name = "\n"; break;
    case 't': name = "\t"; break;
    case '%': name = "%"; break;
    default: return 0;
  }
  int shortened = letter == 'a' || letter == 'b' || letter == 'h';
  *length = shortened ? strnlen(name, 3) : strlen(name);
  return name;
}

/* The format that a compound conversion stands for. */
static const char *format_for(char letter) {
  switch (letter) {
    case 'c': return "%a %b %e %H:%M:%S %Y";
    case 'D':
    case 'x': return "%m/%d/%y";
    case 'F': return "%Y-%m-%d";
    case 'r': return "%I:%M:%S %p";
    case 'R': return "%H:%M";
    case 'T':
    case 'X': return "%H:%M:%S";
    default: return 0;
  }
}

static int convert(struct output *out, const struct conversion *c, const struct tm *tm) {
  size_t length;
  const char *name = name_for(c->letter, tm, &length), *nested = format_for(c->letter);
  if (name) put_text(out, c, name, length);
  else if (nested) put_nested(out, c, nested, tm);
  else return put_date_number(out, c, tm) || put_clock_number(out, c, tm);
  return 1;
}

static void format(struct output *out, const char *f, const struct tm *tm) {
  for (; *f; f++) {
    if (*f != '%') {
      put(out, *f, 1);
      continue;
    }
    struct conversion c;
    const char *start = f;
    f = read_conversion(f + 1, &c);
    if (c.letter && convert(out, &c, tm)) continue;
    /* What is no conversion stands for itself. */
    if (!*f) f--;
    while (start <= f) put(out, *start++, 1);
  }
}

size_t strftime(char *restrict out, size_t size, const char *restrict f, const struct tm *restrict tm) {
  struct output text = {out, size, 0};
  format(&text, f, tm);
  if (text.used >= size) return 0;
  out[text.used] = 0;
  return text.used;
}

size_t wcsftime(wchar_t *restrict out, size_t size, const wchar_t *restrict f,
                const struct tm *restrict tm) {
  size_t fn = wcslen(f) * 4 + 1, n;
  char *format = malloc(fn), *text = malloc(size * 4 + 1);
  n = 0;
  if (format && text && wcstombs(format, f, fn) != (size_t)-1 && strftime(text, size * 4, format, tm)) {
    n = mbstowcs(out, text, size);
    if (n >= size) n = 0;
  }
  free(format);
  free(text);
  return n;
}

