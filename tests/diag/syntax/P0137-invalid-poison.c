#pragma GCC poison 12
int x;
