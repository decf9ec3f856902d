// options: -std=c99 -Wpedantic
typedef int T;
typedef int T;
