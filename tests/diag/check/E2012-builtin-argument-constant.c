void *p(int n) { return __builtin_return_address(n); }
