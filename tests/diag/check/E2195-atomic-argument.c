int f(int a) { return __atomic_load_n(a, 5); }
