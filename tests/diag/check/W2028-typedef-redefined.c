// options: -std=c99 -Wpedantic
typedef int T;
typedef int T;
# 1 "/usr/include/system.h" 1 3
typedef int first;
typedef int second;
typedef int second;
# 6 "W2028-typedef-redefined.c" 2
typedef int first;
typedef int second;
