_Noreturn void f(void) { }
typedef void (*Handler)(int) __attribute__((noreturn));
struct hooks { __attribute__((noreturn)) void (*fail)(void); };
_Noreturn void typed(Handler h) { h(1); }
_Noreturn void field(struct hooks *h) { h->fail(); }
_Noreturn void through(Handler *h) { (**h)(1); }
int chosen(int n, Handler h) { if (n) return 1; h(n); }
