// skip: interpreter
// %= is another number in every statement of a file, also where a function was inlined twice; asm goto with outputs relies on it.
static inline __attribute__((always_inline)) int sign(int x) {
  int r;
  __asm__("li %0, 1\n\tbgtz %1, .Lpositive%=\n\tli %0, 0\n.Lpositive%=:" : "=&r"(r) : "r"(x));
  return r;
}

static int first(int x) {
  int y;
  __asm__ goto("addi %0, %1, 1\n\tbeqz %1, %l2" : "=&r"(y) : "r"(x) : : zero);
  return y;
zero:
  return y + 100;
}

__attribute__((noinline)) static int second(int x) {
  int y;
  __asm__ goto("addi %0, %1, 2\n\tbeqz %1, %l2" : "=&r"(y) : "r"(x) : : zero);
  return y + first(x);
zero:
  return y + 200 + first(x);
}

int main(void) {
  if (sign(5) != 1 || sign(-5) != 0) return 1;
  if (first(3) != 4 || first(0) != 101) return 2;
  if (second(3) != 9 || second(0) != 303) return 3;
  return 0;
}
