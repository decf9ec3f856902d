// options: -Wshadow
int y;
int k(int y);
int k2(int (*y)(int y));
int m(int (*q)(int y)) { int k3(int q); return q(1); }
int n(int y) { int (*p)(int y) = 0; return p ? y: 0; }
typedef int T;
int o(int T) { return T; }
int index1(void);
int pp(int index1) { return index1; }
int pf(int (*index1)(void)) { return index1(); }
enum { EE };
int q(int EE) { return EE;}
int bb(void) { int (*index1)(void) = 0; return index1(); }
int bc(void) { extern int index1(void); return index1(); }
int bd(void) { typedef int index1; return (index1)1; }
int be(void) { extern int y; return y; }
int bf(void) { enum { y }; return y; }
int bg(int y2) { { int y2 = 1; return y2; } }
int bh(int y2) { int index1(void); return index1() + y2; }
int z0(int y2) { int fn2 = 1; { extern int y2; extern int fn2; int fn3(void); return fn2 + y2 + fn3(); } }
int z1(int fn3) { { int fn3(void); return fn3(); } }
int z2(int fn3) { { int (*fn3)(void) = 0; return fn3(); } }
