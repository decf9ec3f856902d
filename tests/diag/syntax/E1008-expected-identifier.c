struct s { int x; } s;
int f(void) { return s.+; }
