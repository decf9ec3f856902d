struct point { int x, y; };
struct point p;
p.x = 3;
