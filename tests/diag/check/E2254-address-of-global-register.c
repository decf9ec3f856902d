register int x asm("s11"); int *f(void) { return &x; }
