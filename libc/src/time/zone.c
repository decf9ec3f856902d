/* The zone that TZ names: a rule, a zone file, or UTC (C17 7.27.3, POSIX tzset). */
#include <stdlib.h>
#include <string.h>
#include "../internal.h"
#include "zone.h"

static char utc[] = "UTC";
char *tzname[2] = {utc, utc};
long timezone;
int daylight;

static int lock;
static char *current; /* the TZ that the zone was made from */
static int by_table;
static struct __zone_rule rule = {{0, 0, utc}, {0, 0, utc}, 0, {0}, {0}};
static struct __zone_table table;

struct name {
  struct name *next;
  char text[];
};

const char *__zone_name(const char *text, size_t length) {
  static struct name *names;
  for (struct name *n = names; n; n = n->next) {
    if (strncmp(n->text, text, length) == 0 && !n->text[length]) return n->text;
  }
  struct name *n = malloc(sizeof *n + length + 1);
  if (!n) return utc;
  memcpy(n->text, text, length);
  n->text[length] = 0;
  n->next = names;
  names = n;
  return n->text;
}

static void use_utc(void) {
  memset(&rule, 0, sizeof rule);
  rule.standard.name = utc;
}

/* A zone file may lack a rule: then the last kinds of local time are those that are in force. */
static void rule_of_table(void) {
  if (table.has_rule) {
    rule = table.rule;
    return;
  }
  use_utc();
  for (int i = 0; i < table.changes || i == 0; i++) {
    struct __local_kind kind = table.kind[i < table.changes ? table.kind_after[i] : 0];
    if (kind.dst) rule.dst = kind;
    else rule.standard = kind;
  }
}

static void find(const char *tz) {
  const char *file = tz ? tz + (*tz == ':') : "/etc/localtime";
  by_table = 0;
  if (tz && *file && __parse_zone_rule(file, 0, &rule)) return;
  by_table = *file && __read_zone_file(file, &table);
  if (by_table) rule_of_table();
  else if (!tz || !__parse_zone_rule(file, 1, &rule)) use_utc();
}

/* Finds the zone anew if TZ has changed; the lock is held. */
static void update(void) {
  static int found;
  const char *tz = getenv("TZ");
  if (found && (tz && current ? strcmp(tz, current) == 0 : tz == current)) return;
  int error = errno;
  found = 1;
  free(current);
  current = tz ? strdup(tz) : 0;
  find(tz);
  errno = error;
  tzname[0] = (char *)rule.standard.name;
  tzname[1] = (char *)(rule.saving || rule.dst.name ? rule.dst.name : rule.standard.name);
  timezone = -rule.standard.offset;
  daylight = rule.saving;
}

void tzset(void) {
  __acquire(&lock);
  update();
  __release(&lock);
}

struct __local_kind __local_kind(long long moment) {
  __acquire(&lock);
  struct __local_kind kind = by_table ? __kind_by_table(&table, moment) : __kind_by_rule(&rule, moment);
  __release(&lock);
  return kind;
}
