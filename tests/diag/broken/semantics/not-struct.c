struct s { int a; }; int f(struct s a) { return !a; }
