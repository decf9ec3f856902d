// options: -pedantic
#line 0
int x;
