// options: -Wall -Wextra
void f(int a) { a = 1; }
