struct point { int x, y; };
struct point p = { .x = 1, .z = 2 };
