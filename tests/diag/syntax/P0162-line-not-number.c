#line x
int x;
