// Computed goto: a small interpreter; label addresses in static data, differences.
#include "check.h"

static int run(const unsigned char *code) {
  static void *const ops[] = {&&halt, &&push, &&add, &&mul, &&jnz, &&dec, &&dup};
  int stack[16], sp = 0;
#define NEXT goto *ops[*code++]
  NEXT;
push:
  stack[sp++] = *code++;
  NEXT;
add:
  sp--;
  stack[sp - 1] += stack[sp];
  NEXT;
mul:
  sp--;
  stack[sp - 1] *= stack[sp];
  NEXT;
dup:
  stack[sp] = stack[sp - 1];
  sp++;
  NEXT;
dec:
  stack[sp - 1]--;
  NEXT;
jnz:
  if (stack[sp - 1]) code += (signed char)*code;
  else code++;
  NEXT;
halt:
  return stack[sp - 1];
}
static int relative(int i) {
  static const int table[] = {&&zero - &&zero, &&one - &&zero, &&two - &&zero};
  goto *(&&zero + table[i]);
zero:
  return 100;
one:
  return 101;
two:
  return 102;
}

int main(void) {
  static const unsigned char a[] = {1, 6, 1, 7, 3, 1, 2, 2, 0};
  CHECK(1, run(a) == 44);
  static const unsigned char b[] = {1, 5, 5, 4, (unsigned char)-2, 1, 9, 2, 0};
  CHECK(2, run(b) == 9);
  CHECK(3, relative(0) == 100 && relative(1) == 101 && relative(2) == 102);
  void *p = &&end;
  goto *p;
  return 4;
end:
  return 0;
}
