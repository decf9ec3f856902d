register int f(int a) { return a; }
_Thread_local int g(int a) { return a; }
typedef int h(int a) { return a; }
