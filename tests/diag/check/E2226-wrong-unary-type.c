struct S { int a; } s; int f(int *p) { -p; ~1.5; !s; s++; return +p; }
