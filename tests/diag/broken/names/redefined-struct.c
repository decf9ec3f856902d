struct point { int x; };
struct point { int x, y; };
