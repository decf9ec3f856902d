// options: -Wall
void f(int *p) { *p++; }
