// _Alignas belongs to what is declared, whatever its declarator; a typedef's alignment to the type.
#include "check.h"

_Alignas(64) char buffer[3];
char next;
_Alignas(64) int *pointer;
_Alignas(32) int (*function)(void);
struct s {
  char a;
  _Alignas(16) char b[2];
  _Alignas(32) int *p;
};
typedef struct {
  int x[16];
} block __attribute__((aligned(64)));
block blocks[2];
block *plain;

static int aligned(void *p, unsigned long to) { return (unsigned long)p % to == 0; }

int main(void) {
  _Alignas(32) char local[5];
  CHECK(1, aligned(buffer, 64) && _Alignof(buffer) == 64);
  CHECK(2, aligned(&pointer, 64) && _Alignof(pointer) == 64);
  CHECK(3, aligned(&function, 32));
  CHECK(4, sizeof(struct s) == 64 && __builtin_offsetof(struct s, b) == 16);
  CHECK(5, __builtin_offsetof(struct s, p) == 32 && _Alignof(struct s) == 32);
  CHECK(6, aligned(blocks, 64));
  CHECK(7, _Alignof(plain) == 8);
  CHECK(8, aligned(local, 32));
  return 0;
}
