int f(int l) { return __builtin_va_arg(l, int); }
