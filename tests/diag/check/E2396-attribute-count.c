typedef int V __attribute__((vector_size()));
int x __attribute__((aligned(1, 2)));
int y __attribute__((section));
void f(void) __attribute__((noreturn(1)));
int z __attribute__((packed(1)));
void g(const char *, ...) __attribute__((format(printf)));
