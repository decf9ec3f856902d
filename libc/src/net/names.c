/* Names to addresses: numbers, "localhost", and what /etc/hosts lists. There is no resolver. */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../internal.h"

/* Whether a line of /etc/hosts lists the name; its address if it is of the family. */
static int listed(char *line, const char *name, int family, void *out) {
  char *comment = strchr(line, '#'), *rest;
  if (comment) *comment = 0;
  char *address = strtok_r(line, " \t\n", &rest);
  if (!address || inet_pton(family, address, out) != 1) return 0;
  for (char *alias; (alias = strtok_r(0, " \t\n", &rest));)
    if (!strcasecmp(alias, name)) return 1;
  return 0;
}

static int look_up(const char *name, int family, int flags, void *out) {
  if (!name) {
    memset(out, 0, 16);
    if (flags & AI_PASSIVE) return 1;
    if (family == AF_INET) memcpy(out, (uint8_t[]){127, 0, 0, 1}, 4);
    else memcpy(out, &in6addr_loopback, 16);
    return 1;
  }
  struct in_addr any;
  if (family == AF_INET && inet_aton(name, &any)) {
    memcpy(out, &any, 4);
    return 1;
  }
  if (inet_pton(family, name, out) == 1) return 1;
  if (flags & AI_NUMERICHOST) return 0;
  if (!strcasecmp(name, "localhost")) return look_up(0, family, 0, out);
  FILE *hosts = fopen("/etc/hosts", "re");
  char line[512];
  int found = 0;
  while (hosts && !found && fgets(line, sizeof line, hosts)) found = listed(line, name, family, out);
  if (hosts) fclose(hosts);
  return found;
}

/* The port of a service, or -1. */
static int port_of(const char *service, int flags) {
  if (!service) return 0;
  char *end;
  unsigned long port = strtoul(service, &end, 10);
  if (end > service && !*end) return port < 65536 ? (int)port : -1;
  if (flags & AI_NUMERICSERV) return -1;
  struct servent *found = getservbyname(service, 0);
  return found ? ntohs((uint16_t)found->s_port) : -1;
}

static struct addrinfo *entry(int family, const void *address, int port, int type, int protocol) {
  struct {
    struct addrinfo info;
    struct sockaddr_storage storage;
  } *e = calloc(1, sizeof *e);
  if (!e) return 0;
  e->info = (struct addrinfo){.ai_family = family, .ai_socktype = type, .ai_protocol = protocol,
                              .ai_addr = (struct sockaddr *)&e->storage};
  if (family == AF_INET) {
    struct sockaddr_in *in = (struct sockaddr_in *)&e->storage;
    in->sin_family = AF_INET;
    in->sin_port = htons((uint16_t)port);
    memcpy(&in->sin_addr, address, 4);
    e->info.ai_addrlen = sizeof *in;
  } else {
    struct sockaddr_in6 *in = (struct sockaddr_in6 *)&e->storage;
    in->sin6_family = AF_INET6;
    in->sin6_port = htons((uint16_t)port);
    memcpy(&in->sin6_addr, address, 16);
    e->info.ai_addrlen = sizeof *in;
  }
  return &e->info;
}

int getaddrinfo(const char *restrict name, const char *restrict service,
                const struct addrinfo *restrict hints, struct addrinfo **restrict out) {
  static const struct addrinfo no_hints;
  static const int types[][2] = {{SOCK_STREAM, IPPROTO_TCP}, {SOCK_DGRAM, IPPROTO_UDP}};
  static const int families[] = {AF_INET6, AF_INET};
  if (!hints) hints = &no_hints;
  if (!name && !service) return EAI_NONAME;
  int port = port_of(service, hints->ai_flags), found = 0;
  if (port < 0) return EAI_SERVICE;
  *out = 0;
  struct addrinfo **tail = out;
  for (int f = 0; f < 2; f++) {
    uint8_t address[16];
    if (hints->ai_family && hints->ai_family != families[f]) continue;
    if (!look_up(name, families[f], hints->ai_flags, address)) continue;
    for (int t = 0; t < 2; t++) {
      if (hints->ai_socktype && hints->ai_socktype != types[t][0]) continue;
      if (hints->ai_protocol && hints->ai_protocol != types[t][1]) continue;
      *tail = entry(families[f], address, port, types[t][0], types[t][1]);
      if (!*tail) {
        freeaddrinfo(*out);
        return EAI_MEMORY;
      }
      tail = &(*tail)->ai_next;
      found = 1;
    }
  }
  if (found && hints->ai_flags & AI_CANONNAME && name) (*out)->ai_canonname = strdup(name);
  return found ? 0 : EAI_NONAME;
}

void freeaddrinfo(struct addrinfo *list) {
  while (list) {
    struct addrinfo *next = list->ai_next;
    free(list->ai_canonname);
    free(list);
    list = next;
  }
}

const char *gai_strerror(int error) {
  switch (error) {
    case 0: return "Success";
    case EAI_NONAME: return "Name or service not known";
    case EAI_SERVICE: return "Servname not supported for ai_socktype";
    case EAI_BADFLAGS: return "Bad value for ai_flags";
    case EAI_FAIL: return "Non-recoverable failure in name resolution";
    case EAI_SOCKTYPE: return "ai_socktype not supported";
    case EAI_SYSTEM: return "System error";
    case EAI_FAMILY: return "ai_family not supported";
    case EAI_MEMORY: return "Memory allocation failure";
    case EAI_AGAIN: return "Temporary failure in name resolution";
    case EAI_OVERFLOW: return "Argument buffer too small";
    default: return "Unknown error";
  }
}

int getnameinfo(const struct sockaddr *restrict address, socklen_t length, char *restrict host,
                socklen_t host_size, char *restrict service, socklen_t service_size, int flags) {
  (void)length;
  const void *bytes;
  int port;
  if (address->sa_family == AF_INET) {
    bytes = &((const struct sockaddr_in *)address)->sin_addr;
    port = ntohs(((const struct sockaddr_in *)address)->sin_port);
  } else if (address->sa_family == AF_INET6) {
    bytes = &((const struct sockaddr_in6 *)address)->sin6_addr;
    port = ntohs(((const struct sockaddr_in6 *)address)->sin6_port);
  } else {
    return EAI_FAMILY;
  }
  if (flags & NI_NAMEREQD) return EAI_NONAME;
  if (host && host_size && !inet_ntop(address->sa_family, bytes, host, host_size)) return EAI_OVERFLOW;
  if (service && service_size && snprintf(service, service_size, "%d", port) >= (int)service_size) return EAI_OVERFLOW;
  return 0;
}

struct hostent *gethostbyname(const char *name) {
  static uint8_t address[16];
  static char *addresses[2] = {(char *)address, 0}, *aliases[1];
  static char own[256];
  static struct hostent host = {own, aliases, AF_INET, 4, addresses};
  if (!look_up(name, AF_INET, 0, address)) return 0;
  strncpy(own, name, sizeof own - 1);
  return &host;
}
