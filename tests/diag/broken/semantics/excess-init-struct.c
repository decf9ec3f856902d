struct s { int a; } x = { .b = 1 };
