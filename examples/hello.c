#include <stdio.h>

int main(void) {
  printf("Hello from RISC-V!\n");
  return 0;
}
