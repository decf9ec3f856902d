// options: -Wpragmas
#pragma GCC diagnostic maybe "-Wundef"
int x;
