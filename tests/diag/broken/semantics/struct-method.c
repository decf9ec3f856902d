struct s { int a; int get() { return a; } };
