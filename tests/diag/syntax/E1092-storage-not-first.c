// options: -Wold-style-declaration
const static int a = 1;
int typedef number;
int inline static f(int register x) {
  const static char *digits = "01";
  number extern b;
  return x + *digits + a + b;
}
volatile __inline__ int *g(void) {
  return 0;
}
// What stands before it here is no type and no qualifier.
__attribute__((unused)) static int c;
__extension__ static int d;
_Alignas(8) static int e;
inline static int h(void) { return c + d + e + f(1); }
int k(void) { return h() + *g(); }
