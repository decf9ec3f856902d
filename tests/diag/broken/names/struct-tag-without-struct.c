struct point { int x, y; };
point origin;
