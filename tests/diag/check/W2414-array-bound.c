// options: -Wall
void f1(int a[10]);
void f1(int a[20]);
void f2(int *a);
void f2(int a[10]);
void f3(int a[]);
void f3(int a[10]);
void f4(int n, int m[3][4]);
void f4(int n, int m[2][4]) {}
void f5(int a[static 10]);
void f5(int a[static 20]);
// Not these.
void g1(int a[static 10]);
void g1(int a[10]);
void g2(int *a);
void g2(int a[]);
void g3(int n, int a[n]);
void g3(int n, int a[10]);
