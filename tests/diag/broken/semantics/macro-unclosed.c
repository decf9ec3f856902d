#define ID(x) x
int f(int x) { return ID(x; }
