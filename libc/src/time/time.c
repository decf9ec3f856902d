/* Calendar and clocks (C17 7.27). Dates by the days-from-civil algorithm (Hinnant). */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include "../internal.h"
#include "zone.h"

long long __days_from_civil(long long y, int m, int d) {
  y -= m <= 2;
  long long era = (y >= 0 ? y : y - 399) / 400;
  int yoe = (int)(y - era * 400);
  int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

int __is_leap(long long y) {
  return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

/* Day 0 is 1 January 1970; days of a year that begins in March, so that a leap day is its last. */
static long long civil_from_days(long long days, int *month, int *day) {
  long long z = days + 719468;
  long long era = (z >= 0 ? z : z - 146096) / 146097;
  int doe = (int)(z - era * 146097);
  int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  int mp = (5 * doy + 2) / 153;
  *day = doy - (153 * mp + 2) / 5 + 1;
  *month = mp < 10 ? mp + 3 : mp - 9;
  return yoe + era * 400 + (*month <= 2);
}

long long __year_of_day(long long days) {
  int month, day;
  return civil_from_days(days, &month, &day);
}

static struct tm *split(time_t t, struct __local_kind kind, struct tm *tm) {
  long long days = t / 86400;
  int rest = (int)(t % 86400), month;
  rest += (int)(kind.offset % 86400);
  days += kind.offset / 86400;
  int carry = rest < 0 ? (rest - 86399) / 86400 : rest / 86400;
  rest -= carry * 86400;
  days += carry;
  long long year = civil_from_days(days, &month, &tm->tm_mday);
  if (year - 1900 > INT_MAX || year - 1900 < INT_MIN) {
    errno = EOVERFLOW;
    return 0;
  }
  tm->tm_mon = month - 1;
  tm->tm_year = (int)(year - 1900);
  tm->tm_yday = (int)(days - __days_from_civil(year, 1, 1));
  tm->tm_wday = (int)(((days + 4) % 7 + 7) % 7);
  tm->tm_hour = rest / 3600;
  tm->tm_min = rest / 60 % 60;
  tm->tm_sec = rest % 60;
  tm->tm_isdst = kind.dst;
  tm->tm_gmtoff = kind.offset;
  tm->tm_zone = kind.name;
  return tm;
}

struct tm *gmtime_r(const time_t *restrict t, struct tm *restrict tm) {
  return split(*t, (struct __local_kind){0, 0, "GMT"}, tm);
}

struct tm *localtime_r(const time_t *restrict t, struct tm *restrict tm) {
  tzset();
  return split(*t, __local_kind(*t), tm);
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
  return ((__days_from_civil(year + 1900, month + 1, 1) + tm->tm_mday - 1) * 24 + tm->tm_hour) * 3600 +
         tm->tm_min * 60LL + tm->tm_sec;
}

time_t timegm(struct tm *tm) {
  time_t t = join(tm);
  return gmtime_r(&t, tm) ? t : -1;
}

/* Seconds from one change of local time to the next are more than this. */
enum { STEP = 601200, YEAR = 366 * 86400 };

/* The kind of local time that is daylight saving time or not, as asked, and nearest to a moment; `kind` where the zone has none within a year. */
static struct __local_kind nearest_kind(long long moment, int dst, struct __local_kind kind) {
  for (long long delta = STEP; delta < YEAR; delta += STEP) {
    struct __local_kind before = __local_kind(moment - delta), after = __local_kind(moment + delta);
    if (before.dst == dst) return before;
    if (after.dst == dst) return after;
  }
  return kind;
}

/* The moment of a local time. Where clocks are put back there are two, and tm_isdst chooses; where they are put forward, and where tm_isdst says
 * what is not so on that day, it is the moment that a clock shows this time which was not changed. */
static time_t moment_of(const struct tm *tm) {
  time_t local = join(tm);
  struct __local_kind before = __local_kind(local - 86400), after = __local_kind(local + 86400);
  struct __local_kind kind = __local_kind(local - before.offset);
  int ambiguous = kind.offset == before.offset && __local_kind(local - after.offset).offset == after.offset;
  int in_gap = kind.offset != before.offset && __local_kind(local - after.offset).offset != after.offset;
  if (ambiguous && tm->tm_isdst >= 0 && before.dst != !!tm->tm_isdst) kind = after;
  if (in_gap) kind = before;
  if (tm->tm_isdst >= 0 && kind.dst != !!tm->tm_isdst) kind = nearest_kind(local - kind.offset, !!tm->tm_isdst, kind);
  return local - kind.offset;
}

time_t mktime(struct tm *tm) {
  tzset();
  time_t t = moment_of(tm);
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

const char *const __day_names[7] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
const char *const __month_names[12] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};

char *asctime_r(const struct tm *restrict tm, char *restrict out) {
  snprintf(out, 26, "%.3s %.3s%3d %.2d:%.2d:%.2d %d\n",
           (unsigned)tm->tm_wday < 7 ? __day_names[tm->tm_wday] : "???",
           (unsigned)tm->tm_mon < 12 ? __month_names[tm->tm_mon] : "???", tm->tm_mday, tm->tm_hour, tm->tm_min,
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

time_t timelocal(struct tm *t) {
  return mktime(t);
}

/* Days of a year. */
int dysize(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365;
}
