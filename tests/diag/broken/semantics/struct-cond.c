struct s { int a; }; int f(struct s a) { if (a) return 1; return 0; }
