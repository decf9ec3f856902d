int f(a) int b; { return 1; }
