/* Local time: what a clock on the wall shows at a moment, shared by the files of this folder. */
#ifndef FERRY_ZONE_H
#define FERRY_ZONE_H

#include <time.h>

/* A kind of local time: seconds east of Greenwich, whether it is daylight saving time, the abbreviation. */
struct __local_kind {
  long offset;
  int dst;
  const char *name;
};

/* A day of the year on which the kind of local time changes, in TZ's three forms, and the local second of that day. */
struct __zone_day {
  enum { JULIAN, DAY, MONTH } form; /* Jn: 1 to 365 without 29 February; n: 0 to 365; Mm.w.d */
  int month, week, day;
  long second;
};

/* POSIX' TZ (8.3): standard time and, if `saving`, daylight saving time between two days of each year. */
struct __zone_rule {
  struct __local_kind standard, dst;
  int saving;
  struct __zone_day start, end;
};

/* A zone file (RFC 8536): the moments of change, in order, and then the rule if the file gives one. */
struct __zone_table {
  int changes, kinds;
  long long *moments;
  unsigned char *kind_after;
  struct __local_kind *kind;
  int has_rule;
  struct __zone_rule rule;
};

long long __days_from_civil(long long year, int month, int day);
/* The year of a day counted from 1 January 1970. */
long long __year_of_day(long long days);
int __is_leap(long long year);

/* Abbreviations live as long as the program: struct tm points to them. */
const char *__zone_name(const char *, size_t);
/* Reads a rule that is the whole of the text; `defaults` says whether a zone with daylight saving time and no days has the United States'. */
int __parse_zone_rule(const char *, int defaults, struct __zone_rule *);
struct __local_kind __kind_by_rule(const struct __zone_rule *, long long moment);
int __read_zone_file(const char *name, struct __zone_table *);
struct __local_kind __kind_by_table(const struct __zone_table *, long long moment);
/* The kind of local time at a moment, of the zone that tzset last found. */
struct __local_kind __local_kind(long long moment);


extern const char *const __day_names[7], *const __month_names[12];

#endif
