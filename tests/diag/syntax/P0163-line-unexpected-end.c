#line
int x;
