// options: -O1
// stages: tokens,syntax,typed
#define STEP(a, b) ((a) % (b))

int gcd(int a, int b) {
  while (b) {
    int t = STEP(a, b);
    a = b;
    b = t;
  }
  return a;
}
