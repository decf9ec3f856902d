void f(__builtin_va_list l) { __builtin_va_arg(l, int(void)); }
