struct point { int x, y; };
struct point p = { [0] = 1 };
