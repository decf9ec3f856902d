struct S; void f(__builtin_va_list l) { __builtin_va_arg(l, struct S); }
