// options: -Wlogical-op
int f(int a) { return a && 4; }
