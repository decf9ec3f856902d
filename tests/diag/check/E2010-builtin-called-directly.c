void *p(void) { return (void *)__builtin_clz; }
