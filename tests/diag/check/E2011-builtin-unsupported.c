void *p(void) { return __builtin_apply_args(); }
