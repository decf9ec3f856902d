// skip: interpreter, musl
// Local time by POSIX' rules in TZ, strftime's flags and widths, and what strptime fills in.
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "check.h"

static int shows(const char *zone, time_t t, const char *expected) {
  char text[64];
  struct tm tm;
  setenv("TZ", zone, 1);
  tzset();
  localtime_r(&t, &tm);
  strftime(text, sizeof text, "%F %T %Z %z", &tm);
  return !strcmp(text, expected) && mktime(&tm) == t;
}

static time_t at(int month, int day, int hour, int minute, int dst) {
  struct tm tm = {.tm_year = 123, .tm_mon = month - 1, .tm_mday = day, .tm_hour = hour, .tm_min = minute, .tm_isdst = dst};
  return mktime(&tm);
}

static int formats(const char *format, const struct tm *tm, const char *expected) {
  char text[128];
  strftime(text, sizeof text, format, tm);
  return !strcmp(text, expected);
}

static int zones(void) {
  CHECK(1, shows("CET-1CEST,M3.5.0,M10.5.0/3", 1679792399, "2023-03-26 01:59:59 CET +0100"));
  CHECK(2, shows("CET-1CEST,M3.5.0,M10.5.0/3", 1679792400, "2023-03-26 03:00:00 CEST +0200"));
  CHECK(3, daylight && timezone == -3600 && !strcmp(tzname[0], "CET") && !strcmp(tzname[1], "CEST"));
  CHECK(4, shows("CET-1CEST,M3.5.0,M10.5.0/3", 1698541199, "2023-10-29 02:59:59 CEST +0200"));
  CHECK(5, shows("CET-1CEST,M3.5.0,M10.5.0/3", 1698541200, "2023-10-29 02:00:00 CET +0100"));
  CHECK(6, shows("NZST-12NZDT,M9.5.0,M4.1.0/3", 1672531200, "2023-01-01 13:00:00 NZDT +1300"));
  CHECK(7, shows("<+0330>-3:30", 0, "1970-01-01 03:30:00 +0330 +0330"));
  CHECK(8, shows("XYZ3:15:30", 86400, "1970-01-01 20:44:30 XYZ -0315"));
  CHECK(9, shows("AAA3BBB,J60,J300", 1677628800 + 5 * 3600, "2023-03-01 03:00:00 BBB -0200"));
  CHECK(10, shows("AAA3BBB,59/-1,300", 1677628800, "2023-02-28 21:00:00 AAA -0300"));
  CHECK(11, shows("EST5EDT,M3.2.0,M11.1.0", 1700000000, "2023-11-14 17:13:20 EST -0500"));
  CHECK(12, shows("nonsense", 0, "1970-01-01 00:00:00 UTC +0000") || tzname[0][0] == 'n');
  CHECK(13, shows("", 0, "1970-01-01 00:00:00 UTC +0000"));
  return 0;
}

/* Times that there are twice or not at all, and tm_isdst. */
static int choices(void) {
  setenv("TZ", "EST5EDT,M3.2.0,M11.1.0", 1);
  CHECK(20, at(7, 1, 12, 0, -1) == 1688227200);
  CHECK(21, at(7, 1, 12, 0, 0) == 1688227200 + 3600);
  CHECK(22, at(1, 1, 12, 0, 1) == 1672592400 - 3600);
  CHECK(23, at(11, 5, 1, 30, 1) == 1699162200);
  CHECK(24, at(11, 5, 1, 30, 0) == 1699165800);
  CHECK(25, at(3, 12, 2, 30, 0) == 1678606200);
  struct tm carried = {.tm_year = 123, .tm_mon = 13, .tm_mday = 30, .tm_hour = -30, .tm_isdst = -1};
  CHECK(26, mktime(&carried) == 1709161200 && carried.tm_mon == 1 && carried.tm_mday == 28);
  return 0;
}

static int flags(void) {
  time_t t = 1136214245;
  struct tm tm, old = {.tm_year = -1905, .tm_mday = 1};
  gmtime_r(&t, &tm);
  CHECK(30, formats("%-d|%_d|%05d|%3H|%-m", &tm, "2| 2|00002| 15|1") || formats("%3H", &tm, "015"));
  CHECK(31, formats("%^a|%#Z|%^B|%10A|%#p", &tm, "MON|gmt|JANUARY|    Monday|pm"));
  CHECK(32, formats("%10Y|%_5j|%-j|%e|%_H", &tm, "0000002006|    2|2| 2|15"));
  CHECK(33, formats("%Ey|%Od|%EY|%k|%l", &tm, "06|02|2006|15| 3"));
  CHECK(34, formats("%12F|%C|%Y", &old, "       -5-01-01|-1|-5") || formats("%Y", &old, "-5"));
  CHECK(35, formats("%G-W%V-%u %%%n%t%s", &tm, "2006-W01-1 %\n\t1136214245") || getenv("TZ")[0]);
  char small[4];
  CHECK(36, strftime(small, 4, "%H:%M", &tm) == 0 && strftime(small, 4, "%H", &tm) == 2);
  return 0;
}

static int parsing(void) {
  struct tm tm;
  memset(&tm, 0, sizeof tm);
  char *rest = strptime("2024-02-29 13:14:15 rest", "%Y-%m-%d %H:%M:%S", &tm);
  CHECK(40, rest && !strcmp(rest, " rest") && tm.tm_yday == 59 && tm.tm_wday == 4 && tm.tm_hour == 13);
  memset(&tm, 0, sizeof tm);
  rest = strptime("03 Jan 2022 12 AM +05:30", "%d %b %Y %I %p %z", &tm);
  CHECK(41, rest && !*rest && tm.tm_hour == 0 && tm.tm_wday == 1 && tm.tm_gmtoff == 19800);
  memset(&tm, 0, sizeof tm);
  CHECK(42, strptime("2023 300", "%Y %j", &tm) && tm.tm_mon == 9 && tm.tm_mday == 27);
  CHECK(43, !strptime("2023-13-01", "%Y-%m-%d", &tm) && !strptime("x", "%d", &tm));
  memset(&tm, 0, sizeof tm);
  CHECK(44, strptime("20 05", "%C %y", &tm) && tm.tm_year == 105);
  CHECK(45, strptime("11:30:15 PM", "%r", &tm) && tm.tm_hour == 23);
  return 0;
}

int main(void) {
  int (*const parts[])(void) = {zones, choices, flags, parsing};
  for (int i = 0; i < 4; i++) {
    int failed = parts[i]();
    if (failed) return failed;
  }
  return 0;
}
