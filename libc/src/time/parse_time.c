/* Dates and times from text (strptime, POSIX). */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include "zone.h"

static const char *match_name(const char *s, const char *const *names, int count, int *index) {
  for (int i = 0; i < count; i++) {
    size_t n = strlen(names[i]);
    if (strncasecmp(s, names[i], n) == 0) {
      *index = i;
      return s + n;
    }
    if (strncasecmp(s, names[i], 3) == 0) {
      *index = i;
      return s + 3;
    }
  }
  return 0;
}

static const char *match_number(const char *s, int digits, int low, int high, int *value) {
  while (isspace((unsigned char)*s)) s++;
  int v = 0, n = 0;
  for (; n < digits && isdigit((unsigned char)*s); n++, s++) v = v * 10 + (*s - '0');
  if (!n || v < low || v > high) return 0;
  *value = v;
  return s;
}

/* What a text said of its date, beyond what is in the tm: the rest of the date follows from it. */
struct seen {
  int pm, century, year, month, day, weekday, yearday;
};

static const char *parse(const char *s, const char *f, struct tm *tm, struct seen *seen);

static const char *skip_spaces(const char *s) {
  while (isspace((unsigned char)*s)) s++;
  return s;
}

/* +hh, +hhmm, +hh:mm or Z. */
static const char *match_offset(const char *s, struct tm *tm) {
  s = skip_spaces(s);
  tm->tm_gmtoff = 0;
  if (*s == 'Z') return s + 1;
  if (*s != '+' && *s != '-') return 0;
  int sign = *s++ == '-' ? -1 : 1, hours, minutes = 0;
  s = match_number(s, 2, 0, 99, &hours);
  if (s && *s == ':') s++;
  if (s && isdigit((unsigned char)*s)) s = match_number(s, 2, 0, 59, &minutes);
  tm->tm_gmtoff = sign * (hours * 3600L + minutes * 60);
  return s;
}

static const char *match_seconds(const char *s, struct tm *tm) {
  char *end;
  time_t t = strtoll(s, &end, 10);
  return end != s && localtime_r(&t, tm) ? end : 0;
}

static const char *parse_clock(const char *s, char letter, struct tm *tm, struct seen *seen) {
  int v;
  switch (letter) {
    case 'H': case 'k': return match_number(s, 2, 0, 23, &tm->tm_hour);
    case 'I': case 'l':
      s = match_number(s, 2, 1, 12, &v);
      if (s) tm->tm_hour = v % 12;
      return s;
    case 'M': return match_number(s, 2, 0, 59, &tm->tm_min);
    case 'S': return match_number(s, 2, 0, 61, &tm->tm_sec);
    case 'p': case 'P':
      if (strncasecmp(s, "am", 2) && strncasecmp(s, "pm", 2)) return 0;
      seen->pm = tolower((unsigned char)*s) == 'p';
      return s + 2;
    case 's': return match_seconds(s, tm);
    case 'z': return match_offset(s, tm);
    case 'Z':
      while (isalpha((unsigned char)*s)) s++;
      return s;
    default: return 0;
  }
}

static const char *parse_year(const char *s, char letter, struct tm *tm, struct seen *seen) {
  int v, sign = 1;
  switch (letter) {
    case 'C':
      s = match_number(s, 2, 0, 99, &v);
      if (s) seen->century = v;
      return s;
    case 'y':
      s = match_number(s, 2, 0, 99, &v);
      if (s) tm->tm_year = v < 69 ? v + 100 : v;
      break;
    default:
      s = skip_spaces(s);
      if (*s == '-') s++, sign = -1;
      s = match_number(s, 4, 0, 9999, &v);
      if (s) tm->tm_year = sign * v - 1900;
  }
  seen->year = s != 0;
  return s;
}

static const char *parse_date(const char *s, char letter, struct tm *tm, struct seen *seen) {
  int v;
  switch (letter) {
    case 'a': case 'A': seen->weekday = 1; return match_name(s, __day_names, 7, &tm->tm_wday);
    case 'b': case 'B': case 'h': seen->month = 1; return match_name(s, __month_names, 12, &tm->tm_mon);
    case 'C': case 'y': case 'Y': return parse_year(s, letter, tm, seen);
    case 'd': case 'e': seen->day = 1; return match_number(s, 2, 1, 31, &tm->tm_mday);
    case 'j':
      seen->yearday = 1;
      s = match_number(s, 3, 1, 366, &v);
      if (s) tm->tm_yday = v - 1;
      return s;
    case 'm':
      seen->month = 1;
      s = match_number(s, 2, 1, 12, &v);
      if (s) tm->tm_mon = v - 1;
      return s;
    case 'u': case 'w':
      seen->weekday = 1;
      s = match_number(s, 1, letter == 'u', letter == 'u' ? 7 : 6, &v);
      if (s) tm->tm_wday = v % 7;
      return s;
    /* Weeks are read, and say nothing that a tm could hold. */
    case 'g': return match_number(s, 2, 0, 99, &v);
    case 'G': return match_number(s, 4, 0, 9999, &v);
    case 'U': case 'V': case 'W': return match_number(s, 2, 0, 53, &v);
    default: return parse_clock(s, letter, tm, seen);
  }
}

static const char *parse_conversion(const char *s, char letter, struct tm *tm, struct seen *seen) {
  switch (letter) {
    case 'c': return parse(s, "%a %b %e %H:%M:%S %Y", tm, seen);
    case 'D': case 'x': return parse(s, "%m/%d/%y", tm, seen);
    case 'F': return parse(s, "%Y-%m-%d", tm, seen);
    case 'r': return parse(s, "%I:%M:%S %p", tm, seen);
    case 'R': return parse(s, "%H:%M", tm, seen);
    case 'T': case 'X': return parse(s, "%H:%M:%S", tm, seen);
    case 'n': case 't': return skip_spaces(s);
    case '%': return *s == '%' ? s + 1 : 0;
    default: return parse_date(s, letter, tm, seen);
  }
}

static const char *parse(const char *s, const char *f, struct tm *tm, struct seen *seen) {
  for (; *f && s; f++) {
    if (isspace((unsigned char)*f)) {
      s = skip_spaces(s);
    } else if (*f != '%') {
      s = *s == *f ? s + 1 : 0;
    } else {
      f++;
      while (*f && strchr("_-0^#", *f)) f++;
      if (*f == 'E' || *f == 'O') f++;
      s = parse_conversion(s, *f, tm, seen);
    }
  }
  return s;
}

/* The month and its day from the day of the year. */
static void month_of_yearday(struct tm *tm) {
  long long year = tm->tm_year + 1900LL, first = __days_from_civil(year, 1, 1);
  int month = 11;
  while (month && __days_from_civil(year, month + 1, 1) - first > tm->tm_yday) month--;
  tm->tm_mon = month;
  tm->tm_mday = (int)(tm->tm_yday - (__days_from_civil(year, month + 1, 1) - first)) + 1;
}

/* What follows from what was read, as glibc fills it in. */
static void complete(struct tm *tm, const struct seen *seen) {
  if (seen->pm == 1) tm->tm_hour = tm->tm_hour % 12 + 12;
  else if (seen->pm == 0) tm->tm_hour %= 12;
  if (seen->century >= 0) tm->tm_year = (seen->year ? tm->tm_year % 100 : 0) + (seen->century - 19) * 100;
  int dated = seen->month || seen->day;
  if (seen->yearday && !dated && (seen->year || seen->century >= 0)) {
    month_of_yearday(tm);
    dated = 1;
  }
  if (!dated || (unsigned)tm->tm_mon > 11) return;
  long long year = tm->tm_year + 1900LL, first = __days_from_civil(year, 1, 1);
  long long day = __days_from_civil(year, tm->tm_mon + 1, tm->tm_mday ? tm->tm_mday : 1);
  if (!seen->weekday) tm->tm_wday = (int)(((day + 4) % 7 + 7) % 7);
  if (!seen->yearday) tm->tm_yday = (int)(day - first);
}

char *strptime(const char *restrict s, const char *restrict f, struct tm *restrict tm) {
  struct seen seen = {.pm = -1, .century = -1};
  s = parse(s, f, tm, &seen);
  if (s) complete(tm, &seen);
  return (char *)s;
}
