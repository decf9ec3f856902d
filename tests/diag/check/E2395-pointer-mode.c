// A pointer keeps what it points to, whatever the mode.
int *p __attribute__((mode(QI)));
int *q __attribute__((mode(DI)));
_Static_assert(sizeof(*q) == sizeof(int), "the pointer has the mode");
struct s { int __attribute__((mode(DI))) *r; } s;
_Static_assert(sizeof(*s.r) == sizeof(int), "the pointer has the mode");
