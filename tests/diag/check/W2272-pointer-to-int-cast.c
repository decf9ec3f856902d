int f(int *p) { return (int)p; }
