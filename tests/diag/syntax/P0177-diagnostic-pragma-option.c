// options: -Wpragmas
#pragma GCC diagnostic ignored
int x;
