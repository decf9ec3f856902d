#pragma GCC visibility pop
int x;
