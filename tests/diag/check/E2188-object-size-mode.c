unsigned long f(int *p) { return __builtin_object_size(p, 4); }
