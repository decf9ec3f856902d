// options: -Wextra
void f(int n) { if (n) ; }
