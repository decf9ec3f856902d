/* POSIX' TZ, "std offset [dst [offset] [,start[/time],end[/time]]]" (POSIX 8.3): reading it, and what local time it gives. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "zone.h"

/* Reads a number of at most `most`; nothing where there is none. */
static const char *number(const char *p, int most, int *value) {
  if (!p || !isdigit((unsigned char)*p)) return 0;
  int v = 0;
  while (isdigit((unsigned char)*p) && v <= most) v = v * 10 + (*p++ - '0');
  *value = v;
  return v <= most ? p : 0;
}

/* [+-]hh[:mm[:ss]]; the hours of a change may be up to 167 (a week). */
static const char *clock_time(const char *p, int most_hours, long *seconds) {
  int sign = 1, hours, minutes = 0, rest = 0;
  if (*p == '+' || *p == '-') sign = *p++ == '-' ? -1 : 1;
  p = number(p, most_hours, &hours);
  if (p && *p == ':') p = number(p + 1, 59, &minutes);
  if (p && *p == ':') p = number(p + 1, 59, &rest);
  *seconds = sign * (hours * 3600L + minutes * 60 + rest);
  return p;
}

/* Letters, or anything in angle brackets; three characters at least. */
static const char *abbreviation(const char *p, const char **name) {
  const char *start = p;
  if (*p == '<') {
    start++;
    p = strchr(p, '>');
    if (!p) return 0;
    *name = __zone_name(start, (size_t)(p - start));
    return p - start < 3 ? 0 : p + 1;
  }
  while (isalpha((unsigned char)*p)) p++;
  *name = __zone_name(start, (size_t)(p - start));
  return p - start < 3 ? 0 : p;
}

static const char *day_of_change(const char *p, struct __zone_day *day) {
  day->form = *p == 'J' ? JULIAN : *p == 'M' ? MONTH : DAY;
  if (day->form != DAY) p++;
  if (day->form != MONTH) {
    p = number(p, 365, &day->day);
  } else {
    p = number(p, 12, &day->month);
    p = p && *p == '.' ? number(p + 1, 5, &day->week) : 0;
    p = p && *p == '.' ? number(p + 1, 6, &day->day) : 0;
    if (!day->month || !day->week) return 0;
  }
  day->second = 2 * 3600;
  if (p && *p == '/') p = clock_time(p + 1, 167, &day->second);
  return p;
}

static const char *saving_time(const char *p, int defaults, struct __zone_rule *rule) {
  rule->saving = rule->dst.dst = 1;
  rule->dst.offset = rule->standard.offset + 3600;
  p = abbreviation(p, &rule->dst.name);
  if (p && *p && *p != ',') {
    p = clock_time(p, 24, &rule->dst.offset);
    rule->dst.offset = -rule->dst.offset;
  }
  if (!p) return 0;
  const char *days = *p || !defaults ? p : ",M3.2.0,M11.1.0";
  if (*days++ != ',') return 0;
  days = day_of_change(days, &rule->start);
  if (!days || *days++ != ',') return 0;
  days = day_of_change(days, &rule->end);
  return *p ? days : p;
}

int __parse_zone_rule(const char *p, int defaults, struct __zone_rule *rule) {
  memset(rule, 0, sizeof *rule);
  p = abbreviation(p, &rule->standard.name);
  if (!p) return 0;
  p = clock_time(p, 24, &rule->standard.offset);
  rule->standard.offset = -rule->standard.offset;
  if (p && *p) p = saving_time(p, defaults, rule);
  return p && !*p;
}

/* The day of a year, from 1970, that a change is on. */
static long long change_day(const struct __zone_day *change, long long year) {
  long long first = __days_from_civil(year, 1, 1);
  if (change->form == DAY) return first + change->day;
  if (change->form == JULIAN) return first + change->day - !(__is_leap(year) && change->day >= 60);
  long long day = __days_from_civil(year, change->month, 1);
  int weekday = (int)(((day + 4) % 7 + 7) % 7);
  day += (change->day - weekday + 7) % 7 + 7 * (change->week - 1);
  int next = change->month == 12;
  long long end = __days_from_civil(year + next, next ? 1 : change->month + 1, 1);
  return day < end ? day : day - 7; /* week 5 is the last one */
}

struct __local_kind __kind_by_rule(const struct __zone_rule *rule, long long moment) {
  if (!rule->saving) return rule->standard;
  long long local = moment + rule->standard.offset;
  long long year = __year_of_day(local / 86400 - (local % 86400 < 0));
  long long start = change_day(&rule->start, year) * 86400 + rule->start.second - rule->standard.offset;
  long long end = change_day(&rule->end, year) * 86400 + rule->end.second - rule->dst.offset;
  int saving = start < end ? moment >= start && moment < end : moment >= start || moment < end;
  return saving ? rule->dst : rule->standard;
}
