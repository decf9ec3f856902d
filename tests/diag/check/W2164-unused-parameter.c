// options: -Wall -Wextra
void f(int a) { }
void g(b)
  int b;
{ }
