struct S { int i; double d; short a[2]; };
extern struct S shared_s; extern int counter; extern int common_b[10];
int twice(int); int call(int (*)(int), int); double mix(int, double, float, struct S); long double big(long double); int get_static(void); int deep(int);
