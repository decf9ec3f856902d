#define ADD(a, b) a + b;
int f(int x) { return (ADD(x, 1)); }
