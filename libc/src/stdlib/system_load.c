/* getloadavg: what Linux shows in /proc. */
#include <stdio.h>
#include <stdlib.h>

int getloadavg(double load[], int count) {
  FILE *f = fopen("/proc/loadavg", "re");
  int n = 0;
  if (!f) return -1;
  if (count > 3) count = 3;
  while (n < count && fscanf(f, "%lf", &load[n]) == 1) n++;
  fclose(f);
  return n > 0 || count <= 0 ? n : -1;
}
