// options: -Wall -Wextra
void f(int a) { }
