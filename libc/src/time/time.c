/* Calendar and clocks (C17 7.27). Local time is UTC, or what TZ says in POSIX' "std offset" form
 * without daylight saving. Dates by the days-from-civil algorithm (Hinnant). */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include <wchar.h>
#include "../internal.h"

char *tzname[2] = {"UTC", "UTC"};
long timezone;
int daylight;

void tzset(void) {
  static char name[16] = "UTC";
  const char *tz = getenv("TZ");
  strcpy(name, "UTC");
  timezone = 0;
  tzname[0] = tzname[1] = name;
  if (!tz || !isalpha((unsigned char)*tz)) return;
  size_t n = 0;
  while (isalpha((unsigned char)tz[n]) && n < sizeof name - 1) n++;
  const char *p = tz + n;
  int sign = 1, field[3] = {0, 0, 0};
  if (*p == '-' || *p == '+') sign = *p++ == '-' ? -1 : 1;
  if (!isdigit((unsigned char)*p)) return; /* a zone file's name: no zone files here */
  memcpy(name, tz, n);
  name[n] = 0;
  for (int i = 0; i < 3 && isdigit((unsigned char)*p); i++) {
    field[i] = (int)strtol(p, (char **)&p, 10);
    if (*p == ':') p++;
  }
  timezone = sign * (field[0] * 3600L + field[1] * 60 + field[2]);
}

static long long days_from_civil(long long y, int m, int d) {
  y -= m <= 2;
  long long era = (y >= 0 ? y : y - 399) / 400;
  int yoe = (int)(y - era * 400);
  int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

static int is_leap(long long y) {
  return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static struct tm *split(time_t t, long offset, const char *zone, struct tm *tm) {
  t += offset;
  long long days = t / 86400;
  int rest = (int)(t % 86400);
  if (rest < 0) {
    rest += 86400;
    days--;
  }
  long long z = days + 719468;
  long long era = (z >= 0 ? z : z - 146096) / 146097;
  int doe = (int)(z - era * 146097);
  int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  int mp = (5 * doy + 2) / 153;
  int month = mp < 10 ? mp + 3 : mp - 9;
  long long year = yoe + era * 400 + (month <= 2);
  if (year - 1900 > INT_MAX || year - 1900 < INT_MIN) {
    errno = EOVERFLOW;
    return 0;
  }
  tm->tm_mday = doy - (153 * mp + 2) / 5 + 1;
  tm->tm_mon = month - 1;
  tm->tm_year = (int)(year - 1900);
  tm->tm_yday = (int)(days - days_from_civil(year, 1, 1));
  tm->tm_wday = (int)(((days + 4) % 7 + 7) % 7);
  tm->tm_hour = rest / 3600;
  tm->tm_min = rest / 60 % 60;
  tm->tm_sec = rest % 60;
  tm->tm_isdst = 0;
  tm->tm_gmtoff = offset;
  tm->tm_zone = zone;
  return tm;
}

struct tm *gmtime_r(const time_t *restrict t, struct tm *restrict tm) {
  return split(*t, 0, "GMT", tm);
}

struct tm *localtime_r(const time_t *restrict t, struct tm *restrict tm) {
  tzset();
  return split(*t, -timezone, tzname[0], tm);
}

static struct tm shared;

struct tm *gmtime(const time_t *t) {
  return gmtime_r(t, &shared);
}

struct tm *localtime(const time_t *t) {
  return localtime_r(t, &shared);
}

static time_t join(const struct tm *tm) {
  long long months = tm->tm_year * 12LL + tm->tm_mon;
  long long year = months / 12 - (months % 12 < 0);
  int month = (int)(months - year * 12);
  return ((days_from_civil(year + 1900, month + 1, 1) + tm->tm_mday - 1) * 24 + tm->tm_hour) * 3600 +
         tm->tm_min * 60LL + tm->tm_sec;
}

time_t timegm(struct tm *tm) {
  time_t t = join(tm);
  return gmtime_r(&t, tm) ? t : -1;
}

time_t mktime(struct tm *tm) {
  tzset();
  time_t t = join(tm) + timezone;
  return localtime_r(&t, tm) ? t : -1;
}

double difftime(time_t a, time_t b) {
  return (double)(a - b);
}

int clock_gettime(clockid_t clock, struct timespec *t) {
  return (int)__result(SYSCALL2(SYS_clock_gettime, clock, t));
}
int clock_getres(clockid_t clock, struct timespec *t) {
  return (int)__result(SYSCALL2(SYS_clock_getres, clock, t));
}
int clock_settime(clockid_t clock, const struct timespec *t) {
  return (int)__result(SYSCALL2(SYS_clock_settime, clock, t));
}
int nanosleep(const struct timespec *t, struct timespec *left) {
  return (int)WAITING(SYSCALL2(SYS_nanosleep, t, left));
}

int timespec_get(struct timespec *t, int base) {
  return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, t) == 0 ? base : 0;
}

time_t time(time_t *out) {
  struct timespec t;
  if (clock_gettime(CLOCK_REALTIME, &t) < 0) return -1;
  if (out) *out = t.tv_sec;
  return t.tv_sec;
}

clock_t clock(void) {
  struct timespec t;
  if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) < 0) return -1;
  return (clock_t)(t.tv_sec * CLOCKS_PER_SEC + t.tv_nsec / 1000);
}

clock_t times(struct tms *t) {
  return __result(SYSCALL1(SYS_times, t));
}

int gettimeofday(struct timeval *restrict out, void *restrict zone) {
  struct timespec t;
  (void)zone;
  if (clock_gettime(CLOCK_REALTIME, &t) < 0) return -1;
  out->tv_sec = t.tv_sec;
  out->tv_usec = t.tv_nsec / 1000;
  return 0;
}

int getrusage(int who, struct rusage *usage) {
  return (int)__result(SYSCALL2(SYS_getrusage, who, usage));
}

int getrlimit(int which, struct rlimit *limit) {
  return (int)__result(SYSCALL4(SYS_prlimit64, 0, which, 0, limit));
}

int setrlimit(int which, const struct rlimit *limit) {
  return (int)__result(SYSCALL4(SYS_prlimit64, 0, which, limit, 0));
}

static const char *const days[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                   "Thursday", "Friday", "Saturday"};
static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

char *asctime_r(const struct tm *restrict tm, char *restrict out) {
  snprintf(out, 26, "%.3s %.3s%3d %.2d:%.2d:%.2d %d\n",
           (unsigned)tm->tm_wday < 7 ? days[tm->tm_wday] : "???",
           (unsigned)tm->tm_mon < 12 ? months[tm->tm_mon] : "???", tm->tm_mday, tm->tm_hour, tm->tm_min,
           tm->tm_sec, 1900 + tm->tm_year);
  return out;
}

char *asctime(const struct tm *tm) {
  static char text[32];
  return asctime_r(tm, text);
}

char *ctime(const time_t *t) {
  struct tm *tm = localtime(t);
  return tm ? asctime(tm) : 0;
}

char *ctime_r(const time_t *t, char *out) {
  struct tm tm;
  return localtime_r(t, &tm) ? asctime_r(&tm, out) : 0;
}

/* ISO 8601 week: the year and the week number. */
static int iso_week(const struct tm *tm, long long *year) {
  int weekday = (tm->tm_wday + 6) % 7;
  int week = (tm->tm_yday - weekday + 10) / 7;
  *year = tm->tm_year + 1900LL;
  if (week < 1) {
    --*year;
    int length = is_leap(*year) ? 366 : 365;
    return (tm->tm_yday + length - weekday + 10) / 7;
  }
  int length = is_leap(*year) ? 366 : 365;
  if (week == 53 && tm->tm_yday - weekday + 3 >= length) {
    ++*year;
    return 1;
  }
  return week;
}

/* One conversion into `out`; compound ones give the format they stand for in *nested. */
static int one(char *out, size_t size, char c, const struct tm *tm, const char **nested) {
  long long year;
  int week;
  *nested = 0;
  switch (c) {
    case 'a': return snprintf(out, size, "%.3s", days[tm->tm_wday]);
    case 'A': return snprintf(out, size, "%s", days[tm->tm_wday]);
    case 'b':
    case 'h': return snprintf(out, size, "%.3s", months[tm->tm_mon]);
    case 'B': return snprintf(out, size, "%s", months[tm->tm_mon]);
    case 'c': *nested = "%a %b %e %H:%M:%S %Y"; return 0;
    case 'C': return snprintf(out, size, "%02lld", (tm->tm_year + 1900LL) / 100);
    case 'd': return snprintf(out, size, "%02d", tm->tm_mday);
    case 'D':
    case 'x': *nested = "%m/%d/%y"; return 0;
    case 'e': return snprintf(out, size, "%2d", tm->tm_mday);
    case 'F': *nested = "%Y-%m-%d"; return 0;
    case 'g': iso_week(tm, &year); return snprintf(out, size, "%02lld", year % 100);
    case 'G': iso_week(tm, &year); return snprintf(out, size, "%lld", year);
    case 'H': return snprintf(out, size, "%02d", tm->tm_hour);
    case 'I': return snprintf(out, size, "%02d", (tm->tm_hour + 11) % 12 + 1);
    case 'j': return snprintf(out, size, "%03d", tm->tm_yday + 1);
    case 'k': return snprintf(out, size, "%2d", tm->tm_hour);
    case 'l': return snprintf(out, size, "%2d", (tm->tm_hour + 11) % 12 + 1);
    case 'm': return snprintf(out, size, "%02d", tm->tm_mon + 1);
    case 'M': return snprintf(out, size, "%02d", tm->tm_min);
    case 'n': return snprintf(out, size, "\n");
    case 'p': return snprintf(out, size, "%s", tm->tm_hour < 12 ? "AM" : "PM");
    case 'P': return snprintf(out, size, "%s", tm->tm_hour < 12 ? "am" : "pm");
    case 'r': *nested = "%I:%M:%S %p"; return 0;
    case 'R': *nested = "%H:%M"; return 0;
    case 's': {
      struct tm copy = *tm;
      return snprintf(out, size, "%lld", (long long)mktime(&copy));
    }
    case 'S': return snprintf(out, size, "%02d", tm->tm_sec);
    case 't': return snprintf(out, size, "\t");
    case 'T':
    case 'X': *nested = "%H:%M:%S"; return 0;
    case 'u': return snprintf(out, size, "%d", tm->tm_wday ? tm->tm_wday : 7);
    case 'U': return snprintf(out, size, "%02d", (tm->tm_yday + 7 - tm->tm_wday) / 7);
    case 'V': week = iso_week(tm, &year); return snprintf(out, size, "%02d", week);
    case 'w': return snprintf(out, size, "%d", tm->tm_wday);
    case 'W': return snprintf(out, size, "%02d", (tm->tm_yday + 7 - (tm->tm_wday + 6) % 7) / 7);
    case 'y': return snprintf(out, size, "%02d", ((tm->tm_year % 100) + 100) % 100);
    case 'Y': return snprintf(out, size, "%lld", tm->tm_year + 1900LL);
    case 'z':
      return snprintf(out, size, "%c%02ld%02ld", tm->tm_gmtoff < 0 ? '-' : '+',
                      labs(tm->tm_gmtoff) / 3600, labs(tm->tm_gmtoff) / 60 % 60);
    case 'Z': return snprintf(out, size, "%s", tm->tm_zone ? tm->tm_zone : "");
    case '%': return snprintf(out, size, "%%");
    default: return -1;
  }
}

size_t strftime(char *restrict out, size_t size, const char *restrict f, const struct tm *restrict tm) {
  size_t n = 0;
  for (; *f; f++) {
    char text[64];
    const char *nested;
    if (*f != '%') {
      if (n + 1 >= size) return 0;
      out[n++] = *f;
      continue;
    }
    f++;
    if (*f == 'E' || *f == 'O' || *f == '-' || *f == '_') f++;
    if (!*f) break;
    int r = one(text, sizeof text, *f, tm, &nested);
    if (r < 0) {
      r = snprintf(text, sizeof text, "%%%c", *f);
    }
    if (nested) {
      r = (int)strftime(text, sizeof text, nested, tm);
      if (!r) return 0;
    }
    if (n + (size_t)r >= size) return 0;
    memcpy(out + n, text, (size_t)r);
    n += (size_t)r;
  }
  if (size) out[n] = 0;
  return n;
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

char *strptime(const char *restrict s, const char *restrict f, struct tm *restrict tm) {
  int pm = -1, v;
  for (; *f && s; f++) {
    if (isspace((unsigned char)*f)) {
      while (isspace((unsigned char)*s)) s++;
      continue;
    }
    if (*f != '%') {
      if (*s++ != *f) return 0;
      continue;
    }
    f++;
    if (*f == 'E' || *f == 'O') f++;
    switch (*f) {
      case 'a': case 'A': s = match_name(s, days, 7, &tm->tm_wday); break;
      case 'b': case 'B': case 'h': s = match_name(s, months, 12, &tm->tm_mon); break;
      case 'd': case 'e': s = match_number(s, 2, 1, 31, &tm->tm_mday); break;
      case 'D': s = strptime(s, "%m/%d/%y", tm); break;
      case 'F': s = strptime(s, "%Y-%m-%d", tm); break;
      case 'c': s = strptime(s, "%a %b %e %H:%M:%S %Y", tm); break;
      case 'H': case 'k': s = match_number(s, 2, 0, 23, &tm->tm_hour); break;
      case 'I': case 'l':
        s = match_number(s, 2, 1, 12, &v);
        if (s) tm->tm_hour = v % 12;
        break;
      case 'j':
        s = match_number(s, 3, 1, 366, &v);
        if (s) tm->tm_yday = v - 1;
        break;
      case 'm':
        s = match_number(s, 2, 1, 12, &v);
        if (s) tm->tm_mon = v - 1;
        break;
      case 'M': s = match_number(s, 2, 0, 59, &tm->tm_min); break;
      case 'n': case 't':
        while (isspace((unsigned char)*s)) s++;
        break;
      case 'p':
        if (!strncasecmp(s, "am", 2)) pm = 0;
        else if (!strncasecmp(s, "pm", 2)) pm = 1;
        else return 0;
        s += 2;
        break;
      case 'R': s = strptime(s, "%H:%M", tm); break;
      case 'S': s = match_number(s, 2, 0, 60, &tm->tm_sec); break;
      case 'T': case 'X': s = strptime(s, "%H:%M:%S", tm); break;
      case 'x': s = strptime(s, "%m/%d/%y", tm); break;
      case 'y':
        s = match_number(s, 2, 0, 99, &v);
        if (s) tm->tm_year = v < 69 ? v + 100 : v;
        break;
      case 'Y':
        s = match_number(s, 4, 0, 9999, &v);
        if (s) tm->tm_year = v - 1900;
        break;
      case '%':
        if (*s++ != '%') return 0;
        break;
      default: return 0;
    }
  }
  if (s && pm == 1) tm->tm_hour += 12;
  return (char *)s;
}

time_t timelocal(struct tm *t) {
  return mktime(t);
}

/* Days of a year. */
int dysize(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365;
}
