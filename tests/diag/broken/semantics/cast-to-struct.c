struct s { int a; }; int f(int a) { return ((struct s)a).a; }
