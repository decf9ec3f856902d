// options: -Wall
void f(int a) { a++, a; }
