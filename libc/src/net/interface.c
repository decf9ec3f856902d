/* Network interfaces by name and number (RFC 3493), asked of the kernel by netdevice's ioctls. */
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A request about an interface, on a socket made for it. */
static int ask(unsigned long request, void *about) {
  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  int r = ioctl(fd, request, about), error = errno;
  close(fd);
  errno = error;
  return r;
}

unsigned if_nametoindex(const char *name) {
  struct ifreq r = {0};
  if (strlen(name) >= IF_NAMESIZE) {
    errno = ENODEV;
    return 0;
  }
  strcpy(r.ifr_name, name);
  return ask(SIOCGIFINDEX, &r) < 0 ? 0 : (unsigned)r.ifr_ifindex;
}

char *if_indextoname(unsigned index, char *name) {
  struct ifreq r = {0};
  r.ifr_ifindex = (int)index;
  if (ask(SIOCGIFNAME, &r) < 0) {
    if (errno == ENODEV) errno = ENXIO;
    return 0;
  }
  return strncpy(name, r.ifr_name, IF_NAMESIZE);
}

void if_freenameindex(struct if_nameindex *list) {
  for (struct if_nameindex *i = list; i && i->if_index; i++) free(i->if_name);
  free(list);
}

/* Those with an address: the ones that SIOCGIFCONF tells of. */
struct if_nameindex *if_nameindex(void) {
  struct ifreq requests[64];
  struct ifconf all = {sizeof requests, {(char *)requests}};
  if (ask(SIOCGIFCONF, &all) < 0) return 0;
  size_t count = (size_t)all.ifc_len / sizeof *requests, used = 0;
  struct if_nameindex *list = calloc(count + 1, sizeof *list);
  for (size_t i = 0; list && i < count; i++) {
    unsigned index = if_nametoindex(requests[i].ifr_name);
    char *name = index ? strdup(requests[i].ifr_name) : 0;
    if (name) list[used++] = (struct if_nameindex){index, name};
  }
  return list;
}

/* An entry of getifaddrs, with the room that its pointers point to. */
struct address_entry {
  struct ifaddrs public;
  char name[IF_NAMESIZE];
  struct sockaddr address, mask, other;
};

static struct ifaddrs *address_entry(const struct ifreq *of) {
  struct address_entry *e = calloc(1, sizeof *e);
  struct ifreq r = *of;
  if (!e) return 0;
  memcpy(e->name, of->ifr_name, IF_NAMESIZE);
  e->public.ifa_name = e->name;
  e->address = of->ifr_addr;
  e->public.ifa_addr = &e->address;
  if (ask(SIOCGIFFLAGS, &r) == 0) e->public.ifa_flags = (unsigned short)r.ifr_flags;
  if (ask(SIOCGIFNETMASK, &r) == 0) {
    e->mask = r.ifr_netmask;
    e->public.ifa_netmask = &e->mask;
  }
  int point = e->public.ifa_flags & IFF_POINTOPOINT;
  if (ask(point ? SIOCGIFDSTADDR : SIOCGIFBRDADDR, &r) == 0) {
    e->other = r.ifr_addr;
    e->public.ifa_broadaddr = &e->other;
  }
  return &e->public;
}

/* The addresses of version 4; those of version 6 the kernel tells through netlink only. */
int getifaddrs(struct ifaddrs **list) {
  struct ifreq requests[64];
  struct ifconf all = {sizeof requests, {(char *)requests}};
  struct ifaddrs **tail = list;
  *list = 0;
  if (ask(SIOCGIFCONF, &all) < 0) return -1;
  for (size_t i = 0; i < (size_t)all.ifc_len / sizeof *requests; i++) {
    *tail = address_entry(&requests[i]);
    if (!*tail) {
      freeifaddrs(*list);
      return -1;
    }
    tail = &(*tail)->ifa_next;
  }
  return 0;
}

void freeifaddrs(struct ifaddrs *list) {
  while (list) {
    struct ifaddrs *next = list->ifa_next;
    free(list);
    list = next;
  }
}
