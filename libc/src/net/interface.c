/* Network interfaces by name and number (RFC 3493), asked of the kernel by netdevice's ioctls. */
#include <errno.h>
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
