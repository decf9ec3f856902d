int f(void) __attribute__((mode(DI)));
int a[3] __attribute__((mode(DI)));
int x __attribute__((mode(SF)));
float y __attribute__((mode(QI)));
_Bool z __attribute__((mode(SI)));
struct s { int a; } w __attribute__((mode(TI)));
char c __attribute__((mode(SI)));
_Complex float d __attribute__((mode(DC)));
