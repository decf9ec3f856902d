// A matching constraint with alternatives names one operand, not the number that all its digits make.
// skip: interpreter
static int both(int c) {
  int a, b;
  asm("addi %1, %2, 1\n\tli %0, 5" : "=&r,&r"(a), "=r,r"(b) : "1,1"(c));
  return a * 100 + b;
}

int main(void) { return both(10) == 511 ? 0 : 1; }
