/* Names of services and protocols: the best known ones, and what /etc/services lists. */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *none[] = {0};

static const struct {
  char name[12];
  short port;
} known[] = {{"ftp", 21}, {"ssh", 22}, {"telnet", 23}, {"smtp", 25}, {"domain", 53}, {"http", 80},
             {"pop3", 110}, {"ntp", 123}, {"imap", 143}, {"https", 443}, {"http-alt", 8080}};

static const struct {
  char name[12];
  int number;
} protocols[] = {{"ip", 0}, {"icmp", 1}, {"igmp", 2}, {"tcp", 6}, {"udp", 17}, {"ipv6", 41}, {"ipv6-icmp", 58}, {"sctp", 132}};

/* A line of /etc/services, "name port/protocol alias..."; whether it is the service that has the name, or the port where there is none. */
static int listed(char *line, const char *name, int port, const char *protocol, struct servent *out) {
  static char *aliases[8];
  char *comment = strchr(line, '#'), *rest, *slash;
  if (comment) *comment = 0;
  out->s_name = strtok_r(line, " \t\n", &rest);
  char *number = out->s_name ? strtok_r(0, " \t\n", &rest) : 0;
  if (!number || !(slash = strchr(number, '/'))) return 0;
  out->s_proto = slash + 1;
  out->s_port = htons((uint16_t)atoi(number));
  out->s_aliases = aliases;
  int count = 0, found = name ? !strcmp(out->s_name, name) : out->s_port == port;
  while (count < 7 && (aliases[count] = strtok_r(0, " \t\n", &rest))) {
    if (name && !strcmp(aliases[count], name)) found = 1;
    count++;
  }
  aliases[count] = 0;
  return found && (!protocol || !strcmp(out->s_proto, protocol));
}

static struct servent *service(const char *name, int port, const char *protocol) {
  static char line[512];
  static struct servent out;
  FILE *f = fopen("/etc/services", "re");
  int found = 0;
  while (f && !found && fgets(line, sizeof line, f)) found = listed(line, name, port, protocol, &out);
  if (f) fclose(f);
  if (found) return &out;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (name ? strcmp(known[i].name, name) : htons((uint16_t)known[i].port) != port) continue;
    out = (struct servent){(char *)known[i].name, none, htons((uint16_t)known[i].port), (char *)(protocol ? protocol : "tcp")};
    return &out;
  }
  return 0;
}

struct servent *getservbyname(const char *name, const char *protocol) {
  return service(name, 0, protocol);
}

struct servent *getservbyport(int port, const char *protocol) {
  return service(0, port, protocol);
}

static struct protoent *protocol(const char *name, int number) {
  static struct protoent out;
  for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++) {
    if (name ? strcmp(protocols[i].name, name) : protocols[i].number != number) continue;
    out = (struct protoent){(char *)protocols[i].name, none, protocols[i].number};
    return &out;
  }
  return 0;
}

struct protoent *getprotobyname(const char *name) {
  return protocol(name, 0);
}

struct protoent *getprotobynumber(int number) {
  return protocol(0, number);
}
