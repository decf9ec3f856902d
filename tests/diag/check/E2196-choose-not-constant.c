int f(int a) { return __builtin_choose_expr(a, 1, 2); }
