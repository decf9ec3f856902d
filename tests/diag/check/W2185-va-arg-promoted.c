int f(__builtin_va_list l) { return __builtin_va_arg(l, char); }
