// options: -Wbad-function-cast
enum color { RED, GREEN };
enum color color(void);
double real(void);
int number(void);
int *pointer(void);
long same(void) { return (long)number() + (long)(real() + 1) + sizeof((int)real()); }
int f(void) { return (int)color() + (int)real(); }
long g(void) { return (long)pointer() + (_Bool)number(); }
void *h(void) { return (void *)pointer(); }
