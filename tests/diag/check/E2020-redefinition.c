int x = 1;
int x = 2;
struct S { int a; };
struct S { int b; };
int f(void) { return 1; }
int f(void) { return 2; }
