// options: -Wall
void f(int a[10]);
void f(int *);
// Not this.
void g(int a[]);
void g(int *a) {}
