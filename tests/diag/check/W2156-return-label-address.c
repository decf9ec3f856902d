void *f(void) { l: return &&l; }
