// options: -Wall
// stages: tokens,typed,ir,words
int f(int x) {
  int unused;
  return x + y;
}
