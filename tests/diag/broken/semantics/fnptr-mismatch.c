int g(int); int (*p)(int, int) = g; int (*q)(void) = 3; int r = p("a", 1, 2);
