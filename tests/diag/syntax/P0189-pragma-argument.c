#pragma GCC warning do not
int x;
