// options: -Wall
int a[2][2] = { 1, 2, 3, 4 };
struct { int a[2]; void *p; } inner = {0, 0};
// Not these.
struct { int a[2]; int b; } zero = {0};
void *null[2][2] = {(void *)0};
// Only the whole object is cleared so: within another list it lacks braces.
union { struct { int a; } s; struct { char c[4]; } t; } u = {0}, v[2] = {{0}}, w[2] = {{{0}}}, x[2] = {0};
