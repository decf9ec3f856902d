#line here
int x;
