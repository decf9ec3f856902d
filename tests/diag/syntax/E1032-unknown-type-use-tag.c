struct point { int x, y; };
point p;
