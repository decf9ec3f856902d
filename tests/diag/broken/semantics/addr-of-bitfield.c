struct b { int x : 3; } s; int *p = &s.x;
