#include <stdio.h>
#include <string.h>
#include "tiny.h"

int main(void) {
  printf("%s: %d\n", tiny_version(), tiny_add(40, 2));
  return tiny_add(40, 2) != 42 || strcmp(tiny_version(), "1.2.3") != 0;
}
