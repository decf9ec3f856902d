#line 3 x
int x;
