struct point { int x, y; };
struct point p = { "x": 1, "y": 2 };
